"""What the encoder learns from: the examples as the bot reads them, with all that they are labelled with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.classifier.labels import HEADS, leaf_name
from knowledge.dataset import Knowledge
from knowledge.model import Example
from knowledge.text import Normaliser, vocabulary_of

FACT = "fact:"
"""What the name of a head for a fact begins with."""
UNSTATED = ""
"""The label of a fact that a question does not state."""
SEED = 0


@dataclass(frozen=True)
class Sample:
    """A question in standard words, with its labels."""

    text: str
    example: Example
    family: str

    def label(self, head: str) -> str:
        """What a head should say of it."""
        if head == "leaf":
            return leaf_name(self.example.ruling, self.example.verdict.value)
        if head == "ruling":
            return self.example.ruling
        if head == "family":
            return self.family
        if head == "verdict":
            return self.example.verdict.value
        return self.example.facts.get(head.removeprefix(FACT), UNSTATED)


def samples_of(knowledge: Knowledge) -> tuple[Sample, ...]:
    """All examples, normalised; of those that then read the same, the first."""
    vocabulary = vocabulary_of([example.q for example in knowledge.examples], knowledge.lexicon)
    normaliser = Normaliser(knowledge.lexicon, vocabulary)
    first: dict[str, Example] = {}
    for example in knowledge.examples:
        first.setdefault(normaliser.normalise(example.q), example)
    return tuple(
        Sample(text, example, knowledge.family_of(example.ruling))
        for text, example in first.items()
    )


def heads_of(samples: Sequence[Sample]) -> Mapping[str, tuple[str, ...]]:
    """The labels of every head: ruling with verdict, ruling, family, verdict, and each fact."""
    facts = sorted({fact for sample in samples for fact in sample.example.facts})
    names = [*HEADS, *(FACT + fact for fact in facts)]
    return {name: tuple(sorted({sample.label(name) for sample in samples})) for name in names}


def stratified(strata: Sequence[str], folds: int) -> list[int]:
    """The fold of each item: every stratum spread as evenly over the folds as it goes."""
    shuffle = np.random.default_rng(SEED)
    members: dict[str, list[int]] = {}
    for item, stratum in enumerate(strata):
        members.setdefault(stratum, []).append(item)
    fold = [0] * len(strata)
    dealt = 0  # goes on from stratum to stratum, so that small ones do not all fall into fold 0
    for stratum in sorted(members):
        for item in shuffle.permutation(members[stratum]):
            fold[int(item)] = dealt % folds
            dealt += 1
    return fold
