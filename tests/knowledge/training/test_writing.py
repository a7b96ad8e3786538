"""A trained encoder becomes a folder that the bot can use: whole, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("onnx", reason="needs the extra train")
pytest.importorskip("onnxscript", reason="needs the extra train")

from tokenizers import Tokenizer  # noqa: E402

from knowledge.clock import today  # noqa: E402
from knowledge.encoder import GRAPH, LABELS, TOKENIZER, open_encoder  # noqa: E402
from knowledge.errors import TrainingError  # noqa: E402
from knowledge.training import writing  # noqa: E402
from knowledge.training.loop import material_of, read  # noqa: E402
from knowledge.training.samples import heads_of  # noqa: E402
from knowledge.training.train import Learnt, learn, material_hash  # noqa: E402
from knowledge.training.writing import CARD, Written, write_encoder  # noqa: E402
from tests.knowledge.training.tiny import (  # noqa: E402
    RECIPE,
    base,
    samples,
    tokenizer,
    unwatched,
    whole,
)

pytestmark = pytest.mark.filterwarnings("ignore")  # of the libraries that export
PARTS = {GRAPH, TOKENIZER, LABELS, CARD}
HELD_BACK = [number % 3 == 2 for number in range(9)]
LONG = RECIPE.model_copy(update={"patience": 30, "longest": 24})


@pytest.fixture(scope="module")
def _not_compiled() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr("knowledge.training.pace.can_compile", lambda: False)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def learnt(_not_compiled: None) -> Learnt:
    """Trained on six questions, with three held back."""
    start = base(tokenizer(fillers=1200))
    return learn(samples(), start, whole(start), LONG, unwatched, held_back=HELD_BACK)


@pytest.fixture(scope="module")
def said(learnt: Learnt) -> tuple[Any, Mapping[str, Any]]:
    """Vectors of the held-back questions, and what the trained network says of them."""
    pieces = Tokenizer.from_str(learnt.tokenizer)
    return read(
        learnt.network, material_of(learnt.held_back, heads_of(samples()), pieces, LONG.longest)
    )


@pytest.fixture(scope="module")
def folder(
    learnt: Learnt, said: object, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Written]:
    """Where it was written, and what was told of it."""
    out = tmp_path_factory.mktemp("encoder") / "new" / "enkoder"
    return out, write_encoder(learnt, samples(), "tiny base", LONG, out)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, folder: tuple[Path, Written]) -> None:
    """The graph is not exported again, but is the one of ``folder``."""
    graph = (folder[0] / GRAPH).read_bytes()
    monkeypatch.setattr(
        writing, "export_network", lambda network, heads, path: path.write_bytes(graph)
    )


class TestTheFolder:
    def test_holds_the_three_parts_and_the_card(self, folder: tuple[Path, Written]) -> None:
        assert {path.name for path in folder[0].iterdir()} == PARTS
        assert [path.name for path in folder[0].parent.iterdir()] == [folder[0].name]

    def test_reads_as_the_trained_network(
        self,
        folder: tuple[Path, Written],
        learnt: Learnt,
        said: tuple[Any, Mapping[str, Any]],
    ) -> None:
        own, scores = said
        encoder = open_encoder(folder[0])

        vectors, opinions = encoder.read([sample.text for sample in learnt.held_back])

        assert (vectors * own.numpy()).sum(axis=1).min() > 0.99
        for row, opinion in enumerate(opinions):
            assert set(opinion.log_probability) == set(learnt.heads)
            for head, labels in learnt.heads.items():
                assert opinion.heads[head] == labels
                cooled = torch.log_softmax(scores[head][row] / learnt.temperature, dim=0)
                assert opinion.log_probability[head] == pytest.approx(cooled.numpy(), abs=0.5)

    def test_says_what_it_was_trained_on(
        self, folder: tuple[Path, Written], learnt: Learnt
    ) -> None:
        trained = open_encoder(folder[0]).trained

        assert trained.base == "tiny base"
        assert trained.trained == today().isoformat()
        assert trained.examples == 6
        assert trained.material == material_hash(samples())
        assert trained.longest == 24
        assert trained.temperature == learnt.temperature
        assert trained.heads == learnt.heads
        assert list(trained.heads) == ["leaf", "ruling", "family", "verdict"]

    def test_the_tokenizer_is_that_of_the_training(
        self, folder: tuple[Path, Written], learnt: Learnt
    ) -> None:
        assert (folder[0] / TOKENIZER).read_text(encoding="utf-8") == learnt.tokenizer


class TestTheCard:
    def test_has_what_was_told_and_measured(
        self, folder: tuple[Path, Written], learnt: Learnt
    ) -> None:
        out, written = folder
        card = json.loads((out / CARD).read_text(encoding="utf-8"))

        assert card == {
            "recipe": LONG.model_dump(),
            "epochs": [asdict(epoch) for epoch in learnt.epochs],
            **asdict(written),
        }

    def test_agreement_is_with_the_network_on_the_held_back_questions(
        self, folder: tuple[Path, Written], said: tuple[Any, Mapping[str, Any]]
    ) -> None:
        out, written = folder
        vectors, opinions = open_encoder(out).read([s.text for s in samples()[2::3]])
        cosines = (vectors * said[0].numpy()).sum(axis=1)

        agreement = written.agreement
        assert agreement.questions == 3
        assert agreement.mean_cosine == pytest.approx(float(cosines.mean()), abs=1e-3)
        assert agreement.least_cosine == pytest.approx(float(cosines.min()), abs=1e-3)
        for head, told in (("leaf", agreement.same_leaf), ("verdict", agreement.same_verdict)):
            best = [int(opinion.log_probability[head].argmax()) for opinion in opinions]
            same = np.mean(np.array(best) == said[1][head].argmax(dim=1).numpy())
            assert told == pytest.approx(float(same), abs=1e-4)

    @pytest.mark.usefixtures("quick")
    def test_a_graph_that_says_something_else_is_seen_in_it(
        self,
        learnt: Learnt,
        said: tuple[Any, Mapping[str, Any]],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        vectors, opinions = said
        turned = -vectors, {head: -values for head, values in opinions.items()}
        monkeypatch.setattr("knowledge.training.writing.read", lambda *given: turned)

        agreement = write_encoder(learnt, samples(), "b", LONG, tmp_path / "out").agreement

        assert agreement.mean_cosine < -0.9
        assert max(agreement.same_leaf, agreement.same_verdict) < 0.5

    def test_size_and_time(self, folder: tuple[Path, Written]) -> None:
        out, written = folder
        size = sum((out / name).stat().st_size for name in (GRAPH, TOKENIZER, LABELS))

        assert written.megabytes == pytest.approx(size / 1e6, abs=0.005)
        assert 0 < written.milliseconds < 1000


def filled(folder: Path) -> Path:
    """An older encoder in a folder, with a file that a new one does not have."""
    folder.mkdir()
    for name in (*PARTS, "older.txt"):
        (folder / name).write_text("older", encoding="utf-8")
    return folder


def older(folder: Path) -> bool:
    """Whether it is still just that."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    return found == dict.fromkeys([*PARTS, "older.txt"], b"older")


