"""How long work ends: what is said, to whom, in spite of what; and when it is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.admin.program import Step
from bot.storage.jobs import KEPT_DAYS
from bot.telegram.admin.jobs import Ended, Notice
from bot.telegram.blocks import paragraph
from bot.telegram.sending import Document
from tests.bot_api import USER, BotApiServer
from tests.bot_api.faults import Fault
from tests.telegram.conftest import Running
from tests.telegram.jobs.workshop import OTHER, TEXTS, Workshop, begin, shows
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.user import say


async def test_a_fault_is_told_with_a_reference_that_the_log_has(
    running: Running, server: BotApiServer, workshop: Workshop, log: Callable[[], str]
) -> None:
    workshop.fault = ValueError("rahasia orang")
    async with running():
        progress = await begin(server, "satu")
        told = (await server.await_messages(2))[-1]
        assert progress.text.endswith(TEXTS.failed)
        workshop.fault = None
        await begin(server, "dua")
        assert (await server.await_messages(4))[-1].text == "Hasil dua."
    [line] = [line for line in log().splitlines() if "job failed" in line]
    assert "rahasia" not in line
    reference = line.split("reference=")[1].split()[0].strip('"')
    assert reference in told.text


async def test_that_telegram_refuses_changes_does_not_trouble_the_work(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.steps = [Step("index", n, 50) for n in range(50)]
    server.fail("editMessageText", 50, Fault(400, "Bad Request: message can't be edited"))
    await begin(server, "satu")
    await server.until(lambda: server.messages[-1].text == "Hasil satu.", "result")
    assert len(workshop.begun) == 1


async def test_the_end_is_told_when_the_server_is_back(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "begun")
    server.fail("sendMessage", 5, Fault(502, "Bad Gateway"))
    workshop.gate.set()
    assert (await server.await_messages(2))[-1].text == "Hasil satu."
    assert len(server.messages) == 2


async def test_an_end_that_cannot_be_told_at_all_is_no_hindrance_to_the_next(
    bot: Running,
    server: BotApiServer,
    workshop: Workshop,
    rows: Callable[[], list[Any]],
) -> None:
    unsayable = Ended([object()])  # type: ignore[list-item]
    workshop.ended = lambda job: unsayable
    await begin(server, "satu")
    await server.until(lambda: "ended" in str(rows()), "ended")
    workshop.ended = lambda job: Ended([paragraph("Hasil dua.")])
    await begin(server, "dua")
    await server.until(lambda: server.messages[-1].text == "Hasil dua.", "second done")
    assert len(workshop.begun) == 2


async def test_who_has_blocked_the_bot_does_not_stop_the_work_of_others(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    second = await begin(server, "dua", OTHER)
    server.blocked.add(USER)
    workshop.gate.set()
    await shows(server, second, TEXTS.done)
    assert (await server.await_messages(3))[-1].text == "Hasil dua."


async def test_a_file_comes_before_the_words_and_others_are_told(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.ended = lambda job: Ended(
        [paragraph("Ini hasilnya.")],
        document=Document("rincian.txt", b"isi"),
        notices=[Notice(OTHER, [paragraph("Ada hasil.")])],
    )
    server.user_sends("/start", chat_id=OTHER)
    await server.await_messages(1)
    await begin(server, "satu")
    _, _, file, words, notice = await server.await_messages(5)
    assert file.document is not None
    assert file.document.content == b"isi"
    assert (words.chat_id, words.text) == (USER, "Ini hasilnya.")
    assert (notice.chat_id, notice.text) == (OTHER, "Ada hasil.")


async def test_what_buttons_need_is_kept_for_a_week(
    running: Running, server: BotApiServer, workshop: Workshop, rows: Callable[[], list[Any]]
) -> None:
    workshop.ended = lambda job: Ended([paragraph("Ya.")], keep=True)
    async with running():
        await begin(server, "satu")
        await server.await_messages(2)
        await server.until(lambda: "ended" in str(rows()), "ended")
        assert workshop.jobs is not None
        kept = await workshop.jobs.find(workshop.begun[0].id)
        assert kept is not None
        assert kept.state == {"nama": "satu", "seen": 1}
    running.clock.now += KEPT_DAYS * 86_400 - 1
    async with running():
        await asyncio.sleep(0.2)
        assert len(rows()) == 1
    running.clock.now += 2
    async with running():
        async with asyncio.timeout(5):
            while rows():
                await asyncio.sleep(0.02)


async def test_being_forgotten_forgets_work_that_is_over(
    bot: Running, server: BotApiServer, workshop: Workshop, rows: Callable[[], list[Any]]
) -> None:
    workshop.ended = lambda job: Ended([paragraph("Ya.")], keep=True)
    await begin(server, "satu")
    await server.await_messages(2)
    await server.until(lambda: "ended" in str(rows()), "ended")
    await say(server, "/hapus ya")
    assert rows() == []


async def test_work_of_somebody_who_is_no_admin_any_more_is_dropped(
    running: Running, server: BotApiServer, workshop: Workshop, answering: ScriptedAnswering
) -> None:
    workshop.gate = asyncio.Event()
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    stripped = Running(
        running.settings.model_copy(update={"admin_editors": frozenset({OTHER})}), answering
    )
    async with stripped():
        await shows(server, progress, TEXTS.broken)
    assert len(workshop.begun) == 1
    assert len(server.messages) == 1
