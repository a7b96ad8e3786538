"""Servers for the tests of the sources."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ingest.sources.pasal_server import PasalServer, pasal_server
from tests.ingest.sources.web_server import WebServer, web_server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture
def pasal() -> Iterator[PasalServer]:
    with pasal_server() as server:
        yield server
