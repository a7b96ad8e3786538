"""Thresholds that the bot's figures must keep, from ``thresholds.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from evaluation.errors import EvaluationError
from evaluation.figures import Figures
from evaluation.results import SetResult, drops
from evaluation.robustness.perturb import KINDS
from evaluation.testsets.named import base_and_kind, is_name
from knowledge.errors import RecordError
from knowledge.model import Frozen
from knowledge.records import Place, Placed, read_mapping, validated

THRESHOLDS = Path(__file__).parent / "thresholds.yaml"
FIGURES = frozenset(field.name for field in fields(Figures))
DROP = "drop"


class PerturbedLimits(Frozen):
    """What one kind of perturbation may do to a set."""

    drop: float = Field(ge=0, le=1)
    """The most verdict accuracy that it may cost."""
    unsafe: int = Field(ge=0)
    """The most unsafe answers that there may be under it."""


class Limits(Frozen):
    """The least and the most that figures of one set may be."""

    min: Mapping[str, float] = {}
    max: Mapping[str, float] = {}
    perturbed: Mapping[str, PerturbedLimits] = {}
    """By kind of perturbation."""

    @field_validator("min", "max")
    @classmethod
    def _known(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        if unknown := sorted(set(value) - FIGURES):
            raise ValueError(f"no such figure: {', '.join(unknown)}")
        return value

    @field_validator("perturbed")
    @classmethod
    def _kinds(cls, value: Mapping[str, PerturbedLimits]) -> Mapping[str, PerturbedLimits]:
        if unknown := sorted(set(value) - set(KINDS)):
            raise ValueError(f"no such perturbation: {', '.join(unknown)}")
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
        RecordError: the file is unreadable or names an unknown set, figure or perturbation.
    """
    raw: Mapping[str, Any] = read_mapping(path, path.parent)
    for name in map(str, raw):
        if not is_name(name) or base_and_kind(name)[1]:  # else nothing would ever be held to it
            raise RecordError(
                path.name,
                1,
                f"{name!r} is no test set as it is written",
                "Name it as asn-eval run does; limits of perturbed sets stand under 'perturbed'.",
            )
    return {
        name: validated(Placed(limits, Place(f"{path.name}: {name}", 1)), Limits).value
        for name, limits in raw.items()
    }


def require_limits(names: Sequence[str], thresholds: Mapping[str, Limits]) -> None:
    """Make sure that every set has limits, before anything is run.

    A perturbed set (``dev+typo``) has those that its set as written (``dev``) names for the kind,
    and can be judged beside that set only.

    Raises:
        EvaluationError: names the sets without limits, or those that are missing.
    """
    without = []
    for name in names:
        base, kind = base_and_kind(name)
        limits = thresholds.get(base)
        if limits is None or (kind and kind not in limits.perturbed):
            without.append(name)
    if without:
        raise EvaluationError(
            f"There are no thresholds for {', '.join(without)}. "
            f"Add them to {THRESHOLDS.name} or the file in its place, or leave out --gate."
        )
    if alone := [name for name in names if base_and_kind(name)[0] not in names]:
        raise EvaluationError(
            f"What {alone[0]} loses is measured against {base_and_kind(alone[0])[0]}. "
            "Name both sets."
        )


def misses(result: SetResult, limits: Limits) -> list[Miss]:
    """The figures of a set outside its limits; one that cannot be measured is outside."""
    found = []
    for at_least, limited in ((True, limits.min), (False, limits.max)):
        for figure, limit in limited.items():
            value = getattr(result.overall, figure)
            kept = value is not None and (value >= limit if at_least else value <= limit)
            if not kept:
                found.append(Miss(result.name, figure, value, limit, at_least))
    return found


def all_misses(results: Sequence[SetResult], thresholds: Mapping[str, Limits]) -> list[Miss]:
    """The figures of sets and perturbed sets outside their limits, which ``require_limits`` saw."""
    lost = drops(results)
    found = []
    for result in results:
        base, kind = base_and_kind(result.name)
        if not kind:
            found += misses(result, thresholds[base])
            continue
        limits = thresholds[base].perturbed[kind]
        reached = {DROP: lost[result.name].drop, "unsafe": result.overall.unsafe}
        found += [
            Miss(result.name, figure, value, getattr(limits, figure), at_least=False)
            for figure, value in reached.items()
            if value > getattr(limits, figure)
        ]
    return found
