"""What the tests of ingestion share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
