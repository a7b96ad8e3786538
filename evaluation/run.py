"""Asking the bot every question of a test set, one after the other, and reporting on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.answering.answer import Answer, Turn
from bot.answering.protocol import Answering
from evaluation import metrics
from evaluation.errors import EvaluationError
from evaluation.figures import Figures, Outcome, by, figures
from evaluation.testsets import HELD_BACK, Question, QuestionSet
from knowledge.errors import AsnBotError

Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Fault(StrEnum):
    """What an answer can be listed for."""

    VERDICT = "verdict"
    UNSAFE = "unsafe"
    CITATION = "citation"
    MENTION = "mention"

    def in_(self, outcome: Outcome) -> bool:
        """Whether the outcome has this fault."""
        question, answer = outcome.question, outcome.answer
        if self is Fault.VERDICT:
            return not metrics.verdict_right(question, answer)
        if self is Fault.UNSAFE:
            return metrics.unsafe(question, answer)
        if self is Fault.CITATION:
            return metrics.citation_hit(question, answer) is False
        return bool(metrics.missing(question, answer))


@dataclass(frozen=True)
class Mistake:
    """One faulty answer, for a developer to read."""

    id: str
    question: str
    expected: tuple[str, ...]
    """The expected verdict, then the acceptable ones."""
    answered: str
    unsafe: bool
    family: str | None
    ruling: str | None
    confidence: float
    gold_citations: tuple[tuple[str, ...], ...]
    cited: tuple[str, ...]
    """The cited articles."""
    missing: tuple[tuple[str, ...], ...]
    """Must-mention points that are not told."""


@dataclass(frozen=True)
class Report:
    """The figures of one test set on one edition."""

    name: str
    edition: str
    overall: Figures
    by_category: Mapping[str, Figures]
    by_style: Mapping[str, Figures]
    by_verdict: Mapping[str, Figures]
    outcomes: tuple[Outcome, ...]

    def mistakes(self, fault: Fault, limit: int) -> tuple[Mistake, ...]:
        """At most ``limit`` faulty answers, unsafe ones first; none of the split held back."""
        faulty = [o for o in self.outcomes if o.question.split != HELD_BACK and fault.in_(o)]
        faulty.sort(key=lambda o: not metrics.unsafe(o.question, o.answer))
        return tuple(_mistake(outcome) for outcome in faulty[:limit])

    def to_dict(self, mistakes: Sequence[Mistake] = ()) -> dict[str, Any]:
        """The report as JSON values; of the questions only the mistakes given."""

        def each(groups: Mapping[str, Figures]) -> dict[str, Any]:
            return {name: group.to_dict() for name, group in groups.items()}

        return {
            "set": self.name,
            "edition": self.edition,
            "overall": self.overall.to_dict(),
            "by_category": each(self.by_category),
            "by_style": each(self.by_style),
            "by_verdict": each(self.by_verdict),
            "mistakes": [asdict(mistake) for mistake in mistakes],
        }


async def evaluate(
    answering: Answering, testset: QuestionSet, progress: Progress = silent
) -> Report:
    """Ask every question of the set; ``progress`` is called with (answered, questions).

    Raises:
        EvaluationError: the bot failed at a question.
    """
    outcomes = []
    progress(0, len(testset.questions))
    for question in testset.questions:
        outcomes.append(await ask(answering, question))
        progress(len(outcomes), len(testset.questions))
    return Report(
        testset.name,
        answering.edition,
        figures(outcomes),
        by(outcomes, lambda q: q.category),
        by(outcomes, lambda q: q.style),
        by(outcomes, lambda q: q.expected_verdict.value),
        tuple(outcomes),
    )


async def ask(answering: Answering, question: Question) -> Outcome:
    """Ask one question of a set and note what matters of the answer.

    Raises:
        EvaluationError: see ``timed_answer``.
    """
    answer, milliseconds = await timed_answer(
        answering, question.id, question.question, question.history
    )
    unknown = tuple(c.id for c in metrics.cited(answer) if answering.citation(c.id) is None)
    return Outcome(question, answer, milliseconds, unknown)


async def timed_answer(
    answering: Answering, name: str, question: str, history: Sequence[Turn] = ()
) -> tuple[Answer, float]:
    """The answer, and the milliseconds from asking to having it; ``name`` is for the error only.

    Raises:
        EvaluationError: the bot failed; its own deliberate errors pass through.
    """
    started = time.perf_counter()
    try:
        answer = await answering.answer(question, history)
    except AsnBotError:
        raise
    except Exception as error:
        raise EvaluationError(
            f"The bot failed at question {name} ({type(error).__name__}). "
            "Ask it alone with LOG_LEVEL=DEBUG to see where."
        ) from error
    return answer, 1000 * (time.perf_counter() - started)


def _mistake(outcome: Outcome) -> Mistake:
    question, answer = outcome.question, outcome.answer
    return Mistake(
        id=question.id,
        question=question.question,
        expected=tuple(
            verdict.value for verdict in (question.expected_verdict, *question.acceptable_verdicts)
        ),
        answered=answer.verdict.value,
        unsafe=metrics.unsafe(question, answer),
        family=answer.family,
        ruling=answer.ruling,
        confidence=answer.confidence,
        gold_citations=question.gold_citations,
        cited=tuple(dict.fromkeys(metrics.article_of(c.id) for c in metrics.cited(answer))),
        missing=metrics.missing(question, answer),
    )
