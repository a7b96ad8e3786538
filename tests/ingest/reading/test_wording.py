"""Page lists and file names in messages."""

from __future__ import annotations

import pytest

from ingest.reading.wording import pages_named, shown


@pytest.mark.parametrize(
    ("pages", "named"),
    [
        ([3], "halaman 3"),
        ([1, 2, 3, 4], "halaman 1-4"),
        ([3, 5], "halaman 3 dan 5"),
        ([1, 2, 4, 7, 8, 9], "halaman 1-2, 4 dan 7-9"),
    ],
)
def test_neighbouring_pages_are_taken_together(pages: list[int], named: str) -> None:
    assert pages_named(pages) == named


def test_a_long_list_is_cut_with_its_number() -> None:
    assert pages_named(range(1, 101, 2)).endswith(", 23 dan lainnya (50 halaman)")


def test_names_are_printable_and_short() -> None:
    assert shown("a\r\n\x1b[2Jb.pdf") == "a???[2Jb.pdf"
    assert shown("") == "(no name)"
    assert len(shown("x" * 500)) < 125
