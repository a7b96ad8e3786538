"""The real documents beside the checkout; tests that need them are skipped where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "shared" / "regulations"


def sample(name: str) -> Path:
    """A real document, or a skipped test."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the sample regulations are not here: {path} is missing")
    return path