class TestReplacing:
    @pytest.mark.usefixtures("quick")
    def test_an_older_folder_is_replaced_whole(self, learnt: Learnt, tmp_path: Path) -> None:
        out = filled(tmp_path / "out")

        write_encoder(learnt, samples(), "tiny", LONG, out)

        assert {path.name for path in out.iterdir()} == PARTS
        assert open_encoder(out).trained.base == "tiny"
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    @pytest.mark.usefixtures("quick")
    def test_a_relative_folder(
        self, learnt: Learnt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        write_encoder(learnt, samples(), "tiny", LONG, Path("enkoder"))

        assert {path.name for path in (tmp_path / "enkoder").iterdir()} == PARTS

    @pytest.mark.parametrize(
        ("step", "error", "told"),
        [
            ("export_network", OSError(28, "No space left on device"), TrainingError),
            ("export_network", RuntimeError("no such operator"), RuntimeError),
            ("open_encoder", PermissionError(13, "Permission denied"), TrainingError),
            ("_agreement", KeyboardInterrupt(), KeyboardInterrupt),
        ],
    )
    @pytest.mark.usefixtures("quick")
    def test_what_fails_leaves_the_older_one_and_nothing_half_written(
        self,
        learnt: Learnt,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        step: str,
        error: BaseException,
        told: type[BaseException],
    ) -> None:
        out = filled(tmp_path / "out")

        def fail(*given: object) -> None:
            raise error

        monkeypatch.setattr(writing, step, fail)
        with pytest.raises(told):
            write_encoder(learnt, samples(), "tiny", LONG, out)

        assert older(out)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    @pytest.mark.usefixtures("quick")
    def test_a_new_one_that_cannot_take_its_place_leaves_the_older_one(
        self, learnt: Learnt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = filled(tmp_path / "out")
        rename = Path.rename

        def fail_for_the_new(self: Path, target: Path) -> Path:
            if self.is_relative_to(tmp_path) and self.name == "out" and self != out:
                raise OSError(28, "No space left on device")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", fail_for_the_new)
        with pytest.raises(TrainingError):
            write_encoder(learnt, samples(), "tiny", LONG, out)

        assert older(out)

    @pytest.mark.usefixtures("quick")
    def test_a_folder_of_something_else_is_not_replaced(
        self, learnt: Learnt, tmp_path: Path
    ) -> None:
        """``--out var`` would else take the editions, the library and the audit log with it."""
        out = tmp_path / "var"
        (out / "editions").mkdir(parents=True)
        (out / "audit.jsonl").write_text("kept", encoding="utf-8")

        with pytest.raises(TrainingError):
            write_encoder(learnt, samples(), "tiny", LONG, out)

        assert {path.name for path in out.iterdir()} == {"editions", "audit.jsonl"}

    @pytest.mark.usefixtures("quick")
    def test_a_file_is_not_replaced(self, learnt: Learnt, tmp_path: Path) -> None:
        out = tmp_path / "catatan.txt"
        out.write_text("kept", encoding="utf-8")

        with pytest.raises(TrainingError):
            write_encoder(learnt, samples(), "tiny", LONG, out)

        assert out.read_text(encoding="utf-8") == "kept"

    @pytest.mark.usefixtures("quick")
    def test_a_place_that_cannot_be_is_told_with_the_reason(
        self, learnt: Learnt, tmp_path: Path
    ) -> None:
        (tmp_path / "berkas").write_text("", encoding="utf-8")

        with pytest.raises(
            TrainingError, match=r"cannot be written to .*berkas.* Check the folder"
        ):
            write_encoder(learnt, samples(), "tiny", LONG, tmp_path / "berkas" / "enkoder")
