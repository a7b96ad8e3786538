"""Cross-validation over the examples: each is guessed by a method that learnt from the other folds.

Doubles (examples that read the same once normalised) are removed first, so that no question is
guessed from itself. The vocabulary by which typing errors are mended is learnt from all questions,
labels unseen: the vectors depend on it and would have to be computed anew for every fold. An encoder that
has an opinion was trained on the other folds alone (evaluation/learning/out_of_fold.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.asking import Progress, silent
from evaluation.figures import mean, rounded
from evaluation.learning.folds import Folds
from evaluation.learning.methods import FamilyOf, Guess, Method
from evaluation.metrics.verdicts import more_permissive
from knowledge.classifier.features import Seen
from knowledge.dataset import Knowledge
from knowledge.embedding import Embedder
from knowledge.embedding_cache import cached_vectors
from knowledge.model import Example, Verdict
from knowledge.reading import roots_of
from knowledge.training.samples import samples_of

OUTSIDE_TOPIC = "di-luar-putusan"
"""The topic of the families that are no conduct: other topics, opinions, evasion, orders."""


@dataclass(frozen=True)
class Sample:
    """An example, prepared, with the family and topic of its ruling."""

    example: Example
    seen: Seen
    family: str
    topic: str

    @property
    def outside(self) -> bool:
        """Whether the question is out of scope or adversarial, and is to be turned away."""
        return self.topic == OUTSIDE_TOPIC and self.example.verdict is Verdict.DI_LUAR_CAKUPAN


RIGHT: Mapping[str, Callable[[Sample, Guess], bool]] = {
    "verdict": lambda sample, guess: guess.verdict == sample.example.verdict,
    "leaf_verdict": lambda sample, guess: guess.leaf_verdict == sample.example.verdict,
    "family": lambda sample, guess: guess.family == sample.family,
    "ruling": lambda sample, guess: guess.ruling == sample.example.ruling,
}
"""When a guess is right, for every share that is reported."""


@dataclass(frozen=True)
class Accuracy:
    """Shares of right guesses; None over no examples."""

    examples: int
    verdict: float | None
    """By summed probability."""
    leaf_verdict: float | None
    """Verdict of the most probable leaf."""
    family: float | None
    ruling: float | None
    unsafe: int
    """Number of guessed verdicts more permissive than the example's."""

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values."""
        return {name: rounded(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Validation:
    """What cross-validation found for one method."""

    method: str
    folds: Folds
    doubles: int
    """Examples removed because an earlier one reads the same."""
    overall: Accuracy
    outside: Accuracy
    """Over out-of-scope and adversarial questions alone."""
    by_author: Mapping[str, Accuracy]
    by_style: Mapping[str, Accuracy]
    by_topic: Mapping[str, Accuracy]
    seconds: float
    """Time to learn and guess, without embedding and without training an encoder."""
    outcomes: tuple[tuple[Sample, Guess], ...] = field(default=(), compare=False, repr=False)
    """Every question that was asked and what was guessed, in the order of the examples."""

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values."""
        groups = {"author": self.by_author, "style": self.by_style, "topic": self.by_topic}
        return {
            "method": self.method,
            "folds": self.folds.number,
            "by": self.folds.by,
            "asked_folds": [fold + 1 for fold in self.folds.asked],
            "doubles": self.doubles,
            "overall": self.overall.to_dict(),
            "outside": self.outside.to_dict(),
            **{
                f"by_{key}": {name: group.to_dict() for name, group in found.items()}
                for key, found in groups.items()
            },
            "seconds": round(self.seconds, 1),
        }


@dataclass(frozen=True)
class FoldSize:
    """What one fold asks."""

    fold: int
    """Counted from 1."""
    questions: int
    authors: tuple[str, ...]
    unlearnt: int
    """Questions whose ruling with its verdict no other fold has: no method can find it."""

    def to_dict(self) -> dict[str, Any]:
        """The sizes as JSON values."""
        return {**asdict(self), "authors": list(self.authors)}


