"""Long work that is broken off: by its admin, or by a restart, after which it is found again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, text

from tests.bot_api import BotApiServer
from tests.bot_api.faults import Fault
from tests.telegram.conftest import Running
from tests.telegram.jobs.workshop import OTHER, TEXTS, Workshop, begin, shows


async def test_an_admin_breaks_work_off(
    bot: Running, server: BotApiServer, workshop: Workshop, rows: Callable[[], list[Any]]
) -> None:
    workshop.gate = asyncio.Event()
    progress = await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "begun")
    note = await server.await_note(server.user_presses(progress, TEXTS.cancel))
    assert note == TEXTS.cancelling
    await shows(server, progress, TEXTS.cancelled)
    assert workshop.stopped == ["satu"]
    assert len(server.messages) == 1
    await server.until(lambda: rows() == [("ended", "{}")], "ended")
    assert workshop.cleaned == [workshop.begun[0].id]
    # A button that somebody still sees does nothing any more.
    data = f"wc:{workshop.begun[0].id}:0"
    assert await server.await_note(server.user_presses(progress, "", data=data)) == TEXTS.over


async def test_what_is_broken_off_stays_so_over_a_restart(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.undo, workshop.withdraws = asyncio.Event(), asyncio.Event(), True
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
        note = await server.await_note(server.user_presses(progress, TEXTS.cancel))
        assert note == TEXTS.cancelling
        await server.until(lambda: workshop.undone == ["half"], "being put back")
    workshop.undo.set()
    async with running():
        assert (await server.await_messages(2))[-1].text == "satu ditarik."
        await shows(server, progress, TEXTS.cancelled)
    assert len(workshop.begun) == 1


async def test_work_can_be_broken_off_while_its_beginning_is_being_told(
    bot: Running, server: BotApiServer, workshop: Workshop, rows: Callable[[], list[Any]]
) -> None:
    server.fail("editMessageText", 1, Fault.flood(1))
    progress = await begin(server, "satu")
    await server.await_calls("editMessageText")
    note = await server.await_note(server.user_presses(progress, TEXTS.cancel))
    assert note == TEXTS.cancelling
    await shows(server, progress, TEXTS.cancelled)
    await server.until(lambda: rows() == [("ended", "{}")], "ended")
    assert workshop.begun == []
    assert len(server.messages) == 1


async def test_what_waits_can_be_broken_off_too(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    second = await begin(server, "dua")
    server.user_presses(second, TEXTS.cancel)
    await shows(server, second, TEXTS.cancelled)
    workshop.gate.set()
    await server.await_messages(3)
    await asyncio.sleep(0.1)
    assert [job.state["nama"] for job in workshop.begun] == ["satu"]


async def test_nobody_breaks_off_the_work_of_another(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    progress = await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "begun")
    theirs = await begin(server, "dua", OTHER)
    pressed = server.user_presses(theirs, "", data=progress.data(TEXTS.cancel))
    assert await server.await_note(pressed) == TEXTS.over
    assert workshop.stopped == []


async def test_a_restart_goes_on_in_the_same_message(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
        await server.await_confirmed()
    assert workshop.stopped == ["satu"]
    assert "Dibatalkan" not in progress.text
    workshop.gate = None
    async with running():
        await server.await_messages(2)
    assert [message.text for message in server.messages[1:]] == ["Hasil satu."]
    assert [(job.phase, job.state.get("seen")) for job in workshop.begun] == [
        ("begun", None),
        ("half", 1),
    ]
    assert workshop.begun[0].id == workshop.begun[1].id
    assert progress.text.endswith(TEXTS.done)


async def test_a_message_that_cannot_be_changed_any_more_is_sent_anew(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    server.log.remove(progress)
    server.messages.remove(progress)
    workshop.gate = None
    async with running():
        anew, result = (await server.await_messages(2))[:2]
    assert anew.text.endswith(TEXTS.done)
    assert result.text == "Hasil satu."


async def test_work_that_does_not_resume_says_how_things_are(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.resumes = asyncio.Event(), False
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    async with running():
        told = (await server.await_messages(2))[-1]
        assert told.text == "satu terputus pada half."
        await server.until(lambda: workshop.cleaned != [], "cleaned")
    assert progress.text.endswith(TEXTS.broken)
    assert progress.labels() == []
    assert len(workshop.begun) == 1


async def test_a_bot_that_stops_at_the_moment_when_work_ends_breaks_nothing_off(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.withdraws = workshop.stops_the_bot = True
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: workshop.beside is not None and workshop.beside.done(), "end")
    assert running.code == 0
    assert workshop.undone == []
    workshop.stops_the_bot = False
    async with running():
        assert (await server.await_messages(2))[-1].text == "Hasil satu."
    assert progress.text.endswith(TEXTS.done)


async def test_what_waited_at_a_restart_was_not_broken_off(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.resumes = asyncio.Event(), False
    async with running():
        await begin(server, "satu")
        await begin(server, "dua")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    workshop.gate = None
    async with running():
        await server.await_messages(4)
    assert [m.text for m in server.messages[2:]] == ["satu terputus pada half.", "Hasil dua."]


async def test_the_same_update_is_the_same_work(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    async with running():
        await begin(server, "satu")
        await server.await_messages(2)
        await server.await_confirmed()
    with create_engine(running.settings.database).begin() as connection:
        connection.execute(text("delete from received_updates"))
    server.redeliver()
    async with running():
        await server.await_confirmed()
        await asyncio.sleep(0.1)
    assert len(workshop.begun) == 1
    assert len(server.messages) == 2
