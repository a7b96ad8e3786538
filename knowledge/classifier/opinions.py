"""What the encoder's own heads say of the leaves that an edition has.

The encoder learnt the labels of the day it was trained on, and an edition may have others. Where it knows no
label it must not decide: it says of it what it says of its own best guess, so that the heads which the edition
was built with, and the examples behind them, tell the two apart. That is how a ruling added today is answered
before the encoder is trained again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.features import Seen
from knowledge.classifier.labels import HEADS, Labels
from knowledge.encoder import Opinion

WEIGHT: Mapping[str, float] = {"leaf": 1.5, "ruling": 0.5, "family": 0.5, "verdict": 0.5}
"""How much each head of the encoder counts beside the edition's; set by cross-validation."""
_UNKNOWN = -1


def opinions(labels: Labels, seen: Sequence[Seen]) -> NDArray[np.float64]:
    """The sum of the encoder's log-probabilities for every leaf, a row a question.

    Zeros for a question whose embedder has no heads.
    """
    found = np.zeros((len(seen), len(labels)))
    for row, one in zip(found, seen, strict=True):
        if one.opinion is not None:
            row += _on_leaves(labels, one.opinion)
    return found


def _on_leaves(labels: Labels, opinion: Opinion) -> NDArray[np.float64]:
    total = np.zeros(len(labels))
    for head, column in _columns(labels, tuple(opinion.heads[head] for head in HEADS)).items():
        said = opinion.log_probability[head]
        total += WEIGHT[head] * np.where(column == _UNKNOWN, said.max(), said[column])
    return total


@lru_cache(maxsize=4)
def _columns(labels: Labels, known: tuple[tuple[str, ...], ...]) -> dict[str, NDArray[np.intp]]:
    """For each head the number of every leaf's label among those that the encoder knows.

    Of a leaf that it does not know it has no say in the verdict either: the law behind a known ruling may have
    changed since.
    """
    found = {}
    for head, names in zip(HEADS, known, strict=True):
        number = {name: i for i, name in enumerate(names)}
        found[head] = np.array([number.get(label, _UNKNOWN) for label in labels.of(head)], np.intp)
    found["verdict"] = np.where(found["leaf"] == _UNKNOWN, _UNKNOWN, found["verdict"])
    return found
