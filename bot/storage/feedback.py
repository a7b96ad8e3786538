"""Votes on answers: one for each user and answer, changeable while its buttons work."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.storage.shown import DAYS_SHOWN, Shown
from bot.storage.tables import Vote


def vote(
    session: Session, token: str, voter: int, shown: Shown, *, useful: bool, now: float
) -> bool:
    """Record the vote of ``voter`` on the answer ``token``; False when it was so already."""
    row = session.scalars(
        select(Vote).where(Vote.token == token, Vote.voter == voter)
    ).one_or_none()
    if row is None:
        session.add(
            Vote(
                token=token,
                voter=voter,
                useful=useful,
                ruling=shown.ruling,
                verdict=shown.verdict,
                edition=shown.edition,
                at=now,
            )
        )
        return True
    changed = row.useful is not useful
    row.useful = useful
    row.at = now
    return changed


def forget_old_voters(session: Session, *, now: float) -> None:
    """Cut the link to the voter once the vote cannot be changed any more."""
    session.execute(
        update(Vote)
        .where(Vote.at <= now - DAYS_SHOWN * 86400, Vote.voter.is_not(None))
        .values(voter=None)
    )
