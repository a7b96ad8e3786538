"""What the tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tiny_edition import TinyEdition, build_tiny

# On a busy machine the embedder's threads wait for each other: one alone is ten times as fast. Set
# before the first embedding loads them, and for the programs that tests start.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def tiny_edition(tmp_path_factory: pytest.TempPathFactory) -> TinyEdition:
    """A small edition, built once: open it and ask it, but change nothing in its folder."""
    return build_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def tiny_copy(tiny_edition: TinyEdition, tmp_path: Path) -> TinyEdition:
    """A copy of the small edition, its data and its cache, for one test to change."""
    return tiny_edition.copy(tmp_path)
