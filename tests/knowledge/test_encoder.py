"""The encoder at work: what it feeds the graph, what it makes of the outcome, and files that are damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from knowledge import encoder as shipped
from knowledge.classifier.labels import HEADS
from knowledge.encoder import GRAPH, LABELS, TOKENIZER, Encoder, Opinion, Trained, open_encoder
from knowledge.errors import EmbedderError
from tests.tiny_encoder import write_tiny_encoder

PARTS = (GRAPH, TOKENIZER, LABELS)
WORDS = ("<unk>", "<pad>", "satu", "dua", "tiga", "empat")


# What goes into the graph and what comes out of it, with a graph that is written down here.


@dataclass
class Graph:
    """Gives each text the vector (1, 0), and as scores its number of tokens and its first token."""

    fed: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = field(default_factory=list)

    def get_outputs(self) -> list[Any]:
        """What onnxruntime tells of the outputs, the vector first."""
        return [SimpleNamespace(shape=["batch", 2]), SimpleNamespace(shape=["batch", 5])]

    def run(self, wanted: list[str], given: Mapping[str, NDArray[np.int64]]) -> list[Any]:
        """One pass."""
        assert wanted == ["vector", "scores"]
        ids, mask = given["ids"], given["mask"]
        self.fed.append((ids, mask))
        vectors = np.tile(np.array([1, 0], np.float32), (len(ids), 1))
        length, first = mask.sum(axis=1), ids[:, 0]
        zero = np.zeros(len(ids))
        return [vectors, np.stack([length, zero, first, zero, zero], axis=1).astype(np.float32)]


def of(graph: Graph, *, temperature: float = 1.0, longest: int = 8) -> Encoder:
    tokenizer = Tokenizer(
        WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="<unk>")
    )
    tokenizer.pre_tokenizer = Whitespace()
    trained = Trained(
        base="none",
        trained="2026-11-22",
        examples=1,
        material="",
        longest=longest,
        temperature=temperature,
        heads={"length": ("long", "short"), "first": ("a", "b", "c")},
    )
    return Encoder(graph, tokenizer, trained, "1")


def softmax(*scores: float) -> NDArray[np.float64]:
    raised = np.exp(scores)
    return np.asarray(raised / raised.sum())


class TestAPass:
    def test_every_text_is_read_by_itself_so_that_its_neighbours_change_nothing(self) -> None:
        graph = Graph()

        of(graph).vectors(["satu dua tiga", "empat"])

        assert [ids.tolist() for ids, _ in graph.fed] == [[[2, 3, 4]], [[5]]]
        assert [mask.tolist() for _, mask in graph.fed] == [[[1, 1, 1]], [[1]]]
        assert {array.dtype for fed in graph.fed for array in fed} == {np.dtype(np.int64)}

    def test_no_more_of_a_text_is_read_than_training_read(self) -> None:
        graph = Graph()

        of(graph, longest=3).vectors(["satu dua tiga empat satu"])

        assert graph.fed[0][0].tolist() == [[2, 3, 4]]

    def test_many_texts_are_told_in_their_order(self) -> None:
        lengths = [number % 7 + 1 for number in range(50)]

        _, opinions = of(Graph()).read(["satu " * length for length in lengths])

        told = [float(np.subtract(*o.log_probability["length"])) for o in opinions]
        assert told == pytest.approx(lengths, abs=1e-5)

    def test_the_scores_are_cut_into_heads_in_the_order_of_the_labels_file(self) -> None:
        _, (opinion,) = of(Graph()).read(["tiga dua"])

        assert list(opinion.log_probability) == ["length", "first"]
        assert np.exp(opinion.log_probability["length"]) == pytest.approx(softmax(2, 0))
        assert np.exp(opinion.log_probability["first"]) == pytest.approx(softmax(4, 0, 0))

    def test_the_temperature_divides_the_scores(self) -> None:
        _, (opinion,) = of(Graph(), temperature=2.0).read(["tiga dua"])

        assert np.exp(opinion.log_probability["length"]) == pytest.approx(softmax(1, 0))
        assert np.exp(opinion.log_probability["first"]) == pytest.approx(softmax(2, 0, 0))

    def test_no_texts(self) -> None:
        graph = Graph()
        vectors, opinions = of(graph).read([])

        assert (vectors.shape, opinions, graph.fed) == ((0, 2), (), [])


# Whole encoders: the tiny one, and the one that ships with the project.


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an encoder that takes every question for ``suka|dilarang``."""
    return write_tiny_encoder(tmp_path_factory.mktemp("encoder"), certain_of="suka|dilarang")


