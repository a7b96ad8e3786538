"""Dense and word search on a real Chroma and a real BM25 index, and their fusion."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import EditionCorrupt
from knowledge.index import (
    Bm25,
    Hit,
    Row,
    _best,
    chroma_client,
    collection_name,
    dense_search,
    fuse,
    write_bm25,
    write_vectors,
)
from tests.knowledge.fakes import hashed
from tests.tiny_edition import settings_for

EDITION = "2026-11-22.1"
TEXTS = {
    "suka": ("like foto calon", "menyukai unggahan paslon", "jempol caleg"),
    "bagikan": ("share jadwal kpu", "sebar pengumuman bawaslu"),
    "foto": ("selfie bersama calon", "berpose dua jari"),
}


def rows() -> list[Row]:
    return [
        Row(f"{target}#{number}", target, tuple(text.split()), hashed(text))
        for target, texts in TEXTS.items()
        for number, text in enumerate(texts)
    ]


@pytest.fixture
def client(tmp_path: Path) -> Any:
    return chroma_client(settings_for(tmp_path), tmp_path / "chroma")


def opened(client: Any, name: str = "rulings") -> Any:
    return client.get_collection(collection_name(EDITION, name), embedding_function=None)


def test_every_vector_written_is_found_and_targets_are_distinct(client: Any) -> None:
    write_vectors(client, EDITION, "rulings", rows())

    for row in rows():
        found = dense_search(opened(client), row.vector, 7)
        assert found[0] == row.target
        assert sorted(found) == sorted(TEXTS)
    assert len(dense_search(opened(client), hashed("like foto calon"), 1)) == 1


def test_writing_again_replaces(client: Any) -> None:
    write_vectors(client, EDITION, "rulings", rows())
    write_vectors(client, EDITION, "rulings", rows()[:2])

    assert opened(client).count() == 2


def test_collections_and_editions_are_kept_apart(client: Any) -> None:
    write_vectors(client, EDITION, "rulings", rows()[:3])
    write_vectors(client, EDITION, "provisions", rows()[3:5])
    write_vectors(client, "2026-11-22.2", "rulings", rows()[5:])

    assert dense_search(opened(client), rows()[3].vector, 9) == ["suka"]
    assert dense_search(opened(client, "provisions"), rows()[0].vector, 9) == ["bagikan"]


def test_an_empty_collection_finds_nothing(client: Any) -> None:
    write_vectors(client, EDITION, "repealed", [])

    assert dense_search(opened(client, "repealed"), hashed("like"), 5) == []


def test_vectors_written_by_one_client_are_read_by_another(client: Any, tmp_path: Path) -> None:
    write_vectors(client, EDITION, "rulings", rows())
    shutil.copytree(tmp_path / "chroma", tmp_path / "copy")

    other = chroma_client(settings_for(tmp_path), tmp_path / "copy")

    assert dense_search(opened(other), hashed("share jadwal kpu"), 1) == ["bagikan"]


class _Forgetful:
    """A collection that loses every second row, as concurrent writers made Chroma do."""

    def __init__(self) -> None:
        self.kept: list[Any] = []

    def add(self, ids: list[str], embeddings: list[Any], metadatas: list[Any]) -> None:
        """Keep every second row."""
        self.kept += embeddings[::2]

    def query(self, query_embeddings: list[Any], n_results: int, include: list[str]) -> Any:
        """The distance of the nearest row that was kept."""
        nearest = [min(float(1 - v @ kept) for kept in self.kept) for v in query_embeddings]
        return {"distances": [[distance][:n_results] for distance in nearest]}


def test_vectors_that_are_lost_are_noticed() -> None:
    class Client:
        def list_collections(self) -> list[Any]:
            return []

        def create_collection(self, name: str, **_: Any) -> _Forgetful:
            return _Forgetful()

    with pytest.raises(EditionCorrupt, match=r"3 of 7 vectors written to asn-.* Check the disk"):
        write_vectors(Client(), EDITION, "rulings", rows())


def test_a_large_collection_is_searched_more_thoroughly(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, dict[str, Any]] = {}
    create = client.create_collection

    def noting(name: str, *, configuration: dict[str, Any], **others: Any) -> Any:
        asked[name.rpartition("-")[2]] = configuration["hnsw"]
        return create(name, configuration=configuration, **others)

    monkeypatch.setattr(client, "create_collection", noting)
    monkeypatch.setattr("knowledge.index._LARGE", 4)
    write_vectors(client, EDITION, "rulings", rows())
    write_vectors(client, EDITION, "provisions", rows()[:3])

    assert asked["rulings"]["ef_search"] > asked["provisions"]["ef_search"]
    assert asked["rulings"]["max_neighbors"] > 16  # what Chroma takes by itself
    assert dense_search(opened(client), rows()[3].vector, 1) == ["bagikan"]


def test_chroma_that_refuses_to_write() -> None:
    class Client:
        def list_collections(self) -> list[Any]:
            raise RuntimeError("database or disk is full, in /home/someone")

    with pytest.raises(EditionCorrupt, match=r"cannot be written .RuntimeError.*build again\.$"):
        write_vectors(Client(), EDITION, "rulings", rows())


@pytest.mark.parametrize(
    "content", [b"no database " * 500, b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_damaged_chroma(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(content)

    with pytest.raises(EditionCorrupt, match="Cannot open the edition's vectors"):
        chroma_client(settings_for(tmp_path), tmp_path / "chroma")


def test_a_chroma_server_that_is_not_there(tmp_path: Path) -> None:
    away = settings_for(tmp_path, chroma_url="http://127.0.0.1:9")

    with pytest.raises(EditionCorrupt, match="Cannot open the Chroma server in CHROMA_URL"):
        chroma_client(away, tmp_path / "chroma")


@pytest.fixture
def bm25(tmp_path: Path) -> Bm25:
    documents = [
        (target, [word for text in texts for word in text.split()])
        for target, texts in TEXTS.items()
    ]
    write_bm25(tmp_path / "bm25", documents)
    return Bm25.open(tmp_path / "bm25")


@pytest.mark.parametrize(
    ("words", "limit", "found"),
    [
        (["jempol"], 5, ["suka"]),
        (["calon"], 5, ["foto", "suka"]),
        (["calon", "selfie"], 5, ["foto", "suka"]),
        (["calon", "selfie"], 1, ["foto"]),
        (["selfie", "kucing", "xyz"], 5, ["foto"]),  # unknown words count for nothing
        (["kucing"], 5, []),
        ([""], 5, []),
        ([], 5, []),
    ],
)
def test_words(bm25: Bm25, words: list[str], limit: int, found: list[str]) -> None:
    assert sorted(bm25.search(words, limit)[1:]) == found[1:]
    assert bm25.search(words, limit)[:1] == found[:1]


@given(
    scores=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), max_size=30),
    limit=st.integers(min_value=1, max_value=40),
)
def test_the_best_scores_are_those_that_sorting_all_would_give(
    scores: list[float], limit: int
) -> None:
    given_scores = np.asarray(scores, np.float32)
    order = np.argsort(-given_scores, kind="stable")[:limit]

    assert list(_best(given_scores, limit)) == [i for i in order if given_scores[i] > 0]


@pytest.mark.parametrize("documents", [[], [("kosong", [])]])
def test_an_index_without_words(tmp_path: Path, documents: list[tuple[str, list[str]]]) -> None:
    write_bm25(tmp_path / "bm25", documents)

    assert Bm25.open(tmp_path / "bm25").search(["calon"], 5) == []


@pytest.mark.parametrize(
    "name", ["targets.json", "bm25/vocab.index.json", "bm25/data.csc.index.npy"]
)
@pytest.mark.parametrize("content", [b"{", None])
def test_damaged_bm25(bm25: Bm25, tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / "bm25" / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)

    with pytest.raises(
        EditionCorrupt, match=r"word index cannot be read.*asn-ingest build --force"
    ):
        Bm25.open(tmp_path / "bm25")


@pytest.mark.parametrize(
    ("rankings", "limit", "order"),
    [
        ([], 5, []),
        ([[], []], 5, []),
        ([["a", "b", "c"]], 2, ["a", "b"]),
        ([["a", "b"], ["b", "a"]], 5, ["a", "b"]),  # equal: by name
        ([["x", "b"], ["y", "b"]], 5, ["b", "x", "y"]),  # twice second beats once first
        ([["a", "b", "c"], ["c"]], 5, ["c", "a", "b"]),
        ([["a"], ["a"], ["z", "a"]], 5, ["a", "z"]),
    ],
)
def test_fusion(rankings: list[list[str]], limit: int, order: list[str]) -> None:
    assert [hit.target for hit in fuse(rankings, limit)] == order


def test_fused_scores() -> None:
    assert fuse([["a", "b"], ["b"]], 2) == [Hit("b", 1 / 62 + 1 / 61), Hit("a", 1 / 61)]


def test_vectors_are_compared_by_direction_only(client: Any) -> None:
    write_vectors(client, EDITION, "rulings", rows())

    longer = np.asarray(7 * hashed("share jadwal kpu"), np.float32)

    assert dense_search(opened(client), longer, 1) == ["bagikan"]
