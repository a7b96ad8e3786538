"""Thresholds that the bot's figures must keep, from ``thresholds.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
class Held:
    """A threshold, and the figure that is held against it."""

    set: str
    path: tuple[str, ...]
    """The keys that lead to the limit in its file: ``dev``, ``min``, ``verdict_accuracy``."""
    value: float | None
    n: int
    """Number of questions of the set."""
    limit: float
    at_least: bool
    """Whether the limit is the least allowed; otherwise it is the most."""

    @property
    def figure(self) -> str:
        """The name of the figure."""
        return self.path[-1]

    @property
    def kept(self) -> bool:
        """Whether the figure is within its limit; one that cannot be measured is not."""
        if self.value is None:
            return False
        return self.value >= self.limit if self.at_least else self.value <= self.limit

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


def held(results: Sequence[SetResult], thresholds: Mapping[str, Limits]) -> Iterator[Held]:
    """Every threshold there is for these sets; those of a perturbed set beside its set only."""
    lost = drops(results)
    for result in results:
        base, kind = base_and_kind(result.name)
        limits, overall = thresholds.get(base, Limits()), result.overall
        if not kind:
            for side, limited in (("min", limits.min), ("max", limits.max)):
                for figure, limit in limited.items():
                    value = getattr(overall, figure)
                    yield Held(
                        result.name, (base, side, figure), value, overall.n, limit, side == "min"
                    )
        elif kind in limits.perturbed and result.name in lost:
            most = limits.perturbed[kind]
            reached = {DROP: lost[result.name].drop, "unsafe": overall.unsafe}
            for figure, value in reached.items():
                limit = getattr(most, figure)
                yield Held(
                    result.name,
                    (base, "perturbed", kind, figure),
                    value,
                    overall.n,
                    limit,
                    at_least=False,
                )


def all_misses(results: Sequence[SetResult], thresholds: Mapping[str, Limits]) -> list[Held]:
    """The thresholds that sets and perturbed sets do not keep.

    Raises:
        EvaluationError: see ``require_limits``.
    """
    require_limits([result.name for result in results], thresholds)
    return [one for one in held(results, thresholds) if not one.kept]
