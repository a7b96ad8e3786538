"""Which answers each link of a report leads to, and which answers may be shown at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from evaluation.report.filters import FILTERS, cell, names_of
from evaluation.report.judged import Judged, is_attack, is_perturbed
from evaluation.testsets.named import base_and_kind

EVERYWHERE = frozenset({"unsafe"})
"""Filters that hold in every set; the others hold in the sets that the main figures are over."""


@dataclass(frozen=True)
class Choice:
    """A choice of answers that the page can be narrowed to."""

    label: str
    shown: int
    held_back: int
    """Answers that belong to it and are only counted: their questions are held back."""


@dataclass(frozen=True)
class Choices:
    """The choices of a report by name, and the names that each answer belongs to."""

    by_name: Mapping[str, Choice]
    names: Sequence[tuple[str, ...]]
    """In the order of the answers."""


def choices(answers: Sequence[Judged], main: Sequence[Judged]) -> Choices:
    """The choices that some listed answer belongs to; where there is none, there is no link."""
    inside = {id(one) for one in main}
    labels = {name: choice.label for name, choice in FILTERS.items()}
    names: list[tuple[str, ...]] = []
    counts: dict[str, list[int]] = {}
    for one in answers:
        named = _labels(one, id(one) in inside)
        labels |= named
        names.append(tuple(named))
        for name in named:
            count = counts.setdefault(name, [0, 0])
            count[0] += one.listed
            count[1] += one.outcome.question.held_back
    return Choices(
        {
            name: Choice(label, *counts[name])
            for name, label in labels.items()
            if name in counts and counts[name][0]
        },
        names,
    )


def group_name(kind: str, value: str) -> str:
    """The name of the choice of a group, such as all questions of one category.

    Values are anybody's text, so the name holds a digest of it that is safe in an address.
    """
    return f"{kind}-{blake2s(value.encode(), digest_size=4).hexdigest()}"


def _labels(one: Judged, main: bool) -> dict[str, str]:
    """The names of the choices that an answer belongs to, with their labels."""
    question, answered = one.outcome.question, one.outcome.answer.verdict
    expected = question.expected_verdict
    groups = [("set", one.set)]
    if is_perturbed(one.set):
        groups.append(("perturbation", base_and_kind(one.set)[1]))
    elif is_attack(one.set):
        groups.append(("attack", question.category))
    if main:
        groups += [
            ("expected", expected.value),
            ("category", question.category),
            ("style", question.style),
        ]
    labels = {name: FILTERS[name].label for name in names_of(one) if main or name in EVERYWHERE}
    labels |= {group_name(kind, value): f"{kind} {value}" for kind, value in groups}
    if main:
        labels[cell(expected, answered)] = f"expected {expected.value}, answered {answered.value}"
    return labels
