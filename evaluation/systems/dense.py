"""The baseline of meaning alone: the nearest vector in the edition's Chroma collections, by cosine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from evaluation.systems.names import DENSE
from evaluation.systems.nearest import Nearest
from knowledge.classifier.features import Seen
from knowledge.edition import Edition
from knowledge.index import collection_name


@dataclass(frozen=True)
class ByVector:
    """Finds by the embedder's vectors; a ruling has a row for its text and one for each example."""

    see: Callable[[str], Seen]
    rows: Callable[[str], Any]
    """The rows of a collection, by its name."""

    def find(self, collection: str, words: str, limit: int) -> list[str]:
        """Targets of the nearest rows, best first; always some."""
        found = self.rows(collection).query(
            query_embeddings=[self.see(words).vector],
            n_results=limit,
            include=["metadatas"],
        )
        return [str(row["target"]) for row in found["metadatas"][0]]


def dense_alone(opened: Edition) -> Nearest:
    """The baseline on an open edition."""

    def rows(collection: str) -> Any:
        name = collection_name(opened.id, collection)
        return opened.client.get_collection(name, embedding_function=None)

    return Nearest(DENSE, opened, ByVector(opened.reader.see_normalised, cache(rows)))
