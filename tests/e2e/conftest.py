"""Whole programs on the real edition.

The edition of the bundled data is taken from the folder that ASN_TEST_DATA_DIR names, and built
(in minutes) when it names none.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.programs import Place

_BUILD_PATIENCE = 900.0


@pytest.fixture(scope="session")
def real_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the edition of the bundled data; nobody may write into it."""
    given = os.environ.get("ASN_TEST_DATA_DIR")
    if given:
        return Path(given).resolve()
    folder = tmp_path_factory.mktemp("real")
    data_dir = str(folder / "var")
    done = Place(folder).run("asn-ingest", "build", timeout=_BUILD_PATIENCE, DATA_DIR=data_dir)
    assert done.code == 0, done.err
    return folder / "var"


@pytest.fixture
def place(real_data_dir: Path, tmp_path: Path) -> Place:
    """A folder of the test's own with the real edition and an empty database."""
    return Place(
        tmp_path,
        {
            "DATA_DIR": str(real_data_dir),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.sqlite3'}",
        },
    )
