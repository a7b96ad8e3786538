"""From a stored run, and runs to stand beside it, to all that a report shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from evaluation.errors import EvaluationError
from evaluation.figures import Figures, figures
from evaluation.gate import Limits
from evaluation.metrics.abstention import Abstention, abstentions
from evaluation.metrics.calibration import (
    Calibration,
    RiskPoint,
    calibration,
    risk_coverage,
    threshold_for_risk,
    threshold_for_unsafe,
)
from evaluation.metrics.statistics import Interval, bootstrap, upper_bound, wilson
from evaluation.metrics.verdicts import Confusion, confusion
from evaluation.report.beside import Beside, beside
from evaluation.report.choices import Choices, choices
from evaluation.report.groups import (
    Drop,
    Group,
    by_attack,
    by_category,
    by_style,
    by_verdict,
    drops,
)
from evaluation.report.held import Held, held
from evaluation.report.judged import (
    Judged,
    is_attack,
    is_perturbed,
    judged,
    main_part,
    outcomes_of,
    per_question,
)
from evaluation.report.metrics import Metric, metric, metrics
from evaluation.report.svg.risk import Curve
from evaluation.runs.record import Run, RunInfo


class Trust(StrEnum):
    """Whether the run shows that the bot may be trusted."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    """Nothing speaks against it, but too little was measured to say so."""


@dataclass(frozen=True)
class KeyFigure:
    """One figure over the main sets and over each set."""

    metric: Metric
    value: float | None
    interval: Interval | None
    by_set: tuple[float | None, ...]

    @property
    def measured(self) -> bool:
        """Whether there is a value anywhere."""
        return any(value is not None for value in (self.value, *self.by_set))


@dataclass(frozen=True)
class Report:
    """All that a report shows."""

    run: RunInfo
    answers: tuple[Judged, ...]
    main: tuple[Judged, ...]
    """The answers that the main figures are over: those of plain sets."""
    choices: Choices
    unsafe: int
    """Over all sets."""
    unsafe_high: float
    """One-sided 95 % upper bound of the share of unsafe answers, over the main sets."""
    held: tuple[Held, ...]
    unlimited: tuple[str, ...]
    """Sets without thresholds."""
    set_names: tuple[str, ...]
    """The columns of the key figures: all sets but perturbed ones; of a single set none."""
    set_sizes: tuple[int, ...]
    key_figures: tuple[KeyFigure, ...]
    beside: Beside | None
    confusion: Confusion
    calibration: Calibration
    curves: tuple[Curve, ...]
    safe_risk: RiskPoint | None
    """Where the risk of a wrong verdict is within its limit."""
    safe_unsafe: RiskPoint | None
    """Where no answer is unsafe."""
    verdicts: tuple[Group, ...]
    categories: tuple[Group, ...]
    styles: tuple[Group, ...]
    attacks: tuple[Group, ...]
    drops: tuple[Drop, ...]
    abstentions: Mapping[Abstention, int]
    latencies: tuple[float, ...]
    percentiles: tuple[tuple[str, float], ...]

    @property
    def missed(self) -> tuple[Held, ...]:
        """The thresholds that were missed."""
        return tuple(one for one in self.held if not one.kept)

    @property
    def asked(self) -> int:
        """Questions of the run, answered or not."""
        return self.run.questions

    @property
    def held_back(self) -> int:
        """Answers that are only counted."""
        return sum(one.outcome.question.held_back for one in self.answers)

    @property
    def trust(self) -> Trust:
        """Whether the run shows that the bot may be trusted."""
        if self.unsafe or self.missed:
            return Trust.NO
        whole = self.run.ended is not None and len(self.answers) == self.asked
        return Trust.YES if whole and self.held and not self.unlimited else Trust.OPEN

    def key(self, name: str) -> KeyFigure:
        """The key figure of this name."""
        return next(one for one in self.key_figures if one.metric.name == name)


def gather(run: Run, others: Sequence[Run], thresholds: Mapping[str, Limits]) -> Report:
    """All that a report on a run shows, with other runs beside it.

    Raises:
        EvaluationError: the run has no answers, or shares no question with one of the others.
    """
    answers = judged(run)
    if not answers:
        raise EvaluationError(
            f"Run {run.info.id} has no answers yet. Go on with it: the asn-eval run that began it."
        )
    main = main_part(answers)
    by_set = {name: figures(outcomes) for name, outcomes in run.outcomes.items() if outcomes}
    columns = tuple(name for name in by_set if not is_perturbed(name))
    columns = columns if len(columns) > 1 else ()
    stands_beside = beside(answers, others)
    curve = _curve(run.info.system, main)
    overall = figures(outcomes_of(main))
    limits, unlimited = held(by_set, answers, thresholds)
    measured = calibration([_confidence(one) for one in main], [one.score.right for one in main])
    assert measured is not None  # there is an answer
    unsafe = np.array([sum(one.score.unsafe for one in main)])
    return Report(
        run=run.info,
        answers=answers,
        main=main,
        choices=choices(answers, main),
        unsafe=sum(one.score.unsafe for one in answers),
        unsafe_high=float(upper_bound(unsafe, np.array([len(main)]))[0]),
        held=limits,
        unlimited=unlimited,
        set_names=columns,
        set_sizes=tuple(by_set[name].n for name in columns),
        key_figures=_key_figures(overall, main, [by_set[name] for name in columns]),
        beside=stands_beside,
        confusion=confusion((one.outcome.question, one.outcome.answer) for one in main),
        calibration=measured,
        curves=(
            curve,
            *(
                _curve(rival.info.system, rival.answers)
                for rival in (stands_beside.rivals if stands_beside else ())
            ),
        ),
        safe_risk=threshold_for_risk(curve.points),
        safe_unsafe=threshold_for_unsafe(curve.points),
        verdicts=by_verdict(main),
        categories=by_category(main),
        styles=by_style(main),
        attacks=by_attack([one for one in answers if is_attack(one.set)]),
        drops=drops(answers),
        abstentions=abstentions(one.outcome.answer for one in main),
        latencies=tuple(one.outcome.milliseconds for one in main),
        percentiles=tuple(
            (f"p{percent}", metric(f"latency_p{percent}_ms").of(overall) or 0.0)
            for percent in (50, 95, 99)
        ),
    )


def _confidence(one: Judged) -> float:
    return one.outcome.answer.confidence


def _curve(name: str, answers: Sequence[Judged]) -> Curve:
    return Curve(
        name,
        risk_coverage(
            [_confidence(one) for one in answers],
            [one.score.right for one in answers],
            [one.score.unsafe for one in answers],
        ),
    )


def _key_figures(
    overall: Figures, main: Sequence[Judged], by_set: Sequence[Figures]
) -> tuple[KeyFigure, ...]:
    values = per_question(main)
    return tuple(
        KeyFigure(
            one,
            one.of(overall),
            _interval([value for value in values.get(one.name, ()) if value is not None]),
            tuple(one.of(figures) for figures in by_set),
        )
        for one in metrics()
    )


def _interval(values: Sequence[float]) -> Interval | None:
    """Wilson's for shares, the bootstrap's for means of shares."""
    if all(value in (0, 1) for value in values):
        return wilson(int(sum(values)), len(values))
    return bootstrap(values)
