"""What a chat is told of what is remembered, and being forgotten."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import create_engine, select

from bot.storage.tables import Base
from bot.telegram.features.history import HistoryTexts
from bot.texts import load_texts
from knowledge.model import Verdict
from knowledge.settings import Settings
from tests.bot_api import BotApiServer, SentMessage
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer

CHAT, OTHER = 7_100_100_171, 7_200_200_272
ERASED = "Sudah. Semua yang saya simpan tentang Anda telah saya hapus."


async def say(server: BotApiServer, words: str, *, chat: int = CHAT) -> SentMessage:
    """Type something, and return the last message that the bot says to it."""
    before = len(server.messages)
    server.user_sends(words, chat_id=chat)
    await server.await_messages(before + 1)
    await server.await_confirmed()
    return server.messages[-1]


async def changed(server: BotApiServer, message: SentMessage, beginning: str) -> None:
    """Wait until a message begins like this."""
    await server.until(lambda: message.text.startswith(beginning), f"{beginning!r}")


def knowing(settings: Settings, *words: object) -> set[str]:
    """The tables in which any of the words stands."""
    engine = create_engine(settings.database)
    with engine.connect() as connection:
        found = {
            table.name: repr(connection.execute(select(table)).all())
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return {name for name, rows in found.items() if any(str(word) in rows for word in words)}


def in_files(settings: Settings, words: str) -> bool:
    """Whether words can be read anywhere in the files that the bot keeps."""
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert files
    return any(words.encode() in path.read_bytes() for path in files)


# What is remembered.


async def test_remembered_questions_are_listed_newest_first(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer(), answer(verdict=Verdict.BOLEH)))
    await say(server, "boleh like\nstatus caleg?")
    await say(server, "pertanyaan orang lain", chat=OTHER)
    bot.clock.now += 9 * 60
    answering.script.append(answer(verdict=Verdict.INFORMASI))
    await say(server, "apa itu netralitas?")
    bot.clock.now += 30
    listed = await say(server, "/riwayat")
    assert listed.text == (
        "Pertanyaan yang masih saya ingat\n\n"
        "1. apa itu netralitas?\nℹ️ INFORMASI, baru saja\n\n"
        "2. boleh like status caleg?\n⛔ DILARANG, 9 menit lalu\n\n"
        "Tekan nomornya untuk melihat lagi jawabannya.\n\n"
        "Saya mengingat pertanyaan paling lama 60 menit, lalu menghapusnya. "
        "Kirim /hapus untuk menghapus semuanya sekarang."
    )
    assert listed.labels() == ["1", "2"]


async def test_an_answer_is_shown_again_as_it_was(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer("Tidak boleh sama sekali."))
    first = await say(server, "boleh like?")
    listed = await say(server, "/riwayat")
    count = len(server.messages)
    server.user_presses(listed, "1")
    again = (await server.await_messages(count + 1))[-1]
    assert again.text == first.text
    assert again.labels() == first.labels()
    assert len(answering.asked) == 1


async def test_an_answer_that_was_judged_shows_its_vote_again(
    bot: Running, server: BotApiServer
) -> None:
    first = await say(server, "boleh like?")
    await server.await_note(server.user_presses(first, "✗"))
    await server.until(lambda: "✓ Keliru" in first.labels(), "mark")
    listed = await say(server, "/riwayat")
    count = len(server.messages)
    server.user_presses(listed, "1")
    again = (await server.await_messages(count + 1))[-1]
    assert again.labels() == first.labels()


async def test_several_answers_to_one_message_are_one_entry(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    parts = (answer("Pertama."), answer("Kedua.", verdict=Verdict.BOLEH))
    answering.script.append(answer(parts=parts))
    await say(server, "boleh like? boleh hadir?")
    await server.await_messages(2)
    listed = await say(server, "/riwayat")
    assert "1. boleh like? boleh hadir?\n⛔ DILARANG, ✅ BOLEH, baru saja" in listed.text
    assert listed.labels() == ["1"]
    server.user_presses(listed, "1")
    *_, first, second = await server.await_messages(5)
    assert "Pertama." in first.text
    assert "Kedua." in second.text


async def test_many_questions_are_turned_over_in_place(bot: Running, server: BotApiServer) -> None:
    for number in range(7):
        bot.clock.now += 60
        await say(server, f"pertanyaan {number}")
    listed = await say(server, "/riwayat")
    assert "1. pertanyaan 6" in listed.text
    assert "pertanyaan 1" not in listed.text
    assert listed.labels() == ["1", "2", "3", "4", "5", "Berikutnya ›"]
    count = len(server.messages)
    server.user_presses(listed, "Berikutnya")
    await server.until(lambda: "7. pertanyaan 0" in listed.text, "second page")
    assert listed.labels() == ["6", "7", "‹ Sebelumnya"]
    assert "Halaman 2 dari 2" in listed.text
    assert len(server.messages) == count


async def test_what_is_forgotten_is_not_listed(running: Running, server: BotApiServer) -> None:
    async with running(housekeeping=3600.0):
        await say(server, "boleh like?")
        listed = await say(server, "/riwayat")
        running.clock.now += 60 * 60
        note = await server.await_note(server.user_presses(listed, "1"))
        assert "sudah saya hapus demi privasi" in (note or "")
        nothing = await say(server, "/riwayat")
    assert nothing.text.startswith("Saya tidak mengingat pertanyaan apa pun")
    assert "paling lama 60 menit" in nothing.text
    assert nothing.labels() == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "baru saja"),
        (59, "baru saja"),
        (60, "1 menit lalu"),
        (3599, "59 menit lalu"),
        (3600, "1 jam lalu"),
        (86399, "23 jam lalu"),
        (3 * 86400, "3 hari lalu"),
    ],
)
def test_moments_are_told_roughly(seconds: int, words: str) -> None:
    assert load_texts("history.yaml", HistoryTexts).past(seconds) == words


# Being forgotten.


async def everything(server: BotApiServer, chat: int, words: str) -> SentMessage:
    """Let a chat leave its traces wherever it can; return its answer."""
    first = await say(server, words, chat=chat)
    await say(server, "/profil pppk", chat=chat)
    await server.await_note(server.user_presses(first, "✗"))
    await server.until(lambda: "Beri komentar" in first.labels(), "offer")
    count = len(server.messages)
    server.user_presses(first, "Beri komentar")
    await server.await_messages(count + 1)
    await say(server, f"komentar {words}", chat=chat)
    second = await say(server, f"lagi {words}", chat=chat)
    await server.await_note(server.user_presses(second, "✗"))
    await server.until(lambda: "Beri komentar" in second.labels(), "offer")
    count = len(server.messages)
    server.user_presses(second, "Beri komentar")
    await server.await_messages(count + 1)
    await server.await_confirmed()
    return first


TRACES = {
    "chat_turns",
    "shown_answers",
    "feedback",
    "feedback_comments",
    "flows",
    "profiles",
    "sent_messages",
}


@pytest.mark.parametrize("typed", ["/hapus ya", "/hapus  YA!", "/lupakan ya"])
async def test_no_table_knows_a_chat_that_was_erased(
    running: Running, server: BotApiServer, typed: str
) -> None:
    async with running():
        await everything(server, CHAT, "kata-rahasia")
        await everything(server, OTHER, "kata-lain")
    before = knowing(running.settings, OTHER, "kata-lain")
    assert knowing(running.settings, CHAT) & before >= TRACES
    async with running():
        said = await say(server, typed)
        assert said.text.startswith(ERASED)
        async with asyncio.timeout(5):
            while in_files(running.settings, "kata-rahasia"):
                await asyncio.sleep(0.05)
    assert knowing(running.settings, CHAT, "kata-rahasia") == set()
    assert knowing(running.settings, OTHER, "kata-lain") == before
    assert in_files(running.settings, "kata-lain")


async def test_erasing_is_confirmed_first(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        message = await everything(server, CHAT, "kata-rahasia")
        asked = await say(server, "/hapus")
        for named in ("percakapan", "tombol", "profil", "pemeriksaan", "komentar", "tanpa nama"):
            assert named in asked.text
        assert asked.labels() == ["Ya, hapus semua", "Batal"]
        count = len(server.messages)
        server.user_presses(asked, "Batal")
        await changed(server, asked, "Baik, tidak ada yang dihapus.")
        assert asked.labels() == []
        assert knowing(running.settings, CHAT) >= TRACES
        asked = await say(server, "/lupakan")
        server.user_presses(asked, "Ya")
        await changed(server, asked, ERASED)
        assert len(server.messages) == count + 1
    assert knowing(running.settings, CHAT, "kata-rahasia") == set()
    async with running():
        note = await server.await_note(server.user_presses(message, "👍"))
        assert "kedaluwarsa" in (note or "")
        await say(server, "kalau PPPK?")
        assert answering.asked[-1].history == ()


async def test_votes_stay_without_a_name(bot: Running, server: BotApiServer) -> None:
    await server.await_note(server.user_presses(await say(server, "boleh like?"), "👍"))
    await say(server, "/hapus ya")
    assert knowing(bot.settings, "'berguna'") == {"feedback"}
    assert knowing(bot.settings, CHAT) <= {"received_updates", "sent_messages"}


async def test_erasing_is_told_once_across_a_restart(
    running: Running, server: BotApiServer
) -> None:
    async with running():
        await say(server, "boleh like?")
        await say(server, "/hapus ya")
        server.redeliver()
        await server.await_confirmed()
    async with running():
        server.redeliver()
        await server.await_confirmed()
    assert sum(message.text.startswith(ERASED) for message in server.messages) == 1
    assert knowing(running.settings, CHAT) == set()
