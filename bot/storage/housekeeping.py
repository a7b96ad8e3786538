"""Forgetting: by age, and when a user asks for it."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.storage.conversation import erase_old_turns
from bot.storage.feedback import forget_old_voters
from bot.storage.inbox import forget_old_updates
from bot.storage.shown import erase_old_shown
from bot.storage.tables import ChatTurn, ReceivedUpdate, ShownAnswer, Vote


def erase_old(session: Session, *, now: float, minutes: int) -> None:
    """Erase everything that has outlived its time; safe to repeat."""
    erase_old_turns(session, now=now, minutes=minutes)
    erase_old_shown(session, now=now, minutes=minutes)
    forget_old_voters(session, now=now)
    forget_old_updates(session, now=now)


def erase(session: Session, chat_id: int) -> None:
    """Erase everything that is known of a chat.

    Votes stay, without their voter: a private chat has the id of its user. Of received
    updates the bare ids stay, or the server could have them answered again.
    """
    session.execute(delete(ChatTurn).where(ChatTurn.chat_id == chat_id))
    session.execute(delete(ShownAnswer).where(ShownAnswer.chat_id == chat_id))
    session.execute(update(Vote).where(Vote.voter == chat_id).values(voter=None))
    session.execute(
        update(ReceivedUpdate)
        .where(ReceivedUpdate.chat_id == chat_id)
        .values(payload=None, chat_id=None)
    )
