"""Starting and stopping, with right and wrong settings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.telegram.run import run
from tests.bot_api import TOKEN, BotApiServer, Fault
from tests.bot_api.server import PATIENCE
from tests.telegram.conftest import FAST, Running, make_settings
from tests.telegram.scripted import ScriptedAnswering

REFUSED = "The Bot API server refuses TELEGRAM_BOT_TOKEN"


def only_line(written: str) -> str:
    """The one line that is no log line."""
    lines = [line for line in written.splitlines() if line.startswith("asn-bot: ")]
    assert len(lines) == 1, written
    assert "Traceback" not in written
    return lines[0]


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("", "TELEGRAM_BOT_TOKEN is not set"),
        ("   ", "TELEGRAM_BOT_TOKEN is not set"),
        ("abc", "TELEGRAM_BOT_TOKEN is malformed"),
        ("123456789:ABC def_ghi_jkl_mno", "TELEGRAM_BOT_TOKEN is malformed"),
        ("123456789:{token}/../x_y_z_1_2_3", "TELEGRAM_BOT_TOKEN is malformed"),
        (TOKEN[:-1] + "x", REFUSED),
        ("123456789:short-token", REFUSED),
    ],
)
async def test_a_wrong_token(
    server: BotApiServer, tmp_path: Path, log: Callable[[], str], token: str, says: str
) -> None:
    settings = make_settings(tmp_path, telegram_api_url=server.url, telegram_bot_token=token)
    assert await run(settings, ScriptedAnswering(), pace=FAST) == 2
    written = log()
    assert says in only_line(written)
    assert not token.strip() or token not in written


async def test_a_token_that_is_withdrawn_while_running(
    settings: object, running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    task = asyncio.create_task(run(running.settings, running.answering, pace=FAST))
    await server.await_calls("getUpdates")
    server.token = "123456789:another-token-of-the-same-bot"
    server.user_sends("q")
    assert await task == 2
    assert REFUSED in only_line(log())


async def test_a_server_out_of_reach_is_waited_for(
    running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    await server.stop()
    written = ""
    async with running():
        async with asyncio.timeout(PATIENCE):
            while "the Bot API server cannot be reached; trying again" not in written:
                await asyncio.sleep(0.01)
                written += log()
        await server.start()
        server.user_sends("q")
        await server.await_messages(1)


@pytest.mark.parametrize("fault", [Fault(), Fault(502, "Bad Gateway"), Fault.flood(0)])
async def test_a_failing_server_is_waited_for(
    running: Running, server: BotApiServer, fault: Fault
) -> None:
    server.fail("getMe", 2, fault)
    async with running():
        server.user_sends("q")
        await server.await_messages(1)


async def test_a_server_that_vanishes_is_waited_for(running: Running, server: BotApiServer) -> None:
    async with running():
        server.user_sends("satu")
        await server.await_messages(1)
        await server.stop()
        await asyncio.sleep(0.05)
        await server.start()
        server.user_sends("dua")
        await server.await_messages(2)


async def test_stopping_while_the_server_is_out_of_reach(
    running: Running, server: BotApiServer
) -> None:
    await server.stop()
    async with running():
        await asyncio.sleep(0.05)
    assert running.code == 0


async def test_an_old_webhook_is_removed(running: Running, server: BotApiServer) -> None:
    server.webhook = "https://contoh.id/hook"
    server.fail("deleteWebhook", 1)
    async with running():
        server.user_sends("q")
        await server.await_messages(1)
    assert all("True" not in call.params.values() for call in server.called("deleteWebhook"))


async def test_a_second_bot_on_the_same_token_is_named(
    running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    async with running():
        await server.await_calls("getUpdates")
        server.polls += 1
        server.note_change()
        await server.await_calls("getUpdates", 2)
        server.user_sends("q")
        await server.await_messages(1)
    assert "another program receives this bot's updates" in log()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"database_url": "postgresql+psycopg://x@127.0.0.1:1/x"}, 6),
        ({"database_url": "no url"}, 6),
    ],
)
async def test_a_database_out_of_reach(
    tmp_path: Path, log: Callable[[], str], fields: dict[str, str], code: int
) -> None:
    settings = make_settings(tmp_path, **fields)
    assert await run(settings, ScriptedAnswering(), pace=FAST) == code
    assert "DATABASE_URL" in only_line(log())
