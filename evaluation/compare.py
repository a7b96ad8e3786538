"""Two runs beside each other: figures, whether their differences are chance, questions that flipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from evaluation.errors import EvaluationError
from evaluation.figures import Figures, figures, rounded
from evaluation.metrics.citations import cited_articles
from evaluation.metrics.scores import Score, score
from evaluation.metrics.statistics import Interval, holm, mcnemar, paired_interval
from evaluation.outcome import Outcome
from evaluation.runs.record import Run
from evaluation.testsets.question import Question

SIGNIFICANT = 0.05
"""A p-value below it counts as a difference."""
_PER_QUESTION: Mapping[str, Callable[[Score], float | None]] = {
    "verdict_accuracy": lambda score: score.right,
    "unsafe_rate": lambda score: score.unsafe,
    "over_strict_rate": lambda score: score.over_strict,
    "citation_hit": lambda score: score.citation_hit,
    "citation_recall": lambda score: score.citation_recall,
    "citation_precision": lambda score: score.citation_precision,
    "citation_recall_finest": lambda score: score.citation_recall_finest,
    "citation_precision_finest": lambda score: score.citation_precision_finest,
    "handled": lambda score: score.handled,
}
"""The figures that are means over questions, so that their difference has a paired interval."""
_NO_DIFFERENCE = ("n", "verdict_low", "verdict_high")


class Change(StrEnum):
    """What became of a question."""

    NEWLY_UNSAFE = "newly unsafe"
    RIGHT_TO_WRONG = "right to wrong"
    WRONG_TO_RIGHT = "wrong to right"
    VERDICT = "other verdict"
    """Right, or wrong, with both."""
    CITATIONS = "other citations"
    """The verdict is the same."""


@dataclass(frozen=True)
class Difference:
    """One figure of both runs, over the questions that both answered."""

    figure: str
    a: float | None
    b: float | None
    low: float | None = None
    """Lower end of the 95 % interval of b - a, question by question (paired bootstrap)."""
    high: float | None = None
    """Upper end of the same. None: the figure is no mean over questions."""

    @property
    def difference(self) -> float | None:
        """How much higher the figure is in the second run."""
        return None if self.a is None or self.b is None else self.b - self.a

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON values."""
        plain = {**asdict(self), "difference": self.difference}
        return {name: rounded(value) for name, value in plain.items()}


@dataclass(frozen=True)
class Flip:
    """A question that the runs answer otherwise."""

    id: str
    question: str | None
    """None for a question held back from developers."""
    change: Change
    expected: tuple[str, ...]
    """The expected verdict, then the acceptable ones; none for a question held back."""
    a: str | None
    """The verdict in the first run; None for a question held back, as it tells the label."""
    b: str | None
    cited_a: tuple[str, ...]
    """The cited articles; none for a question held back."""
    cited_b: tuple[str, ...]


@dataclass(frozen=True)
class SetComparison:
    """What became of the questions of one set."""

    set: str
    n: int
    """Number of questions that both runs answered."""
    only_a: int
    """Number of questions that only the first run answered, or that are worded otherwise there."""
    only_b: int
    relabelled: int
    """Number of common questions whose labels differ; both runs are judged by the second's."""
    differences: tuple[Difference, ...]
    worse: int
    """Number of questions whose verdict is right in the first run alone."""
    better: int
    """Number of questions whose verdict is right in the second run alone."""
    p_verdict: float
    """Exact McNemar test of ``worse`` against ``better``."""
    p_verdict_adjusted: float
    """The same adjusted for the number of sets compared (Holm)."""
    less_unsafe: int
    more_unsafe: int
    """Number of questions answered unsafely by the second run alone."""
    p_unsafe: float
    flips: tuple[Flip, ...]

    @property
    def significantly_worse(self) -> bool:
        """Whether the second run's verdicts are worse by more than chance."""
        return self.worse > self.better and self.p_verdict_adjusted < SIGNIFICANT

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON values."""
        plain = {name: rounded(value) for name, value in asdict(self).items()}
        return {
            **plain,
            "differences": [one.to_dict() for one in self.differences],
            "significantly_worse": self.significantly_worse,
        }


@dataclass(frozen=True)
class Comparison:
    """Two runs, set by set."""

    a: str
    b: str
    made: Mapping[str, tuple[str, str]]
    """How the runs were made, where they differ: ``edition`` to the editions of both."""
    sets: tuple[SetComparison, ...]
    only_a: tuple[str, ...]
    """Sets that only the first run asked."""
    only_b: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Why the second run should not follow the first; nothing: it may."""
        found = []
        for one in self.sets:
            if one.more_unsafe:
                found.append(f"{one.set}: {one.more_unsafe} answers are newly unsafe")
            if one.significantly_worse:
                found.append(
                    f"{one.set}: verdicts are worse ({one.worse} lost, {one.better} won, "
                    f"p {one.p_verdict_adjusted:.3g})"
                )
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON values."""
        return {
            "a": self.a,
            "b": self.b,
            "made": {name: {"a": a, "b": b} for name, (a, b) in self.made.items()},
            "sets": [one.to_dict() for one in self.sets],
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
            "faults": list(self.faults),
        }


def compare_runs(a: Run, b: Run) -> Comparison:
    """What changed from run ``a`` to run ``b``, over the questions that both answered.

    Raises:
        EvaluationError: they have no question in common.
    """
    common = {
        name: pairs
        for name, outcomes in b.outcomes.items()
        if (pairs := _common(a.outcomes.get(name, ()), outcomes))
    }
    if not common:
        raise EvaluationError(
            f"Runs {a.info.id} and {b.info.id} have no question in common. "
            "Run the same set on both: asn-eval runs lists what each asked."
        )
    adjusted = holm({name: mcnemar(*_lost_and_won(pairs)) for name, pairs in common.items()})
    return Comparison(
        a=a.info.id,
        b=b.info.id,
        made=_made_otherwise(a, b),
        sets=tuple(
            _compared(name, pairs, len(a.outcomes[name]), len(b.outcomes[name]), adjusted[name])
            for name, pairs in common.items()
        ),
        only_a=tuple(name for name in a.outcomes if name not in common),
        only_b=tuple(name for name in b.outcomes if name not in common),
    )


@dataclass(frozen=True)
class _Pair:
    """One question's outcomes in both runs, by the labels of the second."""

    a: Outcome
    b: Outcome
    relabelled: bool
    score_a: Score
    score_b: Score


