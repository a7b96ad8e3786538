"""What the classifier sees of a question: character n-grams, roots and their neighbours, vector.

TF-IDF with sublinear term frequency and smoothed inverse document frequency (Salton & Buckley 1988;
the smoothing is that of scikit-learn), each block scaled to length 1 and then weighted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge.encoder import Opinion
from knowledge.text import bigrams

CHARACTER_WEIGHT = 1.0
WORD_WEIGHT = 1.0
VECTOR_WEIGHT = 1.5
_SIZES = range(2, 6)
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Seen:
    """One question, prepared: its normalised text, the roots of its words, and its vector.

    Where the embedder has heads, also their opinion; questions that train the classifier go without.
    """

    text: str
    roots: tuple[str, ...]
    vector: Floats
    opinion: Opinion | None = None


def character_grams(text: str) -> Iterable[str]:
    """All runs of 2 to 5 characters inside each word, a blank standing for its two ends."""
    for word in text.split():
        padded = f" {word} "
        for size in _SIZES:
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]


def word_grams(roots: Sequence[str]) -> Iterable[str]:
    """Single roots and neighbouring pairs, marked so that they never equal a character run."""
    yield from (f"w:{root}" for root in roots)
    yield from (f"w:{pair}" for pair in bigrams(list(roots)))


@dataclass(frozen=True)
class Vocabulary:
    """Column and inverse document frequency of every feature that training saw often enough."""

    columns: Mapping[str, int]
    idf: Floats

    @classmethod
    def learn(cls, documents: Sequence[Iterable[str]], least: int) -> Vocabulary:
        """The features that stand in at least ``least`` documents."""
        frequency: Counter[str] = Counter()
        for document in documents:
            frequency.update(set(document))
        kept = sorted(feature for feature, count in frequency.items() if count >= least)
        idf = [math.log((1 + len(documents)) / (1 + frequency[feature])) + 1 for feature in kept]
        return cls({feature: i for i, feature in enumerate(kept)}, np.array(idf, np.float32))

    def row(self, features: Iterable[str], weight: float) -> tuple[list[int], list[float]]:
        """Columns and values of one document, of length ``weight``."""
        counts = Counter(f for f in features if f in self.columns)
        columns = [self.columns[feature] for feature in counts]
        values = [
            (1 + math.log(count)) * float(self.idf[column])
            for column, count in zip(columns, counts.values(), strict=True)
        ]
        length = math.sqrt(sum(value * value for value in values)) or 1.0
        return columns, [weight * value / length for value in values]


@dataclass(frozen=True)
class FeatureSpace:
    """Turns prepared questions into rows of numbers; learnt once, at build."""

    characters: Vocabulary
    words: Vocabulary
    vector_mean: Floats
    """Empty: vectors are left out."""

    @classmethod
    def learn(cls, seen: Sequence[Seen], *, vectors: bool = True) -> FeatureSpace:
        """The space spanned by the training questions, with their vectors or without."""
        mean: Floats = np.mean([s.vector for s in seen], axis=0, dtype=np.float32)
        return cls(
            Vocabulary.learn([list(character_grams(s.text)) for s in seen], least=2),
            Vocabulary.learn([list(word_grams(s.roots)) for s in seen], least=1),
            mean if vectors else mean[:0],
        )

    @property
    def sparse_width(self) -> int:
        """Number of n-gram columns."""
        return len(self.characters.columns) + len(self.words.columns)

    def sparse(self, seen: Sequence[Seen]) -> csr_matrix:
        """The n-gram blocks, one row a question."""
        offset = len(self.characters.columns)
        indices: list[int] = []
        values: list[float] = []
        starts = [0]
        for s in seen:
            columns, weights = self.characters.row(character_grams(s.text), CHARACTER_WEIGHT)
            indices += columns
            values += weights
            columns, weights = self.words.row(word_grams(s.roots), WORD_WEIGHT)
            indices += [offset + column for column in columns]
            values += weights
            starts.append(len(indices))
        return csr_matrix(
            (np.array(values, np.float32), np.array(indices, np.int32), np.array(starts, np.int32)),
            shape=(len(seen), self.sparse_width),
        )

    def dense(self, seen: Sequence[Seen]) -> Floats:
        """The vector block: centred, scaled to length 1, weighted."""
        if not seen or not len(self.vector_mean):
            return np.zeros((len(seen), len(self.vector_mean)), np.float32)
        centred = np.stack([s.vector for s in seen]) - self.vector_mean
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        return np.asarray(VECTOR_WEIGHT * centred / np.maximum(lengths, 1e-9), np.float32)
