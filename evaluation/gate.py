"""Thresholds that a test set's figures must keep, from ``thresholds.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import field_validator

from evaluation.errors import EvaluationError
from evaluation.figures import Figures
from evaluation.results import SetResult
from knowledge.model import Frozen
from knowledge.records import Place, Placed, read_mapping, validated

THRESHOLDS = Path(__file__).parent / "thresholds.yaml"
_FIGURES = frozenset(field.name for field in fields(Figures))


class Limits(Frozen):
    """The least and the most that figures of one set may be."""

    min: Mapping[str, float] = {}
    max: Mapping[str, float] = {}

    @field_validator("min", "max")
    @classmethod
    def _known(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        if unknown := sorted(set(value) - _FIGURES):
            raise ValueError(f"no such figure: {', '.join(unknown)}")
        return value


@dataclass(frozen=True)
class Miss:
    """A figure that does not keep its threshold."""

    set: str
    figure: str
    value: float | None
    limit: float
    at_least: bool
    """Whether the limit is the least allowed; otherwise it is the most."""

    def __str__(self) -> str:
        value = "not measurable" if self.value is None else f"{self.value:.4g}"
        return (
            f"{self.set}: {self.figure} is {value}, must be "
            f"at {'least' if self.at_least else 'most'} {self.limit:.4g}"
        )


def read_thresholds(path: Path = THRESHOLDS) -> dict[str, Limits]:
    """The limits of each set by its name.

    Raises:
        RecordError: the file is unreadable or names an unknown figure.
    """
    raw: Mapping[str, Any] = read_mapping(path, path.parent)
    return {
        name: validated(Placed(limits, Place(f"{path.name}: {name}", 1)), Limits).value
        for name, limits in raw.items()
    }


def require_limits(names: Sequence[str], thresholds: Mapping[str, Limits]) -> None:
    """Make sure that every set has limits, before anything is run.

    Raises:
        EvaluationError: names the sets without limits.
    """
    if without := [name for name in names if name not in thresholds]:
        raise EvaluationError(
            f"There are no thresholds for {', '.join(without)}. "
            f"Add them to {THRESHOLDS.name} or leave out --gate."
        )


def misses(report: SetResult, limits: Limits) -> list[Miss]:
    """The figures of a report outside their limits; one that cannot be measured is outside."""
    found = []
    for at_least, limited in ((True, limits.min), (False, limits.max)):
        for figure, limit in limited.items():
            value = getattr(report.overall, figure)
            kept = value is not None and (value >= limit if at_least else value <= limit)
            if not kept:
                found.append(Miss(report.name, figure, value, limit, at_least))
    return found
