"""Long work of admins: told in one message, one after another."""

from __future__ import annotations

import asyncio

from bot.admin.program import Step
from ingest.progress import _STAGES
from tests.bot_api import USER, BotApiServer
from tests.telegram.conftest import Running
from tests.telegram.jobs.workshop import OTHER, TEXTS, Workshop, begin, shows


async def test_progress_is_told_in_one_message_and_the_end_in_a_new_one(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    workshop.steps = [Step("embed texts", 1_250, 2_500)]
    progress = await begin(server, "satu")
    await shows(server, progress, "Mengolah teks ketentuan … 1.250 dari 2.500 (50%)")
    assert progress.text.startswith("Mengerjakan satu")
    assert progress.labels() == [TEXTS.cancel]
    workshop.gate.set()
    await server.await_messages(2)
    assert [message.text for message in server.messages[1:]] == ["Hasil satu."]
    assert progress.text.endswith(TEXTS.done)
    assert progress.labels() == []


async def test_a_step_of_no_known_name_is_told_in_plain_words(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.steps = asyncio.Event(), [Step("frobnicate", 0, 0)]
    await shows(server, await begin(server, "satu"), TEXTS.other_stage)


def test_every_stage_of_the_command_has_a_name() -> None:
    assert set(TEXTS.stages) == set(_STAGES)


async def test_many_steps_are_few_changes(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    workshop.steps = [Step("index", n, 500) for n in range(500)]
    async with running(progress=0.2):
        progress = await begin(server, "satu")
        await shows(server, progress, "499")
        assert len(server.called("editMessageText")) <= 3


async def test_work_waits_for_its_turn_and_says_so(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "first begun")
    second = await begin(server, "dua", OTHER)
    assert TEXTS.waiting in second.text
    await asyncio.sleep(0.1)
    assert len(workshop.begun) == 1
    workshop.gate.set()
    await server.await_messages(4)
    said = [(m.chat_id, m.text) for m in server.messages[2:]]
    assert said == [(USER, "Hasil satu."), (OTHER, "Hasil dua.")]
