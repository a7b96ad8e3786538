"""An edition that embeds a question once, though it is answered and then ranked."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from langchain_core.embeddings import Embeddings

from knowledge.edition import Edition
from knowledge.embedding import Embedder
from knowledge.encoder import Floats, Opinion

_KEPT = 8
"""Questions kept: one and its parts. The next question is always embedded, so that latency is
measured as users have it."""


class RememberingEmbeddings(Embeddings):
    """An embedder's embeddings that keep what it made of the last few questions.

    A question is read once, whether its vector is asked for first or what the embedder's heads make
    of it.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._seen: OrderedDict[str, tuple[Floats, Opinion | None]] = OrderedDict()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages; none is kept."""
        return self._embedder.embeddings.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question."""
        return [float(x) for x in self.see(text)[0]]

    def opine(self, text: str) -> tuple[Floats, Opinion]:
        """Vector of a question, and what the heads make of it; for an embedder that has heads."""
        vector, opinion = self.see(text)
        assert opinion is not None
        return vector, opinion

    def see(self, text: str) -> tuple[Floats, Opinion | None]:
        """What the embedder makes of a question."""
        if text not in self._seen:
            self._seen[text] = self._embedder.see(text)
            if len(self._seen) > _KEPT:
                self._seen.popitem(last=False)
        return self._seen[text]


def remembering(edition: Edition) -> Edition:
    """The same open edition, remembering the last questions; closing either closes both."""
    embedder = edition.reader.embedder
    memory = RememberingEmbeddings(embedder)
    opine = memory.opine if embedder.opine is not None else None
    kept = replace(embedder, embeddings=memory, opine=opine)
    return replace(edition, reader=replace(edition.reader, embedder=kept))
