"""The labelled questions: each once, with a verdict its ruling gives, and none in a test set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.check.problem import Problem, error, warning
from ingest.check.source import Data
from knowledge.dataset import Place
from knowledge.model import Example, Verdict

FEWEST_EXAMPLES = 5
"""Rulings with fewer examples are hardly ever recognised."""
_NO_LETTER = re.compile(r"[\W_]+")


def question_key(question: str) -> str:
    """What two writings of one question share: its letters and digits, in lower case."""
    return _NO_LETTER.sub("", question.lower()) or question.strip()


def repeated_examples(data: Data) -> Iterator[Problem]:
    """Questions that stand twice, under one ruling or under two."""
    seen: dict[str, tuple[Example, Place]] = {}
    for placed in data.examples:
        first, at = seen.setdefault(question_key(placed.value.q), (placed.value, placed.place))
        if at is placed.place:
            continue
        own = placed.value.ruling
        if first.ruling == own:
            yield error(placed.place, f"the example stands already at {at}", "Delete one of them.")
        else:
            yield error(
                placed.place,
                f"the example stands under {own} here and under {first.ruling} at {at}",
                "Keep it under the ruling that answers it.",
            )


def leaked_examples(data: Data) -> Iterator[Problem]:
    """Examples that also stand in the pairs or in a test set, which must stay unseen."""
    held_apart: dict[str, Place] = {}
    for pair in data.pairs:
        for side in (pair.value.a, pair.value.b):
            held_apart.setdefault(question_key(side.q), pair.place)
    for row in data.testsets:
        question = row.value.get("question") if isinstance(row.value, dict) else None
        if isinstance(question, str):
            held_apart.setdefault(question_key(question), row.place)
    for placed in data.examples:
        at = held_apart.get(question_key(placed.value.q))
        if at is not None:
            yield error(
                placed.place,
                f"the example is also a test question at {at}",
                "Delete the example, or word it otherwise: what is tested must not be learnt.",
            )


def foreign_verdicts(data: Data) -> Iterator[Problem]:
    """Examples with a verdict that neither their ruling nor one of its branches gives."""
    given = _given_verdicts(data)
    for example in data.examples:
        verdict, target = example.value.verdict, example.value.ruling
        if target in given and verdict not in given[target]:
            yield error(
                example.place,
                f"the example says {verdict}, {target} gives only {_listed(given[target])}",
                "Correct the label, or add the branch that gives this verdict.",
            )


def disputed_pairs(data: Data) -> Iterator[Problem]:
    """Sides of pairs with a verdict that their ruling does not give.

    Only warnings: the pairs are an answer key of their own, which must not be bent to the rulings.
    """
    given = _given_verdicts(data)
    for pair in data.pairs:
        for name, side in (("a", pair.value.a), ("b", pair.value.b)):
            if side.ruling in given and side.verdict not in given[side.ruling]:
                yield warning(
                    pair.place,
                    f"side {name} of {pair.value.id} says {side.verdict}, {side.ruling} gives only "
                    f"{_listed(given[side.ruling])}",
                    "Decide by the law which of the two is wrong, and correct that one.",
                )


def _given_verdicts(data: Data) -> dict[str, set[Verdict]]:
    """The verdicts that each ruling (with its branches) or class can give."""
    given: dict[str, set[Verdict]] = {c.value.id: {c.value.verdict} for c in data.classes}
    for ruling in data.rulings:
        branches = {branch.verdict for branch in ruling.value.branches}
        given[ruling.value.id] = branches | {ruling.value.verdict}
    return given


def _listed(verdicts: set[Verdict]) -> str:
    return ", ".join(sorted(verdicts))


def unexampled_answers(data: Data) -> Iterator[Problem]:
    """Rulings and classes that have no example, or too few to be recognised."""
    count = Counter(example.value.ruling for example in data.examples)
    for one, place in data.located("rulings", "classes"):
        found = count[one]
        if found == 0:
            yield error(
                place,
                f"{one} has no example, so that no question leads to it",
                f"Add at least {FEWEST_EXAMPLES} under examples/.",
            )
        elif found < FEWEST_EXAMPLES:
            yield warning(
                place,
                f"{one} has only {found} example{'s' * (found > 1)}",
                f"Add examples: at least {FEWEST_EXAMPLES}.",
            )
