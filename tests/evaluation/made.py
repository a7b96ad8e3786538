"""Questions, answers and a bot made to order."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer, Citation, Turn
from evaluation.outcome import Outcome
from evaluation.testsets.question import Question


def row(**changed: Any) -> dict[str, Any]:
    """One line of a test set with every key that the dev set has."""
    return {
        "id": "T-001",
        "question": "Bolehkah PNS menyukai unggahan calon?",
        "style": "formal",
        "history": [],
        "category": "medsos",
        "expected_verdict": "dilarang",
        "acceptable_verdicts": [],
        "gold_citations": [],
        "must_mention": [],
        "must_not": [],
        "rationale": "Keyakinan tinggi.",
        "source": "disusun sendiri",
        **changed,
    }


def write_set(path: Path, *rows: dict[str, Any]) -> Path:
    """A test set file with these rows."""
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def question(**changed: Any) -> Question:
    """A question of a test set."""
    return Question.model_validate(row(**changed))


def citation(provision: str, text: str = "bunyi pasal") -> Citation:
    """A citation of a provision."""
    return Citation(
        id=provision,
        regulation=provision.split(":")[0],
        label=provision,
        status="berlaku",
        text=text,
        kind="digest",
    )


def answer(verdict: str = "dilarang", cites: Sequence[str] = (), **changed: Any) -> Answer:
    """An answer with this verdict that cites these provisions."""
    plain: dict[str, Any] = {
        "verdict": verdict,
        "headline": "Jawaban",
        "text": "Penjelasan",
        "citations": [citation(provision) for provision in cites],
        "confidence": 0.9,
        "edition": "2026-11-21.1",
        "as_of": date(2026, 11, 21),
        **changed,
    }
    return Answer.model_validate(plain)


def outcome(
    asked: Question, given: Answer, milliseconds: float = 1.0, unknown: Sequence[str] = ()
) -> Outcome:
    """What asking a question came to."""
    return Outcome(question=asked, answer=given, milliseconds=milliseconds, unknown=tuple(unknown))


class Scripted:
    """A bot that answers by a function of the question and knows these provisions."""

    edition = "2026-11-21.1"

    def __init__(self, script: Callable[[str], Answer], known: Collection[str] = ()) -> None:
        self.script = script
        self.known = known
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    async def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        ruling: str | None = None,
        as_of: date | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.script(question)

    def citation(self, provision_id: str, as_of: date | None = None) -> Citation | None:
        return citation(provision_id) if provision_id in self.known else None
