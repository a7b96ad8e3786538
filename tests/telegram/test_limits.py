"""No user and no group is served at the others' expense, and who asks too much is told so once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.telegram.limits import Limits, load_limit_texts
from tests.bot_api import USER, BotApiServer, Fault
from tests.bot_api.users import BOT_NAME, GROUP
from tests.telegram.conftest import START, Clock, Running, make_settings
from tests.telegram.scripted import ScriptedAnswering

NAME = f"@{BOT_NAME}"
BUDI = 2002
NOW = int(START)


def limited(running: Running, **limits: int) -> Running:
    """The bot with other limits."""
    running.settings = running.settings.model_copy(update=limits)
    return running


async def settled(server: BotApiServer, messages: int, chat: int = USER) -> None:
    """See to it that no more than ``messages`` were sent, once all is handled."""
    server.user_sends("/privasi", chat_id=chat)
    await server.await_messages(messages + 1)
    assert len(server.messages) == messages + 1
    server.messages.pop()


async def test_who_asks_too_much_is_told_once_when_to_go_on(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with limited(running, questions_per_minute=2)():
        server.user_sends("satu")
        server.user_sends("dua", date=NOW + 15)
        running.clock.now += 20
        for number in range(3, 7):
            server.user_sends(str(number), date=NOW + 20)
        *_, told = await server.await_messages(3)
        assert "paling banyak 2 pertanyaan" in told.text
        assert "40 detik lagi" in told.text
        await settled(server, 3)
        running.clock.now += 41
        server.user_sends("tujuh", date=NOW + 61)
        await server.await_messages(4)
        assert [one.question for one in answering.asked] == ["satu", "dua", "tujuh"]
        server.user_sends("delapan", date=NOW + 62)
        assert "13 detik lagi" in (await server.await_messages(5))[-1].text


async def test_others_are_answered_meanwhile(running: Running, server: BotApiServer) -> None:
    async with limited(running, questions_per_minute=1)():
        server.user_sends("satu")
        server.user_sends("dua")
        server.user_sends("punya saya", chat_id=BUDI)
        await server.await_messages(3)
    [theirs] = [message for message in server.messages if message.chat_id == BUDI]
    assert theirs.text.startswith("⛔ DILARANG")


async def test_a_day_has_its_limit_too(running: Running, server: BotApiServer) -> None:
    async with limited(running, questions_per_day=2)():
        for minute in range(4):
            server.user_sends("lagi", date=NOW + 600 * minute)
            running.clock.now = START + 600 * minute
        *_, told = await server.await_messages(3)
        assert "dalam 24 jam" in told.text
        assert "24 jam lagi" in told.text
        await settled(server, 3)
        running.clock.now = START + 86401
        server.user_sends("besok", date=NOW + 86401)
        await server.await_messages(4)
    assert server.messages[-1].text.startswith("⛔ DILARANG")


async def test_what_piled_up_while_the_bot_was_off_is_no_burst(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    for hour in range(5):
        server.user_sends(str(hour), date=NOW + 3600 * hour)
    running.clock.now += 5 * 3600
    async with limited(running, questions_per_minute=2)():
        await server.await_messages(5)
    assert len(answering.asked) == 5


async def test_a_group_has_a_limit_of_its_own(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with limited(running, group_questions_per_minute=2)():
        for user in range(10, 15):
            server.user_sends(f"{NAME} dari {user}", chat_id=GROUP, user=user)
        *_, told = await server.await_messages(3)
        assert "Grup ini ramai sekali" in told.text
        server.user_sends(f"{NAME} di grup lain", chat_id=GROUP - 1, user=14)
        server.user_sends("sendirian", chat_id=14)
        await server.await_messages(5)
    assert sorted(one.question for one in answering.asked) == [
        "dari 10",
        "dari 11",
        "di grup lain",
        "sendirian",
    ]


async def test_a_user_has_one_limit_everywhere(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with limited(running, questions_per_minute=1)():
        server.user_sends(f"{NAME} satu", chat_id=GROUP)
        await server.await_messages(1)
        server.user_sends("dua")
        _, told = await server.await_messages(2)
    assert "datang cepat sekali" in told.text
    assert len(answering.asked) == 1


async def test_talk_in_a_group_counts_for_nothing(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with limited(running, questions_per_minute=1)():
        for _ in range(3):
            server.user_sends("kita saja", chat_id=GROUP)
            server.user_sends("/perintahkelompok", chat_id=GROUP)
        server.user_sends(f"{NAME} satu", chat_id=GROUP)
        await server.await_messages(1)
    assert [one.question for one in answering.asked] == ["satu"]


@pytest.mark.parametrize("command", ["/hapus", "/lupakan", "/privasi", "/bantuan", "/help"])
async def test_being_forgotten_works_however_much_was_asked(
    running: Running, server: BotApiServer, command: str
) -> None:
    async with limited(running, questions_per_minute=1)():
        server.user_sends("satu")
        server.user_sends("dua")
        server.user_sends(command)
        *_, last = await server.await_messages(3)
    assert "pertanyaan dari satu orang" not in last.text


async def test_a_changed_question_counts_and_its_answer_stays(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with limited(running, questions_per_minute=1)():
        server.user_sends("satu")
        question = server.last_message_id
        [message] = await server.await_messages(1)
        server.user_edits(question, "dua")
        _, told = await server.await_messages(2)
    assert "datang cepat sekali" in told.text
    assert message.edits == 0
    assert len(answering.asked) == 1


async def test_an_album_counts_once(running: Running, server: BotApiServer) -> None:
    photo: Any = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    async with limited(running, questions_per_minute=2)():
        for _ in range(5):
            server.user_sends_message(photo=photo, media_group_id="g")
        server.user_sends("satu")
        *_, last = await server.await_messages(2)
    assert last.text.startswith("⛔ DILARANG")


async def test_pressing_too_fast_gets_a_note(running: Running, server: BotApiServer) -> None:
    async with limited(running, presses_per_minute=2)():
        server.user_sends("satu")
        [message] = await server.await_messages(1)
        data = message.buttons[0]["callback_data"]
        for _ in range(2):
            await server.await_note(server.user_presses(message, "", data=data))
        note = await server.await_note(server.user_presses(message, "", data=data))
        assert note == "Terlalu cepat. Silakan tekan lagi 60 detik lagi."
        running.clock.now += 61
        note = await server.await_note(server.user_presses(message, "", data=data))
        assert "Terlalu cepat" not in (note or "")


async def test_without_limits_everything_is_answered(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    free = limited(running, questions_per_minute=0, questions_per_day=0)
    async with free():
        for number in range(22):
            server.user_sends(str(number))
        await server.await_messages(22)
    assert len(answering.asked) == 22


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "1 detik"),
        (0.2, "1 detik"),
        (59.5, "60 detik"),
        (90, "90 detik"),
        (90.5, "2 menit"),
        (121, "3 menit"),
        (5400, "90 menit"),
        (5401, "2 jam"),
        (86400, "24 jam"),
    ],
)
def test_waits_are_told_in_words_and_never_too_short(seconds: float, words: str) -> None:
    assert load_limit_texts().wait(seconds) == words


def test_who_asks_nothing_more_is_not_remembered(tmp_path: Any) -> None:
    clock = Clock()
    limits = Limits(make_settings(tmp_path), load_limit_texts(), clock)
    for user in range(50):
        limits.question(user, -user, clock())
        limits.press(user)
    clock.now += 2 * 86400
    limits.question(99, None, clock())
    limits.press(99)
    assert [len(kept) for kept in (limits._users, limits._groups, limits._presses)] == [1, 0, 1]


async def test_telegrams_own_limit_is_waited_for(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.fail("sendMessage", 2, Fault.flood(1))
    started = asyncio.get_running_loop().time()
    server.user_sends("boleh like?")
    [message] = await server.await_messages(1)
    assert message.text.startswith("⛔ DILARANG")
    assert asyncio.get_running_loop().time() - started >= 2
    assert len(answering.asked) == 1
