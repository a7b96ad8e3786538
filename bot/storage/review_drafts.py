"""Forms of the review queue that are not handed in yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.storage.tables import ReviewDraft, SentMessage

DAYS_KEPT = 7
"""Days after which a form that nobody went on with is erased."""


@dataclass(frozen=True)
class Kept:
    """A form as it is kept."""

    item: str
    """Of the review queue."""
    message: int
    """The message that shows it."""
    state: dict[str, Any]


def keep(session: Session, chat: int, kept: Kept, *, now: float) -> None:
    """Keep a form; it takes the place of the one on the same item."""
    session.merge(
        ReviewDraft(chat_id=chat, item=kept.item, message_id=kept.message, state=kept.state, at=now)
    )


def on_item(session: Session, chat: int, item: str) -> Kept | None:
    """The form on an item; None when there is none."""
    row = session.get(ReviewDraft, (chat, item))
    return _kept(row) if row else None


def in_message(session: Session, chat: int, message: int) -> Kept | None:
    """The form that a message shows; None when it shows none any more."""
    found = select(ReviewDraft).where(
        ReviewDraft.chat_id == chat, ReviewDraft.message_id == message
    )
    row = session.scalars(found.order_by(ReviewDraft.at.desc())).first()
    return _kept(row) if row else None


def of_chat(session: Session, chat: int) -> list[Kept]:
    """All forms of a chat."""
    rows = session.scalars(select(ReviewDraft).where(ReviewDraft.chat_id == chat))
    return [_kept(row) for row in rows]


def last_said(session: Session, chat: int) -> int:
    """The latest message that a chat was sent; 0 when it was sent none that is remembered."""
    latest = select(func.max(SentMessage.message_id)).where(SentMessage.chat_id == chat)
    return session.scalar(latest) or 0


def drop(session: Session, chat: int, item: str) -> None:
    """Erase the form on an item, if there is one."""
    session.execute(
        delete(ReviewDraft).where(ReviewDraft.chat_id == chat, ReviewDraft.item == item)
    )


def erase_old_drafts(session: Session, *, now: float) -> None:
    """Erase the forms that nobody went on with."""
    session.execute(delete(ReviewDraft).where(ReviewDraft.at <= now - DAYS_KEPT * 86_400))


def _kept(row: ReviewDraft) -> Kept:
    return Kept(row.item, row.message_id, row.state)
