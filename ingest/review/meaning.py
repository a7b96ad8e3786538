"""The meaning of kept questions as vectors, computed once for each and kept beside its words."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bot.storage.review import Open, keep_vectors
from bot.storage.store import Store
from ingest.review.clusters import Vectors
from knowledge.embedding import Embedder


def vectors_of(
    questions: Sequence[Open],
    texts: Sequence[str],
    store: Store,
    identity: str,
    opened: Callable[[], Embedder],
) -> Vectors:
    """The vector of each question, of length 1; the embedder is loaded only where one is still missing.

    Args:
        questions: as they were kept; at least one.
        texts: the same in standard words, as questions are read when they are answered.
        store: where new vectors are kept.
        identity: of the embedder that the serving edition was built with.
        opened: gives that embedder.

    Raises:
        EditionError: the edition was built with another embedder than there is.
        EmbedderError: the embedder cannot be loaded.
    """
    found: dict[int, Vectors] = {}
    missing: dict[int, str] = {}
    for one, text in zip(questions, texts, strict=True):
        if one.vector is not None and one.embedder == identity:
            found[one.id] = np.frombuffer(one.vector, np.float32)
        else:
            missing[one.id] = text
    if missing:
        seen = _embedded(opened(), sorted(set(missing.values())))  # many are typed alike
        found.update({number: seen[text] for number, text in missing.items()})
        new = [(number, found[number].tobytes()) for number in missing]
        store.run_sync(keep_vectors, identity, new)
    return np.stack([found[one.id] for one in questions])


def _embedded(embedder: Embedder, texts: Sequence[str]) -> dict[str, Vectors]:
    # The bot's own encoder runs one text on one core, any other one text on all of them.
    threads = (os.cpu_count() or 1) if embedder.opine is not None else 1
    with ThreadPoolExecutor(threads) as pool:
        vectors = pool.map(embedder.embeddings.embed_query, texts)
        return {text: unit(vector) for text, vector in zip(texts, vectors, strict=True)}


def unit(vector: Sequence[float]) -> Vectors:
    """The vector with length 1."""
    found = np.asarray(vector, np.float32)
    length = float(np.linalg.norm(found))
    return found / length if length else found
