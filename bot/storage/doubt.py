"""Messages of which it is not known whether the server got them: noted before they are sent, settled after.

A bot that is killed in between finds them after its restart. The Bot API cannot list a chat's messages, but it tells
whether a message of a given id is the bot's in that chat: `unaccounted` gives the ids worth asking for.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.storage.inbox import REMEMBERED
from bot.storage.tables import ReceivedUpdate, SentMessage, StartedMessage

MOST, MOST_IN_GROUP = 64, 16
"""Ids asked for at most; each costs a call, of which a group takes no more than 20 a minute."""
_SUPERGROUPS = -1_000_000_000_000
"""Chats from here down count their messages for themselves; all others share one count, the bot's account's."""


def start(session: Session, update_id: int, position: int, *, now: float) -> bool:
    """Note that a message is about to be sent; True when an earlier attempt had come as far."""
    if session.get(StartedMessage, (update_id, position)) is not None:
        return True
    session.add(StartedMessage(update_id=update_id, position=position, at=now))
    return False


def settle(session: Session, update_id: int, position: int) -> None:
    """Note that a message is no longer in doubt."""
    session.execute(
        delete(StartedMessage).where(
            StartedMessage.update_id == update_id, StartedMessage.position == position
        )
    )


def unaccounted(session: Session, chat_id: int, after: int) -> tuple[int, ...]:
    """Ids after ``after`` that a message in doubt may have in a chat, the lowest first, at most `MOST`."""
    if chat_id <= _SUPERGROUPS:
        own = select(SentMessage.message_id).where(
            SentMessage.chat_id == chat_id, SentMessage.message_id > after
        )
        known, last = set(session.scalars(own)), after + MOST_IN_GROUP
    else:
        shared = SentMessage.chat_id > _SUPERGROUPS
        known = {*_received(session)}
        for column in (SentMessage.message_id, SentMessage.question):
            known.update(session.scalars(select(column).where(shared, column > after)))
        in_doubt = session.scalar(select(func.count()).select_from(StartedMessage)) or 0
        last = max((after, *known)) + in_doubt
    return tuple(i for i in range(after + 1, last + 1) if i not in known)[:MOST]


def forget_old_started(session: Session, *, now: float) -> None:
    """Erase what is older than any update that can come again."""
    session.execute(delete(StartedMessage).where(StartedMessage.at <= now - REMEMBERED))


def _received(session: Session) -> Iterator[int]:
    """The ids of messages that wait for their answers in chats that share one count."""
    waiting = select(ReceivedUpdate.payload).where(ReceivedUpdate.payload.is_not(None))
    for payload in session.scalars(waiting):
        message = (payload or {}).get("message") or {}
        number, chat = message.get("message_id"), (message.get("chat") or {}).get("id")
        if isinstance(number, int) and isinstance(chat, int) and chat > _SUPERGROUPS:
            yield number
