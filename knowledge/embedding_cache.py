"""Vectors kept by the hash of what they were computed from: an unchanged text is embedded once."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Embedder, embed, embed_in_pool, worker_pool

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
_BATCH = 64
_POOL_FROM = 256
"""Fewer texts than this are embedded in this process: starting workers would take longer."""


def _key(identity: str, side: str, text: str) -> bytes:
    return hashlib.sha256(f"{identity}\0{side}\0{text}".encode()).digest()


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def cached_vectors(
    embedder: Embedder,
    side: str,
    texts: Sequence[str],
    cache_file: Path,
    progress: Progress = _silent,
) -> tuple[Vectors, int]:
    """The vector of each text, and how many had to be computed.

    ``progress`` is called with (computed so far, to compute). What was computed is kept even when
    the work is interrupted.
    """
    cache_file.parent.mkdir(parents=True, exist_ok=True)
    keys = [_key(embedder.identity, side, text) for text in texts]
    with closing(sqlite3.connect(cache_file, timeout=30)) as cache:
        cache.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
        known: dict[bytes, bytes] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            marks = ",".join("?" * len(chunk))
            wish = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 (marks only)
            known.update(cache.execute(wish, chunk))
        text_of = dict(zip(keys, texts, strict=True))
        missing = [key for key in wanted if key not in known]
        batches = [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
        done = 0
        progress(0, len(missing))
        for batch, vectors in zip(
            batches,
            _computed(embedder, side, [[text_of[key] for key in batch] for batch in batches]),
            strict=True,
        ):
            rows = [
                (key, np.asarray(vector, dtype=np.float32).tobytes())
                for key, vector in zip(batch, vectors, strict=True)
            ]
            known.update(rows)
            cache.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            cache.commit()
            done += len(batch)
            progress(done, len(missing))
    if not keys:
        return np.zeros((0, embedder.dimension), dtype=np.float32), 0
    found = np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])
    return found, len(missing)


def _computed(
    embedder: Embedder, side: str, batches: list[list[str]]
) -> Iterator[list[list[float]]]:
    processes = os.cpu_count() or 1
    if processes > 1 and sum(map(len, batches)) >= _POOL_FROM:
        with worker_pool(embedder, processes) as pool:
            yield from embed_in_pool(pool, side, batches)
    else:
        for batch in batches:
            yield embed(embedder, side, batch)
