"""A question back may be answered by typing; on doubt what is typed is a new question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer import Answer, Clarify, ClarifyOption
from bot.telegram.choosing import chosen
from knowledge.model import Verdict
from tests.bot_api import BotApiServer, Fault
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer
from tests.telegram.user import ask

ASKED = "boleh datang?"
EVENTS = (
    "Kampanye, hanya menyimak",
    "Deklarasi bakal calon",
    "Hajatan atau acara sosial",
    "Ditugaskan kantor",
    "Acara KPU atau Bawaslu",
)
SOCIAL = (
    "Suka (like)",
    "Komentar atau membagikan",
    "Mengunggah atau membuat status",
    "Mengikuti akun atau grup",
    "Ditandai orang lain",
)


def unclear(*options: str) -> Answer:
    """An answer that asks back; the rulings of its options are numbered."""
    return answer(
        "Acara apa?",
        verdict=Verdict.PERLU_RINCIAN,
        citations=(),
        clarify=Clarify(
            question="Acara apa?",
            options=tuple(
                ClarifyOption(text=text, ruling=f"putusan-{number}")
                for number, text in enumerate(options, 1)
            ),
        ),
    )


async def asked_back(server: BotApiServer, answering: ScriptedAnswering) -> None:
    """Ask what is answered with a question back."""
    answering.script.append(unclear(*EVENTS))
    await ask(server, ASKED)


def taken_up(answering: ScriptedAnswering) -> tuple[str, str | None]:
    """The question that was answered last, and the ruling chosen for it."""
    last = answering.asked[-1]
    return last.question, last.ruling


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("2", 2),
        ("2.", 2),
        ("(2)", 2),
        ("no 2", 2),
        ("nomor dua", 2),
        ("yang kedua", 2),
        ("yg ke2", None),  # not surely a number
        ("pilih yang nomor 2 aja ya kak", 2),
        ("b", 2),
        ("B.", 2),
        ("opsi b", 2),
        ("yang terakhir", 5),
        ("deklarasi", 2),
        ("deklarasi bakal calon", 2),
        ("dekralasi balon", 2),  # a typing error, an abbreviation
        ("hajatan", 3),
        ("saya ditugaskan kantor", 4),
        ("acara bawaslu", 5),
        ("kampanye", 1),
        ("acara", None),  # two options have it
        ("bukan kampanye", None),
        ("2 atau 3", None),
        ("kampanye atau deklarasi", None),
        ("kampanye boleh?", None),  # a question
        ("deklarasi relawan di rumah pak camat malam ini", None),
        ("apa sanksi PNS yang ikut kampanye?", None),
        ("saya pppk", None),
        ("terima kasih", None),
        ("z", None),
        ("0", None),
        ("", None),
        ("👍", None),
    ],
)
def test_what_is_typed_means_an_option_or_none(typed: str, option: int | None) -> None:
    found = chosen(typed, EVENTS)
    assert found == (None if option is None else option - 1)


@pytest.mark.parametrize(
    ("typed", "option"),
    [("like", 1), ("share", None), ("komen", 2), ("bikin status", 3), ("follow akun", 4)],
)
def test_slang_is_understood(typed: str, option: int | None) -> None:
    found = chosen(typed, SOCIAL)
    assert found == (None if option is None else option - 1)


def test_a_number_beyond_the_last_is_told_apart_from_a_question() -> None:
    assert chosen("7", EVENTS) == 6
    assert chosen("nomor sepuluh", EVENTS) == 9


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=6))
def test_no_text_breaks_it(typed: str, options: list[str]) -> None:
    found = chosen(typed, options)
    assert found is None or found >= (0 if options else -1)


@given(st.lists(st.sampled_from(EVENTS + SOCIAL), min_size=2, max_size=6, unique=True), st.data())
def test_the_words_of_an_option_never_choose_another(
    options: list[str], data: st.DataObject
) -> None:
    wanted = data.draw(st.integers(0, len(options) - 1))
    assert chosen(options[wanted], options) in {wanted, None}


async def test_a_typed_number_chooses_as_a_button_does(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await asked_back(server, answering)
    server.user_sends("yang kedua")
    reply = (await server.await_messages(2))[-1]
    assert reply.text.startswith("Pilihan Anda: Deklarasi bakal calon")
    assert taken_up(answering) == (ASKED, "putusan-2")
    server.user_sends("kalau PPPK?")
    await server.await_messages(3)
    said = [turn.text for turn in answering.asked[-1].history if turn.role == "user"]
    assert said == [ASKED, "Deklarasi bakal calon"]


async def test_a_choice_cut_off_before_its_answer_was_sent_is_still_one(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(unclear(*EVENTS))
    async with running():
        server.user_sends(ASKED)
        await server.await_messages(1)
    running.clock.now += 1
    async with running(stop=0.1):
        server.fail("sendMessage", fault=Fault(hang=True))
        server.user_sends("2")
        await server.await_calls("sendMessage", 2)
    running.clock.now += 1
    async with running():
        reply = (await server.await_messages(2))[-1]
    assert reply.text.startswith("Pilihan Anda: Deklarasi bakal calon")
    assert taken_up(answering) == (ASKED, "putusan-2")


async def test_on_doubt_it_is_a_new_question(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await asked_back(server, answering)
    server.user_sends("acara partai")
    await server.await_messages(2)
    assert taken_up(answering) == ("acara partai", None)


async def test_a_number_that_is_not_there_is_told_so(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await asked_back(server, answering)
    server.user_sends("9")
    assert "1 sampai 5" in (await server.await_messages(2))[-1].text
    assert len(answering.asked) == 1
    server.user_sends("3")  # the question back still waits
    await server.await_messages(3)
    assert answering.asked[-1].ruling == "putusan-3"


async def test_only_the_last_answer_is_answered(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((unclear(*EVENTS), answer()))
    server.user_sends(ASKED)
    await server.await_messages(1)
    bot.clock.now += 1
    server.user_sends("boleh like?")
    await server.await_messages(2)
    bot.clock.now += 1
    server.user_sends("2")
    await server.await_messages(3)
    assert taken_up(answering) == ("2", None)


async def test_a_question_that_was_forgotten_is_not_answered(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await asked_back(server, answering)
    bot.clock.now += bot.settings.history_minutes * 60 + 1
    server.user_sends("2")
    await server.await_messages(2)
    assert taken_up(answering) == ("2", None)


async def test_two_open_questions_leave_it_unclear_which_is_meant(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    parts = (unclear(*EVENTS), unclear(*SOCIAL))
    answering.script.append(answer("2 pertanyaan", parts=parts))
    server.user_sends("boleh datang? boleh di medsos?")
    await server.await_messages(2)
    server.user_sends("2")
    await server.await_messages(3)
    assert taken_up(answering) == ("2", None)


async def test_another_chat_is_not_answered(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await asked_back(server, answering)
    server.user_sends("2", chat_id=4242)
    await server.await_messages(2)
    assert taken_up(answering) == ("2", None)
