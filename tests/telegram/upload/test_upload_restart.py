"""Documents that are broken off, by an editor or by a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.admin.program import Outcome
from knowledge.settings import Settings
from tests.bot_api import BotApiServer
from tests.telegram.conftest import Running
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.upload.desk import (
    JOBS,
    NOW_STAGED,
    READ,
    TEXTS,
    result,
    staged,
    upload,
    uploads,
)
from tests.telegram.user import say


async def test_breaking_off_in_the_test_takes_the_document_back(
    bot: Running, server: BotApiServer, program: ScriptedProgram, settings: Settings
) -> None:
    program.hold("publish")
    progress = await upload(server)
    await program.await_ran("publish")
    server.user_presses(progress, JOBS.cancel)
    await result(server, TEXTS.undone.format(name="PP 94/2021"))
    assert JOBS.cancelled in progress.text
    assert [ran.name for ran in program.cancelled] == ["publish"]
    assert program.calls("discard")[-1].arguments == ("discard", "pp-94-2021")
    await server.until(lambda: uploads(settings) == [], "file removed")


async def test_breaking_off_brings_back_what_waited_before(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.ends("stage", Outcome(0, staged(pp_94_2021="aaaaaaaaaaaaaaaa")), Outcome(0, NOW_STAGED))
    program.hold("publish")
    progress = await upload(server)
    await program.await_ran("publish")
    server.user_presses(progress, JOBS.cancel)
    await result(server, TEXTS.undone.format(name="PP 94/2021"))
    ran = program.calls("stage")[-1]
    assert ran.arguments == ("stage", "pp-94-2021@aaaaaaaaaaaaaaaa", "--accept")
    assert program.calls("discard") == []


async def test_breaking_off_while_it_is_read_changes_nothing(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.ends("stage", Outcome(0, staged()))
    program.succeeds("list", {"documents": [], "editions": []})
    program.hold("add")
    progress = await upload(server)
    await program.await_ran("add")
    server.user_presses(progress, JOBS.cancel)
    await server.until(lambda: JOBS.cancelled in progress.text, "cancelled")
    assert program.calls("discard") == []


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        ("https://a.go.id/pp%2094.pdf?token=***", True),
        ("https://b.go.id/pp%2094.pdf?token=***", False),
        ("https://a.go.id/pp-95.pdf?token=***", False),
    ],
)
async def test_what_was_staged_before_it_could_be_said_is_taken_back_too(
    bot: Running, server: BotApiServer, program: ScriptedProgram, origin: str, ours: bool
) -> None:
    document = {"regulation": "pp-94-2021", "key": READ["key"], "origin": origin}
    program.succeeds("list", {"documents": [document], "editions": []})
    program.hold("add")
    progress = await say(server, "/unggah https://a.go.id/pp%2094.pdf?token=rahasia")
    await program.await_ran("add")
    server.user_presses(progress, JOBS.cancel)
    await server.until(lambda: JOBS.cancelled in progress.text, "cancelled")
    assert bool(program.calls("discard")) == ours


@pytest.mark.parametrize("held", ["stage", "add", "diff", "publish"])
async def test_a_restart_goes_on_without_doing_anything_twice(
    running: Running, server: BotApiServer, program: ScriptedProgram, held: str
) -> None:
    gate = program.hold(held)
    async with running():
        progress = await upload(server)
        await program.await_ran(held)
    gate.set()
    before = len(program.ran)
    if held == "add":
        # It had staged the document before it was ended.
        program.succeeds("add", {"documents": [{**READ, "outcome": "already staged"}]})
    async with running():
        told = await result(server, TEXTS.staged)
        assert told.labels() == [TEXTS.details, TEXTS.drop]
        await server.await_confirmed()
    steps = ["stage", "add", "diff", "publish"]
    resumed = {"stage": 0, "add": 1, "diff": 2, "publish": 2}[held]
    assert [ran.name for ran in program.ran[before:]] == steps[resumed:]
    assert len([m for m in server.messages if "Memasukkan" in m.text]) == 1
    assert progress.text.endswith(JOBS.done)


async def test_a_file_that_was_lost_is_fetched_again(
    running: Running, server: BotApiServer, program: ScriptedProgram, settings: Settings
) -> None:
    gate = program.hold("add")
    async with running():
        await upload(server)
        [ran] = await program.await_ran("add")
    Path(ran.arguments[-1]).unlink()
    gate.set()
    async with running():
        await result(server, TEXTS.staged)
    assert len(server.called("getFile")) == 2


async def test_nothing_of_a_document_is_in_the_log(
    running: Running, server: BotApiServer, program: ScriptedProgram, log: Callable[[], str]
) -> None:
    async with running():
        await upload(server, name="rahasia-negara.pdf", caption="judul=Sangat Rahasia")
        await result(server, TEXTS.staged)
    assert "rahasia" not in log().lower()
