"""What editors enter while the bot runs, by the same rules as the data files.

The rules are asked of the data files and the entered records together; only what they say of the
entered ones counts. Law is what the next edition would have: official documents included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.check.law import repealed_basis
from ingest.check.problem import Problem, Severity, error
from ingest.check.questions import unexampled_answers
from ingest.check.run import RULES
from ingest.check.source import Data, outcomes
from knowledge.clock import today
from knowledge.dataset import Knowledge, Place, Placed
from knowledge.model import Example, Ruling
from knowledge.standing import OUT_OF_FORCE, LawOn

FEWEST_OF_NEW = 3
"""Examples without which an entered ruling is not taken: fewer are hardly ever recognised."""
_OWN_WAY = (unexampled_answers, repealed_basis)
"""Rules that are stricter here: see ``too_few_examples`` and ``out_of_force``."""


@dataclass(frozen=True)
class Records:
    """Entered records, each with the name that stands for it in problems."""

    rulings: Sequence[tuple[str, Ruling]]
    examples: Sequence[tuple[str, Example]]

    @property
    def names(self) -> frozenset[str]:
        """All names."""
        return frozenset(name for name, _ in (*self.rulings, *self.examples))


def together(data: Data, law: Knowledge, records: Records) -> Data:
    """The data files with the entered records after their own, on the law of the next edition."""
    start = Place("", 1)
    rulings = [
        Placed(_by_present_names(ruling, law), replace(start, file=name))
        for name, ruling in records.rulings
    ]
    examples = [Placed(example, replace(start, file=name)) for name, example in records.examples]
    return replace(
        data,
        regulations=[Placed(r, Place("regulations.yaml", 1)) for r in law.regulations.values()],
        provisions=[Placed(p, Place("provisions", 1)) for p in law.provisions.values()],
        rulings=[*data.rulings, *rulings],
        examples=[*data.examples, *examples],
    )


def entered_problems(data: Data, law: Knowledge, records: Records) -> list[Problem]:
    """What is wrong with the entered records; warnings too: who entered them is still there to ask."""
    whole = together(data, law, records)
    found = [
        problem
        for rule in RULES
        if rule not in _OWN_WAY
        for problem in rule(whole)
        if problem.file in records.names
    ]
    found += out_of_force(law, records.rulings)
    found += too_few_examples(records.rulings, [example for _, example in records.examples])
    return sorted(dict.fromkeys(found), key=lambda problem: problem.severity is not Severity.ERROR)


def lacking(data: Data, law: Knowledge, records: Records) -> list[Problem]:
    """What would be wrong anywhere once other entered records are gone."""
    whole = together(data, law, records)
    found = [p for rule in RULES for p in rule(whole) if p.severity is Severity.ERROR]
    found += too_few_examples(records.rulings, [example for _, example in records.examples])
    return sorted(set(found))


def out_of_force(law: Knowledge, rulings: Iterable[tuple[str, Ruling]]) -> Iterator[Problem]:
    """Grounds of entered rulings that are repealed or not yet in force today."""
    day = LawOn(law.regulations, today(), today())
    for name, ruling in rulings:
        for outcome, owner in outcomes(ruling):
            for one in dict.fromkeys((*outcome.basis, *outcome.sanctions)):
                found = law.provision(one)
                if found is None or day.of_provision(found) not in OUT_OF_FORCE:
                    continue
                yield error(
                    Place(name, 1),
                    f"{owner} rests on {one}, which is {day.of_provision(found).value} today",
                    "Cite the provision in force that took its place.",
                )


def too_few_examples(
    rulings: Iterable[tuple[str, Ruling]], examples: Iterable[Example]
) -> Iterator[Problem]:
    """Entered rulings with fewer examples than it takes."""
    count = Counter(example.ruling for example in examples)
    for name, ruling in rulings:
        if count[ruling.id] < FEWEST_OF_NEW:
            yield error(
                Place(name, 1),
                f"ruling {ruling.id} has {count[ruling.id]} examples of its own",
                f"Give it at least {FEWEST_OF_NEW} different ones.",
            )


def _by_present_names(ruling: Ruling, law: Knowledge) -> Ruling:
    """The ruling with each provision under the name that the knowledge holds it by."""

    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        found: Mapping[str, str] = {
            one: provision.id for one in ids if (provision := law.provision(one)) is not None
        }
        return tuple(found.get(one, one) for one in ids)

    branches = tuple(
        branch.model_copy(
            update={"basis": named(branch.basis), "sanctions": named(branch.sanctions)}
        )
        for branch in ruling.branches
    )
    return ruling.model_copy(
        update={
            "basis": named(ruling.basis),
            "sanctions": named(ruling.sanctions),
            "branches": branches,
        }
    )
