"""What the tests of checking share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.tiny import Folder, write_tiny


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A data folder without a fault."""
    return write_tiny(tmp_path / "data")
