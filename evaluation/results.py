"""What a test set came to: its figures, whole and by group, and the answers at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from evaluation.asking import Progress, ask, silent
from evaluation.figures import Figures, by, by_any, figures, rounded
from evaluation.metrics import citations, mentions, verdicts
from evaluation.metrics.statistics import mcnemar, paired_interval
from evaluation.outcome import Outcome
from evaluation.systems.system import System
from evaluation.testsets.named import base_and_kind
from evaluation.testsets.question import QuestionSet


class Fault(StrEnum):
    """What an answer can be listed for."""

    VERDICT = "verdict"
    UNSAFE = "unsafe"
    OVER_STRICT = "over-strict"
    CITATION = "citation"
    UNKNOWN = "unknown"
    MENTION = "mention"
    FORBIDDEN = "forbidden"

    def in_(self, outcome: Outcome) -> bool:
        """Whether the outcome has this fault."""
        question, answer = outcome.question, outcome.answer
        if self is Fault.VERDICT:
            return not verdicts.verdict_right(question, answer)
        if self is Fault.UNSAFE:
            return verdicts.unsafe(question, answer)
        if self is Fault.OVER_STRICT:
            return verdicts.over_strict(question, answer)
        if self is Fault.CITATION:
            return citations.citation_hit(question, answer, outcome.aliases) is False
        if self is Fault.UNKNOWN:
            return bool(outcome.unknown)
        if self is Fault.FORBIDDEN:
            return bool(mentions.forbidden(question, answer))
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
    forbidden: tuple[str, ...] = ()
    """Words that must not be said and are."""
    unknown: tuple[str, ...] = ()
    """Cited provisions that the edition does not have."""


@dataclass(frozen=True)
class SetResult:
    """The figures of one test set on one edition."""

    name: str
    edition: str
    overall: Figures
    by_category: Mapping[str, Figures]
    by_style: Mapping[str, Figures]
    by_verdict: Mapping[str, Figures]
    by_tag: Mapping[str, Figures]
    """A question stands under each of its tags, one without under none."""
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
            "by_tag": each(self.by_tag),
            "mistakes": [asdict(mistake) for mistake in mistakes],
        }


@dataclass(frozen=True)
class Drop:
    """What a perturbation costs: the accuracy of a set less that of the set perturbed."""

    n: int
    """Number of questions compared."""
    drop: float
    """Share of right verdicts lost; below 0 where the perturbed questions fare better."""
    low: float
    """Lower end of the 95 % interval of ``drop``, question by question (paired bootstrap)."""
    high: float
    """Upper end of the same."""
    lost: int
    """Number of questions right as written and wrong perturbed."""
    won: int
    """Number of questions wrong as written and right perturbed."""
    p: float
    """Exact McNemar test of ``lost`` against ``won``."""

    def to_dict(self) -> dict[str, Any]:
        """The drop as JSON values."""
        return {name: rounded(value) for name, value in asdict(self).items()}


def pooled(results: Iterable[SetResult]) -> Figures:
    """The figures over the outcomes of all sets together.

    A question and its perturbations are one cluster: the interval does not take them for
    independent.
    """
    told = [(base_and_kind(one.name)[0], outcome) for one in results for outcome in one.outcomes]
    return figures(
        [outcome for _, outcome in told], [(base, outcome.question.id) for base, outcome in told]
    )


def drops(results: Iterable[SetResult]) -> dict[str, Drop]:
    """The drop of each perturbed set (``dev+typo``) whose set as written (``dev``) is there too.

    Compared are the questions that both have, by id.
    """
    right = {
        one.name: {
            outcome.question.id: verdicts.verdict_right(outcome.question, outcome.answer)
            for outcome in one.outcomes
        }
        for one in results
    }
    found = {}
    for name, perturbed in right.items():
        base, kind = base_and_kind(name)
        common = [id for id in perturbed if kind and id in right.get(base, {})]
        if common:
            found[name] = _drop(
                [right[base][id] for id in common], [perturbed[id] for id in common]
            )
    return found


def _drop(written: Sequence[bool], perturbed: Sequence[bool]) -> Drop:
    lost = sum(a and not b for a, b in zip(written, perturbed, strict=True))
    won = sum(b and not a for a, b in zip(written, perturbed, strict=True))
    low, high = paired_interval(perturbed, written)
    drop = (lost - won) / len(written)
    return Drop(len(written), drop, low, high, lost, won, mcnemar(lost, won))


def result(name: str, edition: str, outcomes: Sequence[Outcome]) -> SetResult:
    """The figures over outcomes, whole and by group."""
    return SetResult(
        name,
        edition,
        figures(outcomes),
        by(outcomes, lambda q: q.category),
        by(outcomes, lambda q: q.style),
        by(outcomes, lambda q: q.expected_verdict.value),
        by_any(outcomes, lambda q: q.tags),
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
        cited=citations.cited_articles(answer),
        missing=mentions.missing(question, answer),
        forbidden=mentions.forbidden(question, answer),
        unknown=outcome.unknown,
    )
