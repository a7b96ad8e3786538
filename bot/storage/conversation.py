"""The turns of a chat: context for follow-up questions, forgotten when they are old or many."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.answering.answer import Turn
from bot.storage.tables import ChatTurn


def recent_turns(
    session: Session, chat_id: int, *, now: float, minutes: int, turns: int
) -> tuple[Turn, ...]:
    """Return the chat's turns that may still be remembered, oldest first."""
    if turns == 0:
        return ()
    rows = session.scalars(
        select(ChatTurn)
        .where(ChatTurn.chat_id == chat_id, ChatTurn.at > now - minutes * 60)
        .order_by(ChatTurn.id.desc())
        .limit(turns)
    ).all()
    return tuple(
        Turn(role="user" if row.role == "user" else "assistant", text=row.text)
        for row in reversed(rows)
    )


def add_turns(
    session: Session, chat_id: int, new: Sequence[Turn], *, now: float, minutes: int, turns: int
) -> None:
    """Remember ``new`` turns and erase those of the chat that are too old or too many."""
    for turn in new[-turns:] if turns else ():
        session.add(ChatTurn(chat_id=chat_id, role=turn.role, text=turn.text, at=now))
    session.flush()
    newest = (
        select(ChatTurn.id)
        .where(ChatTurn.chat_id == chat_id)
        .order_by(ChatTurn.id.desc())
        .limit(turns)
    )
    kept = session.scalars(newest).all()
    session.execute(delete(ChatTurn).where(ChatTurn.chat_id == chat_id, ChatTurn.id.not_in(kept)))
    erase_old_turns(session, now=now, minutes=minutes)


def erase_old_turns(session: Session, *, now: float, minutes: int) -> None:
    """Erase the turns of all chats that are older than ``minutes``."""
    session.execute(delete(ChatTurn).where(ChatTurn.at <= now - minutes * 60))
