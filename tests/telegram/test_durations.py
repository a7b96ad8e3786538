"""Times are told in words that nobody can take for another time."""

from __future__ import annotations

import pytest

from bot.telegram.durations import durations


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 menit"),
        (60, "60 menit"),
        (90, "90 menit"),
        (120, "2 jam"),
        (1440, "24 jam"),
        (2880, "2 hari"),
        (2940, "49 jam"),
    ],
)
def test_exactly(minutes: int, words: str) -> None:
    assert durations().exactly(minutes) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 menit"),
        (59, "59 menit"),
        (60, "1 jam"),
        (1439, "23 jam"),
        (1440, "1 hari"),
        (5000, "3 hari"),
    ],
)
def test_roughly(minutes: int, words: str) -> None:
    assert durations().roughly(minutes) == words
