"""Which private chats have a menu of their own: who is no admin any more is to lose it."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.storage.tables import AdminMenu


def note_menu(session: Session, chat_id: int) -> None:
    """Note that a chat has a menu of its own."""
    session.merge(AdminMenu(chat_id=chat_id))


def forget_menu(session: Session, chat_id: int) -> None:
    """Note that it has none any more."""
    session.execute(delete(AdminMenu).where(AdminMenu.chat_id == chat_id))


def chats_with_menu(session: Session) -> frozenset[int]:
    """The chats that have one."""
    return frozenset(session.scalars(select(AdminMenu.chat_id)))
