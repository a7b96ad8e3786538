"""Forgetting: by age, and when a user asks for it."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.storage.conversation import erase_old_turns
from bot.storage.feedback import forget_old_voters
from bot.storage.flow import erase_old_flows
from bot.storage.inbox import forget_old_updates
from bot.storage.sent import forget_old_sent
from bot.storage.shown import erase_old_shown
from bot.storage.tables import (
    ChatTurn,
    Flow,
    Profile,
    ReceivedUpdate,
    SentMessage,
    ShownAnswer,
    Vote,
)


def erase_old(session: Session, *, now: float, minutes: int) -> None:
    """Erase everything that has outlived its time; safe to repeat."""
    erase_old_turns(session, now=now, minutes=minutes)
    erase_old_shown(session, now=now, minutes=minutes)
    forget_old_voters(session, now=now)
    forget_old_updates(session, now=now)
    forget_old_sent(session, now=now)
    erase_old_flows(session, now=now, minutes=minutes)


def erase(session: Session, chat_id: int) -> None:
    """Erase everything that is known of a chat.

    Votes stay, without their voter: a private chat has the id of its user. Of received
    updates the bare ids stay, or the server could have them answered again.
    """
    for table in (ChatTurn, ShownAnswer, Flow, Profile, SentMessage):
        session.execute(delete(table).where(table.chat_id == chat_id))
    session.execute(update(Vote).where(Vote.voter == chat_id).values(voter=None))
    session.execute(
        update(ReceivedUpdate)
        .where(ReceivedUpdate.chat_id == chat_id)
        .values(payload=None, chat_id=None)
    )
