"""The turns of a conversation: context for follow-up questions, forgotten when they are old or many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from bot.answering.answer import Turn
from bot.storage.sent import update_of, updates_on
from bot.storage.tables import ChatTurn


@dataclass(frozen=True)
class Talk:
    """Whose conversation an exchange belongs to, and where in it.

    In a group everybody has a conversation of their own: one's follow-up is not read into another's question.
    """

    chat: int
    user: int | None = None
    """Who talks in a group; None in a private chat, which has one user."""
    update: int | None = None
    """The update that the exchange is about; handled again, it takes its own place."""
    changed: int | None = None
    """The user's message, if it was changed: what was said on it before is replaced."""
    refers: int | None = None
    """The bot's message in a group that the user answers, or whose button was pressed."""


def recent_turns(
    session: Session, talk: Talk, *, now: float, minutes: int, turns: int
) -> tuple[Turn, ...]:
    """Return the turns before this exchange that may still be remembered, oldest first.

    Who answers a message of the bot's that was said to somebody else takes up that exchange, not their own.
    """
    if turns == 0:
        return ()
    rows: Sequence[ChatTurn] = [
        row for row in _taken_up(session, talk) if row.at > now - minutes * 60
    ]
    if not rows:
        own = select(ChatTurn).where(*_conversation(talk), ChatTurn.at > now - minutes * 60)
        replaced = _replaced(session, talk)
        if replaced:
            own = own.where(ChatTurn.id < min(row.id for row in replaced))
        rows = session.scalars(own.order_by(ChatTurn.id.desc()).limit(turns)).all()[::-1]
    return tuple(
        Turn(role="user" if row.role == "user" else "assistant", text=row.text) for row in rows
    )


def asked_before(session: Session, talk: Talk, *, now: float, minutes: int) -> str | None:
    """What the user had written before changing it; None when that is not known (any more)."""
    for row in _replaced(session, talk):
        if row.role == "user" and row.at > now - minutes * 60:
            return row.text
    return None


def add_turns(
    session: Session, talk: Talk, new: Sequence[Turn], *, now: float, minutes: int, turns: int
) -> None:
    """Remember ``new`` turns and erase those of the conversation that are too old or too many.

    An exchange that was remembered before keeps its place, with the new words.
    """
    replaced = _replaced(session, talk)
    words: dict[str, str] = {turn.role: turn.text for turn in new}
    for row in replaced:
        text = words.pop(row.role, None)
        if text is None:
            session.delete(row)
        else:
            row.text, row.at, row.update_id = text, now, talk.update
    if not replaced:
        for turn in new[-turns:] if turns else ():
            session.add(
                ChatTurn(
                    chat_id=talk.chat,
                    user_id=talk.user,
                    update_id=talk.update,
                    role=turn.role,
                    text=turn.text,
                    at=now,
                )
            )
    session.flush()
    own = _conversation(talk)
    newest = select(ChatTurn.id).where(*own).order_by(ChatTurn.id.desc()).limit(turns)
    kept = session.scalars(newest).all()
    session.execute(delete(ChatTurn).where(*own, ChatTurn.id.not_in(kept)))
    erase_old_turns(session, now=now, minutes=minutes)


def erase_old_turns(session: Session, *, now: float, minutes: int) -> None:
    """Erase the turns of all chats that are older than ``minutes``."""
    session.execute(delete(ChatTurn).where(ChatTurn.at <= now - minutes * 60))


def _conversation(talk: Talk) -> tuple[ColumnElement[bool], ...]:
    return ChatTurn.chat_id == talk.chat, ChatTurn.user_id.is_not_distinct_from(talk.user)


def _replaced(session: Session, talk: Talk) -> Sequence[ChatTurn]:
    """What is remembered of this exchange already."""
    if talk.update is None:
        return ()
    updates = {talk.update}
    if talk.changed is not None:
        updates |= updates_on(session, talk.chat, talk.changed)
    return session.scalars(
        select(ChatTurn)
        .where(*_conversation(talk), ChatTurn.update_id.in_(updates))
        .order_by(ChatTurn.id)
    ).all()


def _taken_up(session: Session, talk: Talk) -> Sequence[ChatTurn]:
    """The turns of somebody else's exchange that the user goes on with."""
    if talk.user is None or talk.refers is None:
        return ()
    update = update_of(session, talk.chat, talk.refers)
    if update is None or update == talk.update:
        return ()
    return session.scalars(
        select(ChatTurn)
        .where(
            ChatTurn.chat_id == talk.chat,
            ChatTurn.update_id == update,
            ChatTurn.user_id != talk.user,
        )
        .order_by(ChatTurn.id)
    ).all()
