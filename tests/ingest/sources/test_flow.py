"""A unit that came as one line gets back the lines of the official document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.flow import lines_of


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", []),
        ("  \n ", []),
        ("Satu norma saja.", ["Satu norma saja."]),
        ("(1) Satu.\n\n (2) Dua. (3) Tiga. \n", ["(1) Satu.", "(2) Dua. (3) Tiga."]),
        ("(1) Satu. (2) Dua. (3) Tiga.", ["(1) Satu.", "(2) Dua.", "(3) Tiga."]),
        (
            "Yang dimaksud dengan: 1. Kucing adalah hewan. 2. Ikan adalah makanan.",
            ["Yang dimaksud dengan:", "1. Kucing adalah hewan.", "2. Ikan adalah makanan."],
        ),
        (
            "Kucing wajib: a. tidur; b. makan: 1. ikan; dan 2. ayam; dan c. bermain.",
            ["Kucing wajib:", "a. tidur;", "b. makan:", "1. ikan; dan", "2. ayam; dan", "c. bermain."],
        ),
        (
            "(1) Kucing: a. tidur; atau b. makan. (2) Anjing: a. lari; b. duduk.",
            ["(1) Kucing:", "a. tidur; atau", "b. makan.", "(2) Anjing:", "a. lari;", "b. duduk."],
        ),
    ],
)  # fmt: skip
def test_lines(content: str, lines: list[str]) -> None:
    assert lines_of(content) == lines


@pytest.mark.parametrize(
    "content",
    [
        "Kucing sebagaimana dimaksud dalam Pasal 5 ayat (1) dan ayat (2) dipindahkan.",
        "(1) Kucing sebagaimana dimaksud pada ayat (2) tidur.",
        "Nilai sebesar 1. 2. 3. tidak dihitung.",
        "Menurut ayat: (1) dan (2) sama.",
        "Kucing huruf a. dan b. di sini.",
    ],
)
def test_numbers_that_begin_no_line(content: str) -> None:
    assert lines_of(content) == [content]


@given(st.text(st.sampled_from("ab12(). ;:\n"), max_size=60))
def test_no_character_but_white_space_is_lost(content: str) -> None:
    assert "".join("".join(lines_of(content)).split()) == "".join(content.split())
