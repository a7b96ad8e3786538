"""A restart loses no question and answers none twice; what is to be forgotten is forgotten."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, select

from bot.storage.inbox import MAX_ATTEMPTS
from bot.storage.tables import Base
from tests.bot_api import USER, BotApiServer, Fault
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer


def stored(running: Running, *tables: str) -> str:
    """All that the database, or some tables of it, hold, to look for words in."""
    engine = create_engine(running.settings.database)
    with engine.connect() as connection:
        rows = [
            connection.execute(select(table)).all()
            for table in Base.metadata.sorted_tables
            if not tables or table.name in tables
        ]
    engine.dispose()
    return repr(rows)


async def test_a_killed_bot_answers_after_its_restart(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    process = await running.start_process("stuck_bot")
    server.user_sends("satu")
    server.user_sends("dua")
    await server.await_calls("sendChatAction")
    await server.await_confirmed()
    process.kill()
    await process.communicate()
    assert not server.messages
    async with running():
        await server.await_messages(2)
    assert [asked.question for asked in answering.asked] == ["satu", "dua"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_bot_cleanly(
    running: Running, server: BotApiServer, number: signal.Signals
) -> None:
    process = await running.start_process("stuck_bot", FREE="1")
    server.user_sends("satu")
    await server.await_messages(1)
    await server.await_calls("getUpdates", 2)
    process.send_signal(number)
    _, written = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in written
    assert written.splitlines()[-1].endswith(b"stopped")
    assert not server.pending


async def test_what_was_answered_is_not_answered_again(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        server.user_sends("satu")
        await server.await_messages(1)
        server.redeliver()
        server.user_sends("dua")
        await server.await_messages(2)
    server.redeliver()
    async with running():
        server.user_sends("tiga")
        await server.await_messages(3)
    assert [asked.question for asked in answering.asked] == ["satu", "dua", "tiga"]


async def test_what_came_while_the_bot_was_off_is_answered(
    running: Running, server: BotApiServer
) -> None:
    server.user_sends("satu")
    server.user_sends("dua", chat_id=2002)
    async with running():
        await server.await_messages(2)


async def test_stopping_cuts_off_what_takes_too_long_and_resumes_it(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.gate = asyncio.Event()
    async with running(stop=0.1):
        server.user_sends("satu")
        server.user_sends("dua")
        await answering.await_asked(1)
    assert running.code == 0
    # Should the cut-off answer come after all, it must not count as given.
    answering.gate.set()
    await asyncio.sleep(0.05)
    assert not server.messages
    answering.gate = None
    answering.asked.clear()
    async with running():
        await server.await_messages(2)
    assert [asked.question for asked in answering.asked] == ["satu", "dua"]


async def test_an_answer_in_doubt_is_not_mistaken_for_one_that_is_long_forgotten(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer("Satu.", follow_ups=("kalau PPPK?",)), answer("Dua.")))
    async with running():
        server.user_sends("satu")
        [first] = await server.await_messages(1)
        server.user_presses(first, "kalau PPPK?")
        _, second = await server.await_messages(2)
    before = second.labels()
    running.clock.now += 49 * 3600
    async with running(stop=0.1):
        async with asyncio.timeout(5):
            while stored(running, "sent_messages") != "[[]]":
                await asyncio.sleep(0.02)
        server.fail("sendMessage", fault=Fault(hang=True))
        server.user_presses(first, "kalau PPPK?")
        await server.await_calls("sendMessage", 3)
    async with running():
        await server.await_messages(3)
    assert second.labels() == before


async def test_stopping_finishes_the_answer_under_way(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.gate = asyncio.Event()
    async with running():
        server.user_sends("satu")
        await answering.await_asked(1)
        asyncio.get_running_loop().call_later(0.1, answering.gate.set)
    assert len(server.messages) == 1


async def test_an_update_that_never_ends_well_is_given_up(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.gate = asyncio.Event()
    server.user_sends("satu")
    for attempt in range(MAX_ATTEMPTS):
        async with running(stop=0.05):
            await answering.await_asked(attempt + 1)
    answering.gate = None
    answering.asked.clear()
    async with running():
        server.user_sends("dua")
        await server.await_messages(1)
    assert [asked.question for asked in answering.asked] == ["dua"]


async def test_a_failed_question_is_not_repeated(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(RuntimeError())
    async with running():
        server.user_sends("satu")
        await server.await_messages(1)
    async with running():
        await server.await_calls("setMyCommands", 2)
    assert len(answering.asked) == 1


async def test_words_are_gone_once_they_are_answered_and_old(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        server.user_sends("kata-rahasia")
        await server.await_messages(1)
        running.clock.now += 59 * 60
        server.user_sends("masih ingat?")
        await server.await_messages(2)
        assert "kata-rahasia" in answering.asked[1].history[0].text
        running.clock.now += 2 * 60
        server.user_sends("sudah lupa?")
        await server.await_messages(3)
        assert [turn.text for turn in answering.asked[2].history][:1] == ["masih ingat?"]
        async with asyncio.timeout(5):
            while "kata-rahasia" in stored(running):
                await asyncio.sleep(0.02)


async def test_an_idle_chat_is_forgotten_too(running: Running, server: BotApiServer) -> None:
    async with running():
        server.user_sends("kata-rahasia")
        await server.await_messages(1)
        running.clock.now += 61 * 60
        async with asyncio.timeout(5):
            while "kata-rahasia" in stored(running):
                await asyncio.sleep(0.02)


async def test_a_chat_is_forgotten_on_request(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        server.user_sends("kata-rahasia")
        server.user_sends("kata-orang-lain", chat_id=2002)
        [message, _] = await server.await_messages(2)
        message = next(sent for sent in server.messages if sent.chat_id == USER)
        server.user_sends("/hapus ya")
        assert "telah saya hapus" in (await server.await_messages(3))[-1].text
        note = await server.await_note(server.user_presses(message, "Bunyi pasal"))
        assert "kedaluwarsa" in (note or "")
        server.user_sends("baru")
        await server.await_messages(4)
        assert answering.asked[-1].history == ()
    left = stored(running)
    assert "kata-rahasia" not in left
    assert "kata-orang-lain" in left


async def test_a_failing_poll_is_repeated(
    running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    async with running():
        server.fail("getUpdates", 2, Fault(502, "Bad Gateway"))
        server.fail("getUpdates", 1, Fault(drop=True))
        server.fail("getUpdates", 1, Fault(200, "strange"))
        server.fail("getUpdates", 2, Fault(404, "Not Found"))
        server.fail("getUpdates", 1, Fault.flood(1))
        server.user_sends("satu")
        await server.await_messages(1)
        server.user_sends("dua")
        await server.await_messages(2)
    written = log()
    assert "updates cannot be fetched; trying again" in written
    assert "updates come in again" in written


async def test_the_history_is_as_long_as_the_settings_say(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    running.settings = running.settings.model_copy(update={"history_turns": 3})
    answering.script.extend([answer("satu."), answer("dua."), answer("tiga.")])
    async with running():
        for number in range(1, 4):
            server.user_sends(f"q{number}")
            await server.await_messages(number)
    assert [turn.text.split(".")[0] for turn in answering.asked[2].history] == [
        "satu",
        "q2",
        "dua",
    ]
