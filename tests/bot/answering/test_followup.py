"""Which messages lean on the conversation, and how far back it is read."""

from __future__ import annotations

import pytest

from bot.answering.answer import Turn
from bot.answering.followup import leans_on_history, with_history
from tests.bot.answering.law import words
from tests.bot.answering.scripted_edition import ScriptedEdition

LIKE = "Bolehkah saya like foto calon bupati?"


@pytest.mark.parametrize(
    "message",
    [
        "kalau saya pppk",  # only the status changes
        "sanksinya apa",
        "kenapa",
        "terus kalau malam hari",
        "kalau hadir tanpa atribut",  # names a conduct, but opens like a continuation
        "maksud saya hadir kampanye sebagai panitia di acara partai",  # a correction
        "ralat saya honorer",
    ],
)
def test_an_elliptical_message_leans_on_history(message: str) -> None:
    assert leans_on_history(words()[0], message)


@pytest.mark.parametrize(
    "message",
    [
        "bolehkah pns hadir kampanye",
        "saya guru honorer di sekolah negeri apakah saya terikat aturan netralitas juga",
        "kalau saya pns yang menjadi panitia acara deklarasi lalu diminta memasang spanduk calon "
        "di halaman kantor kecamatan pada hari libur apakah melanggar",
    ],
)
def test_a_message_that_says_everything_stands_alone(message: str) -> None:
    assert not leans_on_history(words()[0], message)


def turns(*texts: str) -> list[Turn]:
    """The user's messages, each followed by an answer."""
    return [
        turn
        for text in texts
        for turn in (Turn(role="user", text=text), Turn(role="assistant", text="Dilarang."))
    ]


def combined(edition: ScriptedEdition, question: str, *earlier: str) -> str | None:
    return with_history(question, turns(*earlier), words()[0], edition.reader)


def test_a_follow_up_is_read_with_the_question_before_it(edition: ScriptedEdition) -> None:
    assert combined(edition, "kalau saya PPPK?", LIKE) == f"{LIKE} kalau saya PPPK?"


def test_courtesy_does_not_hide_a_follow_up(edition: ScriptedEdition) -> None:
    found = combined(edition, "Permisi, mau tanya, kalau saya PPPK?", LIKE)
    assert found == f"{LIKE} kalau saya pppk"


def test_it_goes_back_to_the_last_question_that_stood_alone(edition: ScriptedEdition) -> None:
    found = combined(edition, "sanksinya?", "Boleh hadir kampanye?", LIKE, "kalau saya PPPK?")
    assert found == f"{LIKE} kalau saya PPPK? sanksinya?"


def test_it_goes_back_two_questions_at_most(edition: ScriptedEdition) -> None:
    found = combined(edition, "sanksinya?", LIKE, "kalau saya PPPK?", "kalau malam?")
    assert found == "kalau saya PPPK? kalau malam? sanksinya?"


def test_what_stands_alone_is_not_combined(edition: ScriptedEdition) -> None:
    assert combined(edition, "Bolehkah PNS hadir kampanye?", LIKE) is None


def test_without_an_earlier_question_there_is_nothing_to_combine(edition: ScriptedEdition) -> None:
    said = [Turn(role="assistant", text=LIKE), Turn(role="user", text=" ")]
    assert with_history("kalau PPPK?", said, words()[0], edition.reader) is None
