"""What users think of an answer: votes, and comments that are kept with their consent."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from bot.answering.answer import Answer
from bot.judgement import Judgement
from bot.storage.feedback import Comment, comments_to_review
from bot.storage.shown import DAYS_SHOWN
from bot.storage.store import open_store
from knowledge.settings import Settings
from tests.bot_api import BotApiServer, SentMessage
from tests.bot_api.users import BOT_NAME, GROUP
from tests.telegram.conftest import Running
from tests.telegram.scripted import EDITION, ScriptedAnswering, answer
from tests.telegram.user import ask, say

VOTES = ["👍 Berguna", "✗ Keliru", "? Kurang jelas"]
OFFER = "Beri komentar"


async def press(server: BotApiServer, message: SentMessage, button: str) -> str | None:
    """Press a button and return the note."""
    return await server.await_note(server.user_presses(message, button))


async def labels(server: BotApiServer, message: SentMessage, last: list[str]) -> None:
    """Wait until the last buttons of a message are these."""
    await server.until(lambda: message.labels()[-len(last) :] == last, f"buttons {last}")


async def prompt(server: BotApiServer, message: SentMessage, vote: str = "✗") -> SentMessage:
    """Complain of an answer and ask to comment on it; return what the bot says."""
    before = len(server.messages)
    await press(server, message, vote)
    await server.until(lambda: OFFER in message.labels(), "offer")
    await press(server, message, OFFER)
    asked = (await server.await_messages(before + 1))[-1]
    await server.until(lambda: OFFER not in message.labels(), "no offer")
    return asked


def kept(settings: Settings) -> tuple[Comment, ...]:
    """The comments that wait for review."""
    store = open_store(settings.database)
    try:
        return store.run_sync(comments_to_review, 10)
    finally:
        store.close()


def votes(settings: Settings) -> list[tuple[object, ...]]:
    """All votes."""
    engine = create_engine(settings.database)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT voter, useful, judgement, ruling, verdict, edition FROM feedback")
        )
        rows = [tuple(row) for row in found]
    engine.dispose()
    return rows


async def test_a_vote_is_the_last_row_and_can_be_changed(
    bot: Running, server: BotApiServer
) -> None:
    message = await ask(server)
    assert message.labels()[-3:] == VOTES
    assert await press(server, message, "👍") == "Terima kasih! Senang bisa membantu."
    await labels(server, message, ["✓ Berguna", *VOTES[1:]])
    assert OFFER in (await press(server, message, "?") or "")
    await labels(server, message, [*VOTES[:2], "✓ Kurang jelas", OFFER])
    await press(server, message, "✗")
    await labels(server, message, [VOTES[0], "✓ Keliru", VOTES[2], OFFER])
    assert votes(bot.settings) == [(1001, 0, "keliru", "medsos-like", "dilarang", EDITION)]
    await press(server, message, "👍")
    await labels(server, message, ["✓ Berguna", *VOTES[1:]])
    assert len(server.messages) == 1
    assert kept(bot.settings) == ()


async def test_the_same_vote_again_changes_no_button(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    await press(server, message, "✗")
    await labels(server, message, [VOTES[0], "✓ Keliru", VOTES[2], OFFER])
    edits = len(server.called("editMessageReplyMarkup"))
    await press(server, message, "✓ Keliru")
    await ask(server, "lagi?")
    assert len(server.called("editMessageReplyMarkup")) == edits


async def test_a_vote_below_an_answer_of_an_earlier_version_counts(
    bot: Running, server: BotApiServer
) -> None:
    message = await ask(server)
    token = message.data("👍").split(":")[1]
    query = server.user_presses(message, "", data=f"v:{token}:0")
    assert (await server.await_note(query) or "").startswith("Terima kasih")
    await labels(server, message, [*VOTES[:2], "✓ Kurang jelas", OFFER])
    query = server.user_presses(message, "", data=f"v:{token}:9")
    assert "kedaluwarsa" in (await server.await_note(query) or "")


async def test_a_vote_alone_keeps_no_words(running: Running, server: BotApiServer) -> None:
    async with running():
        await press(server, await ask(server, "kata-rahasia boleh?"), "✗")
    running.clock.now += 61 * 60
    async with running():
        await ask(server)
    engine = create_engine(running.settings.database)
    with engine.connect() as connection:
        dump = [
            str(connection.execute(text(f"SELECT * FROM {name}")).all())
            for (name,) in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'table'")
            )
        ]
    engine.dispose()
    assert "kata-rahasia" not in "".join(dump)
    assert "keliru" in "".join(dump)


async def test_a_comment_is_kept_with_what_it_is_about(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    message = await ask(server, "boleh like status caleg?")
    asked = await prompt(server, message)
    assert "paling banyak 1.000 karakter" in asked.text
    assert "dibaca pengelola bot" in asked.text
    assert "paling lama 90 hari" in asked.text
    assert asked.labels() == ["Batal"]
    await labels(server, message, [VOTES[0], "✓ Keliru", VOTES[2]])
    thanks = await say(server, "  PPPK juga dilarang, itu tidak disebut  ")
    assert thanks.text.startswith("Terima kasih, komentar Anda sudah saya simpan")
    await server.until(lambda: not asked.buttons, "nothing to cancel any more")
    [comment] = kept(bot.settings)
    assert (comment.comment, comment.question) == (
        "PPPK juga dilarang, itu tidak disebut",
        "boleh like status caleg?",
    )
    assert (comment.judgement, comment.ruling, comment.verdict, comment.edition) == (
        Judgement.WRONG,
        "medsos-like",
        "dilarang",
        EDITION,
    )
    assert Answer.model_validate(comment.answer).headline == answer().headline
    assert len(answering.asked) == 1


async def test_after_a_comment_nothing_more_is_asked(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    message = await ask(server)
    asked = await prompt(server, message)
    await say(server, "Pasalnya salah.")
    note = await press(server, message, "?")
    assert note == "Terima kasih, penilaian Anda sudah dicatat."
    await labels(server, message, [*VOTES[:2], "✓ Kurang jelas"])
    for data in (f"vc:{_token(message)}:0", f"vb:{_token(message)}:0"):
        query = server.user_presses(asked, "", data=data)
        assert "sudah kami terima" in (await server.await_note(query) or "")
    await say(server, "boleh share?")
    assert [one.question for one in answering.asked] == ["boleh like?", "boleh share?"]
    assert len(kept(bot.settings)) == 1


def _token(message: SentMessage) -> str:
    return message.data(VOTES[0]).split(":")[1]


async def test_a_comment_can_be_called_off(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    message = await ask(server)
    asked = await prompt(server, message)
    await press(server, asked, "Batal")
    await server.until(lambda: asked.text == "Baik, tidak ada komentar yang disimpan.", "edit")
    assert asked.labels() == []
    await say(server, "jawabannya kurang lengkap")
    assert len(answering.asked) == 2
    assert kept(bot.settings) == ()
    # Who has thought better of it presses the vote again.
    await press(server, message, "✓ Keliru")
    await server.until(lambda: OFFER in message.labels(), "offer")


@pytest.mark.parametrize(
    "words", ["Bolehkah PNS memasang stiker calon?", "pak, apa sanksi bagi PPPK?", "/bantuan"]
)
async def test_what_is_plainly_no_comment_is_answered(
    bot: Running, server: BotApiServer, words: str
) -> None:
    await prompt(server, await ask(server))
    said = await say(server, words)
    assert "komentar Anda" not in said.text
    assert kept(bot.settings) == ()


async def test_who_has_gone_on_to_something_else_writes_no_comment(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await prompt(server, await ask(server))
    await say(server, "/tentang")
    await say(server, "memasang stiker calon di mobil dinas")
    assert answering.asked[-1].question == "memasang stiker calon di mobil dinas"
    assert kept(bot.settings) == ()


async def test_reading_on_in_the_answer_is_not_going_on(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    await prompt(server, message)
    await press(server, message, "Dasar hukum")
    await server.until(lambda: "Kembali" in "".join(message.labels()), "section")
    await labels(server, message, [VOTES[0], "✓ Keliru", VOTES[2]])
    await say(server, "Pasalnya salah.")
    assert len(kept(bot.settings)) == 1


async def test_what_may_be_a_question_can_be_answered_after_all(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await prompt(server, await ask(server))
    thanks = await say(server, "kok PPPK tidak disebut?")
    assert [one.comment for one in kept(bot.settings)] == ["kok PPPK tidak disebut?"]
    count = len(server.messages)
    await press(server, thanks, "Itu pertanyaan")
    said = (await server.await_messages(count + 1))[-1]
    assert said.text.startswith("Pertanyaan: kok PPPK tidak disebut?")
    assert answering.asked[-1].question == "kok PPPK tidak disebut?"
    await server.await_confirmed()
    await say(server, "lagi?")
    assert kept(bot.settings) == ()
    assert "kedaluwarsa" in (await press(server, thanks, "Itu pertanyaan") or "")


async def test_a_comment_has_an_end(bot: Running, server: BotApiServer) -> None:
    await prompt(server, await ask(server))
    said = await say(server, "a" * 1001)
    assert "1.001 karakter, paling banyak 1.000" in said.text
    assert said.labels() == ["Batal"]
    assert kept(bot.settings) == ()
    await say(server, "a" * 1000)
    assert [one.comment for one in kept(bot.settings)] == ["a" * 1000]
    await server.until(lambda: not said.buttons, "nothing to cancel any more")


async def test_a_comment_is_awaited_for_a_while_only(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await prompt(server, await ask(server))
    bot.clock.now += 15 * 60
    await say(server, "memasang stiker")
    assert answering.asked[-1].question == "memasang stiker"
    assert kept(bot.settings) == ()


async def test_a_question_that_was_erased_is_not_kept(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    bot.clock.now += 61 * 60
    asked = await prompt(server, message)
    assert asked.text.count("Pertanyaan Anda sudah saya hapus") == 1
    await say(server, "Pasalnya salah.")
    [comment] = kept(bot.settings)
    assert comment.question is None
    assert comment.answer is not None


async def test_a_comment_that_is_changed_stays_one(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await prompt(server, await ask(server))
    thanks = await say(server, "Pasalnya salah.")
    server.user_edits(server.last_message_id, "Pasalnya keliru.")
    await server.until(lambda: "sudah saya ubah" in thanks.text, "thanks changed")
    assert [one.comment for one in kept(bot.settings)] == ["Pasalnya keliru."]
    server.user_edits(server.last_message_id, "a" * 1001)
    await server.until(lambda: "yang semula tetap" in thanks.text, "thanks changed again")
    assert [one.comment for one in kept(bot.settings)] == ["Pasalnya keliru."]
    assert len(answering.asked) == 1


async def test_an_awaited_comment_outlives_a_restart(
    running: Running, server: BotApiServer
) -> None:
    async with running():
        await prompt(server, await ask(server))
    async with running():
        await say(server, "Pasalnya salah.")
        server.redeliver()
        await server.await_confirmed()
        await ask(server, "boleh share?")
    assert [one.comment for one in kept(running.settings)] == ["Pasalnya salah."]
    assert sum("komentar Anda sudah" in one.text for one in server.messages) == 1


async def test_in_a_group_nobody_agrees_to_the_keeping_of_anothers_words(
    bot: Running, server: BotApiServer
) -> None:
    server.user_sends(f"@{BOT_NAME} boleh like?", chat_id=GROUP)
    [message] = await server.await_messages(1)
    query = server.user_presses(message, "✗", user=2002)
    assert await server.await_note(query) == "Terima kasih, penilaian Anda sudah dicatat."
    query = server.user_presses(message, "", user=2002, data=f"vc:{_token(message)}:0")
    assert "kedaluwarsa" in (await server.await_note(query) or "")
    assert message.labels()[-3:] == VOTES
    assert [row[:3] for row in votes(bot.settings)] == [(2002, 0, "keliru")]


async def test_comments_are_erased_after_the_days_of_the_settings(
    running: Running, server: BotApiServer
) -> None:
    async with running():
        await prompt(server, await ask(server))
        await say(server, "Pasalnya salah.")
    assert len(kept(running.settings)) == 1
    running.clock.now += 90 * 86400
    async with running():
        await ask(server)
    assert kept(running.settings) == ()


async def test_buttons_of_an_old_answer_expire_kindly(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    await press(server, message, "✗")
    await server.until(lambda: OFFER in message.labels(), "offer")
    bot.clock.now += DAYS_SHOWN * 86400 + 1
    for button in ("👍", OFFER):
        assert "kedaluwarsa" in (await press(server, message, button) or "")
