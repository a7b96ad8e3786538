"""The bot on Telegram from end to end: a real process, real answers, real HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from sqlalchemy import create_engine

from bot.storage.tables import Base
from tests.bot_api import TOKEN, BotApiServer, SentMessage
from tests.e2e.programs import PATIENCE, Place
from tests.e2e.serving import Serving, serving

pytestmark = pytest.mark.slow

LIKE = "boleh gak like postingan cabup di IG?"


@pytest_asyncio.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotApiServer]:
    """A running Bot API server that waits for a whole program to start."""
    monkeypatch.setattr("tests.bot_api.server.PATIENCE", PATIENCE)
    server = BotApiServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def place(place: Place) -> Place:
    """The same, on the empty PostgreSQL database that TEST_DATABASE_URL names, if it does."""
    address = os.environ.get("TEST_DATABASE_URL")
    if not address:
        return place
    engine = create_engine(address)
    Base.metadata.drop_all(engine)
    engine.dispose()
    return replace(place, settings={**place.settings, "DATABASE_URL": address})


@pytest_asyncio.fixture
async def bot(place: Place, server: BotApiServer) -> AsyncIterator[Serving]:
    """The bot, running on the real edition."""
    async with serving(place, server, secrets=("postingan cabup", "rahasiaku")) as running:
        yield running


def text_of(messages: list[SentMessage]) -> str:
    """What a user reads in several messages."""
    return "\n".join(message.text for message in messages)


async def test_a_conversation(bot: Serving) -> None:
    server = bot.server
    server.user_sends("/start")
    [greeting] = await bot.said_in_full()
    assert "bukan nasihat hukum" in greeting.text

    server.user_presses(greeting, "Bolehkah like")
    assert "⛔ DILARANG" in text_of(await bot.said_in_full())

    server.user_sends(LIKE)
    answer = await bot.said_in_full()
    told = text_of(answer)
    assert told.startswith("⛔ DILARANG")
    for expected in ("Sanksi", "Dasar hukum", "PP 94/2021", "Bukan nasihat hukum."):
        assert expected in told

    server.user_presses(answer[-1], "Dasar hukum")
    sources = (await server.await_edit(answer[-1])).text
    first_label = sources.split("[1] ")[1].split(" (")[0]
    server.user_presses(answer[-1], "Bunyi pasal")
    provision = (await server.await_edit(answer[-1], 2)).text
    assert first_label in provision
    assert "Ringkasan kami, bukan kutipan" in provision
    server.user_presses(answer[-1], "« Kembali")
    assert (await server.await_edit(answer[-1], 3)).text == told

    follow_ups = [label for label in answer[-1].labels() if label.endswith("?")]
    server.user_presses(answer[-1], follow_ups[0])
    followed = await bot.said_in_full()
    assert follow_ups[0] in followed[0].text
    assert "PP 94/2021" in text_of(followed)

    server.user_sends("kalau saya PPPK?")
    changed = text_of(await bot.said_in_full())
    assert "⛔ DILARANG" in changed
    assert "PP 49/2018" in changed

    press = server.user_presses(answer[-1], "👍")
    assert "Terima kasih" in (await server.await_note(press) or "")
    await server.await_calls("editMessageReplyMarkup")

    server.user_sends("/hapus ya")
    assert "telah saya hapus" in text_of(await bot.said())
    press = server.user_presses(answer[-1], "Dasar hukum")
    assert "kedaluwarsa" in (await server.await_note(press) or "")


async def test_a_question_back_is_answered_by_a_button(bot: Serving) -> None:
    bot.server.user_sends("saya boleh gak ikut?")
    [asked] = await bot.said_in_full()
    assert asked.text.startswith("❓ PERLU RINCIAN")
    bot.server.user_presses(asked, "1. ")
    chosen = await bot.said_in_full()
    assert chosen[0].text.startswith("Pilihan Anda: ")


async def test_two_questions_in_one_message(bot: Serving) -> None:
    bot.server.user_sends(
        "boleh pakai kaos partai waktu olahraga? terus boleh share jadwal TPS dari KPU?"
    )
    told = text_of(await bot.said(2))
    assert told.index("Bagian 1 dari 2") < told.index("Bagian 2 dari 2")
    assert told.index("⛔ DILARANG") < told.index("✅ BOLEH")


@pytest.mark.parametrize(
    "text",
    [
        "🙂",
        "\u202e\u200f\u202c?",
        "\x01\x02 boleh\x07 like <b>postingan</b> & </i> calon?",
        "<script>alert(1)</script> [1] *_` boleh foto?",
        "a" * 4096,
        "/rahasiaku",
        "boleh like? " * 340,
    ],
    ids=["emoji", "marks", "controls", "markup", "4096 letters", "command", "repetition"],
)
async def test_whatever_is_typed_gets_an_answer(bot: Serving, text: str) -> None:
    bot.server.user_sends(text)
    assert text_of(await bot.said()).strip()
    bot.server.user_sends("resep rendang rahasiaku", chat_id=2002)
    assert "DI LUAR CAKUPAN" in text_of(await bot.said())


async def test_a_long_provision_comes_in_several_messages(bot: Serving) -> None:
    """Messages that are too long or cut within their markup are refused by the server."""
    bot.server.user_sends("apa isi lampiran SKB netralitas 2022?")
    told = await bot.said_in_full()
    assert all(len(message.text) <= 4096 for message in told)
    assert "SKB" in text_of(told)
    assert len(bot.server.called("sendMessage")) == len(told)


async def test_many_people_at_once(bot: Serving) -> None:
    people = range(5001, 5021)
    for person in people:
        question = LIKE if person % 2 else "share jadwal pencoblosan dari akun KPU boleh?"
        bot.server.user_sends(question, chat_id=person)
    for message in await bot.said(len(people)):
        badge = "⛔ DILARANG" if message.chat_id % 2 else "✅ BOLEH"
        assert message.text.startswith(badge)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_restart_keeps_the_conversation(
    place: Place, server: BotApiServer, stop: signal.Signals
) -> None:
    async with serving(place, server, stop=stop) as bot:
        server.user_sends(LIKE)
        await bot.said_in_full()
    assert server.pending == []
    server.calls.clear()
    async with serving(place, server, stop=stop) as bot:
        server.user_sends("kalau saya PPPK?")
        told = text_of(await bot.said_in_full())
        assert "⛔ DILARANG" in told
        assert "PP 49/2018" in told


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("bukan-token", "TELEGRAM_BOT_TOKEN is malformed"),
        ("123456789:AAErahasia dengan spasi_1234567", "TELEGRAM_BOT_TOKEN is malformed"),
        (TOKEN[:-1] + "x", "refuses TELEGRAM_BOT_TOKEN"),
    ],
)
async def test_a_wrong_token(place: Place, server: BotApiServer, token: str, says: str) -> None:
    done = await asyncio.to_thread(
        place.bot, "run", TELEGRAM_BOT_TOKEN=token, TELEGRAM_API_URL=server.url
    )
    assert done.code == 2
    [line] = [line for line in done.err.splitlines() if line.startswith("asn-bot: ")]
    assert says in line
    assert token not in done.out + done.err


async def test_a_database_out_of_reach(place: Place, server: BotApiServer) -> None:
    done = await asyncio.to_thread(
        place.bot,
        "run",
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=server.url,
        DATABASE_URL="postgresql+psycopg://asn@127.0.0.1:1/asn",
    )
    assert done.code == 6
    [line] = [line for line in done.err.splitlines() if line.startswith("asn-bot: ")]
    assert "DATABASE_URL" in line
