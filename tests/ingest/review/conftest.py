"""What the tests of the review queue share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ingest.review.queue import Desk, open_desk
from ingest.undo import UNDO_MINUTES
from knowledge.clock import now
from tests.ingest.admin import Admin
from tests.ingest.review.asked import Asked


@pytest.fixture
def asked(admin: Admin) -> Asked:
    """The admin's database, to be filled."""
    return Asked(admin.settings)


@pytest.fixture
def desk(admin: Admin, asked: Asked) -> Iterator[Desk]:
    """The admin's queue, open."""
    with open_desk(admin.settings) as desk:
        yield desk


@pytest.fixture
def for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was published can be undone any more."""
    late = timedelta(minutes=UNDO_MINUTES, seconds=5)
    monkeypatch.setattr("ingest.undo.now", lambda: now() + late)
