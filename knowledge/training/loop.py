"""The training loop: batches of questions of like length, one schedule, early stopping."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from torch.optim.lr_scheduler import LambdaLR

from knowledge.errors import TrainingError
from knowledge.training.losses import contrast, heads_loss, weights_of
from knowledge.training.network import Network, batch_of
from knowledge.training.pace import quick
from knowledge.training.recipe import Recipe
from knowledge.training.samples import Sample

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""
PAD = "<pad>"
_BUCKET = 40
"""Batches among which questions are sorted by length, so that little is padded."""
_ASKED = 64
_CENTRE_OF = 512


@dataclass(frozen=True, eq=False)
class Material:
    """Questions as the network takes them."""

    tokens: tuple[tuple[int, ...], ...]
    targets: Mapping[str, Tensor]
    """The number of each question's label, for every head."""
    pad: int

    def __len__(self) -> int:
        return len(self.tokens)


def material_of(
    samples: Sequence[Sample],
    heads: Mapping[str, Sequence[str]],
    tokenizer: Tokenizer,
    longest: int,
) -> Material:
    """Samples as token ids and label numbers; every label must be one of its head's."""
    numbers = {name: {label: i for i, label in enumerate(labels)} for name, labels in heads.items()}
    return Material(
        tokens_of([sample.text for sample in samples], tokenizer, longest),
        {
            name: torch.tensor([numbers[name][sample.label(name)] for sample in samples])
            for name in heads
        },
        pad_of(tokenizer),
    )


def tokens_of(
    texts: Sequence[str], tokenizer: Tokenizer, longest: int
) -> tuple[tuple[int, ...], ...]:
    """The token ids of texts, of each as many as are read."""
    return tuple(tuple(encoding.ids[:longest]) for encoding in tokenizer.encode_batch(list(texts)))


def pad_of(tokenizer: Tokenizer) -> int:
    """The id that fills up shorter texts of a batch.

    Raises:
        TrainingError: the tokenizer has none.
    """
    found = tokenizer.token_to_id(PAD)
    if found is None:
        raise TrainingError(f"The base's tokenizer has no {PAD}. Use multilingual-e5-small.")
    return found


def batches(lengths: Sequence[int], size: int, shuffle: random.Random | None) -> list[list[int]]:
    """Indices in batches of like length; without ``shuffle`` in an order that is always the same."""
    order = list(range(len(lengths)))
    if shuffle is not None:
        shuffle.shuffle(order)
    found: list[list[int]] = []
    for start in range(0, len(order), size * _BUCKET):
        bucket = sorted(order[start : start + size * _BUCKET], key=lambda i: lengths[i])
        found += [bucket[at : at + size] for at in range(0, len(bucket), size)]
    if shuffle is not None:
        shuffle.shuffle(found)
    return found


