"""An embedder that needs no model, and questions that are easy to tell apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.classifier.features import Floats, Seen
from knowledge.embedding import Embedder

DIMENSION = 32


class HashingEmbeddings(Embeddings):
    """Texts with the same words get the same vector; remembers what it was asked to embed.

    ``fails_at``: the text at which it breaks down, as a machine that is switched off does.
    """

    def __init__(self, fails_at: str | None = None) -> None:
        self.asked: list[str] = []
        self.fails_at = fails_at

    def embed_query(self, text: str) -> list[float]:
        """The side of the questions."""
        return self._vector("query", text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The side of the documents."""
        return [self._vector("passage", text) for text in texts]

    def _vector(self, side: str, text: str) -> list[float]:
        if text == self.fails_at:
            raise KeyboardInterrupt
        self.asked.append(text)
        return [float(x) for x in hashed(f"{side} {text}")]


def hashed(text: str) -> Floats:
    """The sum of one arbitrary but fixed direction for each word, of length 1."""
    total = np.zeros(DIMENSION, np.float32)
    for word in text.split():
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        total += np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def embedder(name: str = "fake", fails_at: str | None = None) -> tuple[Embedder, HashingEmbeddings]:
    """The embedder, and what remembers the texts it was given."""
    embeddings = HashingEmbeddings(fails_at)
    return Embedder(name, "1", DIMENSION, embeddings), embeddings


def see(texts: Sequence[str]) -> list[Seen]:
    """Questions as the classifier takes them."""
    return [Seen(text, tuple(text.split()), hashed(text)) for text in texts]
