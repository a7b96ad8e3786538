"""Forgetting: by age, and when a user asks for it."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.storage.conversation import erase_old_turns
from bot.storage.doubt import forget_old_started
from bot.storage.feedback import erase_old_comments, forget_old_voters
from bot.storage.flow import erase_old_flows
from bot.storage.inbox import finish, forget_old_updates
from bot.storage.jobs import erase_jobs_of, erase_old_jobs
from bot.storage.news import erase_old_news
from bot.storage.review import erase_old_questions, erase_questions_of
from bot.storage.review_drafts import erase_old_drafts
from bot.storage.sent import forget_old_sent
from bot.storage.shown import erase_old_shown
from bot.storage.subscription import unsubscribe
from bot.storage.tables import (
    AdminMenu,
    ChatTurn,
    FeedbackComment,
    Flow,
    Profile,
    ReceivedUpdate,
    ReviewDraft,
    SentMessage,
    ShownAnswer,
    Vote,
)


def erase_old(
    session: Session, *, now: float, minutes: int, feedback_days: int, review_days: int
) -> None:
    """Erase everything that has outlived its time; safe to repeat."""
    erase_old_turns(session, now=now, minutes=minutes)
    erase_old_shown(session, now=now, minutes=minutes)
    forget_old_voters(session, now=now)
    erase_old_comments(session, now=now, days=feedback_days)
    erase_old_questions(session, now=now, days=review_days)
    forget_old_updates(session, now=now)
    forget_old_sent(session, now=now)
    forget_old_started(session, now=now)
    erase_old_flows(session, now=now, minutes=minutes)
    erase_old_jobs(session, now=now)
    erase_old_news(session, now=now)
    erase_old_drafts(session, now=now)


def erase(session: Session, chat_id: int, *, but: int | None = None) -> None:
    """Erase everything that is known of a chat, and of its user in groups.

    A private chat has the id of its user. Votes stay, without their voter. Of received updates the
    bare ids stay, or the server could have them answered again; all is left of the update ``but``,
    on which this is done: should it be interrupted it is done again, until `erase_rest`.
    """
    for table in (ChatTurn, ShownAnswer, Flow, Profile, FeedbackComment, ReviewDraft, AdminMenu):
        session.execute(delete(table).where(table.chat_id == chat_id))
    for table in (ChatTurn, Flow):
        session.execute(delete(table).where(table.user_id == chat_id))
    erase_questions_of(session, chat_id)
    erase_jobs_of(session, chat_id)
    unsubscribe(session, chat_id)
    # What a group was told stays the group's; the words that were asked with do not.
    asked = update(ShownAnswer).where(ShownAnswer.user_id == chat_id)
    session.execute(asked.values(question=None, worded=None, user_id=None))
    session.execute(update(Vote).where(Vote.voter == chat_id).values(voter=None))
    sent, received = SentMessage.chat_id == chat_id, ReceivedUpdate.chat_id == chat_id
    if but is not None:
        sent &= SentMessage.update_id != but
        received &= ReceivedUpdate.update_id != but
    session.execute(delete(SentMessage).where(sent))
    session.execute(update(ReceivedUpdate).where(received).values(payload=None, chat_id=None))


def erase_rest(session: Session, chat_id: int, on: int) -> None:
    """Erase what was left of the update ``on`` for a restart, now that the user knows that all is erased."""
    session.execute(delete(SentMessage).where(SentMessage.chat_id == chat_id))
    finish(session, on)
