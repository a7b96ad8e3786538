"""What training makes smaller: the heads' errors, and the distance of what belongs together."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from knowledge.training.recipe import Recipe
from knowledge.training.samples import FACT


def weights_of(recipe: Recipe, heads: Mapping[str, object]) -> dict[str, float]:
    """How much each head counts; the facts share theirs."""
    facts = sum(name.startswith(FACT) for name in heads)
    named = {
        "leaf": recipe.leaf_weight,
        "ruling": recipe.ruling_weight,
        "family": recipe.family_weight,
        "verdict": recipe.verdict_weight,
    }
    return {name: named.get(name, recipe.fact_weight / max(facts, 1)) for name in heads}


def heads_loss(
    scores: Mapping[str, Tensor], targets: Mapping[str, Tensor], weights: Mapping[str, float]
) -> Tensor:
    """Weighted sum of the heads' cross-entropies."""
    losses = [
        weights[name] * functional.cross_entropy(score, targets[name])
        for name, score in scores.items()
    ]
    return torch.stack(losses).sum()


def contrast(vectors: Tensor, leaves: Tensor, temperature: float) -> Tensor:
    """Supervised contrastive loss (Khosla et al. 2020): questions of one leaf together, others apart.

    Zero where no leaf stands twice in the batch.
    """
    likeness = vectors @ vectors.T / temperature
    own = torch.eye(len(vectors), dtype=torch.bool)
    log_probability = functional.log_softmax(likeness.masked_fill(own, -1e9), dim=1)
    together = (leaves[:, None] == leaves[None, :]) & ~own
    partners = together.sum(dim=1)
    with_partner = partners > 0
    if not bool(with_partner.any()):
        return vectors.sum() * 0
    per_question = (log_probability * together).sum(dim=1)[with_partner] / partners[with_partner]
    return -per_question.mean()
