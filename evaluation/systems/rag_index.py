"""The vector store of the RAG baseline: built once for a state of the knowledge, then opened.

``<data_dir>/cache/baselines/<hash>-<embedder>/`` is a Chroma folder; the hash is that of all chunks,
so that editions that hold the same share it. It is built beside its place and put there when it is
whole. Everything below ``cache`` may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chromadb.api import CreateCollectionConfiguration
from chromadb.errors import ChromaError
from filelock import FileLock
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from evaluation.errors import EvaluationError
from evaluation.systems.embedders import Watcher
from evaluation.systems.rendered import chunks_of
from knowledge.edition import Edition
from knowledge.embedding import Embedder
from knowledge.embedding_cache import cached_vectors
from knowledge.errors import EditionCorrupt
from knowledge.index import chroma_client
from knowledge.settings import Settings

STAGE = "Embedding the documents of the RAG baseline"
_COLLECTION = "rag"
_DRAFT = ".draft"
_KEPT = 4
"""Indexes kept: those of a few editions and embedders that are compared with each other."""
_COSINE: CreateCollectionConfiguration = {"hnsw": {"space": "cosine"}}


class Kept(Embeddings):
    """The edition's embedder; passages are kept among the project's cached vectors."""

    def __init__(self, embedder: Embedder, cache_file: Path) -> None:
        self._embedder = embedder
        self._cache_file = cache_file

    def compute(self, texts: Sequence[str], progress: Watcher) -> None:
        """Compute the vectors of passages that are not kept yet, watched."""
        cached_vectors(
            self._embedder,
            "passage",
            texts,
            self._cache_file,
            lambda done, total: progress(STAGE, done, total),
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, computed at most once."""
        vectors, _ = cached_vectors(self._embedder, "passage", texts, self._cache_file)
        return [[float(x) for x in vector] for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question."""
        return self._embedder.embeddings.embed_query(text)


@contextmanager
def open_store(settings: Settings, edition: Edition, progress: Watcher) -> Iterator[Chroma]:
    """The vector store of an edition, built first where it is not there yet.

    Raises:
        EvaluationError: it cannot be built or opened.
    """
    own = settings.model_copy(update={"chroma_url": None})
    embedder = edition.reader.embedder
    kept = Kept(embedder, settings.data_dir / "cache" / "embeddings.sqlite3")
    chunks = chunks_of(edition)
    place = settings.data_dir / "cache" / "baselines" / _name(chunks, embedder)
    try:
        if not _whole(own, place, len(chunks)):
            _build(own, place, chunks, kept, progress)
        client = chroma_client(own, place)
    except (OSError, sqlite3.Error, ChromaError, EditionCorrupt) as error:
        raise EvaluationError(
            f"The index of the RAG baseline in {place.parent} cannot be used "
            f"({type(error).__name__}). Make room on the disk, or delete that folder."
        ) from None
    with client:
        yield _store(client, kept)


def _store(client: Any, embeddings: Embeddings) -> Chroma:
    return Chroma(
        client=client,
        collection_name=_COLLECTION,
        embedding_function=embeddings,
        create_collection_if_not_exists=False,
    )


def _name(chunks: Sequence[Document], embedder: Embedder) -> str:
    digest = hashlib.sha256(embedder.identity.encode())
    for chunk in chunks:
        digest.update(f"{sorted(chunk.metadata.items())}\0{chunk.page_content}\0".encode())
    readable = re.sub(r"[^a-z0-9]+", "-", embedder.name.lower()).strip("-")[-40:].strip("-")
    return f"{digest.hexdigest()[:16]}-{readable}"


def _build(
    settings: Settings, place: Path, chunks: list[Document], kept: Kept, progress: Watcher
) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(_DRAFT)
    with FileLock(place.parent / ".lock"):
        if _whole(settings, place, len(chunks)):  # by whom we waited for
            return
        for leftover in (draft, place):
            shutil.rmtree(leftover, ignore_errors=True)
        kept.compute([chunk.page_content for chunk in chunks], progress)
        with chroma_client(settings, draft) as client:
            Chroma.from_documents(
                chunks,
                kept,
                ids=[str(number) for number in range(len(chunks))],
                collection_name=_COLLECTION,
                collection_configuration=_COSINE,
                client=client,
            )
        draft.replace(place)
        _remove_old(place.parent)


def _remove_old(folder: Path) -> None:
    """Keep the indexes that were built last; one that a program has open stays readable to it."""
    indexes = [path for path in folder.iterdir() if path.is_dir()]
    indexes.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in indexes[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def _whole(settings: Settings, place: Path, chunks: int) -> bool:
    """Whether a store lies there that can be opened and has all its chunks."""
    if not place.is_dir():
        return False
    try:
        with chroma_client(settings, place) as client:
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            return bool(collection.count() == chunks)
    except Exception:  # whatever Chroma says of a damaged folder: it is built anew
        return False
