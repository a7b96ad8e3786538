"""Hybrid search over one edition: dense vectors in Chroma and BM25, fused by rank.

Three collections: ``rulings`` (titles, summaries and example questions, each row pointing to its
ruling), ``provisions`` (law that may be shown as in force) and ``repealed`` (found only when asked
for). Fusion is reciprocal rank fusion (Cormack, Clarke & Buettcher 2009) with its constant of 60.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import EditionCorrupt
from knowledge.settings import Settings

RULINGS, PROVISIONS, REPEALED = "rulings", "provisions", "repealed"
_RANK_CONSTANT = 60
_ADD_BATCH = 2000
_SAME = 1e-3
"""Cosine distance up to which a vector that is found is the one that was written."""
_LOST_BY_APPROXIMATION = 0.02
"""Share of probes that the approximate index may miss; a damaged one loses far more."""
_SPACE = {"space": "cosine", "ef_search": 128, "ef_construction": 128}
_LARGE = 20_000
_LARGE_SPACE = {**_SPACE, "ef_search": 400, "max_neighbors": 32}
"""From ``_LARGE`` rows on: with Chroma's usual 16 neighbours 3 of 100 vectors were lost at 100,000."""


@dataclass(frozen=True)
class Row:
    """One searchable text: its own id, what it points to, its words' roots and its vector."""

    id: str
    target: str
    roots: tuple[str, ...]
    vector: NDArray[np.float32]


@dataclass(frozen=True)
class Hit:
    """A target found, with its fused score (higher is better)."""

    target: str
    score: float


def chroma_client(settings: Settings, folder: Path) -> Any:
    """A client of the configured Chroma server, or the embedded Chroma of an edition's folder.

    Raises:
        EditionCorrupt: Chroma cannot open the folder or reach the server.
    """
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    quiet = ChromaSettings(anonymized_telemetry=False)
    try:
        if settings.chroma_url:
            from urllib.parse import urlsplit

            url = urlsplit(settings.chroma_url)
            secure = url.scheme == "https"
            return chromadb.HttpClient(
                host=url.hostname or "localhost",
                port=url.port or (443 if secure else 80),
                ssl=secure,
                settings=quiet,
            )
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    except Exception as error:
        remote = bool(settings.chroma_url)
        where = "the Chroma server in CHROMA_URL" if remote else "the edition's vectors"
        raise EditionCorrupt(
            f"Cannot open {where} ({type(error).__name__}). Check the "
            f"{'server' if remote else 'disk'}, or build the edition again: asn-ingest build --force"
        ) from None


def collection_name(edition: str, name: str) -> str:
    """The name of an edition's collection, unique on a shared server."""
    return f"asn-{edition}-{name}"


def write_vectors(client: Any, edition: str, name: str, rows: Sequence[Row]) -> None:
    """Create a collection with its rows and verify it by searching for what was added.

    Raises:
        EditionCorrupt: Chroma refuses to write, or a row that was added is not found again.
    """
    full_name = collection_name(edition, name)
    try:
        probed, lost = _write_and_probe(client, edition, full_name, rows)
    except Exception as error:  # Chroma's own errors, and those of the way to a server
        raise EditionCorrupt(
            f"The vectors of {full_name} cannot be written ({type(error).__name__}). "
            "Check the disk, or the server in CHROMA_URL, then build again."
        ) from None
    if lost > _LOST_BY_APPROXIMATION * probed:
        raise EditionCorrupt(
            f"{lost} of {probed} vectors written to {full_name} cannot be found again. "
            "Check the disk, then run: asn-ingest build --force"
        )


def _write_and_probe(
    client: Any, edition: str, full_name: str, rows: Sequence[Row]
) -> tuple[int, int]:
    """Write the rows; how many of them were searched for, and how many of these not found."""
    if full_name in {c.name for c in client.list_collections()}:
        client.delete_collection(full_name)
    collection = client.create_collection(
        full_name,
        configuration={"hnsw": _LARGE_SPACE if len(rows) >= _LARGE else _SPACE},
        embedding_function=None,
        metadata={"edition": edition},
    )
    for start in range(0, len(rows), _ADD_BATCH):
        batch = rows[start : start + _ADD_BATCH]
        collection.add(
            ids=[row.id for row in batch],
            embeddings=[row.vector for row in batch],
            metadatas=[{"target": row.target} for row in batch],
        )
    step = max(1, len(rows) // 200)
    probes = rows[::step]
    if not probes:
        return 0, 0
    found = collection.query(
        query_embeddings=[row.vector for row in probes], n_results=1, include=["distances"]
    )
    lost = [
        distances
        for _, distances in zip(probes, found["distances"], strict=True)
        if not distances or distances[0] > _SAME
    ]
    return len(probes), len(lost)


def write_bm25(folder: Path, rows: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Write a BM25 index over (target, roots) pairs."""
    import bm25s

    folder.mkdir(parents=True, exist_ok=True)
    retriever = bm25s.BM25()
    documents = [list(roots) or ["-"] for _, roots in rows]
    retriever.index(documents or [["-"]], show_progress=False)  # it cannot hold no document
    retriever.save(str(folder / "bm25"))
    (folder / "targets.json").write_text(json.dumps([target for target, _ in rows]))


@dataclass(frozen=True)
class Bm25:
    """A BM25 index over targets."""

    retriever: Any
    targets: tuple[str, ...]

    @classmethod
    def open(cls, folder: Path) -> Bm25:
        """Read what ``write_bm25`` wrote.

        Raises:
            EditionCorrupt: the files are missing or damaged.
        """
        import bm25s

        try:
            retriever = bm25s.BM25.load(str(folder / "bm25"), load_vocab=True)
            targets = tuple(json.loads((folder / "targets.json").read_text()))
        except Exception as error:
            raise EditionCorrupt(
                f"The edition's word index cannot be read ({type(error).__name__}). "
                "Build the edition again: asn-ingest build --force"
            ) from None
        return cls(retriever, targets)

    def search(self, roots: Sequence[str], limit: int) -> list[str]:
        """The best targets by BM25, best first; targets without any of the words are left out."""
        known = [root for root in roots if root and root in self.retriever.vocab_dict]
        if not known or not self.targets:
            return []
        scores = self.retriever.get_scores(known)[: len(self.targets)]
        return [self.targets[i] for i in _best(scores, limit)]


def _best(scores: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """Places of the highest scores above 0, best first, equal ones in their order.

    Only what reaches the limit is sorted: sorting all of 100,000 took 10 of the search's 12 ms.
    """
    least = 0.0 if limit >= len(scores) else np.partition(scores, -limit)[-limit]
    reaching = np.flatnonzero((scores >= least) & (scores > 0))
    return reaching[np.argsort(-scores[reaching], kind="stable")][:limit]


def dense_search(collection: Any, vector: NDArray[np.float32], limit: int) -> list[str]:
    """The best distinct targets by cosine, best first."""
    found = collection.query(query_embeddings=[vector], n_results=limit, include=["metadatas"])
    return list(dict.fromkeys(str(meta["target"]) for meta in found["metadatas"][0]))


def fuse(rankings: Iterable[Sequence[str]], limit: int) -> list[Hit]:
    """Reciprocal rank fusion of several rankings, best first."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, target in enumerate(ranking, start=1):
            scores[target] = scores.get(target, 0.0) + 1.0 / (_RANK_CONSTANT + rank)
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(target, score) for target, score in ordered[:limit]]
