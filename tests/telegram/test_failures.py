"""What is not needed may fail; what fails is told kindly, and without anyone's words."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.storage.store import Store
from bot.telegram.sending import Sender
from knowledge.errors import EditionCorrupt, StoreError
from tests.bot_api import TOKEN, USER, BotApiServer, Fault
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer

WORDS = "rahasia-pribadi-saya"


@pytest.mark.parametrize("method", ["sendChatAction", "setMyCommands", "deleteWebhook"])
@pytest.mark.parametrize(
    "fault",
    [Fault(400, "Bad Request: no"), Fault(404, "Not Found"), Fault.flood(60), Fault(drop=True)],
    ids=["400", "404", "429", "dropped"],
)
async def test_what_no_answer_needs_may_be_refused(
    running: Running, server: BotApiServer, method: str, fault: Fault
) -> None:
    server.fail(method, 50, fault)
    async with running():
        server.user_sends("q")
        [message] = await server.await_messages(1)
    assert message.text.startswith("⛔ DILARANG")
    assert running.code == 0


async def test_a_hanging_indicator_holds_nothing_up(running: Running, server: BotApiServer) -> None:
    server.fail("sendChatAction", 5, Fault(hang=True))
    async with running(typing_wait=0.05):
        server.user_sends("q")
        await server.await_messages(1)


async def test_the_indicator_is_renewed(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.gate = asyncio.Event()
    async with running(typing_again=0.02):
        server.user_sends("q")
        await server.await_calls("sendChatAction", 3)
        answering.gate.set()
        await server.await_messages(1)


async def test_unacknowledged_presses_still_work(bot: Running, server: BotApiServer) -> None:
    server.user_sends("q")
    [message] = await server.await_messages(1)
    server.fail("answerCallbackQuery", 5, Fault(400, "Bad Request: no"))
    server.user_presses(message, "Dasar hukum")
    await server.await_edit(message)


@pytest.mark.parametrize(
    "error", [RuntimeError(f"broke at {WORDS}"), EditionCorrupt("The edition is damaged.")]
)
async def test_a_failing_answer_gives_an_apology_and_a_reference(
    running: Running,
    server: BotApiServer,
    answering: ScriptedAnswering,
    log: Callable[[], str],
    error: Exception,
) -> None:
    answering.script.append(error)
    async with running():
        server.user_sends(WORDS)
        [apology] = await server.await_messages(1)
        server.user_sends("lagi")
        await server.await_messages(2)
    found = re.search(r"kode ([0-9a-f]{8}) ", apology.text)
    assert found
    written = log()
    [line] = [line for line in written.splitlines() if found[1] in line]
    assert type(error).__name__ in line
    assert "scripted.py" in line
    assert ("The edition is damaged." in line) is isinstance(error, EditionCorrupt)
    assert WORDS not in written
    assert TOKEN not in written
    assert "Traceback" not in written


async def test_a_failing_press_is_acknowledged_and_apologised_for(
    running: Running,
    server: BotApiServer,
    answering: ScriptedAnswering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running():
        server.user_sends("q")
        [message] = await server.await_messages(1)

        def broken() -> None:
            raise RuntimeError(WORDS)

        monkeypatch.setattr(answering.library, "topics", broken)
        note = await server.await_note(server.user_presses(message, "", data="tr:medsos:0"))
        assert "gangguan" in (note or "")
        _, apology = await server.await_messages(2)
        assert apology.text.startswith("Maaf")


async def test_an_endless_answer_ends_in_an_apology(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.gate = asyncio.Event()
    async with running(answer=0.05):
        server.user_sends("q")
        [message] = await server.await_messages(1)
    assert message.text.startswith("Maaf")


async def test_an_answer_that_breaks_off_is_apologised_for_below(
    running: Running,
    server: BotApiServer,
    answering: ScriptedAnswering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send, calls = Sender.send, itertools.count(1)

    async def once(*given: Any, **named: Any) -> int:
        if next(calls) == 2:
            raise BadRequest("no")
        return await send(*given, **named)

    monkeypatch.setattr(Sender, "send", once)
    answering.script.append(answer(parts=(answer("Satu."), answer("Dua."))))
    async with running():
        server.user_sends("q? r?")
        first, second = await server.await_messages(2)
    assert "Satu." in first.text
    assert second.text.startswith("Maaf")


async def test_an_apology_that_cannot_be_sent_is_logged(
    running: Running, server: BotApiServer, answering: ScriptedAnswering, log: Callable[[], str]
) -> None:
    answering.script.append(RuntimeError(WORDS))
    async with running():
        server.fail("sendMessage", 1, Fault(400, "Bad Request: chat not found"))
        server.user_sends("q")
        await server.await_calls("sendMessage")
        server.user_sends("lagi")
        await server.await_messages(1)
    assert "apology not delivered" in log()


async def test_without_the_database_questions_are_answered(
    running: Running,
    server: BotApiServer,
    monkeypatch: pytest.MonkeyPatch,
    log: Callable[[], str],
) -> None:
    async def lost(*_: object, **__: object) -> None:
        raise StoreError("The database is gone.")

    async with running():
        server.user_sends("q")
        [message] = await server.await_messages(1)
        monkeypatch.setattr(Store, "run", lost)
        server.user_sends("q2")
        _, second = await server.await_messages(2)
        note = await server.await_note(server.user_presses(message, "Dasar hukum"))
        apology = (await server.await_messages(3))[-1]
    assert second.text.startswith("⛔ DILARANG")
    assert second.buttons == []
    assert "gangguan" in (note or "")
    assert apology.text.startswith("Maaf")
    written = log()
    for what in ("without inbox", "without history", "without buttons", "not remembered"):
        assert what in written
    assert "The database is gone." in written


async def test_neither_words_nor_token_are_logged(
    running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    async with running():
        server.user_sends(WORDS, chat_id=USER)
        server.user_sends_message(photo=[], caption=WORDS)
        [message, *_] = await server.await_messages(1)
        server.user_presses(message, "Dasar hukum")
        await server.await_edit(message)
        await server.await_messages(2)
        server.fail("getUpdates", 2, Fault(502, "Bad Gateway"))
        server.fail("sendMessage", 1, Fault(400, f"Bad Request: can't parse entities: {WORDS}"))
        server.user_sends("/help")
        await server.await_messages(3)
    written = log()
    assert "answered" in written
    assert WORDS not in written
    assert TOKEN not in written
    assert TOKEN.split(":")[1] not in written
    for line in written.splitlines():
        assert re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z (DEBUG|INFO|WARNING|ERROR) [\w.]+ ", line), line
