from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import Ask, Dated, Meaning, Order, Read, Say, meaning, shown
from tests.bot.scripted import WORDING, answer, citation, question_back

TEXTS = WORDING.texts
FIRST, SECOND = citation(5), citation(6)
PLAIN = shown(
    "boleh like?", answer(citations=(FIRST, SECOND), follow_ups=("Kalau PPPK?", "Sanksinya?"))
)
BACK = shown("boleh hadir?", question_back(("Kampanye", "r1"), ("Hajatan", "r2")))
BACK_CITED = shown("boleh hadir?", question_back(("Kampanye", "r1"), citations=(FIRST, SECOND)))


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("", None),
        ("  \t", None),
        ("/bantuan", Order.HELP),
        (" /BANTUAN ", Order.HELP),
        ("/hapus", Order.FORGET),
        ("/keluar", Order.LEAVE),
        ("/keluar sekarang", Order.LEAVE),
        ("/per 2020-06-01", Dated(date(2020, 6, 1))),
        ("/PER 1 Juni 2020", Dated(date(2020, 6, 1))),
        ("/per sekarang", Dated(None)),
        ("/per", Dated(None)),
        ("/entah", Say(TEXTS.unknown_command)),
        ("/", Say(TEXTS.unknown_command)),
        ("1", Read(FIRST)),
        ("[2]", Read(SECOND)),
        ("2.", Read(SECOND)),
        (" [1] ", Read(FIRST)),
        ("3", Say(TEXTS.no_citation.format(number=3, count=2))),
        ("0", Say(TEXTS.no_citation.format(number=0, count=2))),
        ("a", Ask("Kalau PPPK?", suggested=True)),
        ("B", Ask("Sanksinya?", suggested=True)),
        ("(b)", Ask("Sanksinya?", suggested=True)),
        ("c", Say(TEXTS.no_follow_up.format(letter="c"))),
        ("2024", Ask("2024")),
        ("1 dan 2", Ask("1 dan 2")),
        ("boleh share?", Ask("boleh share?")),
        ("🙂", Ask("🙂")),
        ("\u0661", Ask("\u0661")),
    ],
)
def test_a_typed_line(typed: str, means: Meaning | None) -> None:
    assert meaning(typed, PLAIN, TEXTS) == means


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("1", Ask("boleh hadir?", ruling="r1", option="Kampanye")),
        ("2", Ask("boleh hadir?", ruling="r2", option="Hajatan")),
        ("3", Say(TEXTS.no_option.format(number=3, count=2))),
        ("0", Say(TEXTS.no_option.format(number=0, count=2))),
        ("[1]", Say(TEXTS.no_citation.format(number=1, count=0))),
        ("kampanye", Ask("kampanye")),
    ],
)
def test_a_number_chooses_where_the_last_answer_asked_back(typed: str, means: Meaning) -> None:
    assert meaning(typed, BACK, TEXTS) == means


def test_brackets_read_a_source_even_where_there_are_options() -> None:
    assert meaning("1", BACK_CITED, TEXTS) == Ask("boleh hadir?", ruling="r1", option="Kampanye")
    assert meaning("[2]", BACK_CITED, TEXTS) == Read(SECOND)


@pytest.mark.parametrize("typed", ["1", "[1]", "a"])
def test_nothing_can_be_chosen_before_the_first_answer(typed: str) -> None:
    assert meaning(typed, None, TEXTS) == Say(TEXTS.nothing_shown)


def test_a_question_that_is_too_long_is_told_so() -> None:
    said = meaning("x" * 10_000, None, TEXTS)
    assert isinstance(said, Say)
    assert "10000" in said.text


@pytest.mark.parametrize("typed", ["/per kemarin", "/per 2020-13-01", "/per 1800-01-01"])
def test_a_day_that_cannot_be_answered_for_is_told_so(typed: str) -> None:
    said = meaning(typed, None, TEXTS)
    assert isinstance(said, Say)
    assert "Tanggal" in said.text
