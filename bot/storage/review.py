"""Questions without a sure answer and complaints, kept for those who mend the knowledge.

A question's words lack whatever could name a person (`bot.anonymous`). They are erased when they have grown old,
when whoever asked wants it, when an editor has dismissed them, and when a change that answers them serves for good.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.judgement import Judgement
from bot.storage.feedback import OPEN as COMMENT_OPEN
from bot.storage.feedback import finish_review
from bot.storage.sent import updates_on
from bot.storage.tables import Dismissal, FeedbackComment, ReviewQuestion, Vote

OPEN, STAGED = "open", "staged"
_COMPLAINTS = (Judgement.WRONG.value, Judgement.UNCLEAR.value)


@dataclass(frozen=True)
class Kept:
    """A question to be kept, one of those that a message asked."""

    part: int
    question: str
    reason: str
    verdict: str
    ruling: str | None
    confidence: float
    provisions: tuple[str, ...]
    edition: str


@dataclass(frozen=True)
class Open:
    """A kept question as those who review it read it."""

    id: int
    question: str
    reason: str
    verdict: str
    ruling: str | None
    confidence: float
    provisions: tuple[str, ...]
    at: float
    vector: bytes | None
    embedder: str | None


@dataclass(frozen=True)
class Complained:
    """How often the answers of a ruling were called wrong or unclear since that was last dealt with."""

    ruling: str
    """Empty for answers that rest on no ruling."""
    votes: dict[str, int]
    """By judgement."""
    latest: float


def keep_questions(
    session: Session,
    chat_id: int,
    update_id: int | None,
    questions: Sequence[Kept],
    *,
    now: float,
    user_id: int | None = None,
    changed: int | None = None,
) -> None:
    """Keep the questions of an update, in place of what was kept of it before.

    ``changed`` is the user's message, if it was changed: what was kept of its earlier wordings goes, too.
    """
    updates = {update_id} if update_id is not None else set()
    if changed is not None:
        updates |= updates_on(session, chat_id, changed)
    if updates:
        session.execute(
            delete(ReviewQuestion).where(
                ReviewQuestion.chat_id == chat_id, ReviewQuestion.update_id.in_(updates)
            )
        )
    for one in questions:
        session.add(
            ReviewQuestion(
                chat_id=chat_id,
                user_id=user_id,
                update_id=update_id,
                part=one.part,
                question=one.question,
                reason=one.reason,
                verdict=one.verdict,
                ruling=one.ruling,
                confidence=one.confidence,
                provisions=list(one.provisions),
                edition=one.edition,
                at=now,
                state=OPEN,
            )
        )


def open_questions(session: Session) -> tuple[Open, ...]:
    """The questions that nobody has dealt with, the oldest first."""
    rows = session.scalars(
        select(ReviewQuestion).where(ReviewQuestion.state == OPEN).order_by(ReviewQuestion.id)
    )
    return tuple(
        Open(
            row.id,
            row.question,
            row.reason,
            row.verdict,
            row.ruling,
            row.confidence,
            tuple(row.provisions),
            row.at,
            row.vector,
            row.embedder,
        )
        for row in rows
    )


def keep_vectors(session: Session, embedder: str, vectors: Iterable[tuple[int, bytes]]) -> None:
    """Keep what was computed of questions; those that are erased by now stay so."""
    for question, vector in vectors:
        session.execute(
            update(ReviewQuestion)
            .where(ReviewQuestion.id == question)
            .values(vector=vector, embedder=embedder)
        )


def stage_questions(session: Session, questions: Collection[int], name: str) -> None:
    """Note that the staged change ``name`` answers some questions."""
    session.execute(
        update(ReviewQuestion)
        .where(ReviewQuestion.id.in_(questions))
        .values(state=STAGED, staged=name)
    )


def erase_questions(session: Session, questions: Collection[int]) -> None:
    """Erase some questions."""
    session.execute(delete(ReviewQuestion).where(ReviewQuestion.id.in_(questions)))


def erase_old_questions(session: Session, *, now: float, days: int) -> None:
    """Erase the questions that are ``days`` old, dealt with or not; with no days all of them."""
    old = delete(ReviewQuestion)
    session.execute(old.where(ReviewQuestion.at <= now - days * 86400) if days else old)


def erase_questions_of(session: Session, chat_id: int) -> None:
    """Erase what a chat has asked, and its user in groups."""
    session.execute(
        delete(ReviewQuestion).where(
            or_(ReviewQuestion.chat_id == chat_id, ReviewQuestion.user_id == chat_id)
        )
    )


def complaints(session: Session) -> tuple[Complained, ...]:
    """The rulings whose answers were complained of since that was last dealt with."""
    until = dealt_until(session)
    rows = session.execute(
        select(Vote.ruling, Vote.judgement, Vote.at).where(Vote.judgement.in_(_COMPLAINTS))
    )
    votes: dict[str, dict[str, int]] = {}
    latest: dict[str, float] = {}
    for ruling, judgement, at in rows:
        name = ruling or ""
        if at <= until.get(name, 0.0):
            continue
        counts = votes.setdefault(name, dict.fromkeys(_COMPLAINTS, 0))
        counts[str(judgement)] += 1
        latest[name] = max(latest.get(name, 0.0), at)
    return tuple(Complained(name, counts, latest[name]) for name, counts in votes.items())


def dealt_until(session: Session) -> dict[str, float]:
    """By ruling, until when its complaints have been dealt with."""
    return {row.ruling: row.until for row in session.scalars(select(Dismissal))}


def stage_complaints(session: Session, ruling: str, name: str, *, now: float) -> None:
    """Note that the staged change ``name`` deals with all complaints of a ruling until now."""
    row = session.get(Dismissal, ruling)
    if row is None:
        row = Dismissal(ruling=ruling, until=now, before=0.0)
        session.add(row)
    elif row.staged is None:
        row.before = row.until
    row.until, row.staged = now, name


def dismiss_complaints(session: Session, ruling: str, *, now: float) -> int:
    """Note that all complaints of a ruling until now are dealt with, and erase their comments.

    Returns:
        How many comments that were.
    """
    session.merge(Dismissal(ruling=ruling, until=now, staged=None, before=now))
    return _finish_comments(session, ruling, now)


def waiting_for(session: Session) -> frozenset[str]:
    """The names of the staged changes that questions or complaints wait for."""
    questions = select(ReviewQuestion.staged).where(ReviewQuestion.state == STAGED)
    found = {*session.scalars(questions.distinct())}
    found |= {*session.scalars(select(Dismissal.staged).where(Dismissal.staged.is_not(None)))}
    return frozenset(name for name in found if name is not None)


def settle(session: Session, name: str) -> None:
    """The change ``name`` serves: erase what it deals with."""
    session.execute(delete(ReviewQuestion).where(ReviewQuestion.staged == name))
    for row in session.scalars(select(Dismissal).where(Dismissal.staged == name)).all():
        _finish_comments(session, row.ruling, row.until)
        row.staged, row.before = None, row.until


def reopen(session: Session, name: str) -> None:
    """The change ``name`` was discarded: what it was to deal with comes back."""
    session.execute(
        update(ReviewQuestion).where(ReviewQuestion.staged == name).values(state=OPEN, staged=None)
    )
    for row in session.scalars(select(Dismissal).where(Dismissal.staged == name)).all():
        row.staged, row.until = None, row.before


def _finish_comments(session: Session, ruling: str, until: float) -> int:
    comments = session.scalars(
        select(FeedbackComment.id).where(
            FeedbackComment.state == COMMENT_OPEN,
            func.coalesce(FeedbackComment.ruling, "") == ruling,
            FeedbackComment.at <= until,
        )
    ).all()
    return sum(finish_review(session, comment) for comment in comments)
