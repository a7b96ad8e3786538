"""What a test set came to: its figures, whole and by group, and the answers at fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from evaluation.asking import Progress, ask, silent
from evaluation.figures import Figures, by, figures
from evaluation.metrics import citations, mentions, verdicts
from evaluation.outcome import Outcome
from evaluation.systems.system import System
from evaluation.testsets.question import QuestionSet


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
            return not verdicts.verdict_right(question, answer)
        if self is Fault.UNSAFE:
            return verdicts.unsafe(question, answer)
        if self is Fault.CITATION:
            return citations.citation_hit(question, answer) is False
        return bool(mentions.missing(question, answer))


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
class SetResult:
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
        faulty = [o for o in self.outcomes if not o.question.held_back and fault.in_(o)]
        faulty.sort(key=lambda o: not verdicts.unsafe(o.question, o.answer))
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


def result(name: str, edition: str, outcomes: Sequence[Outcome]) -> SetResult:
    """The figures over outcomes, whole and by group."""
    return SetResult(
        name,
        edition,
        figures(outcomes),
        by(outcomes, lambda q: q.category),
        by(outcomes, lambda q: q.style),
        by(outcomes, lambda q: q.expected_verdict.value),
        tuple(outcomes),
    )


async def evaluate(system: System, testset: QuestionSet, progress: Progress = silent) -> SetResult:
    """Ask every question of the set; ``progress`` is called with (answered, questions).

    Raises:
        EvaluationError: the system failed at a question.
    """
    outcomes = []
    progress(0, len(testset.questions))
    for question in testset.questions:
        outcomes.append(await ask(system, question))
        progress(len(outcomes), len(testset.questions))
    return result(testset.name, system.edition, outcomes)


def _mistake(outcome: Outcome) -> Mistake:
    question, answer = outcome.question, outcome.answer
    return Mistake(
        id=question.id,
        question=question.question,
        expected=tuple(
            verdict.value for verdict in (question.expected_verdict, *question.acceptable_verdicts)
        ),
        answered=answer.verdict.value,
        unsafe=verdicts.unsafe(question, answer),
        family=answer.family,
        ruling=answer.ruling,
        confidence=answer.confidence,
        gold_citations=question.gold_citations,
        cited=tuple(dict.fromkeys(citations.article_of(c.id) for c in citations.cited(answer))),
        missing=mentions.missing(question, answer),
    )
