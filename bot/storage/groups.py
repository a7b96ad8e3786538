"""What is kept of a group when Telegram gives it another id."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.storage.tables import ChatTurn, Flow, ShownAnswer


def move_group(session: Session, old: int, new: int) -> None:
    """Take a group's conversations and buttons along to its new id; safe to repeat.

    Messages have other ids there: what was sent before is left to be forgotten.
    """
    for table in (ChatTurn, ShownAnswer):
        session.execute(update(table).where(table.chat_id == old).values(chat_id=new))
    session.execute(delete(Flow).where(Flow.chat_id == old))
