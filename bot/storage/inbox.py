"""Updates between their arrival and their answer, so that a restart loses and repeats none.

The Bot API forgets an update when the next one is asked for. So an update is stored before
that, with its content; once it is handled only its id is left, to recognise it if the server
delivers it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.storage.tables import ReceivedUpdate

HOURS_REMEMBERED = 48
"""Hours that ids are remembered for: twice as long as the Bot API redelivers an update."""
REMEMBERED = HOURS_REMEMBERED * 3600
"""The same in seconds."""
MAX_ATTEMPTS = 3
"""Starts of the bot that take up an unanswered update before it is given up."""

Payload = dict[str, Any]


def receive(session: Session, updates: Sequence[Payload], *, now: float) -> list[Payload]:
    """Store updates that are new, and return those, in order."""
    ids = [item["update_id"] for item in updates]
    known = set(
        session.scalars(select(ReceivedUpdate.update_id).where(ReceivedUpdate.update_id.in_(ids)))
    )
    new: list[Payload] = []
    for item in updates:
        if item["update_id"] in known:
            continue
        known.add(item["update_id"])
        new.append(item)
        session.add(
            ReceivedUpdate(
                update_id=item["update_id"],
                chat_id=chat_of(item),
                payload=None if _fleeting(item) else item,
                attempts=1,
                received_at=now,
            )
        )
    return new


def finish(session: Session, update_id: int) -> None:
    """Note that an update is handled, and erase its content and where it came from."""
    session.execute(
        update(ReceivedUpdate)
        .where(ReceivedUpdate.update_id == update_id)
        .values(payload=None, chat_id=None)
    )


def take_up(session: Session, *, now: float) -> list[Payload]:
    """Return the updates that an earlier run received and did not finish, in order.

    An update that was taken up `MAX_ATTEMPTS` times is given up: it may be what ends the bot.
    """
    forget_old_updates(session, now=now)
    session.execute(
        update(ReceivedUpdate).where(ReceivedUpdate.attempts >= MAX_ATTEMPTS).values(payload=None)
    )
    rows = session.scalars(
        select(ReceivedUpdate)
        .where(ReceivedUpdate.payload.is_not(None))
        .order_by(ReceivedUpdate.update_id)
    ).all()
    for row in rows:
        row.attempts += 1
    return [row.payload for row in rows if row.payload is not None]


def forget_old_updates(session: Session, *, now: float) -> None:
    """Erase what is older than the Bot API itself would keep."""
    session.execute(delete(ReceivedUpdate).where(ReceivedUpdate.received_at <= now - REMEMBERED))


def chat_of(payload: Payload) -> int | None:
    """Return the chat that an update came from; None for kinds that have none."""
    for part in (
        payload.get("message"),
        payload.get("edited_message"),
        payload.get("my_chat_member"),
        (payload.get("callback_query") or {}).get("message"),
    ):
        found = ((part or {}).get("chat") or {}).get("id")
        if isinstance(found, int):
            return found
    return None


def _fleeting(payload: Payload) -> bool:
    """Whether nothing of an update is kept.

    Telegram takes no answer to an inline query after some seconds, and its user has typed on by then: after a restart
    it is not answered. So its words never get as far as the database.
    """
    return "inline_query" in payload
