"""Ways to decide a question that cross-validation compares: ours, and baselines to beat.

A method learns from prepared examples with their (ruling, verdict) and guesses for other prepared
questions. All see the same normalised texts and vectors; some see besides what an encoder of our own, trained
on the same examples, makes of the questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from knowledge.classifier.features import FeatureSpace, Seen
from knowledge.classifier.heads import COST, SHARPNESS, train
from knowledge.classifier.labels import Labels
from knowledge.classifier.opinions import opinions

Leaf = tuple[str, str]
FamilyOf = Callable[[str], str]
Floats = NDArray[np.float64]
_ROWS = 256
"""Questions compared with all examples at once; bounds the memory that this takes."""


@dataclass(frozen=True)
class Guess:
    """What a method decides on one question."""

    ruling: str
    """The ruling with the highest summed probability of its leaves."""
    family: str
    """Likewise, by family."""
    verdict: str
    """Likewise, by verdict."""
    leaf_verdict: str
    """The verdict of the single most probable leaf."""


Decide = Callable[[Sequence[Seen], Sequence[Leaf], FamilyOf, Sequence[Seen]], list[Guess]]


@dataclass(frozen=True)
class Method:
    """A way to decide, and what it needs to be shown."""

    decide: Decide
    vectors: bool = True
    """It looks at the embedder's vectors."""
    encoder: bool = False
    """It looks at the opinion of an encoder that was trained on the other folds."""


def guesses(labels: Labels, log_probability: Floats) -> list[Guess]:
    """The guesses that log-probabilities of leaves (one row a question) amount to."""
    probability = np.exp(log_probability)

    def likeliest(names: Sequence[str]) -> list[str]:
        distinct = sorted(set(names))
        belongs = np.array([[name == other for other in distinct] for name in names], np.float64)
        return [distinct[i] for i in (probability @ belongs).argmax(axis=1)]

    return [
        Guess(*guess)
        for guess in zip(
            likeliest(labels.rulings),
            likeliest(labels.families),
            likeliest(labels.verdicts),
            [labels.verdicts[i] for i in log_probability.argmax(axis=1)],
            strict=True,
        )
    ]


def heads(
    seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
) -> list[Guess]:
    """Linear heads for leaf, ruling, family and verdict multiplied: the bot without an encoder of its own."""
    return _by_heads(seen, leaves, family_of, asked, vectors=True)


def ngrams(
    seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
) -> list[Guess]:
    """The same heads without vectors: what the encoder's opinion is added to."""
    return _by_heads(seen, leaves, family_of, asked, vectors=False)


def encoder(
    seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
) -> list[Guess]:
    """The opinions of the encoder's own heads multiplied, and nothing else."""
    _all_opined(asked)
    labels = _labels(leaves, family_of)
    return guesses(labels, np.asarray(log_softmax(opinions(labels, asked), axis=1)))


def both(
    seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
) -> list[Guess]:
    """The bot's classifier: heads over n-grams multiplied with those of the encoder."""
    _all_opined(asked)
    return _by_heads(seen, leaves, family_of, asked, vectors=False)


def _by_heads(
    seen: Sequence[Seen],
    leaves: Sequence[Leaf],
    family_of: FamilyOf,
    asked: Sequence[Seen],
    *,
    vectors: bool,
) -> list[Guess]:
    classifier = train(seen, leaves, family_of, vectors=vectors)
    scores = [classifier.scores(rows) for rows in _chunks(asked)]
    return guesses(classifier.labels, np.concatenate(scores))


def _all_opined(asked: Sequence[Seen]) -> None:
    """Opinions that are missing count as zeros: they would make a wrong figure, and no error."""
    if any(one.opinion is None for one in asked):
        raise ValueError("a method with the encoder was asked about questions that it did not read")


def linear_leaf(
    seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
) -> list[Guess]:
    """One linear classifier over the same features, with (ruling, verdict) as its only label."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.svm import LinearSVC

    space = FeatureSpace.learn(seen)

    def features(rows: Sequence[Seen]) -> csr_matrix:
        return hstack([space.sparse(rows), csr_matrix(space.dense(rows))]).tocsr()

    number = {leaf: i for i, leaf in enumerate(sorted(set(leaves)))}
    model = LinearSVC(C=COST, random_state=0)
    model.fit(features(seen), [number[leaf] for leaf in leaves])
    margins = model.decision_function(features(asked))
    if margins.ndim == 1:  # of two classes it gives the second one's margin only
        margins = np.stack([-margins, margins], axis=1)
    labels = _labels(leaves, family_of)
    return guesses(labels, np.asarray(log_softmax(SHARPNESS["leaf"] * margins, axis=1)))


def nearest_vector(
    seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
) -> list[Guess]:
    """The labels of the example whose vector has the highest cosine with the question's."""
    examples = _unit([s.vector for s in seen])
    nearest = [
        int(i)
        for rows in _chunks(asked)
        for i in (_unit([s.vector for s in rows]) @ examples.T).argmax(axis=1)
    ]
    return _of_examples(nearest, leaves, family_of)


def nearest_all(
    seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
) -> list[Guess]:
    """The labels of the example nearest by vector, character n-grams and word n-grams together."""
    space = FeatureSpace.learn(seen)
    sparse, dense = space.sparse(seen), space.dense(seen)
    nearest: list[int] = []
    for rows in _chunks(asked):
        likeness = (space.sparse(rows) @ sparse.T).toarray() + space.dense(rows) @ dense.T
        nearest += [int(i) for i in likeness.argmax(axis=1)]
    return _of_examples(nearest, leaves, family_of)


METHODS: Mapping[str, Method] = {
    "nearest-vector": Method(nearest_vector),
    "nearest-all": Method(nearest_all),
    "linear-leaf": Method(linear_leaf),
    "heads": Method(heads),
    "ngrams": Method(ngrams, vectors=False),
    "encoder": Method(encoder, vectors=False, encoder=True),
    "both": Method(both, vectors=False, encoder=True),
}
OURS = "both"
"""The method by which the bot decides with the embedder that it ships with."""


def _labels(leaves: Sequence[Leaf], family_of: FamilyOf) -> Labels:
    distinct = sorted(set(leaves))
    return Labels(
        tuple(ruling for ruling, _ in distinct),
        tuple(verdict for _, verdict in distinct),
        tuple(family_of(ruling) for ruling, _ in distinct),
    )


def _of_examples(
    nearest: Sequence[int], leaves: Sequence[Leaf], family_of: FamilyOf
) -> list[Guess]:
    found = [leaves[i] for i in nearest]
    return [Guess(ruling, family_of(ruling), verdict, verdict) for ruling, verdict in found]


def _chunks(rows: Sequence[Seen]) -> list[Sequence[Seen]]:
    return [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]


def _unit(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    stacked = np.stack(vectors)
    lengths = np.linalg.norm(stacked, axis=1, keepdims=True)
    return np.asarray(stacked / np.maximum(lengths, 1e-9), np.float32)
