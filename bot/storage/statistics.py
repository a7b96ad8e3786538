"""Counting answers: by day, family and verdict, and how long they took; nothing of a user, and no words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Insert, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.answering.answer import Answer
from bot.answering.shortfall import Shortfall, shortfall_of
from bot.judgement import Judgement
from bot.storage.tables import AnswerCount, LatencyCount, ReceivedUpdate, Subscriber, Vote
from knowledge.clock import day_of, start_of

BUCKETS = (
    *(25, 50, 75, 100, 150, 200, 300, 400, 500, 750),
    *(1_000, 1_500, 2_000, 3_000, 5_000, 7_500),
    *(10_000, 15_000, 20_000, 30_000, 60_000),
)
"""Upper ends in milliseconds of the ranges that waiting times are counted in; each at most twice the one before, so
that a percentile is told to within a factor of two, closer where most answers are."""
_LONGER = 10 * BUCKETS[-1]
"""The range of all that took longer than the last of them."""


@dataclass(frozen=True)
class AnswersOfDay:
    """How many answers of one kind a day had."""

    day: str
    """``2026-11-22``, in Jakarta."""
    family: str
    """Empty for answers of no family."""
    verdict: str
    answered: bool
    """False for an honest "not found"."""
    number: int


@dataclass(frozen=True)
class Counts:
    """All that is counted in some days; raw: nothing is held back here."""

    answers: tuple[AnswersOfDay, ...] = ()
    latencies: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """By day, how many messages were answered within each of ``BUCKETS``."""
    judgements: Mapping[Judgement, int] = field(default_factory=dict)
    """Votes given in these days."""
    subscribers: int = 0
    """Today, however long the time that is looked at."""


def count_answers(
    session: Session,
    update_id: int | None,
    answers: Sequence[Answer],
    *,
    now: float,
    seconds: float,
) -> None:
    """Count the answers to one message, once however often its update is handled.

    Each of several things that a message asks counts by itself; how long they took is counted once.
    """
    if update_id is not None and not _first_time(session, update_id):
        return
    day = day_of(now).isoformat()
    found = Counter((a.family or "", a.verdict.value, not _not_found(a)) for a in answers)
    # In order: two transactions that wait for each other's rows would never end.
    for (family, verdict, answered), number in sorted(found.items()):
        _raise(
            session,
            AnswerCount.__table__,
            {"day": day, "family": family, "verdict": verdict, "answered": answered},
            number,
        )
    _raise(session, LatencyCount.__table__, {"day": day, "below": bucket(seconds)}, 1)


def _not_found(answer: Answer) -> bool:
    return shortfall_of(answer) is Shortfall.UNANSWERED


def bucket(seconds: float) -> int:
    """The range, by its upper end in milliseconds, that a waiting time falls into."""
    return next((end for end in BUCKETS if seconds * 1000 < end), _LONGER)


def read_counts(session: Session, first: str, last: str) -> Counts:
    """What was counted from the first to the last day, both included."""
    latencies: dict[str, dict[int, int]] = {}
    rows = session.scalars(select(LatencyCount).where(LatencyCount.day.between(first, last)))
    for row in rows:
        latencies.setdefault(row.day, {})[row.below] = row.number
    return Counts(
        answers=tuple(
            AnswersOfDay(row.day, row.family, row.verdict, row.answered, row.number)
            for row in session.scalars(
                select(AnswerCount)
                .where(AnswerCount.day.between(first, last))
                .order_by(
                    AnswerCount.day, AnswerCount.family, AnswerCount.verdict, AnswerCount.answered
                )
            )
        ),
        latencies=latencies,
        judgements=dict(_judgements(session, start_of(first), start_of(last) + 86400)),
        subscribers=session.scalar(select(func.count()).select_from(Subscriber)) or 0,
    )


def _judgements(session: Session, begin: float, end: float) -> Iterator[tuple[Judgement, int]]:
    votes = select(Vote.judgement, func.count()).where(Vote.at >= begin, Vote.at < end)
    for name, number in session.execute(votes.group_by(Vote.judgement)):
        # Votes from before there was a choice say only whether the answer was useful.
        if name in set(Judgement):
            yield Judgement(name), number


def _first_time(session: Session, update_id: int) -> bool:
    """Whether the answers to an update have not been counted before; from now on they have."""
    marked = session.execute(
        update(ReceivedUpdate)
        .where(ReceivedUpdate.update_id == update_id, ReceivedUpdate.counted.is_(None))
        .values(counted=True)
        .returning(ReceivedUpdate.update_id)
    )
    return marked.first() is not None


def _raise(session: Session, table: Any, key: Mapping[str, Any], number: int) -> None:
    """Raise a row's number, or begin it."""
    session.execute(_raising(session, table, key, number))


def _raising(session: Session, table: Table, key: Mapping[str, Any], number: int) -> Insert:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(table).values(**key, number=number)
    raised: Insert = row.on_conflict_do_update(
        index_elements=[table.c[name] for name in key],
        set_={"number": table.c.number + row.excluded.number},
    )
    return raised
