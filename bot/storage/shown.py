"""The answers that users can still press the buttons of."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.storage.tables import ShownAnswer

DAYS_SHOWN = 7
"""Days after which the buttons of an answer stop working."""


@dataclass(frozen=True)
class Option:
    """A choice of a clarifying question."""

    text: str
    ruling: str


@dataclass(frozen=True)
class Shown:
    """What was shown below an answer, and what was asked."""

    verdict: str
    edition: str
    ruling: str | None = None
    citations: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    question: str | None = None
    """None when it was not kept, or has been erased."""
    as_of: date | None = None
    """The day whose law was told, where it was not the day of the answer."""


def save_shown(session: Session, chat_id: int, shown: Shown, *, now: float) -> str:
    """Keep ``shown`` and return the token that its buttons carry."""
    token = secrets.token_urlsafe(8)
    content = asdict(shown)
    del content["question"]
    content["as_of"] = shown.as_of.isoformat() if shown.as_of else None
    session.add(
        ShownAnswer(token=token, chat_id=chat_id, question=shown.question, content=content, at=now)
    )
    return token


def find_shown(
    session: Session, chat_id: int, token: str, *, now: float, minutes: int
) -> Shown | None:
    """Return what ``token`` stands for in this chat; None when it is unknown or has expired.

    The question is left out once it is older than ``minutes``, erased yet or not.
    """
    row = session.get(ShownAnswer, token)
    if row is None or row.chat_id != chat_id or row.at <= now - DAYS_SHOWN * 86400:
        return None
    content = row.content
    return Shown(
        verdict=content["verdict"],
        edition=content["edition"],
        ruling=content["ruling"],
        citations=tuple(content["citations"]),
        follow_ups=tuple(content["follow_ups"]),
        options=tuple(Option(**option) for option in content["options"]),
        question=row.question if row.at > now - minutes * 60 else None,
        as_of=date.fromisoformat(day) if (day := content.get("as_of")) else None,
    )


def erase_old_shown(session: Session, *, now: float, minutes: int) -> None:
    """Erase users' words after ``minutes``, and whole rows after `DAYS_SHOWN` days."""
    session.execute(
        update(ShownAnswer)
        .where(ShownAnswer.at <= now - minutes * 60, ShownAnswer.question.is_not(None))
        .values(question=None)
    )
    session.execute(delete(ShownAnswer).where(ShownAnswer.at <= now - DAYS_SHOWN * 86400))
