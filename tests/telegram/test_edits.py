"""A question that its user changes is answered anew, in the place of the earlier answer."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from bot.storage.tables import Base
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.bot_api.users import BOT_NAME, GROUP
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer

NAME = f"@{BOT_NAME}"
LONG = "Kalimat yang panjang sekali. " * 300


async def ask(server: BotApiServer, question: str, **where: Any) -> tuple[int, SentMessage]:
    """Ask; return the question's id and the last message of the answer."""
    before = len(server.messages)
    server.user_sends(question, **where)
    number = server.last_message_id
    return number, (await server.await_messages(before + 1))[-1]


async def settled(server: BotApiServer) -> None:
    """Wait until what was sent before is handled: a chat's updates are handled in turn."""
    before = len(server.called("sendMessage"))
    server.user_sends("/bantuan")
    await server.await_calls("sendMessage", before + 1)


def heard(answering: ScriptedAnswering) -> list[str]:
    """What the user had said before the last question."""
    return [turn.text for turn in answering.asked[-1].history if turn.role == "user"]


async def test_the_answer_changes_with_the_question(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer("Pertama."), answer("Kedua.")))
    question, message = await ask(server, "boleh like?")
    server.user_edits(question, "boleh komentar?")
    await server.await_edit(message)
    assert "Kedua." in message.text
    assert "Pertama." not in message.text
    assert len(server.messages) == 1
    assert [one.question for one in answering.asked] == ["boleh like?", "boleh komentar?"]


async def test_the_buttons_of_the_new_answer_are_its_own(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer())
    answering.script.append(answer("Kedua.", follow_ups=("Kalau saya CPNS?",)))
    question, message = await ask(server, "boleh like?")
    server.user_edits(question, "boleh komentar?")
    await server.await_edit(message)
    server.user_presses(message, "Kalau saya CPNS?")
    await server.await_messages(2)
    assert heard(answering) == ["boleh komentar?"]


async def test_the_words_that_were_changed_are_kept_no_longer(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer("Pertama."), answer("Kedua.")))
    question, message = await ask(server, "boleh like, saya Budi?")
    server.user_edits(question, "boleh like?")
    await server.await_edit(message)
    await settled(server)
    _, listed = await ask(server, "/riwayat")
    assert listed.labels() == ["1"]
    assert "1. boleh like?" in listed.text
    engine = create_engine(bot.settings.database)
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            assert "Budi" not in repr(connection.execute(select(table)).all())
    engine.dispose()


