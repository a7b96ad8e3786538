"""Which option of a question back a typed text means, if it surely means one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import ClassVar

from pydantic import Field
from rapidfuzz.distance import DamerauLevenshtein

from bot.texts import CheckedTexts, load_texts
from knowledge.dataset import BUNDLED, read_lexicon
from knowledge.model import Text
from knowledge.text import stem, words

_MOST_WORDS = 8
"""Words of a typed choice, at most; a longer text tells something of its own."""
_COVERED = 0.75
"""Share of the typed content words that the option must have."""
_MARGIN = 0.5
"""By how much it must have more of them than any other option."""
_ALIKE = 0.75
"""Likeness from which two roots are the same word, typed wrongly."""
_SHORTEST_TYPO = 5


class ChoiceTexts(CheckedTexts):
    """The contents of ``choices.yaml``; the lists of words are explained there."""

    no_such_option: Text
    around: frozenset[Text]
    numbers: tuple[Text, ...] = Field(min_length=10)
    ordinals: tuple[Text, ...] = Field(min_length=10)
    last: frozenset[Text]
    denials: frozenset[Text]
    empty: frozenset[Text]

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {"no_such_option": frozenset({"count"})}


@cache
def load_choice_texts() -> ChoiceTexts:
    """The words by which a choice is typed.

    Raises:
        DataError: the file is missing or breaks the schema.
    """
    return load_texts("choices.yaml", ChoiceTexts)


@cache
def _lexicon() -> dict[str, str]:
    return read_lexicon(BUNDLED)


def chosen(text: str, options: Sequence[str]) -> int | None:
    """The option that a text means, counted from 0; None when it surely means none, or may mean two.

    A number beyond the last option is given back as it is: it is no question either.
    """
    typed = _standard(text)
    if not typed or len(typed) > _MOST_WORDS:
        return None
    number = _number(typed, len(options))
    return number if number is not None else _by_words(text, typed, options)


def _number(typed: Sequence[str], count: int) -> int | None:
    """The number that a text consists of: "2", "nomor dua", "yang kedua", "b"."""
    known = load_choice_texts()
    said = [word for word in typed if word not in known.around]
    if len(said) != 1:
        return None
    word = said[0]
    if word in known.last:
        return count - 1
    for listed in (known.numbers, known.ordinals):
        if word in listed:
            return listed.index(word)
    if word.isdecimal() and len(word) <= 2:
        return int(word) - 1 if int(word) else None
    if len(word) == 1 and "a" <= word <= "z":
        letter = ord(word) - ord("a")
        return letter if letter < count else None
    return None


def _by_words(text: str, typed: Sequence[str], options: Sequence[str]) -> int | None:
    """The option whose words a text repeats, when no other has nearly as many of them."""
    known = load_choice_texts()
    if "?" in text or not known.denials.isdisjoint(typed):
        return None
    said = _roots(typed)
    if not said:
        return None
    shares = [_share(said, _roots(_standard(option))) for option in options]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    if best is None or shares[best] < _COVERED:
        return None
    others = max((share for at, share in enumerate(shares) if at != best), default=0.0)
    return best if shares[best] - others >= _MARGIN else None


def _standard(text: str) -> list[str]:
    """The words of a text, slang and abbreviations written out."""
    return [word for form in words(text) for word in _lexicon().get(form, form).split()]


def _roots(typed: Sequence[str]) -> frozenset[str]:
    """The roots of the words that tell one option from another."""
    empty = load_choice_texts().empty
    return frozenset(stem(word) for word in typed if word not in empty)


def _share(said: frozenset[str], option: frozenset[str]) -> float:
    return sum(any(_same(one, other) for other in option) for one in said) / len(said)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_TYPO:
        return False
    return DamerauLevenshtein.normalized_similarity(one, other) >= _ALIKE
