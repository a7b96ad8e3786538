"""The answers that users can still press the buttons of."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date

from pydantic import ValidationError
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from bot.answering.answer import Answer
from bot.storage.tables import ShownAnswer

DAYS_SHOWN = 7
"""Days after which the buttons of an answer stop working."""
_NOT_KEPT = {"facts", "id", "latency_ms"}
"""What no button needs of an answer; the facts are what the user has told of himself."""


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
    answer: Answer | None = None
    """All that was answered; None for answers of before it was kept.

    One that a chat model worded may repeat the question, and is kept no longer than that.
    """
    part: int = 1
    parts: int = 1
    """Which answer of how many it was to one message."""


def save_shown(
    session: Session,
    chat_id: int,
    shown: Shown,
    *,
    now: float,
    user_id: int | None = None,
    update_id: int | None = None,
) -> str:
    """Keep ``shown`` and return the token that its buttons carry.

    ``user_id`` is who asked in a group, ``update_id`` the update that is answered.
    """
    token = secrets.token_urlsafe(8)
    content = asdict(replace(shown, answer=None))
    del content["question"]
    content["as_of"] = shown.as_of.isoformat() if shown.as_of else None
    worded = None
    if shown.answer is not None and shown.answer.written_by == "model":
        worded = shown.answer.model_dump_json(exclude=_NOT_KEPT)
    elif shown.answer is not None:
        content["answer"] = shown.answer.model_dump(mode="json", exclude=_NOT_KEPT)
    session.add(
        ShownAnswer(
            token=token,
            chat_id=chat_id,
            user_id=user_id,
            update_id=update_id,
            question=shown.question,
            worded=worded,
            content=content,
            at=now,
        )
    )
    return token


def erase_words(session: Session, chat_id: int, updates: Collection[int]) -> None:
    """Erase what was asked on some updates, now that its user has changed it; their buttons stay."""
    session.execute(
        update(ShownAnswer)
        .where(ShownAnswer.chat_id == chat_id, ShownAnswer.update_id.in_(updates))
        .values(question=None, worded=None)
    )


def find_shown(
    session: Session, chat_id: int, token: str, *, now: float, minutes: int
) -> Shown | None:
    """Return what ``token`` stands for in this chat; None when it is unknown or has expired.

    The question, and what a model worded, is left out once it is older than ``minutes``, erased yet or not.
    """
    row = session.get(ShownAnswer, token)
    if row is None or row.chat_id != chat_id or row.at <= now - DAYS_SHOWN * 86400:
        return None
    content, fresh = row.content, row.at > now - minutes * 60
    worded = json.loads(row.worded) if fresh and row.worded else None
    return Shown(
        verdict=content["verdict"],
        edition=content["edition"],
        ruling=content["ruling"],
        citations=tuple(content["citations"]),
        follow_ups=tuple(content["follow_ups"]),
        options=tuple(Option(**option) for option in content["options"]),
        question=row.question if fresh else None,
        as_of=date.fromisoformat(day) if (day := content.get("as_of")) else None,
        answer=_answer(worded or content.get("answer")),
        part=content.get("part", 1),
        parts=content.get("parts", 1),
    )


def _answer(kept: object) -> Answer | None:
    """The answer as it was kept; None when another version of the bot kept it in another shape."""
    if kept is None:
        return None
    try:
        return Answer.model_validate(kept)
    except ValidationError:
        return None


def erase_old_shown(session: Session, *, now: float, minutes: int) -> None:
    """Erase users' words after ``minutes``, and whole rows after `DAYS_SHOWN` days."""
    session.execute(
        update(ShownAnswer)
        .where(
            ShownAnswer.at <= now - minutes * 60,
            or_(ShownAnswer.question.is_not(None), ShownAnswer.worded.is_not(None)),
        )
        .values(question=None, worded=None)
    )
    session.execute(delete(ShownAnswer).where(ShownAnswer.at <= now - DAYS_SHOWN * 86400))
