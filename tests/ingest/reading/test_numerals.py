"""Numbers of list items as word processors and browsers print them."""

from __future__ import annotations

import pytest

from ingest.reading.numerals import numeral


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (1, "lowerLetter", "a"),
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (28, "lowerLetter", "bb"),
        (53, "upperLetter", "AAA"),
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (0, "lowerLetter", "0"),
        (-3, "upperRoman", "-3"),
        (5, "aiueo", "5"),
    ],
)
def test_each_style_prints_its_way_and_digits_where_it_cannot(
    number: int, style: str, printed: str
) -> None:
    assert numeral(number, style) == printed
