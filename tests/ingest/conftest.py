"""What the tests of ingestion share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.admin import Admin, admin_of
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
