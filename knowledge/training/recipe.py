"""What a training run is told: every number that changes its result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, ValidationError

from knowledge.model import Frozen

Precision = Literal["auto", "float32", "bfloat16"]


class Recipe(Frozen):
    """Settings of a training run; docs/encoder.md has the figures by which they were chosen."""

    seed: int = 0
    epochs: int = Field(default=6, ge=1)
    patience: int = Field(default=2, ge=1)
    """Epochs without a gain on the held-back questions after which training stops."""
    precision: Precision = "float32"
    """Numbers that the layers multiply; ``auto``: bfloat16 where the processor has it, for quick trials."""
    batch: int = Field(default=32, ge=2)
    frozen_layers: int = Field(default=0, ge=0)
    """Lowest layers that stay as the base has them."""
    learning_rate: float = 2e-4
    """Of the encoder; it rises over the warm-up and then falls linearly to 0."""
    head_learning_rate: float = 3e-3
    warm_up: float = 0.06
    """Part of the steps over which the learning rate rises."""
    weight_decay: float = 0.01
    hidden_tokens: float = Field(default=0.08, ge=0.0, lt=1.0)
    """Part of a question's tokens that the trained layers do not see, chosen anew each time."""
    leaf_weight: float = 1.0
    ruling_weight: float = 0.5
    family_weight: float = 0.5
    verdict_weight: float = 1.0
    fact_weight: float = 0.3
    """Of all facts together."""
    contrast_weight: float = 0.0
    contrast_temperature: float = 0.07
    sharpness: float = 10.0
    """Length to which a centred vector is scaled before the heads see it."""
    longest: int = 96
    """Tokens of a question that are read."""
    whole_vocabulary: bool = False
    """Keep every piece of the base, also those of other languages and scripts."""


def recipe_of(settings: Sequence[str], epochs: int | None = None) -> Recipe:
    """The usual recipe with some settings changed, each given as ``NAME=VALUE``.

    Raises:
        ValueError: there is no such setting, or it does not take such a value; the message says which.
    """
    changed: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or name not in Recipe.model_fields:
            known = ", ".join(Recipe.model_fields)
            raise ValueError(f"{setting!r} is no setting. Give NAME=VALUE with one of {known}.")
        changed[name] = value
    if epochs is not None:
        changed["epochs"] = str(epochs)
    try:
        return Recipe.model_validate_strings(changed)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{first['loc'][0]}: {first['msg']}.") from None
