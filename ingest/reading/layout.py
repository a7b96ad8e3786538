"""From words with places on a page to lines in reading order, as they are printed.

Places are in points, x to the right and y upward; ``size`` is about the height of the type (an em).
The order in which a PDF draws its text is no guide: numbers of list items are often drawn
apart from their text, page heads last. So lines are found by geometry alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

SPACE = 0.17
"""A gap wider than this part of the type size separates words; tighter type is still one word."""
_SET_APART = 5
"""Single letters in a row that are one word set apart; no sentence has so many."""
_SAME_LINE = 0.45
"""Baselines nearer than this part of the type size are one line: skewed scans, raised marks."""


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them, and where they stand."""

    text: str
    left: float
    right: float
    base: float
    """The baseline's height."""
    size: float


@dataclass(slots=True)
class Row:
    """The words of one printed line, from left to right once it is complete."""

    words: list[Word] = field(default_factory=list)
    reach: float = field(default=-math.inf)
    """How far to the right its words go."""

    def add(self, word: Word) -> None:
        """Take a word in."""
        self.words.append(word)
        self.reach = max(self.reach, word.right)

    @property
    def base(self) -> float:
        """The height of the line: that of its largest share of letters."""
        return max(self.words, key=lambda word: len(word.text)).base

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.words[-1].right


def rows_of(words: list[Word]) -> list[Row]:
    """Group words into printed lines, from the top of the page to its foot."""
    rows: list[Row] = []
    for word in words:
        for row in reversed(rows[-6:]):
            if _belongs(word, row):
                row.add(word)
                break
        else:
            rows.append(Row([word], word.right))
    rows = _merged(rows)
    for row in rows:
        row.words.sort(key=lambda word: word.left)
    rows.sort(key=lambda row: -row.base)
    return rows


def _merged(rows: list[Row]) -> list[Row]:
    """Unite pieces of one line that the document drew at different times."""
    merged: list[Row] = []
    for row in sorted(rows, key=lambda row: (-row.base, row.words[0].left)):
        for other in reversed(merged[-6:]):
            if all(_belongs(word, other) for word in row.words[:40]):
                for word in row.words:
                    other.add(word)
                break
        else:
            merged.append(row)
    return merged


def _belongs(word: Word, row: Row) -> bool:
    """Whether a word stands on the row's line: level with its nearest word, and beside all."""
    last = row.words[-1]
    if word.left >= row.reach and abs(word.base - last.base) < 0.1 * last.size:
        return True
    nearest = min(row.words, key=lambda other: _gap(word, other))
    if _gap(word, nearest) < -0.4 * min(word.size, nearest.size):
        return False
    short = min(len(word.text), len(nearest.text)) <= 3
    size = max(word.size, nearest.size) if short else min(word.size, nearest.size)
    return abs(word.base - nearest.base) < _SAME_LINE * size


def _gap(one: Word, other: Word) -> float:
    """The horizontal distance between two words; negative when they overlap."""
    return max(one.left - other.right, other.left - one.right)


def text_of(words: list[Word]) -> str:
    """The words of a line, in order; a space only where there is room for one."""
    parts: list[str] = []
    previous: Word | None = None
    for word, room in zip(words, _rooms(words), strict=True):
        if previous is not None and word.left - previous.right > room:
            parts.append(" ")
        parts.append(word.text)
        previous = word
    return "".join(parts)


def _rooms(words: list[Word]) -> list[float]:
    """How much room before each word makes a space: more where letters are set apart.

    Headings are often set like ``M E M U T U S K A N``: single letters at even distances.
    """
    rooms = [0.0] + [SPACE * min(one.size, two.size) for one, two in pairwise(words)]
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and len(words[end].text) == 1:
            end += 1
        if sum(word.text.isalpha() for word in words[start:end]) >= _SET_APART:
            gaps = [two.left - one.right for one, two in pairwise(words[start:end])]
            usual = median(gaps)
            if usual < words[start].size:
                for index in range(start + 1, end):
                    rooms[index] = max(rooms[index], 1.6 * usual)
        start = max(end, start + 1)
    return rooms
