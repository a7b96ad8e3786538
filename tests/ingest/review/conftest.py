"""What the tests of the review queue share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.review.queue import Desk, open_desk
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