def _common(first: Sequence[Outcome], second: Sequence[Outcome]) -> tuple[_Pair, ...]:
    """The questions of both, the same by id and wording."""
    asked = {outcome.question.id: outcome for outcome in first}
    pairs = []
    for b in second:
        a = asked.get(b.question.id)
        if a is None or _wording(a.question) != _wording(b.question):
            continue
        judged = a.model_copy(update={"question": b.question})
        pairs.append(_Pair(judged, b, a.question != b.question, score(judged), score(b)))
    return tuple(pairs)


def _wording(question: Question) -> tuple[Any, ...]:
    return (question.question, question.history)


def _lost_and_won(pairs: Sequence[_Pair]) -> tuple[int, int]:
    return (
        sum(pair.score_a.right and not pair.score_b.right for pair in pairs),
        sum(pair.score_b.right and not pair.score_a.right for pair in pairs),
    )


def _compared(
    name: str, pairs: Sequence[_Pair], asked_a: int, asked_b: int, adjusted: float
) -> SetComparison:
    worse, better = _lost_and_won(pairs)
    less = sum(pair.score_a.unsafe and not pair.score_b.unsafe for pair in pairs)
    more = sum(pair.score_b.unsafe and not pair.score_a.unsafe for pair in pairs)
    flips = [flip for pair in pairs if (flip := _flip(pair)) is not None]
    order = list(Change)
    return SetComparison(
        set=name,
        n=len(pairs),
        only_a=asked_a - len(pairs),
        only_b=asked_b - len(pairs),
        relabelled=sum(pair.relabelled for pair in pairs),
        differences=_differences(pairs),
        worse=worse,
        better=better,
        p_verdict=mcnemar(worse, better),
        p_verdict_adjusted=adjusted,
        less_unsafe=less,
        more_unsafe=more,
        p_unsafe=mcnemar(less, more),
        flips=tuple(sorted(flips, key=lambda flip: order.index(flip.change))),
    )


def _differences(pairs: Sequence[_Pair]) -> tuple[Difference, ...]:
    first, second = figures([pair.a for pair in pairs]), figures([pair.b for pair in pairs])
    return tuple(
        Difference(
            field.name,
            getattr(first, field.name),
            getattr(second, field.name),
            *(_interval(field.name, pairs) or (None, None)),
        )
        for field in fields(Figures)
        if field.name not in _NO_DIFFERENCE
    )


def _interval(figure: str, pairs: Sequence[_Pair]) -> Interval | None:
    """The paired interval over the questions that both runs can be scored on."""
    of = _PER_QUESTION.get(figure)
    if of is None:
        return None
    both = [
        (a, b)
        for a, b in ((of(pair.score_a), of(pair.score_b)) for pair in pairs)
        if a is not None and b is not None
    ]
    return paired_interval([a for a, _ in both], [b for _, b in both]) if both else None


def _flip(pair: _Pair) -> Flip | None:
    question = pair.b.question
    was, now = cited_articles(pair.a.answer), cited_articles(pair.b.answer)
    change = _change(pair, set(was) != set(now))
    if change is None:
        return None
    if question.held_back:
        return Flip(question.id, None, change, (), None, None, (), ())
    verdicts = (question.expected_verdict, *question.acceptable_verdicts)
    return Flip(
        id=question.id,
        question=question.question,
        change=change,
        expected=tuple(verdict.value for verdict in verdicts),
        a=pair.a.answer.verdict.value,
        b=pair.b.answer.verdict.value,
        cited_a=was,
        cited_b=now,
    )


def _change(pair: _Pair, cites_otherwise: bool) -> Change | None:
    a, b = pair.score_a, pair.score_b
    if b.unsafe and not a.unsafe:
        return Change.NEWLY_UNSAFE
    if a.right != b.right:
        return Change.RIGHT_TO_WRONG if a.right else Change.WRONG_TO_RIGHT
    if pair.a.answer.verdict is not pair.b.answer.verdict:
        return Change.VERDICT
    return Change.CITATIONS if cites_otherwise else None


def _made_otherwise(a: Run, b: Run) -> dict[str, tuple[str, str]]:
    both = {
        name: (getattr(a.info, name), getattr(b.info, name))
        for name in ("system", "edition", "embedder", "model", "code", "commit")
    }
    settings = {
        f"settings.{name}": (a.info.settings.get(name), b.info.settings.get(name))
        for name in sorted({*a.info.settings, *b.info.settings})
    }
    return {
        name: (str(was), str(now))
        for name, (was, now) in {**both, **settings}.items()
        if was != now
    }
