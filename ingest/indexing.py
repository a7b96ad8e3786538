"""What of the knowledge is searched: texts by collection, and the index in an edition's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.classifier.features import Seen
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.embedding_cache import Vectors
from knowledge.index import (
    PROVISIONS,
    REPEALED,
    RULINGS,
    Row,
    chroma_client,
    write_bm25,
    write_vectors,
)
from knowledge.model import RegulationStatus
from knowledge.reading import roots_of
from knowledge.settings import Settings
from knowledge.text import words

_EMBEDDED = 800
"""Characters; the time of embedding grows with them."""


@dataclass(frozen=True)
class Searchable:
    """A text that is searched, and what it leads to."""

    id: str
    target: str
    text: str

    @property
    def embedded(self) -> str:
        """The part that is embedded: a unit's beginning says what it is about, and the units inside
        it are embedded for themselves. All of ``text`` is searched by its words.
        """
        return self.text[:_EMBEDDED]


def searchable(knowledge: Knowledge) -> dict[str, list[Searchable]]:
    """What is searched by its own text, by collection; the repealed apart from what is in force."""
    found: dict[str, list[Searchable]] = {RULINGS: [], PROVISIONS: [], REPEALED: []}
    for ruling in knowledge.rulings.values():
        found[RULINGS].append(Searchable(ruling.id, ruling.id, f"{ruling.title} {ruling.summary}"))
    day = today()
    for provision in knowledge.provisions.values():
        regulation = knowledge.regulations[provision.regulation]
        deleted = provision.repealed_since is not None and provision.repealed_since <= day
        repealed = deleted or regulation.status is RegulationStatus.DICABUT
        text = f"{provision.lead} {provision.text}" if provision.lead else provision.text
        found[REPEALED if repealed else PROVISIONS].append(
            Searchable(provision.id, provision.id, text)
        )
    return found


def write_index(
    folder: Path,
    edition: str,
    knowledge: Knowledge,
    texts: dict[str, list[Searchable]],
    passages: Vectors,
    seen: list[Seen],
    settings: Settings,
) -> None:
    """Write the vectors and the word index; ``passages`` are the vectors of ``texts`` in order.

    Raises:
        EditionCorrupt: what was written is not found again.
    """
    with chroma_client(settings, folder / "chroma") as client:  # closed: nothing more is written
        _write_all(client, folder, edition, knowledge, texts, passages, seen)


def _write_all(
    client: Any,
    folder: Path,
    edition: str,
    knowledge: Knowledge,
    texts: dict[str, list[Searchable]],
    passages: Vectors,
    seen: list[Seen],
) -> None:
    start = 0
    for name, items in texts.items():
        own = passages[start : start + len(items)]
        start += len(items)
        rows = [
            Row(item.id, item.target, roots_of(_plain(item.text)), vector)
            for item, vector in zip(items, own, strict=True)
        ]
        documents = [(row.target, row.roots) for row in rows]
        if name == RULINGS:
            asked = [
                Row(f"{example.ruling}#{number}", example.ruling, s.roots, s.vector)
                for number, (example, s) in enumerate(zip(knowledge.examples, seen, strict=True))
            ]
            documents = _by_target([*rows, *asked])
            rows = [*rows, *asked]
        write_vectors(client, edition, name, rows)
        write_bm25(folder / "bm25" / name, documents)


def _by_target(rows: list[Row]) -> list[tuple[str, tuple[str, ...]]]:
    """All words of each target's rows in one document."""
    merged: dict[str, list[str]] = {}
    for row in rows:
        merged.setdefault(row.target, []).extend(row.roots)
    return [(target, tuple(roots)) for target, roots in merged.items()]


def _plain(text: str) -> str:
    return " ".join(words(text))
