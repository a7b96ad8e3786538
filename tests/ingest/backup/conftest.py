"""Databases to back up and to restore into: SQLite, and PostgreSQL where TEST_DATABASE_URL names one."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import create_engine

from bot.storage.tables import Base


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
