"""How much the encoder adds: the bot's classifier against the best method that does without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.figures import rounded
from evaluation.learning.crossval import RIGHT, Validation
from evaluation.learning.methods import METHODS, OURS
from evaluation.metrics.statistics import paired_interval

SHARES = ("verdict", "family")
"""The shares of right guesses that are compared."""


@dataclass(frozen=True)
class Gain:
    """By how much one share is higher with the encoder, over the same questions."""

    share: str
    over: str
    """The method without the encoder that has the highest share."""
    questions: int
    points: float
    """In hundredths."""
    low: float
    """Lower end of the 95 % interval: paired bootstrap over questions."""
    high: float

    def to_dict(self) -> dict[str, Any]:
        """The gain as JSON values."""
        return {name: rounded(value) for name, value in asdict(self).items()}


def gains(validations: Sequence[Validation]) -> tuple[Gain, ...]:
    """The gain of each share; none where the bot's method, or any without the encoder, is not among them."""
    ours = next((v for v in validations if v.method == OURS), None)
    others = [v for v in validations if not METHODS[v.method].encoder]
    if ours is None or not others:
        return ()
    return tuple(_gain(share, ours, others) for share in SHARES)


def _gain(share: str, ours: Validation, others: Sequence[Validation]) -> Gain:
    best = max(others, key=lambda other: sum(_right(share, other)))  # of equals the first
    with_it, without = _right(share, ours), _right(share, best)
    low, high = paired_interval(without, with_it)
    points = 100 * (sum(with_it) - sum(without)) / len(with_it)
    return Gain(share, best.method, len(with_it), points, 100 * low, 100 * high)


def _right(share: str, validation: Validation) -> list[bool]:
    return [RIGHT[share](sample, guess) for sample, guess in validation.outcomes]
