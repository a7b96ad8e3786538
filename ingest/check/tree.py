"""The tree of answers: one default in each family, and branches that something leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ingest.check.problem import Problem, error
from ingest.check.source import Data, outcomes
from knowledge.dataset import Placed
from knowledge.model import FACT_VALUES, FactCondition, QuestionClass, Ruling, Verdict

_ALLOWS = {Verdict.DILARANG: 0, Verdict.WAJIB: 0, Verdict.BOLEH_BERSYARAT: 1, Verdict.BOLEH: 2}
"""How much a verdict allows, for the verdicts that allow or forbid."""


def one_default(data: Data) -> Iterator[Problem]:
    """Families that no ruling or class, or more than one, stands for by default."""
    members: dict[str, list[Placed[Ruling] | Placed[QuestionClass]]] = {}
    for placed in data.answerables():
        members.setdefault(placed.value.family, []).append(placed)
    for family in data.families:
        own = family.value.id
        found = members.get(own, [])
        defaults = [placed for placed in found if placed.value.default]
        if not found:
            yield error(
                family.place,
                f"family {own} has no ruling and no class",
                "Delete it, or give it a ruling.",
            )
        elif not defaults:
            yield error(
                family.place,
                f"family {own} has no default",
                f"Set default: true on one of {', '.join(p.value.id for p in found)}.",
            )
        for extra in defaults[1:]:
            yield error(
                data.place(extra.place, "default:"),
                f"family {own} has the default {extra.value.id} beside {defaults[0].value.id}",
                "Keep one.",
            )


def facts_in_vocabulary(data: Data) -> Iterator[Problem]:
    """Facts of rulings, branches, classes and examples that no question can be read to state."""
    for ruling in data.rulings:
        for outcome, name in outcomes(ruling.value):
            for fact, value in _unknown(outcome.facts):
                place = data.outcome_place(ruling, outcome, "facts:", f"{fact}:", value)
                yield error(place, f"{name}: no question can state {fact}: {value}", _allowed(fact))
    for placed in data.classes:
        for fact, value in _unknown(placed.value.facts):
            place = data.place(placed.place, "facts:", f"{fact}:", value)
            name = f"class {placed.value.id}"
            yield error(place, f"{name}: no question can state {fact}: {value}", _allowed(fact))
    for example in data.examples:
        for fact, value in _unknown({k: [v] for k, v in example.value.facts.items()}):
            yield error(
                example.place,
                f"the example's fact {fact}: {value} is not in the vocabulary",
                _allowed(fact),
            )


def contradicting_branches(data: Data) -> Iterator[Problem]:
    """Branches whose facts can never hold together with those of their ruling."""
    for ruling in data.rulings:
        for branch in ruling.value.branches:
            for fact, values in branch.facts.items():
                own = ruling.value.facts.get(fact)
                if own and not set(own) & set(values):
                    yield error(
                        data.outcome_place(ruling, branch, f"{fact}:"),
                        f"branch {branch.id} of {ruling.value.id} needs {fact}: "
                        f"{', '.join(values)}, its ruling needs {', '.join(own)}: both can never "
                        "hold",
                        "Widen the ruling's facts, or change the branch's.",
                    )


def shadowed_branches(data: Data) -> Iterator[Problem]:
    """Branches with the facts of an earlier branch of their ruling."""
    for ruling in data.rulings:
        seen: dict[frozenset[tuple[str, frozenset[str]]], str] = {}
        for branch in ruling.value.branches:
            if not branch.facts:
                continue
            key = frozenset((fact, frozenset(values)) for fact, values in branch.facts.items())
            first = seen.setdefault(key, branch.id)
            if first != branch.id:
                yield error(
                    data.outcome_place(ruling, branch, "facts:"),
                    f"branch {branch.id} of {ruling.value.id} has the same facts as {first}",
                    "Add the fact that sets them apart, or merge them.",
                )


def unreachable_branches(data: Data) -> Iterator[Problem]:
    """Branches that neither facts nor examples lead to.

    Facts lead to a branch with the ruling's verdict or a stricter one. A branch that loosens, or
    has no facts, is reached only by a question whose wording was learnt to mean its verdict.
    """
    labels = Counter((e.value.ruling, e.value.verdict) for e in data.examples)
    for ruling in data.rulings:
        own = ruling.value
        for branch in own.branches:
            same = branch.verdict is own.verdict
            by_facts = branch.facts and (same or _stricter(branch.verdict, own.verdict))
            learnt = not same and labels[own.id, branch.verdict] > 0
            if by_facts or learnt:
                continue
            name = f"branch {branch.id} of {own.id}"
            place = data.outcome_place(ruling, branch)
            if same:
                yield error(
                    place,
                    f"{name} has no facts and the verdict of its ruling: nothing leads to it",
                    "Give it facts, or put its content into the ruling.",
                )
            else:
                missing = "loosens its ruling" if branch.facts else "has no facts"
                yield error(
                    place,
                    f"{name} {missing} and no example says {branch.verdict}: nothing leads to it",
                    f"Add examples of {own.id} with the verdict {branch.verdict}.",
                )


def useless_branches(data: Data) -> Iterator[Problem]:
    """Branches that say what their ruling says on the same basis."""
    for ruling in data.rulings:
        own = ruling.value
        for branch in own.branches:
            if branch.verdict is own.verdict and set(branch.basis or own.basis) == set(own.basis):
                yield error(
                    data.outcome_place(ruling, branch, "basis:"),
                    f"branch {branch.id} of {own.id} repeats the ruling's verdict and basis",
                    "Give it its own basis, or put its content into the ruling.",
                )


def _stricter(one: Verdict, other: Verdict) -> bool:
    return one in _ALLOWS and other in _ALLOWS and _ALLOWS[one] < _ALLOWS[other]


def _unknown(facts: FactCondition | Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for fact, values in facts.items():
        for value in values:
            if value not in FACT_VALUES.get(fact, ()):
                yield fact, value


def _allowed(fact: str) -> str:
    if fact in FACT_VALUES:
        return f"Use one of {', '.join(FACT_VALUES[fact])}."
    return f"Use one of the facts {', '.join(FACT_VALUES)}."
