"""The baseline of words alone: BM25 (Robertson and Zaragoza, 2009) over the edition's word index."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.systems.names import BM25
from evaluation.systems.nearest import Nearest
from knowledge.edition import Edition
from knowledge.reading import roots_of


@dataclass(frozen=True)
class ByWords:
    """Finds by the roots of words; a ruling is one document of all its texts and examples."""

    opened: Edition

    def find(self, collection: str, words: str, limit: int) -> list[str]:
        """Targets by BM25, best first; none where no word of the question is known."""
        return self.opened.bm25[collection].search(roots_of(words), limit)


def bm25_alone(opened: Edition) -> Nearest:
    """The baseline on an open edition."""
    return Nearest(BM25, opened, ByWords(opened))
