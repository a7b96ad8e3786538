"""The encoder with its heads, as torch trains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel


class Network(nn.Module):
    """BERT, the mean of its tokens as vector, and a linear head for each kind of label.

    The heads see the vector's direction as seen from the middle of all questions: vectors of E5 lie close
    together, and what they share tells nothing. The word embeddings stay as they are, for they hold words that
    no example has, and so do the lowest ``frozen`` layers.
    """

    centre: Tensor

    def __init__(
        self, bert: BertModel, heads: Mapping[str, Sequence[str]], sharpness: float, frozen: int
    ) -> None:
        super().__init__()
        self.bert = bert
        self.frozen = frozen
        self.sharpness = sharpness
        width = bert.config.hidden_size
        self.register_buffer("centre", torch.zeros(width))
        self.heads = nn.ModuleDict(
            {name: nn.Linear(width, len(labels)) for name, labels in heads.items()}
        )
        for part in (bert.embeddings, *bert.encoder.layer[:frozen]):
            for parameter in part.parameters():
                parameter.requires_grad = False

    @torch.no_grad()
    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What leaves the frozen part, token by token; it is always the same for a text."""
        return self._through(self.bert.embeddings(input_ids=ids), mask, 0, self.frozen)

    def upper(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """One vector of length 1 for each text, from what ``lower`` gave."""
        return pooled(self._through(hidden, mask, self.frozen, None), mask)

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """One vector of length 1 for each text."""
        return self.upper(self.lower(ids, mask), mask)

    def _through(self, hidden: Tensor, mask: Tensor, start: int, end: int | None) -> Tensor:
        seen = mask[:, None, None, :].bool()
        for layer in self.bert.encoder.layer[start:end]:
            hidden = layer(hidden, seen)
        return hidden

    def scores(self, vectors: Tensor) -> dict[str, Tensor]:
        """What each head makes of vectors, before the softmax."""
        direction = functional.normalize(vectors - self.centre, dim=1)
        return {name: head(self.sharpness * direction) for name, head in self.heads.items()}


def pooled(hidden: Tensor, mask: Tensor) -> Tensor:
    """The mean over a text's tokens, scaled to length 1."""
    weight = mask.unsqueeze(-1).to(hidden.dtype)
    return functional.normalize((hidden * weight).sum(dim=1) / weight.sum(dim=1), dim=1)


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
