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
    anchors = _Anchors()
    names = [_names(one, id(one) in inside, anchors) for one in answers]
    counts: dict[str, list[int]] = {}
    for one, belongs in zip(answers, names, strict=True):
        for name in belongs:
            count = counts.setdefault(name, [0, 0])
            count[0] += one.listed
            count[1] += one.outcome.question.held_back
    labels = {**{name: choice.label for name, choice in FILTERS.items()}, **anchors.labels}
    return Choices(
        {
            name: Choice(label, counts[name][0], counts[name][1])
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


class _Anchors:
    """Labels of the choices that depend on what the questions are."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}

    def group(self, kind: str, value: str) -> str:
        name = group_name(kind, value)
        self.labels.setdefault(name, f"{kind} {value}")
        return name

    def cell(self, one: Judged) -> str:
        expected, answered = one.outcome.question.expected_verdict, one.outcome.answer.verdict
        name = cell(expected, answered)
        self.labels.setdefault(name, f"expected {expected.value}, answered {answered.value}")
        return name


def _names(one: Judged, main: bool, anchors: _Anchors) -> tuple[str, ...]:
    question, known = one.outcome.question, names_of(one)
    names = [name for name in known if main or name in EVERYWHERE]
    names.append(anchors.group("set", one.set))
    if is_perturbed(one.set):
        names.append(anchors.group("perturbation", base_and_kind(one.set)[1]))
    elif is_attack(one.set):
        names.append(anchors.group("attack", question.category))
    if main:
        names += [
            anchors.cell(one),
            anchors.group("expected", question.expected_verdict.value),
            anchors.group("category", question.category),
            anchors.group("style", question.style),
        ]
    return tuple(names)
