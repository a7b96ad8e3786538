"""The encoder with its heads, as torch trains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

QUERY = "query: "
"""What E5 models are told in front of a question."""


class Network(nn.Module):
    """BERT, the mean of its tokens as vector, and a linear head for each kind of label.

    The heads see the vector at a fixed length, so that what decides is its direction, which is also what a
    search compares. The word embeddings stay as they are: they hold words that no example has.
    """

    def __init__(
        self, bert: BertModel, heads: Mapping[str, Sequence[str]], sharpness: float, dropout: float
    ) -> None:
        super().__init__()
        self.bert = bert
        self.sharpness = sharpness
        self.drop = nn.Dropout(dropout)
        width = bert.config.hidden_size
        self.heads = nn.ModuleDict(
            {name: nn.Linear(width, len(labels)) for name, labels in heads.items()}
        )
        for parameter in bert.embeddings.parameters():
            parameter.requires_grad = False

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """One vector of length 1 for each text."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(dim=1) / weight.sum(dim=1)
        return functional.normalize(mean, dim=1)

    def scores(self, vectors: Tensor) -> dict[str, Tensor]:
        """What each head makes of vectors, before the softmax."""
        scaled = self.drop(self.sharpness * vectors)
        return {name: head(scaled) for name, head in self.heads.items()}


@dataclass(frozen=True)
class Batch:
    """Texts of one step, padded to the longest."""

    ids: Tensor
    mask: Tensor


def batch_of(tokens: Sequence[Sequence[int]], pad: int) -> Batch:
    """Token ids side by side."""
    longest = max(map(len, tokens))
    ids = torch.full((len(tokens), longest), pad)
    mask = torch.zeros((len(tokens), longest), dtype=torch.long)
    for row, text in enumerate(tokens):
        ids[row, : len(text)] = torch.tensor(text)
        mask[row, : len(text)] = 1
    return Batch(ids, mask)
