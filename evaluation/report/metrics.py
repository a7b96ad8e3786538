"""How each figure is called, shown and judged in reports, from ``metrics.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Literal

from evaluation.figures import Figures
from evaluation.report.filters import FILTERS
from knowledge.errors import RecordError
from knowledge.model import Frozen, Text
from knowledge.records import validated, yaml_records

METRICS = Path(__file__).parent / "metrics.yaml"
NOT_SHOWN_ALONE = frozenset({"n", "verdict_low", "verdict_high"})
"""Figures that stand beside others."""
NOTHING = "–"
"""What stands for a figure that cannot be measured."""


class Metric(Frozen):
    """One figure as reports show it."""

    name: str
    label: Text
    unit: Literal["share", "count", "score", "ms"]
    meaning: Text
    better: Literal["higher", "lower"] | None = None
    key: bool = False
    filter: str | None = None

    def of(self, figures: Figures) -> float | None:
        """The figure's value."""
        value: float | None = getattr(figures, self.name)
        return value

    def shown(self, value: float | None) -> str:
        """The value for people: ``93.8 %``, ``0.063``, ``31 ms``."""
        if value is None:
            return NOTHING
        if self.unit == "share":
            return percent(value)
        if self.unit == "score":
            return f"{value:.3f}"
        return f"{_amount(value)} ms" if self.unit == "ms" else f"{value:.0f}"

    def size(self, difference: float) -> str:
        """How large a difference is, for people: ``4.2 pp`` is percentage points."""
        if self.unit == "share":
            return f"{100 * abs(difference):.1f} pp"
        return self.shown(abs(difference))

    def range(self, ends: tuple[float, float]) -> str:
        """The interval of a difference: ``+1.2 to +4.0``; a minus sign means worse."""
        scale, places = (100, 1) if self.unit == "share" else (1, 3)
        low, high = (_signed(scale * end, places) for end in ends)
        return f"{low} to {high}"

    def gain(self, ours: float | None, theirs: float | None) -> float | None:
        """By how much ours is better, in the figure's unit; negative: worse. None: not comparable."""
        if ours is None or theirs is None or self.better is None:
            return None
        return ours - theirs if self.better == "higher" else theirs - ours


def percent(value: float) -> str:
    """A share in per cent. What is not all, or not nothing, is never rounded to all or nothing."""
    if value in (0, 1):
        return f"{100 * value:.0f} %"
    shown = f"{100 * value:.1f} %"
    return {"100.0 %": "> 99.9 %", "0.0 %": "< 0.1 %"}.get(shown, shown)


def points(value: float) -> str:
    """A difference of shares in percentage points, with its sign: a minus sign, not a hyphen."""
    return f"{_signed(100 * value, 1)} pp"


@cache
def metrics(path: Path = METRICS) -> Sequence[Metric]:
    """All figures in the order of the tables.

    Raises:
        RecordError: the file names an unknown figure or filter, or lacks a figure.
    """
    placed = [validated(one, Metric) for one in yaml_records(path, path.parent)]
    known = {field.name for field in fields(Figures)} - NOT_SHOWN_ALONE
    for one in placed:
        if one.value.name not in known:
            raise RecordError(
                one.place.file,
                one.place.line,
                f"{one.value.name} is no figure, or stands twice",
                "Name each field of evaluation/figures.py once.",
            )
        known.discard(one.value.name)
        if one.value.filter is not None and one.value.filter not in FILTERS:
            raise RecordError(
                one.place.file,
                one.place.line,
                f"there is no filter {one.value.filter}",
                "Name one of evaluation/report/filters.py.",
            )
    if known:
        raise RecordError(
            path.name, 1, f"figures are missing: {', '.join(sorted(known))}", "Describe them."
        )
    return tuple(one.value for one in placed)


def metric(name: str) -> Metric:
    """How the figure of this name is shown."""
    return next(one for one in metrics() if one.name == name)


def _signed(value: float, places: int) -> str:
    shown = f"{abs(value):.{places}f}"
    if not float(shown):
        return "0"
    return f"{'+' if value > 0 else '−'}{shown}"


def _amount(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
