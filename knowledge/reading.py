"""A question as the knowledge sees it: normalised, reduced to roots, embedded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.classifier.features import Seen
from knowledge.cues import with_standard_titles
from knowledge.embedding import Embedder
from knowledge.text import Normaliser, stem


@dataclass(frozen=True)
class Reader:
    """Prepares questions; the same at build time and when answering."""

    normaliser: Normaliser
    embedder: Embedder
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the standard name of an office, its regional ones; as of `Cues.titles`."""

    def text(self, question: str) -> str:
        """The question in standard words."""
        return with_standard_titles(self.titles, self.normaliser.normalise(question))

    def see(self, question: str) -> Seen:
        """The question prepared for the classifier and the search."""
        return self.see_normalised(self.text(question))

    def see_normalised(self, text: str) -> Seen:
        """``see`` for a question that is in standard words already."""
        vector, opinion = self.embedder.see(text)
        return Seen(text, roots_of(text), vector, opinion)


def roots_of(normalised: str) -> tuple[str, ...]:
    """The roots of the words of a normalised text."""
    return tuple(stem(word) for word in normalised.split())
