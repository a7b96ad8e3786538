"""Many users at once: the bot killed among their questions answers each of them once."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from aiohttp import web

from tests.bot_api import BotApiServer
from tests.telegram.conftest import Running

USERS = 60
FIRST_USER = 50_001
_SAID = re.compile(r"Jawab (\d+[ab]?)\.")


class Forgetful(BotApiServer):
    """Takes messages but, from some moment on, no longer says so: the receipts are lost on the way."""

    def __init__(self, patience: float) -> None:
        super().__init__(patience=patience)
        self.silent_after: int | None = None

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        response = await super()._handle(request)
        method = request.match_info["method"]
        silent = self.silent_after is not None and len(self.messages) > self.silent_after
        if silent and method in ("sendMessage", "sendDocument"):
            await asyncio.Event().wait()
        return response


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Forgetful]:
    """A server that many talk to at once, and that can fall silent."""
    server = Forgetful(patience=30.0)
    await server.start()
    yield server
    await server.stop()


def all_ask(server: BotApiServer) -> None:
    """Let every user ask one question."""
    for number in range(USERS):
        server.user_sends(f"tanya {number}", chat_id=FIRST_USER + number)


def expected(number: int) -> list[str]:
    """What a user's answers begin with, in order."""
    return [f"{number}a", f"{number}b"] if number % 3 == 0 else [str(number)]


def answers_by_user(server: BotApiServer) -> dict[int, list[str]]:
    """What each user has read, by the number of the question."""
    found: dict[int, list[str]] = {number: [] for number in range(USERS)}
    for message in server.messages:
        found[message.chat_id - FIRST_USER] += _SAID.findall(message.text)
    return found


def is_complete(server: BotApiServer) -> bool:
    """Whether every user has read the end of the answer: the buttons stand below it."""
    ended = Counter(message.chat_id for message in server.messages if message.keyboard)
    return all(ended[FIRST_USER + number] >= len(expected(number)) for number in range(USERS))


def assert_each_answered_once(server: BotApiServer) -> None:
    """0 lost, 0 doubled: no user misses a message and none has one twice."""
    assert answers_by_user(server) == {number: expected(number) for number in range(USERS)}
    texts = Counter((message.chat_id, message.text) for message in server.messages)
    assert [key for key, count in texts.items() if count > 1] == []


@asynccontextmanager
async def restarted(running: Running) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot, started in a process of its own; stopped at the end if it still runs."""
    process = await running.start_process("busy_bot", stderr=asyncio.subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("sent", [1, 45])
async def test_a_bot_killed_in_the_middle_answers_each_user_once(
    running: Running, server: BotApiServer, sent: int
) -> None:
    all_ask(server)
    async with restarted(running) as process:
        await server.await_messages(sent)
        process.kill()
        await process.wait()
    async with restarted(running):
        await server.until(lambda: is_complete(server), "an answer for everybody")
        await server.await_calls("getUpdates", 2)
    assert_each_answered_once(server)


async def test_a_bot_killed_before_it_got_the_receipts_sends_nothing_twice(
    running: Running, server: Forgetful
) -> None:
    sent = 25
    server.silent_after = sent
    all_ask(server)
    async with restarted(running) as process:
        # All that it may send at the same time is sent, and none of it acknowledged.
        await server.await_messages(sent + 8)
        await asyncio.sleep(0.3)
        process.kill()
        await process.wait()
    in_doubt = len(server.messages) - sent
    assert in_doubt >= 8
    server.silent_after = None
    async with restarted(running):
        await server.until(lambda: is_complete(server), "an answer for everybody")
    assert_each_answered_once(server)


async def test_a_bot_killed_again_and_again_answers_each_user_once(
    running: Running, server: BotApiServer
) -> None:
    all_ask(server)
    for sent in (10, 30):
        async with restarted(running) as process:
            await server.await_messages(sent)
            process.kill()
            await process.wait()
    async with restarted(running):
        await server.until(lambda: is_complete(server), "an answer for everybody")
    assert_each_answered_once(server)
