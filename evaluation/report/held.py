"""What each threshold of ``thresholds.yaml`` was held against: those kept, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluation.figures import Figures
from evaluation.gate import DROP, Limits
from evaluation.report.groups import drops
from evaluation.report.judged import Judged
from evaluation.report.metrics import Metric, metrics
from evaluation.testsets.named import base_and_kind

_UNSAFE = "unsafe"
_DROP = Metric(
    name=DROP,
    label="Accuracy drop",
    unit="share",
    better="lower",
    meaning="What a perturbation costs in verdict accuracy.",
)


@dataclass(frozen=True)
class Held:
    """One threshold and the figure held against it."""

    set: str
    metric: Metric
    value: float | None
    limit: float
    at_least: bool
    """Whether the limit is the least allowed; otherwise it is the most."""

    @property
    def kept(self) -> bool:
        """Whether the figure is within its limit; one that cannot be measured is not."""
        if self.value is None:
            return False
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def held(
    by_set: Mapping[str, Figures], answers: Sequence[Judged], thresholds: Mapping[str, Limits]
) -> tuple[tuple[Held, ...], tuple[str, ...]]:
    """Every threshold of the sets that were run, and the sets that have none.

    What was missed stands first, and unsafe answers before all else.
    """
    found: list[Held] = []
    without = []
    for name, figures in by_set.items():
        base, kind = base_and_kind(name)
        limits = thresholds.get(base, Limits())
        one = list(
            _perturbed(name, figures, answers, limits) if kind else _plain(name, figures, limits)
        )
        found += one
        if not one:
            without.append(name)
    found.sort(key=lambda one: (one.kept, one.metric.name != _UNSAFE))
    return tuple(found), tuple(without)


def _plain(name: str, figures: Figures, limits: Limits) -> Iterator[Held]:
    for at_least, limited in ((True, limits.min), (False, limits.max)):
        for figure, limit in limited.items():
            yield Held(name, _described(figure), getattr(figures, figure), limit, at_least)


def _perturbed(
    name: str, figures: Figures, answers: Sequence[Judged], limits: Limits
) -> Iterator[Held]:
    base, kind = base_and_kind(name)
    if kind not in limits.perturbed:
        return
    lost = drops([one for one in answers if one.set in (base, name)])
    yield Held(name, _DROP, lost[0].drop if lost else None, limits.perturbed[kind].drop, False)
    unsafe = limits.perturbed[kind].unsafe
    yield Held(name, _described(_UNSAFE), figures.unsafe, unsafe, at_least=False)


def _described(figure: str) -> Metric:
    """How a figure is shown; those that reports show beside others, such as ``n``, by their name."""
    known = {one.name: one for one in metrics()}
    plain = Metric(name=figure, label=figure, unit="score", meaning="See docs/evaluation.md.")
    return known.get(figure, plain)
