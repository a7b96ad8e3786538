"""An edition's vectors between a Chroma server and a folder: an archive always has them as a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.edition import editions_folder
from knowledge.errors import AsnBotError, BackupError
from knowledge.index import (
    PROVISIONS,
    REPEALED,
    RULINGS,
    Row,
    chroma_client,
    collection_name,
    write_vectors,
)
from knowledge.settings import Settings

COLLECTIONS = (RULINGS, PROVISIONS, REPEALED)
_PAGE = 1000
_PROBES = 50
_SAME = 1e-3
_LOST_BY_APPROXIMATION = 0.02
"""As ``knowledge.index`` allows for when it writes."""


def fetch(settings: Settings, edition: str, folder: Path) -> None:
    """Write an edition's vectors from the Chroma server into a folder of embedded Chroma.

    Raises:
        EditionError: the server is out of reach or lacks the edition, or the folder cannot be written.
    """
    embedded = settings.model_copy(update={"chroma_url": None})
    with (
        _readable(edition),
        chroma_client(settings, folder) as server,
        chroma_client(embedded, folder) as own,
    ):
        for name in COLLECTIONS:
            write_vectors(own, edition, name, _rows(server, edition, name))


def send(settings: Settings, edition: str, folder: Path) -> None:
    """Write an edition's vectors from its folder to the Chroma server, unless they are there already.

    Raises:
        BackupError: the server has other vectors under the edition's name.
        EditionError: the server is out of reach, or the folder cannot be read.
    """
    embedded = settings.model_copy(update={"chroma_url": None})
    with (
        _readable(edition),
        chroma_client(settings, folder) as server,
        chroma_client(embedded, folder) as own,
    ):
        there = {collection.name for collection in server.list_collections()}
        for name in COLLECTIONS:
            rows = _rows(own, edition, name)
            if collection_name(edition, name) in there:
                known = {row.id: row for row in _rows(server, edition, name)}
                if not all(_alike(known[row.id], row) for row in rows if row.id in known) or (
                    known.keys() - {row.id for row in rows}
                ):
                    raise BackupError(
                        f"The Chroma server in CHROMA_URL has another edition named {edition}. "
                        "Give a server of its own to this place, or leave CHROMA_URL empty."
                    )
                if len(known) == len(rows):
                    continue  # another place may be searching them at this moment
            write_vectors(server, edition, name, rows)


def search_in(settings: Settings, edition: str) -> None:
    """Search in an edition's vectors for some of those that it has.

    Raises:
        BackupError: they are not found.
        EditionError: they cannot be opened.
    """
    folder = editions_folder(settings) / edition / "chroma"
    with _readable(edition), chroma_client(settings, folder) as client:
        for name in COLLECTIONS:
            collection = _collection(client, edition, name)
            rows = list(_page(collection, _PROBES, 0))
            if not rows:
                continue
            found = collection.query(
                query_embeddings=[row.vector for row in rows], n_results=1, include=["distances"]
            )
            lost = [d for d in found["distances"] if not d or d[0] > _SAME]
            if len(lost) > _LOST_BY_APPROXIMATION * len(rows):
                raise BackupError(
                    f"{len(lost)} of {len(rows)} vectors of edition {edition} are not found in "
                    f"{name}. The archive was made of a damaged edition: take another one."
                )


def _rows(client: Any, edition: str, name: str) -> list[Row]:
    collection = _collection(client, edition, name)
    total = collection.count()
    rows = {
        row.id: row for start in range(0, total, _PAGE) for row in _page(collection, _PAGE, start)
    }
    if len(rows) != total:
        raise BackupError(
            f"Only {len(rows)} of {total} vectors of edition {edition} can be read ({name}). "
            "Build it anew: asn-ingest build --force"
        )
    return list(rows.values())


def _collection(client: Any, edition: str, name: str) -> Any:
    return client.get_collection(collection_name(edition, name), embedding_function=None)


@contextmanager
def _readable(edition: str) -> Iterator[None]:
    try:
        yield
    except AsnBotError:
        raise
    except Exception as error:  # Chroma's own errors, and those of the way to a server
        raise BackupError(
            f"The vectors of edition {edition} cannot be read or written ({type(error).__name__}). "
            "Check the disk or the server in CHROMA_URL, or build anew: asn-ingest build --force"
        ) from None


def _page(collection: Any, limit: int, start: int) -> Iterator[Row]:
    page = collection.get(limit=limit, offset=start, include=["embeddings", "metadatas"])
    for name, vector, metadata in zip(
        page["ids"], page["embeddings"], page["metadatas"], strict=True
    ):
        yield Row(name, str(metadata["target"]), (), np.asarray(vector, dtype=np.float32))


def _alike(one: Row, other: Row) -> bool:
    same = one.vector.shape == other.vector.shape
    return (
        one.target == other.target
        and same
        and bool(np.allclose(one.vector, other.vector, atol=1e-5))
    )
