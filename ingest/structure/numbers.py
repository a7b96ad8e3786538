"""Numbers as regulations print them, and as a scanner misreads them.

A *reading* is one thing that a printed number may mean: ``1O`` means 10, ``2l`` means 21 or, after
an opening bracket, 2 with a misread closing one. Which reading holds is decided by the sequence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_GLYPHS: dict[str, str] = {
    **dict.fromkeys("OoQ", "0"),
    **dict.fromkeys("lIiLtJfjr|!]", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("aA", "4"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Gb", "6"),
    **dict.fromkeys("T", "7"),
    **dict.fromkeys("B", "8"),
    **dict.fromkeys("gq", "9"),
}
"""What scanners print for a digit."""

_DIGITS = str.maketrans(_GLYPHS)
_CONFUSED: dict[str, str] = {
    "b": "h",
    "h": "b",
    "c": "e",
    "e": "c",
    "g": "q",
    "q": "g",
    "i": "jl",
    "j": "i",
    "l": "i",
    "f": "t",
    "t": "f",
    "r": "n",
    "n": "r",
    "u": "v",
    "v": "u",
    "B": "g",
    "E": "g",
    "8": "g",
    "1": "l",
    "I": "l",
    "0": "o",
    "O": "o",
}
"""Letters (and digits) that a scanner prints for another letter of a list."""

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = re.compile(r"(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")
_ROMAN_GLYPHS = str.maketrans("1l|!ivxlUTJ", "IIIIIVXIIII")


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A number with its insertion suffix: ``133A`` is (133, "a"), letter ``b1`` is (2, "1")."""

    value: int
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed number may mean, and whether that mends it."""

    number: Number
    printed: str
    """The number as it should have been printed."""
    mended: bool


@lru_cache(maxsize=4096)
def digits(raw: str) -> tuple[Reading, ...]:
    """The readings of a number in Arabic digits, most faithful first: ``133A``, ``1 1``, ``L27``."""
    bare = raw.replace(" ", "").replace("\n", "")
    readings: list[Reading] = []
    spaced = bare != raw

    def add(text: str, suffix: str, mended: bool) -> None:
        if text.isdecimal() and text.isascii() and 0 < int(text) < 2000 and text[0] != "0":
            number = Number(int(text), suffix.lower())
            if all(reading.number != number for reading in readings):
                readings.append(Reading(number, text + suffix, mended))

    head = bare.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    tail = bare[len(head) :]
    looks_like_digits = bool(tail) and all(letter in "OoIlTZLSJ" for letter in tail)
    if looks_like_digits:
        add(bare.translate(_DIGITS), "", True)
    if head and len(tail) <= 2 and not (looks_like_digits and not tail.isupper()):
        add(head, tail, spaced)
        translated = head.translate(_DIGITS)
        if translated != head:
            add(translated, tail, True)
    add(bare.translate(_DIGITS), "", True)
    if "Z" in bare:
        add(bare.replace("Z", "7").translate(_DIGITS), "", True)
    if len(tail) >= 2:
        add((head + tail[:-1]).translate(_DIGITS), tail[-1], True)
    if spaced:
        first = raw.split()[0]
        add(first, "", False)
        add(first.translate(_DIGITS), "", True)
    return tuple(readings)


@lru_cache(maxsize=4096)
def letters(raw: str) -> tuple[Reading, ...]:
    """The readings of a list's letter, most faithful first: ``a``, ``aa``, ``b1``, misread ``B``."""
    head = raw.rstrip("0123456789") or raw
    suffix = raw[len(head) :]
    readings: list[Reading] = []

    def add(letter: str, mended: bool) -> None:
        value = _letter_value(letter)
        if value and all(reading.number.value != value for reading in readings):
            readings.append(Reading(Number(value, suffix), letter + suffix, mended))

    if head.isalpha() and head.islower() and head.isascii():
        add(head, False)
    for other in _CONFUSED.get(head, ""):
        add(other, True)
    if len(head) == 1 and head.isalpha() and head.isascii() and head.isupper():
        add(head.lower(), True)
    return tuple(readings)


def _letter_value(letter: str) -> int:
    """a..z are 1..26; both aa, bb, cc and aa, ab, ac go on from 27."""
    if len(letter) == 1:
        return ord(letter) - 96
    if len(letter) == 2 and letter[0] == letter[1]:
        return 26 + ord(letter[0]) - 96
    if len(letter) == 2 and letter[0] == "a":
        return 26 + ord(letter[1]) - 96
    return 0


def letter_of(value: int) -> str:
    """The letter at a place of a list: 1 is a, 27 is aa."""
    return chr(96 + value) if value <= 26 else chr(96 + (value - 27) % 26 + 1) * 2


@lru_cache(maxsize=1024)
def roman(raw: str) -> tuple[Reading, ...]:
    """The readings of a Roman number, as of a Bab: ``IV``, ``IVA``, misread ``I1``."""
    bare = raw.replace(" ", "")
    readings = []
    for text in dict.fromkeys((bare, bare.translate(_ROMAN_GLYPHS))):
        mended = text != raw
        upper = text.upper()
        value = _roman_value(upper)
        if value:
            readings.append(Reading(Number(value), upper, mended))
        if len(upper) > 1 and upper[-1] in "ABCDEFGH":
            value = _roman_value(upper[:-1])
            if value:
                readings.append(Reading(Number(value, upper[-1].lower()), upper, mended))
    return tuple(readings)


def _roman_value(text: str) -> int:
    if not text or not _ROMAN_FORM.match(text):
        return 0
    total = 0
    for this, following in zip(text, text[1:] + " ", strict=True):
        value = _ROMAN_VALUES[this]
        total += -value if _ROMAN_VALUES.get(following, 0) > value else value
    return total


_UNITS = {
    "satu": 1,
    "pertama": 1,
    "kesatu": 1,
    "dua": 2,
    "kedua": 2,
    "tiga": 3,
    "ketiga": 3,
    "empat": 4,
    "keempat": 4,
    "lima": 5,
    "kelima": 5,
    "enam": 6,
    "keenam": 6,
    "tujuh": 7,
    "ketujuh": 7,
    "delapan": 8,
    "kedelapan": 8,
    "sembilan": 9,
    "kesembilan": 9,
    "sepuluh": 10,
    "kesepuluh": 10,
    "sebelas": 11,
    "kesebelas": 11,
}


def ordinal(words: str) -> int:
    """``Kedua Belas`` is 12, ``Kedua Puluh Satu`` 21; 0 for what is no ordinal."""
    total = 0
    for word in re.sub(r"(?<=\w)(belas|puluh)\b", r" \1", words.lower()).split():
        if word in ("se", "kese"):
            total += 1
            continue
        if word == "belas":
            total += 10
        elif word == "puluh":
            total *= 10
        elif word in _UNITS:
            total += _UNITS[word]
        else:
            return 0
    return total
