"""An edition that embeds a question once, though it is answered and then ranked."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from langchain_core.embeddings import Embeddings

from knowledge.edition import Edition

_KEPT = 8
"""Vectors kept: those of one question and its parts. The next question is always embedded, so that
latency is measured as users have it."""


class RememberingEmbeddings(Embeddings):
    """Embeddings that keep the vectors of the last few questions."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._vectors: OrderedDict[str, list[float]] = OrderedDict()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages; none is kept."""
        return self._embeddings.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question."""
        if text not in self._vectors:
            self._vectors[text] = self._embeddings.embed_query(text)
            if len(self._vectors) > _KEPT:
                self._vectors.popitem(last=False)
        return self._vectors[text]


def remembering(edition: Edition) -> Edition:
    """The same open edition, remembering the last vectors; closing either closes both."""
    embedder = edition.reader.embedder
    kept = replace(embedder, embeddings=RememberingEmbeddings(embedder.embeddings))
    return replace(edition, reader=replace(edition.reader, embedder=kept))