def prepare(knowledge: Knowledge) -> tuple[list[Sample], int]:
    """All examples prepared, doubles removed, and how many those were; the vectors are empty."""
    empty = np.zeros(0, np.float32)
    samples = [
        Sample(
            sample.example,
            Seen(sample.text, roots_of(sample.text), empty),
            sample.family,
            knowledge.topic_of(sample.example.ruling),
        )
        for sample in samples_of(knowledge)
    ]
    return samples, len(knowledge.examples) - len(samples)


def with_vectors(
    samples: Sequence[Sample], embedder: Embedder, cache_file: Path, progress: Progress = silent
) -> list[Sample]:
    """The samples with their vectors, for methods that look at them.

    ``progress`` is called with (embedded, to embed); vectors already in the cache are not computed.
    """
    texts = [sample.seen.text for sample in samples]
    vectors, _ = cached_vectors(embedder, "query", texts, cache_file, progress)
    return [
        replace(sample, seen=replace(sample.seen, vector=vector))
        for sample, vector in zip(samples, vectors, strict=True)
    ]


def fold_sizes(samples: Sequence[Sample], folds: Folds) -> tuple[FoldSize, ...]:
    """What each of the folds asks that are guessed."""
    found = []
    for fold in folds.asked:
        asked = [samples[i] for i in folds.inside(fold)]
        known = {_leaf(samples[i]) for i in folds.outside(fold)}
        authors = tuple(sorted({sample.example.author for sample in asked}))
        unlearnt = sum(_leaf(sample) not in known for sample in asked)
        found.append(FoldSize(fold + 1, len(asked), authors, unlearnt))
    return tuple(found)


def cross_validate(
    name: str,
    method: Method,
    samples: Sequence[Sample],
    doubles: int,
    folds: Folds,
    progress: Progress = silent,
) -> Validation:
    """Guess every sample of the asked folds from the folds that it is not in.

    ``progress`` is called with (folds done, folds asked).
    """
    family = {sample.example.ruling: sample.family for sample in samples}
    started = time.perf_counter()
    guessed = _out_of_fold(method, samples, family.__getitem__, folds, progress)
    seconds = time.perf_counter() - started
    both = tuple((samples[i], guessed[i]) for i in sorted(guessed))
    return Validation(
        name,
        folds,
        doubles,
        accuracy(both),
        accuracy([(s, g) for s, g in both if s.outside]),
        _by(both, lambda s: s.example.author),
        _by(both, lambda s: s.example.style),
        _by(both, lambda s: s.topic),
        seconds,
        both,
    )


def accuracy(both: Sequence[tuple[Sample, Guess]]) -> Accuracy:
    """The shares of right guesses."""
    return Accuracy(
        examples=len(both),
        **{share: mean(right(s, g) for s, g in both) for share, right in RIGHT.items()},
        unsafe=sum(more_permissive({s.example.verdict}, Verdict(g.verdict)) for s, g in both),
    )


def _out_of_fold(
    method: Method, samples: Sequence[Sample], family_of: FamilyOf, folds: Folds, progress: Progress
) -> dict[int, Guess]:
    guessed: dict[int, Guess] = {}
    progress(0, len(folds.asked))
    for done, fold in enumerate(folds.asked, start=1):
        asked = folds.inside(fold)
        learnt = [samples[i] for i in folds.outside(fold)]
        found = method.decide(
            [replace(sample.seen, opinion=None) for sample in learnt],
            [_leaf(sample) for sample in learnt],
            family_of,
            [_shown(method, samples[i].seen) for i in asked],
        )
        guessed.update(zip(asked, found, strict=True))
        progress(done, len(folds.asked))
    return guessed


def _shown(method: Method, seen: Seen) -> Seen:
    """A question without the opinion that the method must not have: the bot's heads would take it in."""
    return seen if method.encoder else replace(seen, opinion=None)


def _leaf(sample: Sample) -> tuple[str, str]:
    return sample.example.ruling, sample.example.verdict.value


def _by(both: Sequence[tuple[Sample, Guess]], key: Callable[[Sample], str]) -> dict[str, Accuracy]:
    groups: dict[str, list[tuple[Sample, Guess]]] = {}
    for sample, guess in both:
        groups.setdefault(key(sample), []).append((sample, guess))
    return {name: accuracy(groups[name]) for name in sorted(groups)}
