"""A running server of the tests' own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.bot_api import BotApiServer


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A running server."""
    server = BotApiServer()
    await server.start()
    yield server
    await server.stop()
