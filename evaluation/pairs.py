"""Minimal pairs: two questions that one fact sets apart; both right shows that it was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.answering.protocol import Answering
from evaluation.asking import Progress, silent, timed
from evaluation.figures import mean, rounded
from evaluation.metrics.verdicts import more_permissive
from knowledge.model import Pair, PairSide, Verdict


@dataclass(frozen=True)
class PairOutcome:
    """The verdicts that the two sides of a pair got."""

    pair: Pair
    a: Verdict
    b: Verdict

    @property
    def right(self) -> tuple[bool, bool]:
        """Whether each side got its verdict."""
        return self.a is self.pair.a.verdict, self.b is self.pair.b.verdict

    @property
    def unsafe(self) -> int:
        """Number of sides that got a verdict more permissive than theirs."""
        sides = ((self.pair.a, self.a), (self.pair.b, self.b))
        return sum(more_permissive({side.verdict}, verdict) for side, verdict in sides)


@dataclass(frozen=True)
class PairFigures:
    """Figures over some pairs; None over none."""

    pairs: int
    both: float | None
    """Share of pairs with both sides' verdict right."""
    at_least_one: float | None
    """Share of pairs with at least one side's verdict right."""
    unsafe: int
    """Number of sides answered more permissively than their verdict."""

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values."""
        return {name: rounded(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class PairReport:
    """The figures of all pairs and of each topic, on one edition."""

    edition: str
    overall: PairFigures
    by_topic: Mapping[str, PairFigures]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "edition": self.edition,
            "overall": self.overall.to_dict(),
            "by_topic": {name: group.to_dict() for name, group in self.by_topic.items()},
        }


def pair_figures(outcomes: Sequence[PairOutcome]) -> PairFigures:
    """The figures over pairs."""
    return PairFigures(
        len(outcomes),
        mean(all(outcome.right) for outcome in outcomes),
        mean(any(outcome.right) for outcome in outcomes),
        sum(outcome.unsafe for outcome in outcomes),
    )


async def evaluate_pairs(
    answering: Answering,
    pairs: Sequence[Pair],
    topic_of: Callable[[str], str],
    progress: Progress = silent,
) -> PairReport:
    """Ask both sides of every pair; a pair's topic is that of its first side's ruling.

    Raises:
        EvaluationError: the bot failed at a question.
    """

    async def verdict(pair: Pair, side: PairSide) -> Verdict:
        answer, _ = await timed(pair.id, answering.answer(side.q))
        return answer.verdict

    groups: dict[str, list[PairOutcome]] = {}
    outcomes = []
    progress(0, len(pairs))
    for pair in pairs:
        outcome = PairOutcome(pair, await verdict(pair, pair.a), await verdict(pair, pair.b))
        outcomes.append(outcome)
        groups.setdefault(topic_of(pair.a.ruling), []).append(outcome)
        progress(len(outcomes), len(pairs))
    return PairReport(
        answering.edition,
        pair_figures(outcomes),
        {topic: pair_figures(groups[topic]) for topic in sorted(groups)},
    )
