"""What the tests of training share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turning the network into machine code takes longer than a tiny one learns."""
    try:
        from knowledge.training import pace
    except ModuleNotFoundError:  # no torch: the tests of training are skipped
        return
    monkeypatch.setattr(pace, "can_compile", lambda: False)
