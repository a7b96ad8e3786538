"""Cross-validation over the examples: each is guessed by a method that learnt from the other folds.

Doubles (examples that read the same once normalised) are removed first, so that no question is
guessed from itself. The vocabulary by which typing errors are mended is learnt from all questions,
labels unseen: the vectors depend on it and would have to be computed anew for every fold.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation.asking import Progress, silent
from evaluation.errors import EvaluationError
from evaluation.figures import mean, rounded
from evaluation.learning.methods import FamilyOf, Guess, Method
from evaluation.metrics.verdicts import more_permissive
from knowledge.classifier.features import Seen
from knowledge.dataset import Knowledge
from knowledge.embedding import Embedder
from knowledge.embedding_cache import cached_vectors
from knowledge.model import Example, Verdict
from knowledge.reading import roots_of
from knowledge.training.samples import samples_of, stratified

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
    folds: int
    doubles: int
    """Examples removed because an earlier one reads the same."""
    overall: Accuracy
    outside: Accuracy
    """Over out-of-scope and adversarial questions alone."""
    by_author: Mapping[str, Accuracy]
    by_style: Mapping[str, Accuracy]
    by_topic: Mapping[str, Accuracy]
    seconds: float
    """Time to learn and guess in all folds, without embedding."""

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values."""
        groups = {"author": self.by_author, "style": self.by_style, "topic": self.by_topic}
        return {
            "method": self.method,
            "folds": self.folds,
            "doubles": self.doubles,
            "overall": self.overall.to_dict(),
            "outside": self.outside.to_dict(),
            **{
                f"by_{key}": {name: group.to_dict() for name, group in found.items()}
                for key, found in groups.items()
            },
            "seconds": round(self.seconds, 1),
        }


def prepare(
    knowledge: Knowledge, embedder: Embedder, cache_file: Path, progress: Progress = silent
) -> tuple[list[Sample], int]:
    """All examples prepared, doubles removed, and how many those were.

    ``progress`` is called with (embedded, to embed); vectors already in the cache are not computed.
    """
    read = samples_of(knowledge)
    vectors, _ = cached_vectors(embedder, "query", [s.text for s in read], cache_file, progress)
    samples = [
        Sample(
            sample.example,
            Seen(sample.text, roots_of(sample.text), vector),
            sample.family,
            knowledge.topic_of(sample.example.ruling),
        )
        for sample, vector in zip(read, vectors, strict=True)
    ]
    return samples, len(knowledge.examples) - len(samples)


def cross_validate(
    name: str,
    method: Method,
    samples: Sequence[Sample],
    doubles: int,
    folds: int = 5,
    progress: Progress = silent,
) -> Validation:
    """Guess every sample from the folds that it is not in; ``progress``: (folds done, folds).

    Raises:
        EvaluationError: there are fewer samples than folds, or fewer than two folds.
    """
    if not 2 <= folds <= len(samples):
        raise EvaluationError(
            f"{len(samples)} examples cannot be split into {folds} folds. "
            f"Give --folds between 2 and {len(samples)}."
        )
    family = {sample.example.ruling: sample.family for sample in samples}
    started = time.perf_counter()
    guessed = _out_of_fold(method, samples, family.__getitem__, folds, progress)
    seconds = time.perf_counter() - started
    both = list(zip(samples, guessed, strict=True))
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
    )


def accuracy(both: Sequence[tuple[Sample, Guess]]) -> Accuracy:
    """The shares of right guesses."""
    return Accuracy(
        len(both),
        mean(g.verdict == s.example.verdict for s, g in both),
        mean(g.leaf_verdict == s.example.verdict for s, g in both),
        mean(g.family == s.family for s, g in both),
        mean(g.ruling == s.example.ruling for s, g in both),
        sum(more_permissive({s.example.verdict}, Verdict(g.verdict)) for s, g in both),
    )


def _out_of_fold(
    method: Method, samples: Sequence[Sample], family_of: FamilyOf, folds: int, progress: Progress
) -> list[Guess]:
    fold = stratified([sample.family for sample in samples], folds)
    guessed: dict[int, Guess] = {}
    progress(0, folds)
    for held_out in range(folds):
        asked = [i for i, f in enumerate(fold) if f == held_out]
        learnt = [sample for sample, f in zip(samples, fold, strict=True) if f != held_out]
        found = method(
            [sample.seen for sample in learnt],
            [(sample.example.ruling, sample.example.verdict.value) for sample in learnt],
            family_of,
            [samples[i].seen for i in asked],
        )
        guessed.update(zip(asked, found, strict=True))
        progress(held_out + 1, folds)
    return [guessed[i] for i in range(len(samples))]


def _by(both: Sequence[tuple[Sample, Guess]], key: Callable[[Sample], str]) -> dict[str, Accuracy]:
    groups: dict[str, list[tuple[Sample, Guess]]] = {}
    for sample, guess in both:
        groups.setdefault(key(sample), []).append((sample, guess))
    return {name: accuracy(groups[name]) for name in sorted(groups)}
