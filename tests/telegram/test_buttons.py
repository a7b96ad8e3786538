"""What pressing a button does."""

from __future__ import annotations

import pytest

from bot.answering.answer import Clarify, ClarifyOption
from bot.storage.shown import DAYS_SHOWN
from knowledge.model import Verdict
from tests.bot_api import BotApiServer
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer
from tests.telegram.user import ask

EXPIRED = "kedaluwarsa"


async def test_a_follow_up_is_asked_as_if_typed(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer(follow_ups=("Kalau saya PPPK?",)))
    message = await ask(server)
    server.user_presses(message, "Kalau saya")
    reply = (await server.await_messages(2))[-1]
    assert reply.text.startswith("Pertanyaan: Kalau saya PPPK?\n\n⛔ DILARANG")
    assert answering.asked[-1].question == "Kalau saya PPPK?"
    assert [turn.role for turn in answering.asked[-1].history] == ["user", "assistant"]


def unclear() -> ScriptedAnswering:
    """A room that asks back first."""
    room = ScriptedAnswering()
    options = (
        ClarifyOption(text="Jadwal dari KPU", ruling="bagikan-jadwal"),
        ClarifyOption(text="Poster calon", ruling="bagikan-poster"),
    )
    room.script.append(
        answer(
            "Apa isinya?",
            verdict=Verdict.PERLU_RINCIAN,
            citations=(),
            clarify=Clarify(question="Apa isinya?", options=options),
        )
    )
    return room


async def test_an_option_forces_its_ruling_on_the_users_question(
    running: Running, server: BotApiServer
) -> None:
    running.answering = room = unclear()
    async with running():
        message = await ask(server, "boleh share postingan?")
        server.user_presses(message, "2.")
        reply = (await server.await_messages(2))[-1]
        assert reply.text.startswith("Pilihan Anda: Poster calon\n\n")
        assert (room.asked[-1].question, room.asked[-1].ruling) == (
            "boleh share postingan?",
            "bagikan-poster",
        )
        await ask(server, "kalau PPPK?")
        turns = room.asked[-1].history
        assert [turn.text for turn in turns if turn.role == "user"] == [
            "boleh share postingan?",
            "Poster calon",
        ]


async def test_an_option_after_the_question_was_erased(
    running: Running, server: BotApiServer
) -> None:
    running.answering = room = unclear()
    async with running():
        message = await ask(server)
    running.clock.now += 61 * 60
    async with running():
        note = await server.await_note(server.user_presses(message, "1."))
    assert note is not None
    assert "Silakan ketik lagi" in note
    assert len(room.asked) == 1


async def test_buttons_expire_kindly(running: Running, server: BotApiServer) -> None:
    async with running():
        message = await ask(server)
        running.clock.now += DAYS_SHOWN * 86400 + 1
        for button in ("Bunyi pasal", "Simpan PDF", "👍"):
            note = await server.await_note(server.user_presses(message, button))
            assert EXPIRED in (note or "")
    assert len(server.messages) == 1


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "c:",
        "c:none:0",
        "s:none:0",
        "c:{token}:99",
        "as:none:0",
        "ac:{token}:0",
        "an:{token}:0",
        "aw:none:0",
        "dp:none:0",
        "f:{token}:0",
        "o:{token}:0",
        "z:{token}:1",
    ],
)
async def test_strange_data_is_answered(bot: Running, server: BotApiServer, data: str) -> None:
    message = await ask(server)
    token = message.data("👍").split(":")[1]
    query = server.user_presses(message, "", data=data.format(token=token))
    assert EXPIRED in (await server.await_note(query) or "")


async def test_a_button_works_only_in_its_chat(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    server.user_sends("lain", chat_id=2002)
    other = (await server.await_messages(2))[-1]
    query = server.user_presses(other, "", data=message.data("👍"))
    assert EXPIRED in (await server.await_note(query) or "")


async def test_a_press_that_is_too_old_still_works(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    query = server.user_presses(message, "Bunyi pasal")
    server.queries.discard(query)
    await server.await_calls("editMessageText")
