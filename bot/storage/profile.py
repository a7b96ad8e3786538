"""What a chat has told the bot of itself: the status that its questions are answered for."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.storage.tables import Profile


def set_status(session: Session, chat_id: int, status: str, *, now: float) -> None:
    """Keep the status of a chat, as the facts name it: ``pppk``."""
    session.merge(Profile(chat_id=chat_id, status=status, at=now))


def status_of(session: Session, chat_id: int) -> str | None:
    """The status that a chat has told; None when it has not."""
    row = session.get(Profile, chat_id)
    return row.status if row else None


def forget_status(session: Session, chat_id: int) -> None:
    """Forget the status of a chat."""
    session.execute(delete(Profile).where(Profile.chat_id == chat_id))
