"""The day whose law a question is about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.day import EARLIEST, YEARS_AHEAD, asked_day, day_fault, parse_day, written

NOW = date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["2020-06-01", " 2020-06-01 ", "1 Juni 2020", "01 JUNI 2020"])
def test_a_day_is_written_in_digits_or_words(typed: str) -> None:
    assert parse_day(typed, NOW) == date(2020, 6, 1)


@given(st.dates(min_value=EARLIEST, max_value=date(NOW.year + YEARS_AHEAD, 12, 31)))
def test_what_is_written_is_read_again(day: date) -> None:
    assert parse_day(written(day), NOW) == parse_day(day.isoformat(), NOW) == day


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "tidak dikenali"),
        ("kemarin", "tidak dikenali"),
        ("2020-02-30", "tidak dikenali"),
        ("31 Februari 2020", "tidak dikenali"),
        ("01/06/2020", "tidak dikenali"),
        ("2020", "tidak dikenali"),
        ("1945-08-16", "terlalu jauh ke belakang"),
        ("2032-01-01", "terlalu jauh ke depan"),
    ],
)
def test_what_is_no_day_to_answer_for_is_told_so(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_day(typed, NOW)


def test_the_days_between_can_be_answered_for() -> None:
    assert day_fault(EARLIEST, NOW) is None
    assert day_fault(date(2031, 12, 31), NOW) is None


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Per tanggal 1 Juni 2020, bolehkah PNS like?", "bolehkah PNS like?"),
        ("Bolehkah PNS like per 1 juni 2020?", "Bolehkah PNS like?"),
        ("Bolehkah PNS like (per tgl 2020-06-01)?", "Bolehkah PNS like?"),
        ("apa sanksinya menurut aturan yang berlaku pada 1 Juni 2020 ?", "apa sanksinya?"),
        ("sesuai ketentuan yang berlaku pada tanggal 1 Juni 2020 boleh?", "boleh?"),
    ],
)
def test_a_question_may_name_the_day_of_the_law(question: str, rest: str) -> None:
    assert asked_day(question) == (date(2020, 6, 1), rest)


@pytest.mark.parametrize(
    "question",
    [
        "Pada 1 Juni 2020 saya ikut kampanye, boleh?",  # when it happened
        "Bolehkah like tanggal 14 Februari 2024?",
        "per 31 Februari 2020 boleh?",
        "tiga kali per 2020?",
        "SE berlaku per hari?",
        "super 1 Juni 2020",
    ],
)
def test_a_day_on_which_something_happens_is_not_the_day_of_the_law(question: str) -> None:
    assert asked_day(question) is None


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    asked_day(text)
