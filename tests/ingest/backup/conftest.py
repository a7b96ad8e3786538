"""An archive of a place, the place that it makes elsewhere, and an empty PostgreSQL database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.storage.tables import Base
from tests.ingest.admin import Admin
from tests.ingest.backup.filling import fill
from tests.ingest.backup.place import Place
from tests.ingest.commands import Commands
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import settings_for

CONSERVATION = regulation("uu-5-2099", pasal("1", "Setiap orang menjaga lingkungan."))


@pytest.fixture
def postgresql() -> str:
    """The URL of an empty PostgreSQL database."""
    address = os.environ.get("TEST_DATABASE_URL")
    if not address:
        pytest.skip("TEST_DATABASE_URL is not set")
    engine = create_engine(address)
    Base.metadata.drop_all(engine)
    engine.dispose()
    return address


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where the archive is to be."""
    (tmp_path / "cadangan").mkdir()
    return tmp_path / "cadangan" / "a.tar.gz"


@pytest.fixture
def made(commands: Commands, published: Admin, archive: Path) -> Path:
    """The archive of a place with two editions, a document, one staged, and rows in all tables."""
    fill(published.settings.database)
    published.stage(CONSERVATION)
    commands.done("backup", str(archive), "--by", "siti")
    return archive


@pytest.fixture
def restored(commands: Commands, made: Path, tmp_path: Path) -> Place:
    """The place that the archive makes elsewhere."""
    told = commands.object("restore", str(made), "--to", str(tmp_path / "lain"))
    return Place(settings_for(tmp_path / "lain", database_url=None), told)
