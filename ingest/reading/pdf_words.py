"""The words of a PDF page with their places, from the positions of its letters."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from ingest.reading.layout import SPACE, Word

_DRAWN_SPACE = 0.06
"""Where the document draws a space itself, a narrower gap will do; with none it is no space."""
_LINE_HEIGHT = 1.17
"""A font's ascent and descent together, in type sizes: typical of text fonts."""
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""How PDFium gives the hyphen of a word that goes on in the next line."""
_SPACES = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, *range(0x2000, 0x200C)})


@dataclass(slots=True)
class _Open:
    """The word being gathered, in a frame turned so that its text runs to the right."""

    turn: int
    cos: float
    sin: float
    letters: list[str]
    left: float
    right: float
    base: float
    size: float

    def close(self) -> Word:
        return Word("".join(self.letters), self.left, self.right, self.base, self.size)


@dataclass(frozen=True)
class PageWords:
    """What a page says: upright text, and text at other angles (stamps, watermarks)."""

    words: list[Word]
    aside: list[list[Word]]
    turn: int = 0
    """The angle of the main text in degrees, counter-clockwise."""


def page_words(textpage: object) -> PageWords:
    """Read a page's words; the direction in which most letters run is taken as upright.

    Args:
        textpage: PDFium's raw text page.
    """
    by_turn: dict[int, list[Word]] = {}
    letters: Counter[int] = Counter()
    for turn, word in _words(textpage):
        by_turn.setdefault(turn, []).append(word)
        letters[turn] += len(word.text)
    if not by_turn:
        return PageWords([], [])
    main = letters.most_common(1)[0][0]
    return PageWords(
        by_turn[main], [words for turn, words in sorted(by_turn.items()) if turn != main], main
    )


def _words(textpage: object) -> list[tuple[int, Word]]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    to_x, to_y, to_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    origin_of, box_of = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetLooseCharBox
    unicode_of, generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated

    words: list[tuple[int, Word]] = []
    current: _Open | None = None
    spaced = False
    high = 0
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        if code in _SPACES:
            spaced = spaced or not generated(textpage, index)
            continue
        if code in _HYPHENS:
            code = 0x2D
        elif 0xD800 <= code < 0xDC00:
            high = code
            continue
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        elif code == 0:
            code = 0xFFFD
        if not (origin_of(textpage, index, to_x, to_y) and box_of(textpage, index, to_box)):
            continue
        letter = chr(code)
        if current is not None:
            left, base, right, _ = _place(current.cos, current.sin, x.value, y.value, box)
            gap = left - current.right
            if current.turn % 90:  # a box says little of a slanting letter's width
                room = 0.0 if spaced else 2 * current.size
            else:
                room = (_DRAWN_SPACE if spaced else SPACE) * current.size
            if abs(base - current.base) < 0.3 * current.size and -current.size < gap <= room:
                current.letters.append(letter)
                current.right = max(current.right, right)
                spaced = False
                continue
            words.append((current.turn, current.close()))
        turn = _turn(pdfium.FPDFText_GetCharAngle(textpage, index))
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        left, base, right, height = _place(cos, sin, x.value, y.value, box)
        size = max(height / _LINE_HEIGHT, 1.0)
        current = _Open(turn, cos, sin, [letter], left, right, base, size)
        spaced = False
    if current is not None:
        words.append((current.turn, current.close()))
    return words


def _place(
    cos: float, sin: float, x: float, y: float, box: pdfium.FS_RECTF
) -> tuple[float, float, float, float]:
    """A letter's start, baseline, end and height in a frame turned by an angle."""
    if sin == 0.0 and cos == 1.0:
        return x, y, max(box.right, x), box.top - box.bottom
    corners = [
        (cx * cos + cy * sin, cy * cos - cx * sin)
        for cx in (box.left, box.right)
        for cy in (box.bottom, box.top)
    ]
    across = [corner[1] for corner in corners]
    start, base = x * cos + y * sin, y * cos - x * sin
    if min(abs(sin), abs(cos)) > 1e-6:
        size = max(box.right - box.left, box.top - box.bottom)
        return start, base, start, size
    end = max(corner[0] for corner in corners)
    return start, base, max(end, start), max(across) - min(across)


def _turn(angle: float) -> int:
    """A letter's angle in degrees, counter-clockwise: right angles where it is near one, as in a skewed scan."""
    degrees = -round(math.degrees(angle)) % 360  # PDFium counts clockwise
    nearest = round(degrees / 90) * 90
    if abs(degrees - nearest) <= 10:
        return nearest % 360
    return degrees
