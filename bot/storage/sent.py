"""What the bot has sent on which update, so that a restart repeats none of it and edits find their answer."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.storage.inbox import REMEMBERED
from bot.storage.tables import SentMessage


def note_sent(
    session: Session,
    update_id: int,
    position: int,
    *,
    chat_id: int,
    question: int | None,
    message_id: int,
    now: float,
) -> None:
    """Note that message ``message_id`` was sent as the ``position``-th on an update.

    ``question`` is the id of the user's message that it answers.
    """
    session.merge(
        SentMessage(
            update_id=update_id,
            position=position,
            chat_id=chat_id,
            question=question,
            message_id=message_id,
            at=now,
        )
    )


def sent_on(session: Session, update_id: int) -> tuple[int, ...]:
    """The ids of the messages that were sent on an update, in order."""
    return tuple(
        session.scalars(
            select(SentMessage.message_id)
            .where(SentMessage.update_id == update_id)
            .order_by(SentMessage.position)
        )
    )


def answer_to(session: Session, chat_id: int, question: int, *, but: int) -> tuple[int, ...]:
    """The ids of the messages that answered a user's message on other updates than ``but``."""
    found = session.scalars(
        select(SentMessage.message_id)
        .where(
            SentMessage.chat_id == chat_id,
            SentMessage.question == question,
            SentMessage.update_id != but,
        )
        .order_by(SentMessage.update_id, SentMessage.position)
    )
    return tuple(dict.fromkeys(found))


def updates_on(session: Session, chat_id: int, question: int) -> set[int]:
    """The updates on which a user's message was answered: its arrival, and each of its changes."""
    return set(
        session.scalars(
            select(SentMessage.update_id).where(
                SentMessage.chat_id == chat_id, SentMessage.question == question
            )
        )
    )


def update_of(session: Session, chat_id: int, message_id: int) -> int | None:
    """The last update on which the bot sent or changed a message of its own; None when unknown."""
    return session.scalars(
        select(SentMessage.update_id)
        .where(SentMessage.chat_id == chat_id, SentMessage.message_id == message_id)
        .order_by(SentMessage.update_id.desc())
        .limit(1)
    ).one_or_none()


def said_since(session: Session, chat_id: int, message_id: int, *, but: int) -> bool:
    """Tell whether a private chat was sent anything after a message, on other updates than ``but``."""
    later = select(SentMessage.message_id).where(
        SentMessage.chat_id == chat_id,
        SentMessage.message_id > message_id,
        SentMessage.update_id != but,
    )
    return session.scalars(later).first() is not None


def forget_old_sent(session: Session, *, now: float) -> None:
    """Erase what is older than any update that can come again."""
    session.execute(delete(SentMessage).where(SentMessage.at <= now - REMEMBERED))
