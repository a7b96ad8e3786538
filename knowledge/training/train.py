"""A whole training run: base, vocabulary, network, early stopping, temperature."""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from knowledge.classifier.labels import HEADS
from knowledge.dataset import Knowledge
from knowledge.training.base import Base
from knowledge.training.loop import Material, Progress, fit, material_of, read
from knowledge.training.network import Network
from knowledge.training.recipe import Recipe
from knowledge.training.samples import Sample, heads_of, stratified
from knowledge.training.vocabulary import Cut, cut_vocabulary, whole_vocabulary

FOLDS = 20
"""One of so many parts is held back: to stop in time, and for the temperature."""
_TEMPERATURES = tuple(round(0.5 + 0.05 * step, 2) for step in range(51))


@dataclass(frozen=True)
class Epoch:
    """How the encoder's heads, alone, answer the held-back questions after an epoch."""

    verdict: float
    """Accuracy, by the most probable verdict of all heads together."""
    family: float
    seconds: float
    """Since training began."""

    @property
    def both(self) -> float:
        """What early stopping watches."""
        return self.verdict + self.family


@dataclass(frozen=True, eq=False)
class Learnt:
    """A trained network with all that its export needs."""

    network: Network
    tokenizer: str
    """As JSON."""
    heads: Mapping[str, tuple[str, ...]]
    """Those that decide; the heads of facts teach the encoder and are left behind."""
    temperature: float
    epochs: tuple[Epoch, ...]
    learnt_from: int
    """Number of questions."""
    held_back: tuple[Sample, ...]

    @property
    def best(self) -> Epoch:
        """The epoch whose weights were kept."""
        return max(self.epochs, key=lambda epoch: epoch.both)


def vocabulary_for(
    knowledge: Knowledge, samples: Sequence[Sample], tokenizer: str, recipe: Recipe
) -> Cut:
    """The part of the base's vocabulary for the project's texts and the roots of Indonesian."""
    if recipe.whole_vocabulary:
        return whole_vocabulary(tokenizer)
    texts = [text for sample in samples for text in (sample.text, sample.example.q)]
    texts += [provision.text for provision in knowledge.provisions.values()]
    texts += [f"{ruling.title} {ruling.summary}" for ruling in knowledge.rulings.values()]
    roots = (files("Sastrawi") / "Stemmer" / "data" / "kata-dasar.txt").read_text("utf-8").split()
    return cut_vocabulary(tokenizer, texts, roots)


def learn(
    samples: Sequence[Sample],
    base: Base,
    cut: Cut,
    recipe: Recipe,
    progress: Progress,
    told: Callable[[Epoch], None] = lambda epoch: None,
    held_back: Sequence[bool] | None = None,
) -> Learnt:
    """Train on all samples but those held back; the best epoch's weights are kept.

    Args:
        samples: the examples.
        base: what training starts from; its model is left as it is.
        cut: the vocabulary to train with.
        recipe: the settings.
        progress: called with (stage, done, total).
        told: called with the figures after each epoch.
        held_back: which samples are held back; by default one of ``FOLDS`` parts.
    """
    torch.manual_seed(recipe.seed)
    if held_back is None:
        held_back = [fold == 0 for fold in stratified([s.family for s in samples], FOLDS)]
    every = heads_of(samples)
    tokenizer = Tokenizer.from_str(cut.tokenizer)
    mine = [s for s, held in zip(samples, held_back, strict=True) if not held]
    kept = [s for s, held in zip(samples, held_back, strict=True) if held]
    network = Network(with_vocabulary(base, cut), every, recipe.sharpness, recipe.frozen_layers)
    watched = material_of(kept, every, tokenizer, recipe.longest)
    watch = _Watch(network, watched, labels_of_leaves(samples, every), recipe.patience, told)
    fit(
        network,
        material_of(mine, every, tokenizer, recipe.longest),
        recipe,
        watch.after_epoch,
        progress,
    )
    network.load_state_dict(watch.best)
    heads = {head: every[head] for head in HEADS}
    temperature = _temperature(network, watched)
    return Learnt(
        network, cut.tokenizer, heads, temperature, tuple(watch.epochs), len(mine), tuple(kept)
    )


