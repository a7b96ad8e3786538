"""Perturbations that change letters: slips on the keyboard, vowels left out, capitals and marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from evaluation.robustness.spans import free_words, in_free_stretches, with_words
from evaluation.robustness.wordlists import Wordlists
from knowledge.spelling import NEIGHBOURS
from knowledge.text import is_word

_WORDS_PER_SLIP = 8
_SHORTEST = 4
_SHARE_WITHOUT_VOWELS = 0.35
_FEWEST_LETTERS_LEFT = 3
_WHOLE_SKELETON = 7
"""The longest word that is written without all its inner vowels; longer ones lose two."""
_TRIES = 6
_VOWELS = "aeiou"


def _replaced(word: str, at: int, random: Random) -> str:
    return word[:at] + random.choice(NEIGHBOURS[word[at].lower()]) + word[at + 1 :]


def _doubled(word: str, at: int, random: Random) -> str:
    return word[:at] + word[at] + word[at:]


def _dropped(word: str, at: int, random: Random) -> str:
    return word[:at] + word[at + 1 :]


def _swapped(word: str, at: int, random: Random) -> str:
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


SLIPS: tuple[Callable[[str, int, Random], str], ...] = (_replaced, _doubled, _dropped, _swapped)
"""The four kinds of slip (Damerau 1964: they make up more than 80 % of all misspellings)."""


def typo(text: str, random: Random, lists: Wordlists) -> str:
    """One slip in about every eighth word; in one at least.

    Slips in the first letter are half as likely as elsewhere (rare in all corpora that Kukich 1992
    surveys). A slip that makes another word of the language would change the meaning: it is made anew.
    """
    words = free_words(text, lists)
    eligible = [word for word in words if len(word.text) >= _SHORTEST]
    slips = min(len(eligible), max(1, round(len(words) / _WORDS_PER_SLIP)))
    changed = {}
    for word in random.sample(eligible, slips):
        for _ in range(_TRIES):
            at = random.randrange(len(word.text))
            if at == 0 and random.random() < 0.5:
                continue
            slipped = random.choice(SLIPS)(word.text, at, random)
            if slipped != word.text and _means_nothing_else(slipped, lists):
                changed[word] = slipped
                break
    return with_words(text, changed)


def vokal(text: str, random: Random, lists: Wordlists) -> str:
    """Vowels left out in about a third of the words, as in "blh dtg"; in one word at least."""
    shortened = {}
    for word in free_words(text, lists):
        short = _without_vowels(word.text, random)
        long_enough = len(word.text) >= _SHORTEST and len(short) >= _FEWEST_LETTERS_LEFT
        if long_enough and short != word.text and _means_nothing_else(short, lists):
            shortened[word] = short
    chosen = [word for word in shortened if random.random() < _SHARE_WITHOUT_VOWELS]
    if not chosen and shortened:
        chosen = [random.choice(list(shortened))]
    return with_words(text, {word: shortened[word] for word in chosen})


def _without_vowels(word: str, random: Random) -> str:
    """A short word without its inner vowels, its last one left now and then; a long one without two.

    Where "ng" ends a word its n goes as well ("dtg"), half the time.
    """
    keep_last = random.random() < 0.5
    last = len(word) - 1
    inner = [
        i
        for i, letter in enumerate(word)
        if letter.lower() in _VOWELS and i > 0 and not (i == last and keep_last)
    ]
    if len(word) > _WHOLE_SKELETON:
        inner = random.sample(inner, min(2, len(inner)))
    short = "".join(letter for i, letter in enumerate(word) if i not in inner)
    contracts = len(word) <= _WHOLE_SKELETON and random.random() < 0.5
    return re.sub(r"ng$", "g", short) if contracts else short


def _means_nothing_else(typed: str, lists: Wordlists) -> bool:
    return typed.lower() not in lists.confusable | lists.fixed and not is_word(typed.lower())


def huruf(text: str, random: Random, lists: Wordlists) -> str:
    """ALL CAPITALS, all small, or without marks; what is quoted and what names law stays."""
    ways: list[Callable[[str], str]] = [
        str.upper,
        str.lower,
        _without_marks,
        lambda piece: _without_marks(piece).upper(),
        lambda piece: _without_marks(piece).lower(),
    ]
    random.shuffle(ways)
    for way in ways:
        changed = re.sub(r"\s+", " ", in_free_stretches(text, way)).strip()
        if changed != text and changed:
            return changed
    return text


def _without_marks(piece: str) -> str:
    return re.sub(r"[.,;:!?…]+(?=\s|$)", "", piece)
