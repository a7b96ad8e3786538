"""Runs beside ours: the same questions, every figure, by how much ours is better or worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.errors import EvaluationError
from evaluation.figures import figures
from evaluation.metrics.statistics import Interval, mcnemar, paired_interval
from evaluation.report.judged import (
    Judged,
    Values,
    is_perturbed,
    judged,
    main_part,
    outcomes_of,
    per_question,
)
from evaluation.report.metrics import Metric, metrics
from evaluation.runs.record import Run, RunInfo, RunSet


@dataclass(frozen=True)
class Cell:
    """One figure of a run beside ours."""

    value: float | None
    gain: float | None
    """By how much ours is better; negative: worse."""
    interval: Interval | None
    """95 % paired bootstrap interval of the gain, for figures that are means over questions."""

    @property
    def sure(self) -> bool:
        """Whether the interval shows that ours is better, or that it is worse."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


@dataclass(frozen=True)
class Line:
    """One figure of ours and of the runs beside it."""

    metric: Metric
    ours: float | None
    cells: tuple[Cell, ...]

    @property
    def measured(self) -> bool:
        """Whether there is a value anywhere."""
        return any(value is not None for value in (self.ours, *(c.value for c in self.cells)))

    @property
    def compared(self) -> bool:
        """Whether ours is better or worse than some other."""
        return any(cell.gain is not None for cell in self.cells)

    @property
    def best(self) -> frozenset[int]:
        """The columns with the best value, 0 being ours; none where all are alike, or neither way
        is better.
        """
        values = [self.ours, *(cell.value for cell in self.cells)]
        known = [value for value in values if value is not None]
        if len(set(known)) < 2 or self.metric.better is None:
            return frozenset()
        top = max(known) if self.metric.better == "higher" else min(known)
        return frozenset(number for number, value in enumerate(values) if value == top)


@dataclass(frozen=True)
class Rival:
    """A run beside ours."""

    info: RunInfo
    answers: tuple[Judged, ...]
    """Those to the questions that both runs were asked, in the same order as ours."""
    only_ours: int
    """Verdicts that only ours has right."""
    only_theirs: int

    @property
    def p_value(self) -> float:
        """Of the exact McNemar test on verdicts."""
        return mcnemar(self.only_ours, self.only_theirs)


@dataclass(frozen=True)
class Beside:
    """Ours and other runs on the questions that all of them were asked."""

    n: int
    left_out: int
    """Questions of ours that some other run was not asked."""
    rivals: tuple[Rival, ...]
    lines: tuple[Line, ...]

    @property
    def behind(self) -> tuple[str, ...]:
        """The figures in which ours is worse, with whom: ``Latency p95 (baseline-bm25)``."""
        return tuple(
            f"{line.metric.label} ({', '.join(better)})"
            for line in self.lines
            if (
                better := [
                    rival.info.system
                    for rival, cell in zip(self.rivals, line.cells, strict=True)
                    if cell.gain is not None and cell.gain < 0
                ]
            )
        )


def sets_beside(ours: RunInfo) -> tuple[RunSet, ...]:
    """The sets that a run beside must have been asked too: those as written; without such, all."""
    return tuple(one for one in ours.sets if not is_perturbed(one.name)) or ours.sets


def same_ground(ours: RunInfo, other: RunInfo) -> bool:
    """Whether another system's run answers all of our sets (see ``sets_beside``) from the same
    knowledge by the same embedder, and with no chat model that ours has not.
    """
    hashes = {one.name: one.sha256 for one in other.sets}
    return (
        other.ended is not None
        and other.edition_inputs == ours.edition_inputs
        and other.embedder == ours.embedder
        and other.model in (None, ours.model)
        and all(hashes.get(one.name) == one.sha256 for one in sets_beside(ours))
    )


def beside(ours: Sequence[Judged], runs: Sequence[Run]) -> Beside | None:
    """Ours beside other runs; None of no runs.

    Raises:
        EvaluationError: a run shares no question with ours.
    """
    if not runs:
        return None
    main = main_part(ours)
    others = [{_key(one): one for one in judged(run)} for run in runs]
    for run, known in zip(runs, others, strict=True):
        if not any(_key(one) in known for one in main):
            raise EvaluationError(
                f"Run {run.info.id} was asked none of these questions, so it cannot stand beside. "
                "Run it on the same sets, or leave it out of --beside."
            )
    shared = [one for one in main if all(_key(one) in known for known in others)]
    if not shared:
        raise EvaluationError(
            "The runs beside have no question in common with this one and each other. "
            "Name fewer with --beside."
        )
    rivals = tuple(
        _rival(run.info, shared, tuple(known[_key(one)] for one in shared))
        for run, known in zip(runs, others, strict=True)
    )
    return Beside(len(shared), len(main) - len(shared), rivals, _lines(shared, rivals))


def _key(one: Judged) -> tuple[str, str, str]:
    question = one.outcome.question
    return one.set, question.id, question.question


def _rival(info: RunInfo, ours: Sequence[Judged], theirs: tuple[Judged, ...]) -> Rival:
    both = list(zip(ours, theirs, strict=True))
    return Rival(
        info,
        theirs,
        sum(a.score.right and not b.score.right for a, b in both),
        sum(b.score.right and not a.score.right for a, b in both),
    )


def _lines(ours: Sequence[Judged], rivals: Sequence[Rival]) -> tuple[Line, ...]:
    figures_ours, values_ours = figures(outcomes_of(ours)), per_question(ours)
    figures_theirs = [figures(outcomes_of(rival.answers)) for rival in rivals]
    values_theirs = [per_question(rival.answers) for rival in rivals]
    lines = []
    for metric in metrics():
        value = metric.of(figures_ours)
        cells = tuple(
            Cell(
                metric.of(theirs),
                metric.gain(value, metric.of(theirs)),
                _interval(metric, values_ours, values),
            )
            for theirs, values in zip(figures_theirs, values_theirs, strict=True)
        )
        lines.append(Line(metric, value, cells))
    return tuple(lines)


def _interval(
    metric: Metric, ours: Mapping[str, Values], theirs: Mapping[str, Values]
) -> Interval | None:
    """None where the figure is no mean over questions, or not over the same questions for both."""
    if metric.better is None or metric.name not in ours:
        return None
    pairs = list(zip(theirs[metric.name], ours[metric.name], strict=True))
    if any((a is None) != (b is None) for a, b in pairs):
        return None
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    if not known:
        return None
    low, high = paired_interval([a for a, _ in known], [b for _, b in known])
    return (low, high) if metric.better == "higher" else (-high, -low)
