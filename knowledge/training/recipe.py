"""What a training run is told: every number that changes its result."""

from __future__ import annotations

from knowledge.model import Frozen


class Recipe(Frozen):
    """Settings of a training run; the defaults are first guesses, not yet chosen by measurement."""

    seed: int = 0
    epochs: int = 4
    batch: int = 32
    learning_rate: float = 1e-4
    """Of the encoder; it rises over the warm-up and then falls linearly to 0."""
    head_learning_rate: float = 2e-3
    warm_up: float = 0.06
    """Part of the steps over which the learning rate rises."""
    weight_decay: float = 0.01
    dropout: float = 0.1
    leaf_weight: float = 1.0
    ruling_weight: float = 0.5
    family_weight: float = 0.5
    verdict_weight: float = 1.0
    fact_weight: float = 0.3
    """Of all facts together."""
    contrast_weight: float = 0.0
    contrast_temperature: float = 0.07
    sharpness: float = 10.0
    """Length to which a vector is scaled before the heads see it."""
    longest: int = 96
    """Tokens of a question that are read."""