def with_vocabulary(base: Base, cut: Cut) -> torch.nn.Module:
    """A copy of the base's model that has just the kept pieces, and drops nothing at random."""
    model = copy.deepcopy(base.model)
    kept = model.embeddings.word_embeddings.weight.data[list(cut.kept)].clone()
    pad = model.embeddings.word_embeddings.padding_idx
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(kept, padding_idx=pad)
    model.config.vocab_size = len(cut.kept)
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0
        if hasattr(part, "dropout_prob"):
            part.dropout_prob = 0.0
    return model


def material_hash(samples: Sequence[Sample]) -> str:
    """Hash of what is learnt from: every question as read, with its labels."""
    digest = hashlib.sha256()
    for sample in samples:
        labels = (sample.label("leaf"), sample.family, sorted(sample.example.facts.items()))
        digest.update(f"{sample.text}\0{labels}\0".encode())
    return digest.hexdigest()[:16]


class _Watch:
    """Keeps the best weights, and says when to stop."""

    def __init__(
        self,
        network: Network,
        held_back: Material,
        of_leaf: Mapping[str, Tensor],
        patience: int,
        told: Callable[[Epoch], None],
    ) -> None:
        self.epochs: list[Epoch] = []
        self.best: dict[str, Tensor] = {}
        self._network = network
        self._held_back = held_back
        self._of_leaf = of_leaf
        self._patience = patience
        self._told = told
        self._since = time.monotonic()

    def after_epoch(self, number: int) -> bool:
        opinions = read(self._network, self._held_back)[1]
        right = accuracy(opinions, self._held_back.targets, self._of_leaf)
        epoch = Epoch(right["verdict"], right["family"], time.monotonic() - self._since)
        if all(epoch.both > earlier.both for earlier in self.epochs):
            self.best = copy.deepcopy(self._network.state_dict())
        self.epochs.append(epoch)
        self._told(epoch)
        best = max(range(len(self.epochs)), key=lambda i: self.epochs[i].both)
        return number - best < self._patience


def accuracy(
    opinions: Mapping[str, Tensor],
    targets: Mapping[str, Tensor],
    of_leaf: Mapping[str, Tensor],
) -> dict[str, float]:
    """Shares of questions whose verdict and family the heads together find.

    As in the bot, the heads' opinions on every leaf are multiplied and the leaves' probabilities summed; here all
    heads count alike.
    """
    total = torch.stack([opinions[head][:, of_leaf[head]] for head in HEADS]).sum(dim=0)
    probability = functional.softmax(total, dim=1)
    right = {}
    for head in ("verdict", "family"):
        summed = torch.zeros(len(probability), opinions[head].shape[1])
        summed.index_add_(1, of_leaf[head], probability)
        right[head] = float((summed.argmax(dim=1) == targets[head]).float().mean())
    return right


def labels_of_leaves(
    samples: Sequence[Sample], heads: Mapping[str, Sequence[str]]
) -> dict[str, Tensor]:
    """For each deciding head the number of every leaf's label, in the order of the leaves."""
    one = {sample.label("leaf"): sample for sample in samples}
    return {
        head: torch.tensor([heads[head].index(one[leaf].label(head)) for leaf in heads["leaf"]])
        for head in HEADS
    }


def _temperature(network: Network, held_back: Material) -> float:
    """The divisor of the scores that makes the held-back leaves likeliest (Guo et al. 2017)."""
    leaf = read(network, held_back)[1]["leaf"]

    def loss(temperature: float) -> float:
        return float(functional.cross_entropy(leaf / temperature, held_back.targets["leaf"]))

    return min(_TEMPERATURES, key=loss)