@dataclass(frozen=True, eq=False)
class Lowered:
    """What the frozen part of a network makes of each question; computed once."""

    hidden: Sequence[Tensor]
    """A row for each token."""

    def batch(self, chosen: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Some of them padded to the longest, and which tokens are real."""
        rows = [self.hidden[i] for i in chosen]
        real = [torch.ones(len(row), dtype=torch.long) for row in rows]
        return pad_sequence(rows, batch_first=True), pad_sequence(real, batch_first=True)


def lowered(network: Network, material: Material, progress: Progress) -> Lowered:
    """Send questions through the frozen part."""
    network.eval()
    hidden: list[Tensor] = [torch.empty(0)] * len(material)
    done = 0
    for chosen in batches([len(t) for t in material.tokens], _ASKED, None):
        batch = batch_of([material.tokens[i] for i in chosen], material.pad)
        for i, row in zip(chosen, network.lower(batch.ids, batch.mask), strict=True):
            hidden[i] = row[: len(material.tokens[i])].clone()
        done += len(chosen)
        progress("lower", done, len(material))
    return Lowered(hidden)


def fit(
    network: Network,
    material: Material,
    recipe: Recipe,
    after_epoch: Callable[[int], bool],
    progress: Progress,
) -> None:
    """Train in place; ``after_epoch`` is given the epoch's number and says whether to go on."""
    torch.manual_seed(recipe.seed)
    shuffle = random.Random(recipe.seed)  # noqa: S311 - an order, no secret
    lengths = [len(tokens) for tokens in material.tokens]
    steps = math.ceil(len(material) / recipe.batch) * recipe.epochs
    optimizer, schedule = _optimizer(network, recipe, steps)
    weights = weights_of(recipe, material.targets)
    lower = lowered(network, material, progress)
    _centre(network, lower, shuffle)
    upper = quick(network.upper, recipe)
    done = 0
    for epoch in range(recipe.epochs):
        network.train()
        for chosen in batches(lengths, recipe.batch, shuffle):
            hidden, mask = lower.batch(chosen)
            vectors = upper(hidden, _some_hidden(mask, recipe.hidden_tokens))
            loss = _loss(network, material, vectors, chosen, recipe, weights)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            progress("learn", done, steps)
        if not after_epoch(epoch):
            return


@torch.no_grad()
def _centre(network: Network, lower: Lowered, shuffle: random.Random) -> None:
    """Take the mean vector of some questions as the point that the heads look from."""
    some = shuffle.sample(range(len(lower.hidden)), min(_CENTRE_OF, len(lower.hidden)))
    parts = [some[at : at + _ASKED] for at in range(0, len(some), _ASKED)]
    vectors = torch.cat([network.upper(*lower.batch(part)) for part in parts])
    network.centre.copy_(vectors.mean(dim=0))


def _some_hidden(mask: Tensor, part: float) -> Tensor:
    """The mask without a random part of its tokens; the first always stays."""
    keep = torch.rand(mask.shape) >= part
    keep[:, 0] = True
    return mask * keep


def _loss(
    network: Network,
    material: Material,
    vectors: Tensor,
    chosen: Sequence[int],
    recipe: Recipe,
    weights: Mapping[str, float],
) -> Tensor:
    at = torch.tensor(chosen)
    targets = {name: numbers[at] for name, numbers in material.targets.items()}
    loss = heads_loss(network.scores(vectors), targets, weights)
    if recipe.contrast_weight:
        pulled = contrast(vectors, targets["leaf"], recipe.contrast_temperature)
        loss = loss + recipe.contrast_weight * pulled
    return loss


def _optimizer(network: Network, recipe: Recipe, steps: int) -> tuple[torch.optim.AdamW, LambdaLR]:
    encoder = [p for p in network.bert.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {
                "params": encoder,
                "lr": recipe.learning_rate,
                "weight_decay": recipe.weight_decay,
            },
            {
                "params": list(network.heads.parameters()),
                "lr": recipe.head_learning_rate,
                "weight_decay": 0.0,
            },
        ],
        fused=True,
    )
    warm = max(1, round(recipe.warm_up * steps))

    def factor(step: int) -> float:
        return min(1.0, (step + 1) / warm) * max(0.0, (steps - step) / steps)

    return optimizer, LambdaLR(optimizer, factor)


def read(network: Network, material: Material) -> tuple[Tensor, dict[str, Tensor]]:
    """The vectors of questions and what each head says of them, as log-probabilities."""
    network.eval()
    vectors = torch.zeros(len(material), network.bert.config.hidden_size)
    opinions = {
        name: torch.zeros(len(material), head.out_features)
        for name, head in network.heads.items()
        if isinstance(head, nn.Linear)
    }
    with torch.no_grad():
        for chosen in batches([len(t) for t in material.tokens], _ASKED, None):
            batch = batch_of([material.tokens[i] for i in chosen], material.pad)
            found = network.vectors(batch.ids, batch.mask)
            vectors[chosen] = found
            for name, score in network.scores(found).items():
                opinions[name][chosen] = torch.log_softmax(score, dim=1)
    return vectors, opinions
