"""What is kept of questions that were not surely answered, for those who mend the knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from bot.answering.answer import Answer
from bot.storage.tables import ReviewQuestion
from knowledge.model import Verdict
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer
from tests.bot_api.users import GROUP
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer
from tests.telegram.user import say

DAY = 86400


def not_found(**fields: Any) -> Answer:
    """An honest "not found"."""
    given = {"verdict": Verdict.PERLU_RINCIAN, "ruling": None, "confidence": 0.2, **fields}
    return answer("Belum ada.", next_steps=("Tanya BKN.",), **given)


@contextmanager
def opened(settings: Settings) -> Iterator[Session]:
    """The bot's database."""
    engine = create_engine(settings.database)
    with Session(engine) as session:
        yield session
    engine.dispose()


def kept(settings: Settings) -> list[str]:
    """The words that are kept, the oldest first."""
    with opened(settings) as session:
        return [*session.scalars(select(ReviewQuestion.question).order_by(ReviewQuestion.id))]


async def test_what_was_not_found_is_kept_without_names(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(not_found())
    await say(server, "Pak Budi (NIP 198001012005011001) naik drone dinas, boleh?")
    await say(server, "/bantuan")
    with opened(bot.settings) as session:
        (row,) = session.scalars(select(ReviewQuestion)).all()
    assert row.question == "Pak [nama] (NIP [nomor]) naik drone dinas, boleh?"
    assert (row.reason, row.verdict, row.ruling) == ("unanswered", "perlu_rincian", None)
    assert row.provisions == ["pp-94-2021:pasal-5:huruf-n"]
    assert (row.chat_id, row.user_id, row.state) == (USER, None, "open")


async def test_a_sure_answer_leaves_nothing(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend([answer(), answer(confidence=0.5)])
    await say(server, "boleh like?")
    await say(server, "boleh naik drone?")
    await say(server, "/bantuan")
    assert kept(bot.settings) == ["boleh naik drone?"]


async def test_of_several_questions_the_unanswered_are_kept_by_themselves(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    sure, short = answer(), not_found()
    answering.script.append(answer(parts=(sure, short)))
    before = len(server.messages)
    server.user_sends("Apakah boleh like foto calon? Apakah boleh naik drone dinas?")
    await server.await_messages(before + 2)
    await say(server, "/bantuan")
    assert kept(bot.settings) == ["Apakah boleh naik drone dinas?"]


async def test_a_changed_question_takes_the_place_of_the_old(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend([not_found(), not_found(), answer()])
    before = len(server.messages)
    server.user_sends("boleh naik dron?")
    number = server.last_message_id
    await server.await_messages(before + 1)
    server.user_edits(number, "boleh naik drone?")
    await answering.await_asked(2)
    await say(server, "/bantuan")
    assert kept(bot.settings) == ["boleh naik drone?"]
    server.user_edits(number, "boleh like?")
    await answering.await_asked(3)
    await say(server, "/bantuan")
    assert kept(bot.settings) == []


async def test_what_was_not_typed_is_not_kept(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend([answer(follow_ups=("Apa sanksinya?",)), not_found()])
    shown = await say(server, "boleh like?")
    before = len(server.messages)
    server.user_presses(shown, "Apa sanksinya?")
    await server.await_messages(before + 1)
    await say(server, "/bantuan")
    assert kept(bot.settings) == []


async def test_being_forgotten_erases_them_also_in_groups(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend([not_found(), not_found()])
    await say(server, "boleh naik drone?")
    before = len(server.messages)
    server.user_sends(
        "@netral_bot boleh naik drone?", chat_id=GROUP, chat_type="supergroup", user=USER
    )
    await server.await_messages(before + 1)
    await say(server, "/bantuan")
    assert len(kept(bot.settings)) == 2
    await say(server, "/hapus ya")
    assert kept(bot.settings) == []


async def test_they_are_erased_when_they_have_grown_old(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    running = replace(running, settings=running.settings.model_copy(update={"review_days": 3}))
    answering.script.append(not_found())
    async with running():
        await say(server, "boleh naik drone?")
    running.clock.now += 3 * DAY - 60
    async with running(housekeeping=0.05):
        await say(server, "/bantuan")
        assert kept(running.settings) == ["boleh naik drone?"]
        running.clock.now += 61
        await server.until(lambda: not kept(running.settings), "erased")


async def test_none_is_kept_where_none_is_to_be(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    running = replace(running, settings=running.settings.model_copy(update={"review_days": 0}))
    answering.script.append(not_found())
    async with running():
        await say(server, "boleh naik drone?")
        await say(server, "/bantuan")
        privacy = (await say(server, "/privasi")).text
    assert kept(running.settings) == []
    assert "tidak disimpan untuk dibaca siapa pun" in privacy


@pytest.mark.parametrize("days", [30, 7])
async def test_users_are_told_of_it(running: Running, server: BotApiServer, days: int) -> None:
    running = replace(running, settings=running.settings.model_copy(update={"review_days": days}))
    async with running():
        privacy = (await say(server, "/privasi")).text
    assert f"disimpan paling lama {days} hari untuk dibaca pengelola" in privacy
    assert "Percobaan memakai perintah atau tombol pengelola dicatat dengan nomor akun" in privacy
