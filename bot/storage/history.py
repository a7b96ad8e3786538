"""The questions that are still remembered in a chat, each with the answers that it was given."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.shown import DAYS_SHOWN
from bot.storage.tables import ShownAnswer

MINUTES_SHOWN = DAYS_SHOWN * 24 * 60
"""Minutes after which an answer is forgotten, however long its question may be remembered."""


@dataclass(frozen=True)
class Exchange:
    """A question and its answers: several, when it asked several things."""

    question: str
    at: float
    tokens: tuple[str, ...]
    verdicts: tuple[str, ...]


def minutes_remembered(minutes: int) -> int:
    """Minutes that a question can be found for, where words are remembered for ``minutes``."""
    return min(minutes, MINUTES_SHOWN)


def exchanges(session: Session, chat_id: int, *, now: float, minutes: int) -> tuple[Exchange, ...]:
    """The chat's exchanges whose question may still be remembered, the newest first."""
    since = now - minutes_remembered(minutes) * 60
    rows = session.scalars(
        select(ShownAnswer)
        .where(
            ShownAnswer.chat_id == chat_id,
            ShownAnswer.question.is_not(None),
            ShownAnswer.at > since,
        )
        .order_by(ShownAnswer.at.desc(), ShownAnswer.question)
    ).all()
    found: list[Exchange] = []
    seen: set[tuple[int | None, str, tuple[str, ...]]] = set()
    # The answers to one message are saved at one moment.
    for (at, question), group in groupby(rows, lambda row: (row.at, row.question or "")):
        parts = sorted(group, key=lambda row: int(row.content.get("part", 1)))
        verdicts = tuple(row.content["verdict"] for row in parts)
        # What a restart has cut off is there once more, made ready again on the same update.
        attempt = (parts[0].update_id, question, verdicts)
        if parts[0].update_id is not None and attempt in seen:
            continue
        seen.add(attempt)
        found.append(Exchange(question, at, tuple(row.token for row in parts), verdicts))
    return tuple(found)
