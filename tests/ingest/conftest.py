"""What the tests of ingestion share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from knowledge.embedding import Embedder, embed
from knowledge.settings import Settings
from tests.ingest.admin import Admin, admin_of
from tests.ingest.commands import Commands
from tests.ingest.tiny import Folder, write_tiny
from tests.tiny_edition import TinyEdition


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A data folder without a fault."""
    return write_tiny(tmp_path / "data")


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
    """An admin with a tiny edition that serves and a gate of three questions."""
    return admin_of(tiny_copy, tmp_path)


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are embedded while a test runs."""
    texts: list[str] = []

    def watched(embedder: Embedder, side: str, batch: list[str]) -> list[list[float]]:
        texts.extend(batch)
        return embed(embedder, side, batch)

    monkeypatch.setattr("knowledge.embedding_cache.embed", watched)
    return texts


@pytest.fixture(scope="session")
def published_edition(
    tiny_edition: TinyEdition, tmp_path_factory: pytest.TempPathFactory
) -> TinyEdition:
    """The tiny edition and over it one with official text, published once: change nothing in it."""
    folder = tmp_path_factory.mktemp("published")
    tiny = tiny_edition.copy(folder)
    admin = admin_of(tiny, folder)
    admin.stage()
    admin.publish()
    return tiny


@pytest.fixture
def published(admin: Admin, published_edition: TinyEdition) -> Admin:
    """The admin after publishing official text on which both rulings rest."""
    shutil.rmtree(admin.settings.data_dir)
    shutil.copytree(published_edition.settings.data_dir, admin.settings.data_dir)
    return admin


@pytest.fixture
def commands(
    admin: Admin, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Commands:
    """The admins' command at work in the admin's place, whatever the environment says."""
    for key in list(os.environ):
        if key.lower() in Settings.model_fields:
            monkeypatch.delenv(key)
    for key, value in admin.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(admin.folder)
    return Commands(admin, monkeypatch, capsys)