async def test_the_changed_question_takes_the_place_of_the_old_in_the_conversation(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await ask(server, "satu")
    question, message = await ask(server, "dua")
    await ask(server, "tiga")
    answering.script.append(answer("Lain."))
    server.user_edits(question, "dua yang baru")
    await server.await_edit(message)
    assert heard(answering) == ["satu"]
    await ask(server, "empat")
    assert heard(answering) == ["satu", "dua yang baru", "tiga"]
    assert "Lain." in answering.asked[-1].history[3].text


async def test_a_change_of_a_change(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend(answer(f"Jawaban {number}.") for number in range(1, 4))
    question, message = await ask(server, "satu")
    server.user_edits(question, "dua")
    await server.await_edit(message)
    server.user_edits(question, "tiga")
    await server.await_edit(message, 2)
    assert "Jawaban 3." in message.text
    await ask(server, "lalu?")
    assert heard(answering) == ["tiga"]
    assert len(server.messages) == 2


async def test_what_changes_nothing_in_the_words_is_not_answered(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    question, message = await ask(server, "boleh like?")
    server.user_edits(question, "boleh like? ")
    server.deliver({"edited_message": location(question)})
    await settled(server)
    assert len(answering.asked) == 1
    assert message.edits == 0


def location(message_id: int) -> object:
    """A live location that has moved on."""
    return {
        "message_id": message_id,
        "date": 1_790_000_000,
        "edit_date": 1_790_000_009,
        "chat": {"id": USER, "type": "private", "first_name": "Ani"},
        "from": {"id": USER, "is_bot": False, "first_name": "Ani"},
        "location": {"latitude": 1.0, "longitude": 2.0, "live_period": 900},
    }


async def test_a_shorter_answer_leaves_nothing_of_a_longer_one(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    parts = (answer("Bagian satu."), answer("Bagian dua."))
    answering.script.extend((answer(parts=parts), answer("Hanya satu.")))
    server.user_sends("boleh like? boleh hadir?")
    question = server.last_message_id
    first, second = await server.await_messages(2)
    server.user_edits(question, "boleh like?")
    await server.until(lambda: second.deleted, "the second part taken away")
    assert "Hanya satu." in first.text
    assert not first.deleted


async def test_a_longer_answer_goes_on_in_new_messages(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    parts = (answer("Bagian satu."), answer("Bagian dua."))
    answering.script.extend((answer("Hanya satu."), answer(parts=parts)))
    question, first = await ask(server, "boleh like?")
    server.user_edits(question, "boleh like? boleh hadir?")
    _, second = await server.await_messages(2)
    assert "Bagian satu." in first.text
    assert "Bagian dua." in second.text


async def test_an_answer_that_is_gone_is_given_anew(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    question, message = await ask(server, "boleh like?")
    server.messages.remove(message)
    server.log.remove(message)
    server.user_edits(question, "boleh komentar?")
    [new] = await server.await_messages(1)
    assert new.message_id != message.message_id
    assert [one.question for one in answering.asked] == ["boleh like?", "boleh komentar?"]


async def test_after_two_days_it_is_a_new_question(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        question, message = await ask(server, "boleh like?")
    running.clock.now += 48 * 3600 + 1
    async with running():
        server.user_edits(question, "boleh komentar?")
        await server.await_messages(2)
    assert message.edits == 0
    assert answering.asked[1].history == ()


async def test_a_change_while_the_bot_was_off_is_answered_in_place(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        question, message = await ask(server, "boleh like?")
    answering.script.append(answer("Lain."))
    server.user_edits(question, "boleh komentar?")
    async with running():
        await server.await_edit(message)
    assert "Lain." in message.text
    assert len(server.messages) == 1


async def test_a_mistyped_command_can_be_mended(bot: Running, server: BotApiServer) -> None:
    question, message = await ask(server, "/tpoik")
    assert "tidak mengenal" in message.text
    server.user_edits(question, "/topik")
    await server.await_edit(message)
    assert message.buttons


async def test_a_failure_to_answer_anew_is_told(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer(), RuntimeError()))
    question, message = await ask(server, "boleh like?")
    server.user_edits(question, "boleh komentar?")
    await server.await_edit(message)
    assert message.text.startswith("Maaf")


async def test_in_a_group_a_changed_question_is_answered_in_place(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer(), answer("Lain.")))
    question, message = await ask(server, f"{NAME} boleh like?", chat_id=GROUP)
    server.user_edits(question, f"{NAME} boleh like? ")
    server.user_edits(question, f"{NAME} boleh komentar?")
    await server.await_edit(message)
    assert "Lain." in message.text
    assert [one.question for one in answering.asked] == ["boleh like?", "boleh komentar?"]


async def test_in_a_group_the_name_may_be_taken_out_of_a_question(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer(), answer("Lain.")))
    question, message = await ask(server, f"{NAME} boleh like?", chat_id=GROUP)
    server.user_edits(question, "boleh komentar?")
    await server.await_edit(message)
    assert answering.asked[1].question == "boleh komentar?"


async def test_in_a_group_changed_talk_among_people_stays_theirs(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.user_sends("kita saja", chat_id=GROUP)
    server.user_edits(server.last_message_id, f"{NAME} kita saja")
    await ask(server, f"{NAME} akhir", chat_id=GROUP)
    assert [one.question for one in answering.asked] == ["akhir"]


@pytest.mark.parametrize("turns", [0, 1])
async def test_with_hardly_any_memory_it_works_too(
    running: Running, server: BotApiServer, answering: ScriptedAnswering, turns: int
) -> None:
    running.settings = running.settings.model_copy(update={"history_turns": turns})
    answering.script.extend((answer("Pertama."), answer("Kedua.")))
    async with running():
        question, message = await ask(server, "boleh like?")
        server.user_edits(question, "boleh komentar?")
        await server.await_edit(message)
    assert "Kedua." in message.text
    engine = create_engine(running.settings.database)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM chat_turns")).scalar_one() == turns
    engine.dispose()
