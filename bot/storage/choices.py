"""The question back that a chat has been asked last."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.shown import Shown, find_shown
from bot.storage.tables import ShownAnswer


def latest_options(
    session: Session, chat_id: int, *, but: int, now: float, minutes: int
) -> Shown | None:
    """The last answer shown in a chat, if it asked back and its question is still remembered.

    None when another answer came after it, and when several parts of one message asked back: what is
    typed then may mean either. What was made ready on the update ``but`` before a restart does not count.
    """
    before = (ShownAnswer.chat_id == chat_id, ShownAnswer.update_id.is_distinct_from(but))
    newest = session.scalar(
        select(ShownAnswer.at).where(*before).order_by(ShownAnswer.at.desc()).limit(1)
    )
    if newest is None or newest <= now - minutes * 60:
        return None
    tokens = session.scalars(
        select(ShownAnswer.token).where(*before, ShownAnswer.at == newest)
    ).all()
    found = [find_shown(session, chat_id, token, now=now, minutes=minutes) for token in tokens]
    asking = [one for one in found if one is not None and one.options and one.question is not None]
    return asking[0] if len(asking) == 1 else None
