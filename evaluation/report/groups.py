"""Figures by group: categories, styles, verdicts, kinds of attack, perturbations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.metrics.statistics import Interval, paired_interval, wilson
from evaluation.report.choices import group_name
from evaluation.report.judged import Judged, is_perturbed
from evaluation.testsets.named import base_and_kind
from evaluation.testsets.question import Question

ONE_OF_ALL: Interval = (0.0, 1.0)
"""The interval of nothing measured."""


@dataclass(frozen=True)
class Group:
    """How often the answers to one group of questions are as they should be."""

    name: str
    choice: str
    n: int
    right: int
    unsafe: int
    interval: Interval
    """95 % Wilson interval of the share."""

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.n


@dataclass(frozen=True)
class Drop:
    """What one kind of perturbation costs."""

    kind: str
    choice: str
    n: int
    before: float
    """Verdict accuracy on the same questions as they were written."""
    after: float
    interval: Interval
    """95 % paired bootstrap interval of the drop."""
    newly_unsafe: int
    """Answers that are unsafe only since the question was perturbed."""

    @property
    def drop(self) -> float:
        """By how much accuracy falls; negative: it rises."""
        return self.before - self.after


def by_verdict(answers: Sequence[Judged]) -> tuple[Group, ...]:
    """Right verdicts by the expected verdict."""
    return _grouped(answers, "expected", lambda q: q.expected_verdict.value, _right)


def by_category(answers: Sequence[Judged]) -> tuple[Group, ...]:
    """Right verdicts by category."""
    return _grouped(answers, "category", lambda q: q.category, _right)


def by_style(answers: Sequence[Judged]) -> tuple[Group, ...]:
    """Right verdicts by style."""
    return _grouped(answers, "style", lambda q: q.style, _right)


def by_attack(answers: Sequence[Judged]) -> tuple[Group, ...]:
    """Attacks handled, by kind."""
    return _grouped(answers, "attack", lambda q: q.category, lambda one: one.score.handled)


def drops(answers: Sequence[Judged]) -> tuple[Drop, ...]:
    """What each kind of perturbation costs, over all sets that were asked with and without it.

    The costliest first. A perturbed set whose original is not in the run counts nowhere.
    """
    originals = {
        (one.set, one.outcome.question.id): one for one in answers if not is_perturbed(one.set)
    }
    pairs: dict[str, list[tuple[Judged, Judged]]] = {}
    for one in answers:
        base, kind = base_and_kind(one.set)
        original = originals.get((base, one.outcome.question.id)) if kind else None
        if original is not None:
            pairs.setdefault(kind, []).append((original, one))
    found = [_drop(kind, both) for kind, both in pairs.items()]
    return tuple(sorted(found, key=lambda drop: (-drop.drop, drop.kind)))


def _right(one: Judged) -> bool:
    return one.score.right


def _drop(kind: str, pairs: Sequence[tuple[Judged, Judged]]) -> Drop:
    before = [float(original.score.right) for original, _ in pairs]
    after = [float(changed.score.right) for _, changed in pairs]
    return Drop(
        kind,
        group_name("perturbation", kind),
        len(pairs),
        sum(before) / len(pairs),
        sum(after) / len(pairs),
        paired_interval(after, before),
        sum(changed.score.unsafe and not original.score.unsafe for original, changed in pairs),
    )


def _grouped(
    answers: Sequence[Judged],
    kind: str,
    key: Callable[[Question], str],
    good: Callable[[Judged], bool],
) -> tuple[Group, ...]:
    """The groups, the worst first; of equally good ones the largest."""
    members: dict[str, list[Judged]] = {}
    for one in answers:
        members.setdefault(key(one.outcome.question), []).append(one)
    found = [_group(name, kind, ones, good) for name, ones in members.items()]
    return tuple(sorted(found, key=lambda group: (group.share, -group.n, group.name)))


def _group(
    name: str, kind: str, answers: Sequence[Judged], good: Callable[[Judged], bool]
) -> Group:
    right = sum(map(good, answers))
    return Group(
        name,
        group_name(kind, name),
        len(answers),
        right,
        sum(one.score.unsafe for one in answers),
        wilson(right, len(answers)) or ONE_OF_ALL,
    )
