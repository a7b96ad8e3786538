"""Words in disguise, made readable: look-alike letters, digits for letters, letters set apart.

People write so to get past a filter, or because their keyboard does. A disguise is taken off only
where a known word appears beneath it; everything else stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

Known = Callable[[str], bool]

_LOOKALIKE = str.maketrans(
    # Cyrillic, then Greek: capitals and small letters that are drawn as Latin ones.
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁɡһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοινρυ",
    "ABESIJKMHOPCTYXaesijopcyxdghABEZHIKMNOPTYXaoivpu",
)
_DIGITS = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "il",
}
_MASKED = re.compile(
    r"(?<![\w@$])(?=[\w@$!|]*[a-z])(?=[\w@$!|]*[013456789@$!|])[a-z0-9@$!|]{3,24}", re.I
)
_MOST_DIGITS = 8
"""More digits than this in one word are no disguise; their readings would be too many to try."""
_APART = re.compile(r"(?<!\w)[^\W\d_](?:([ .\-_*|~+/])[^\W\d_])(?:\1[^\W\d_])+(?!\w)")
_PIERCED = re.compile(r"(?<!\w)[^\W\d_]+(?:[.*_|~^+][^\W\d_]+)+(?!\w)")
_BREAKS = re.compile(r"[.*_|~^+]")
_LONGEST_WORD = 20


def undisguise(text: str, known: Known) -> str:
    """The text with its disguised words written plainly; ``known`` tells words in lower case."""
    text = re.sub(r"\w+", _in_latin, text)
    text = _APART.sub(lambda found: _joined(found, known), text)
    text = _PIERCED.sub(lambda found: _closed(found[0], known), text)
    return _MASKED.sub(lambda found: _in_letters(found[0], known), text)


def _in_latin(found: re.Match[str]) -> str:
    """A word in Latin letters, when all its other letters look like Latin ones."""
    word = found[0]
    if word.isascii():
        return word
    latin = word.translate(_LOOKALIKE)
    return latin if latin.isascii() else word


def _in_letters(word: str, known: Known) -> str:
    """The first reading of digits and signs as letters that is a known word, or the word itself."""
    lower = word.lower()
    if known(lower) or sum(char in _DIGITS for char in lower) > _MOST_DIGITS:
        return word
    choices = [_DIGITS.get(char, char) for char in lower]
    readings = ("".join(letters) for letters in product(*choices))
    return next((reading for reading in readings if known(reading)), word)


def _joined(found: re.Match[str], known: Known) -> str:
    """Letters set apart, as the fewest known words that they spell."""
    spelled = found[0].replace(found[1], "").lower()
    words = _fewest(spelled, known)
    return found[0] if words is None else " ".join(words)


def _closed(word: str, known: Known) -> str:
    """A word without the signs stuck into it, unless its pieces are words themselves."""
    pieces = _BREAKS.split(word.lower())
    whole = "".join(pieces)
    return whole if known(whole) and not all(map(known, pieces)) else word


def _fewest(spelled: str, known: Known) -> list[str] | None:
    """The split into the fewest known words; None where there is none."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(spelled) + 1):
        options = [
            [*before, spelled[start:end]]
            for start in range(max(0, end - _LONGEST_WORD), end)
            if (before := best[start]) is not None and known(spelled[start:end])
        ]
        best.append(min(options, key=len, default=None))
    return best[-1]
