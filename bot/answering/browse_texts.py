"""The words and lists for looking around in an edition, from ``library.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.texts import CheckedTexts, load_texts


class Level(BaseModel):
    """A step of the ladder of sanctions, and how a provision on it is recognised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    kinds: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    """In lower case."""


class LibraryTexts(CheckedTexts):
    """The contents of ``library.yaml``."""

    topics: Mapping[str, str]
    levels: tuple[Level, ...]
    """From the lightest to the heaviest."""
    sanction_kinds: frozenset[str]
    ladder: tuple[str, ...]
    channels: tuple[str, ...]

    def topic(self, topic: str) -> str:
        """The title of a topic."""
        return self.topics.get(topic) or in_words(topic)


def in_words(slug: str) -> str:
    """An id as words: ``foto-atribut`` -> "Foto atribut"."""
    return slug.replace("-", " ").capitalize()


@cache
def load_library_texts() -> LibraryTexts:
    """The words and lists.

    Raises:
        DataError: the file is missing or breaks the schema.
    """
    return load_texts("library.yaml", LibraryTexts)