@pytest.fixture(scope="module", params=["tiny", "shipped"])
def encoder(request: pytest.FixtureRequest, tiny: Path) -> Encoder:
    """Both, one after the other."""
    return open_encoder(tiny if request.param == "tiny" else shipped.FOLDER)


@pytest.fixture(scope="module")
def ours() -> Encoder:
    """The encoder that ships with the project."""
    return open_encoder(shipped.FOLDER)


QUESTIONS = (
    "bolehkah pns menyukai unggahan calon bupati di instagram?",
    "like akun kpu",
    "apa sanksi bagi asn yang menjadi anggota partai politik dan ikut berkampanye di depan umum?",
    "boleh?",
    "istri saya calon legislatif apakah saya boleh mendampingi saat pendaftaran ke kpu",
)
ODD = {
    "empty": "",
    "blanks": " \t\n ",
    "emoji": "👍🏽🙏 ❤️‍🔥",
    "long": "bolehkah saya hadir " * 250,
    "one long word": "a" * 5000,
    "zero width": "\u200b\u200d\ufeff\u2060",
    "zero width inside": "li\u200bke ca\u00adlon",
    "control characters": "like\x00calon\x07",
    "other scripts": "ประชาชน 选举 выборы العربية",
    "special pieces": "<s></s><pad><unk><mask>",
}


def shares(opinion: Opinion, head: str) -> NDArray[np.float32]:
    return np.exp(opinion.log_probability[head])


def best(opinion: Opinion, head: str) -> str:
    return opinion.heads[head][int(opinion.log_probability[head].argmax())]


