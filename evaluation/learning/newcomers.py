"""How rulings are answered that came after the encoder was trained: the edition's linear heads know them, it does not.

For this some rulings are kept from an encoder's training as if somebody had added them since, and their questions are
held against the same ones where the encoder knows them, and where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.asking import Progress, silent
from evaluation.learning.crossval import Accuracy, Sample, accuracy, cross_validate
from evaluation.learning.folds import Folds
from evaluation.learning.methods import METHODS, OURS
from knowledge.training.samples import stratified

WITHOUT = "ngrams"
"""The method that does without an encoder."""


@dataclass(frozen=True)
class Way:
    """How questions are answered in one of three ways."""

    encoder: str
    """``none``, ``knows them``, or ``does not``."""
    newcomers: Accuracy
    """Questions about the rulings that were kept from the encoder."""
    others: Accuracy

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values."""
        return {
            "encoder": self.encoder,
            "newcomers": self.newcomers.to_dict(),
            "others": self.others.to_dict(),
        }


@dataclass(frozen=True)
class Newcomers:
    """What was found about rulings that an encoder does not know."""

    rulings: tuple[str, ...]
    folds: Folds
    ways: tuple[Way, ...]

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values."""
        return {
            "rulings": list(self.rulings),
            "folds": self.folds.number,
            "asked_folds": [fold + 1 for fold in self.folds.asked],
            "ways": [way.to_dict() for way in self.ways],
        }


def newcomers(samples: Sequence[Sample], one_in: int) -> frozenset[str]:
    """One of so many rulings, spread over the families; always the same ones."""
    of_family = sorted({(sample.family, sample.example.ruling) for sample in samples})
    dealt = stratified([family for family, _ in of_family], one_in)
    return frozenset(
        ruling for (_, ruling), part in zip(of_family, dealt, strict=True) if part == 0
    )


def compare(
    knowing: Sequence[Sample],
    unknowing: Sequence[Sample],
    rulings: frozenset[str],
    folds: Folds,
    progress: Progress = silent,
) -> Newcomers:
    """Answer the asked folds in three ways.

    Args:
        knowing: the samples with the opinions of encoders that were trained on all rulings.
        unknowing: the same with those of encoders that never saw ``rulings``.
        rulings: what is taken for new.
        folds: of both.
        progress: called with (ways done, all ways).
    """
    asked = (
        ("none", WITHOUT, knowing),
        ("knows them", OURS, knowing),
        ("does not", OURS, unknowing),
    )
    ways = []
    for done, (encoder, method, samples) in enumerate(asked):
        progress(done, len(asked))
        outcomes = cross_validate(method, METHODS[method], samples, 0, folds).outcomes
        new = [(s, g) for s, g in outcomes if s.example.ruling in rulings]
        old = [(s, g) for s, g in outcomes if s.example.ruling not in rulings]
        ways.append(Way(encoder, accuracy(new), accuracy(old)))
    progress(len(asked), len(asked))
    return Newcomers(tuple(sorted(rulings)), folds, tuple(ways))
