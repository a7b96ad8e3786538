"""What printed numbers may mean."""

from __future__ import annotations

import pytest

from ingest.structure.numbers import Number, digits, letter_of, letters, ordinal, roman


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("5", Number(5)),
        ("133A", Number(133, "a")),
        ("1O", Number(10)),
        ("2OT", Number(207)),
        ("L27", Number(127)),
        ("1 1", Number(11)),
        ("l", Number(1)),
        ("1a", Number(1, "a")),
    ],
)
def test_the_most_faithful_reading_of_digits_comes_first(printed: str, first: Number) -> None:
    assert digits(printed)[0].number == first


def test_a_split_number_may_also_be_a_number_and_the_first_word_of_the_text() -> None:
    assert [reading.number for reading in digits("4 1")] == [Number(41), Number(4)]


def test_a_faithful_reading_is_not_called_mended() -> None:
    assert [r.mended for r in digits("12")] == [False]
    assert digits("2O")[0].mended is True


@pytest.mark.parametrize("printed", ["0", "x", "", "Q", "99999"])
def test_what_is_no_number_has_no_reading(printed: str) -> None:
    assert digits(printed) == ()


@pytest.mark.parametrize(
    ("printed", "number"),
    [("a", 1), ("z", 26), ("aa", 27), ("bb", 28), ("ab", 28), ("b1", 2)],
)
def test_letters_go_on_after_z(printed: str, number: int) -> None:
    assert letters(printed)[0].number.value == number


@pytest.mark.parametrize(("misread", "letter"), [("B", "g"), ("E", "g"), ("1", "l"), ("e", "c")])
def test_a_misread_letter_may_be_the_one_that_is_expected(misread: str, letter: str) -> None:
    assert letter in [reading.printed for reading in letters(misread)]


def test_letter_of_is_the_inverse_of_letters() -> None:
    for value in range(1, 53):
        assert letters(letter_of(value))[0].number.value == value


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("I", Number(1)),
        ("XIV", Number(14)),
        ("XXVII", Number(27)),
        ("IVA", Number(4, "a")),
        ("l", Number(1)),
        ("xIV", Number(14)),
    ],
)
def test_roman_numbers(printed: str, number: Number) -> None:
    assert number in [reading.number for reading in roman(printed)]


@pytest.mark.parametrize("printed", ["IIII", "VX", "ABC", ""])
def test_what_is_no_roman_number_has_no_reading(printed: str) -> None:
    assert roman(printed) == ()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Kesatu", 1),
        ("Pertama", 1),
        ("KESEPULUH", 10),
        ("Kesebelas", 11),
        ("Kedua Belas", 12),
        ("Ketigabelas", 13),
        ("Kedua Puluh", 20),
        ("Kedua Puluh Satu", 21),
        ("Umum", 0),
    ],
)
def test_ordinals(words: str, value: int) -> None:
    assert ordinal(words) == value