def test_vectors_have_the_dimension_and_length_1(encoder: Encoder) -> None:
    vectors = encoder.vectors(QUESTIONS)

    assert vectors.shape == (len(QUESTIONS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_probabilities_of_every_head_sum_to_one(encoder: Encoder) -> None:
    _, opinions = encoder.read(QUESTIONS)

    for opinion in opinions:
        assert opinion.heads is encoder.trained.heads
        assert set(opinion.log_probability) == set(HEADS)
        for head in HEADS:
            assert len(opinion.log_probability[head]) == len(opinion.heads[head])
            assert shares(opinion, head).sum() == pytest.approx(1.0, abs=1e-4)


def test_the_vector_is_the_same_with_heads_and_without(encoder: Encoder) -> None:
    assert (encoder.read(QUESTIONS)[0] == encoder.vectors(QUESTIONS)).all()


def test_reading_twice_gives_the_same(encoder: Encoder) -> None:
    once, again = encoder.read(QUESTIONS), encoder.read(QUESTIONS)

    assert (once[0] == again[0]).all()
    for one, other in zip(once[1], again[1], strict=True):
        assert all((one.log_probability[h] == other.log_probability[h]).all() for h in HEADS)


def test_a_text_reads_the_same_alone_and_among_others(encoder: Encoder) -> None:
    together, opinions = encoder.read(QUESTIONS)

    for text, vector, opinion in zip(QUESTIONS, together, opinions, strict=True):
        (alone,), (said,) = encoder.read([text])
        assert (alone == vector).all()
        assert (opinion.log_probability["verdict"] == said.log_probability["verdict"]).all()


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_no_text_is_too_odd(encoder: Encoder, text: str) -> None:
    vectors, opinions = encoder.read([text, QUESTIONS[0]])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    for opinion in opinions:
        assert all(np.isfinite(opinion.log_probability[head]).all() for head in HEADS)


def test_the_end_of_a_long_text_is_not_read(encoder: Encoder) -> None:
    start = "bolehkah saya hadir " * 200

    one, other = (encoder.vectors([start + end])[0] for end in ("kampanye", "rapat kpu"))

    assert (one == other).all()


def test_the_labels_of_the_heads_fit_together(encoder: Encoder) -> None:
    heads = encoder.trained.heads
    leaves = [leaf.split("|") for leaf in heads["leaf"]]

    assert set(heads) == set(HEADS)
    assert all(len(set(labels)) == len(labels) for labels in heads.values())
    assert {ruling for ruling, _ in leaves} == set(heads["ruling"])
    assert {verdict for _, verdict in leaves} == set(heads["verdict"])


class TestTheEncoderThatShips:
    def test_it_is_small(self) -> None:
        whole = sum(path.stat().st_size for path in shipped.FOLDER.iterdir())

        assert {path.name for path in shipped.FOLDER.iterdir()} == {*PARTS, "card.json"}
        assert whole < 45e6

    def test_it_says_what_it_comes_from(self, ours: Encoder) -> None:
        trained = ours.trained

        assert trained.base.startswith("intfloat/multilingual-e5-small")
        assert date.fromisoformat(trained.trained) <= date.today()
        assert trained.examples > 10_000
        assert trained.temperature > 0
        assert ours.dimension == 384

    @pytest.mark.parametrize(
        ("question", "verdict"),
        [
            ("bolehkah saya menyukai unggahan calon bupati di media sosial", "dilarang"),
            ("bolehkah asn menjadi anggota partai politik", "dilarang"),
            ("bolehkah saya menggunakan hak pilih di tps", "boleh"),
        ],
    )
    def test_its_labels_are_those_of_its_scores(
        self, ours: Encoder, question: str, verdict: str
    ) -> None:
        """Plain questions: with labels in another order it would answer them wrongly."""
        _, (opinion,) = ours.read([question])

        assert best(opinion, "verdict") == verdict
        assert best(opinion, "leaf").endswith(f"|{verdict}")
        assert best(opinion, "leaf").startswith(f"{best(opinion, 'ruling')}|")

    def test_questions_on_one_conduct_lie_closer_than_others(self, ours: Encoder) -> None:
        asked, near, far = ours.vectors(
            [
                "bolehkah pns menyukai unggahan calon?",
                "asn klik suka di postingan cagub",
                "kapan batas waktu mengundurkan diri bila ikut pilkada",
            ]
        )
        assert asked @ near > asked @ far + 0.2


# Files that are missing, damaged or of another encoder.


@pytest.fixture
def folder(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the tiny encoder for one test to damage."""
    return Path(shutil.copytree(tiny, tmp_path / "enkoder"))


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _other(path: Path) -> None:
    path.write_bytes(b"something else")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x80" * 100)


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def refused(folder: Path) -> str:
    """The message when it is opened."""
    with pytest.raises(EmbedderError) as error:
        open_encoder(folder)
    return str(error.value)


@pytest.mark.parametrize(
    "damage", [Path.unlink, _cut_off, _other, _empty, _no_text, _folder_instead]
)
@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_part_is_told_in_one_line_without_a_path(
    folder: Path, part: str, damage: Any
) -> None:
    damage(folder / part)

    said = refused(folder)

    assert said.startswith("The encoder asn-e5 cannot be loaded (")
    assert "\n" not in said
    assert "/" not in said
    assert folder.name not in said


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    said = refused(tmp_path / "nowhere")

    assert "(FileNotFoundError)" in said
    assert "nowhere" not in said


def change_labels(folder: Path, **changes: Any) -> None:
    labels = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    (folder / LABELS).write_text(json.dumps(labels | changes), encoding="utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        {"longest": "many"},
        {"heads": {}},
        {"heads": {"leaf": ["a|b"], "ruling": ["a"], "family": ["c"], "verdict": ["b"]}},
        {"unknown": 1},
        {"temperature": 0},
    ],
    ids=["no number", "no heads", "labels of another graph", "what nobody knows", "cold"],
)
def test_labels_that_cannot_be_those_of_the_graph_are_refused(
    folder: Path, changes: dict[str, Any]
) -> None:
    change_labels(folder, **changes)

    assert "cannot be loaded" in refused(folder)


def test_an_encoder_without_a_head_that_decides_is_refused(folder: Path) -> None:
    heads = json.loads((folder / LABELS).read_text(encoding="utf-8"))["heads"]
    change_labels(folder, heads={"other" if h == "family" else h: n for h, n in heads.items()})

    assert "cannot be loaded" in refused(folder)


def test_the_version_is_that_of_the_content_wherever_it_lies(tiny: Path, folder: Path) -> None:
    assert open_encoder(folder).version == open_encoder(tiny).version


@pytest.mark.parametrize("part", PARTS)
def test_the_version_changes_with_every_part(tiny: Path, folder: Path, part: str) -> None:
    if part == GRAPH:
        write_tiny_encoder(folder, seed=1, certain_of="suka|dilarang")
    elif part == LABELS:
        change_labels(folder, trained="2026-11-23")
    else:
        (folder / part).write_text((folder / part).read_text(encoding="utf-8") + "\n", "utf-8")
    changed = {name for name in PARTS if (folder / name).read_bytes() != (tiny / name).read_bytes()}

    assert changed == {part}
    assert open_encoder(folder).version != open_encoder(tiny).version


def test_what_else_lies_in_the_folder_changes_nothing(tiny: Path, folder: Path) -> None:
    (folder / "card.json").write_text("{}", encoding="utf-8")

    assert open_encoder(folder).version == open_encoder(tiny).version
