"""Votes on answers, without a word of the user's, and comments, with what they are about.

A vote is one for each user and answer, changeable while the answer's buttons work. A comment is
kept with question and answer because its writer was told so; it is there for review, erased
afterwards, when it has grown old, or when its writer wants it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.judgement import Judgement
from bot.storage.shown import DAYS_SHOWN, Shown
from bot.storage.tables import FeedbackComment, Vote

OPEN, REVIEWED = "open", "reviewed"


@dataclass(frozen=True)
class Comment:
    """A comment as those who review it read it."""

    id: int
    question: str | None
    """None when it had been erased before the comment was written."""
    answer: dict[str, Any] | None
    """The answer as its JSON contract has it; None when it was not kept."""
    edition: str
    ruling: str | None
    verdict: str
    judgement: Judgement | None
    comment: str
    at: float


def vote(
    session: Session, token: str, voter: int, shown: Shown, *, judgement: Judgement, now: float
) -> None:
    """Record what ``voter`` thinks of the answer ``token``, in place of an earlier vote."""
    row = _vote_of(session, token, voter)
    if row is None:
        row = Vote(
            token=token,
            voter=voter,
            ruling=shown.ruling,
            verdict=shown.verdict,
            edition=shown.edition,
        )
        session.add(row)
    row.useful = judgement is Judgement.USEFUL
    row.judgement = judgement.value
    row.at = now


def judgement_of(session: Session, token: str, voter: int) -> Judgement | None:
    """What ``voter`` thinks of the answer ``token``; None without a vote that tells."""
    row = _vote_of(session, token, voter)
    return Judgement(row.judgement) if row and row.judgement else None


def forget_old_voters(session: Session, *, now: float) -> None:
    """Cut the link to the voter once the vote cannot be changed any more."""
    session.execute(
        update(Vote)
        .where(Vote.at <= now - DAYS_SHOWN * 86400, Vote.voter.is_not(None))
        .values(voter=None)
    )


def save_comment(
    session: Session,
    chat_id: int,
    message: int,
    token: str,
    shown: Shown,
    text: str,
    *,
    now: float,
) -> None:
    """Keep the comment that a private chat's ``message`` is about the answer ``token``, for review.

    Its question is kept as far as it is still remembered.
    """
    judgement = judgement_of(session, token, chat_id)
    session.add(
        FeedbackComment(
            chat_id=chat_id,
            message=message,
            token=token,
            question=shown.question,
            answer=shown.answer.model_dump(mode="json") if shown.answer else None,
            edition=shown.edition,
            ruling=shown.ruling,
            verdict=shown.verdict,
            judgement=judgement.value if judgement else None,
            comment=text,
            at=now,
            state=OPEN,
        )
    )


def change_comment(session: Session, chat_id: int, message: int, text: str) -> None:
    """Give the comment that ``message`` is another wording."""
    session.execute(
        update(FeedbackComment)
        .where(FeedbackComment.chat_id == chat_id, FeedbackComment.message == message)
        .values(comment=text)
    )


def commented_by(session: Session, chat_id: int, message: int) -> str | None:
    """The token of the answer that a message of the chat was kept as a comment on; None for any other message."""
    return session.scalars(
        select(FeedbackComment.token).where(
            FeedbackComment.chat_id == chat_id, FeedbackComment.message == message
        )
    ).first()


def comment_on(session: Session, chat_id: int, token: str) -> str | None:
    """What the chat has commented on the answer ``token``; None when nothing is kept."""
    return session.scalars(
        select(FeedbackComment.comment).where(
            FeedbackComment.chat_id == chat_id, FeedbackComment.token == token
        )
    ).first()


def erase_comment(session: Session, chat_id: int, token: str) -> None:
    """Erase what the chat has commented on the answer ``token``."""
    session.execute(
        delete(FeedbackComment).where(
            FeedbackComment.chat_id == chat_id, FeedbackComment.token == token
        )
    )


def comments_to_review(session: Session, limit: int) -> tuple[Comment, ...]:
    """The comments that nobody has reviewed yet, the oldest first, ``limit`` of them at most."""
    rows = session.scalars(
        select(FeedbackComment)
        .where(FeedbackComment.state == OPEN)
        .order_by(FeedbackComment.at, FeedbackComment.id)
        .limit(limit)
    )
    return tuple(
        Comment(
            id=row.id,
            question=row.question,
            answer=row.answer,
            edition=row.edition,
            ruling=row.ruling,
            verdict=row.verdict,
            judgement=Judgement(row.judgement) if row.judgement else None,
            comment=row.comment or "",
            at=row.at,
        )
        for row in rows
    )


def finish_review(session: Session, comment: int) -> bool:
    """Note that a comment was reviewed, and erase its words and its writer; False when it was not open.

    What stays is that a ruling's answer was once complained of.
    """
    done = session.execute(
        update(FeedbackComment)
        .where(FeedbackComment.id == comment, FeedbackComment.state == OPEN)
        .values(
            state=REVIEWED, chat_id=None, message=None, question=None, answer=None, comment=None
        )
        .returning(FeedbackComment.id)
    )
    return done.first() is not None


def erase_old_comments(session: Session, *, now: float, days: int) -> None:
    """Erase the comments that are ``days`` old, reviewed or not."""
    session.execute(delete(FeedbackComment).where(FeedbackComment.at <= now - days * 86400))


def _vote_of(session: Session, token: str, voter: int) -> Vote | None:
    return session.scalars(
        select(Vote).where(Vote.token == token, Vote.voter == voter)
    ).one_or_none()
