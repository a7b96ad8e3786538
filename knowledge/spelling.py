"""Which word a typing error meant: a noisy channel over the words that the knowledge uses.

The best word is the one with the highest prior times likelihood (Kernighan, Church & Gale 1990): how
often the knowledge uses it, and how easily the slip happens. Slips are the four of Damerau (1964), with
keys that touch each other more likely confused, and vowels left out, as Indonesians write in chats.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

VOWELS = "aeiou"
_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
"""The rows of a QWERTY keyboard, each with how far it is shifted to the right, in keys."""
_TOUCHING = 1.6
_WITHOUT_VOWELS = str.maketrans("", "", VOWELS)

# Negative logarithms of how likely a slip is, in relation to each other; set on misspelt words.
_VOWELS_LEFT_OUT, _EACH_VOWEL = 1.0, 0.2
_DOUBLED, _SWAPPED, _TOUCHED, _OTHER_LETTER = 1.5, 1.8, 2.3, 4.0
_LETTER_LEFT_OUT, _LETTER_TOO_MANY = 2.8, 3.3
_SEVERAL = 3.2
_FIRST_LETTER = 1.5
_NO_WORD = 1.5
"""For a frequent form that the dictionary lacks: it may be an error itself."""

_LEAST_SCORE = {3: 2.4, 4: 1.5, 5: 0.0}
"""By the letters typed: a short form is near many words, so only frequent ones are meant by it."""
_LEAST_LEAD = {3: 0.7}
"""By the letters typed: how much likelier the best word must be than the next."""
_TIMES_AS_FREQUENT = 20
"""A form in use that is no word is short for one that is used so many times as often."""
_LEAST_SCORE_LONG = -4.5
_SHORTEST_TARGET = 4
_SHORTEST_SLIP = 4
_SHORTEST_FIRST_LETTER = 5
_ONE_SLIP_BELOW = 9
_MOST_CANDIDATES = 12


def _neighbours() -> dict[str, str]:
    """For every key those that touch it."""
    place = {
        key: (column + shift, float(row))
        for row, (keys, shift) in enumerate(_ROWS)
        for column, key in enumerate(keys)
    }
    return {
        key: "".join(
            other
            for other, (u, v) in place.items()
            if other != key and (u - x) ** 2 + (v - y) ** 2 <= _TOUCHING
        )
        for key, (x, y) in place.items()
    }


NEIGHBOURS: Mapping[str, str] = _neighbours()
"""The keys that touch each key of a QWERTY keyboard."""


@dataclass(frozen=True)
class Speller:
    """Mends typing errors towards ``counts``: words and how often they are used."""

    counts: Mapping[str, int]
    is_word: Callable[[str], bool]
    """Whether the dictionary has a word; asked of targets only."""
    _skeletons: dict[str, list[str]] = field(init=False, repr=False, default_factory=dict)
    _by_length: dict[int, list[str]] = field(init=False, repr=False, default_factory=dict)
    _priors: dict[str, float] = field(init=False, repr=False, default_factory=dict)
    """Found when first asked for: looking a word up in the dictionary takes its stemming."""

    def __post_init__(self) -> None:
        for word in sorted(self.counts):
            if len(word) >= _SHORTEST_TARGET and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
                for skeleton in {_skeleton(word), _skeleton(_contracted(word))}:
                    self._skeletons.setdefault(skeleton, []).append(word)

    def mend(self, typed: str) -> str:
        """The word that ``typed`` most likely stands for, or itself when none is likely enough."""
        if len(typed) < min(_LEAST_SCORE):
            return typed
        scores = {word: self._prior(word) - slip_cost(typed, word) for word in self._near(typed)}
        return self._best(typed, scores)

    def in_full(self, form: str) -> str:
        """The word that a form in use is short for ("nmr" for "nomor"), or the form itself."""
        if len(form) < min(_LEAST_SCORE):
            return form
        scores = {
            word: self._prior(word)
            for word in self._without_vowels(form)
            if self.counts[word] >= _TIMES_AS_FREQUENT * self.counts[form] and self.is_word(word)
        }
        return self._best(form, scores)

    def _best(self, typed: str, scores: Mapping[str, float]) -> str:
        ranked = sorted(scores, key=lambda word: (-scores[word], word))[:2]
        if not ranked or scores[ranked[0]] <= _LEAST_SCORE.get(len(typed), _LEAST_SCORE_LONG):
            return typed
        lead = scores[ranked[0]] - scores[ranked[-1]]
        doubtful = len(ranked) > 1 and lead < _LEAST_LEAD.get(len(typed), 0.0)
        return typed if doubtful else ranked[0]

    def _prior(self, word: str) -> float:
        """The logarithm of how often a word is used, less if it may be an error itself."""
        if word not in self._priors:
            doubt = 0.0 if self.is_word(word) else _NO_WORD
            self._priors[word] = math.log(self.counts[word]) - doubt
        return self._priors[word]

    def _without_vowels(self, typed: str) -> set[str]:
        """The words that ``typed`` is when their vowels are left out."""
        alike = self._skeletons.get(_skeleton(typed), ())
        return {word for word in alike if _left_out(typed, word)}

    def _near(self, typed: str) -> set[str]:
        """The words that ``typed`` may be a slip of."""
        found = self._without_vowels(typed)
        if len(typed) >= _SHORTEST_SLIP:
            allowed = 1 if len(typed) < _ONE_SLIP_BELOW else 2
            for length in range(len(typed) - allowed, len(typed) + allowed + 1):
                near = process.extract(
                    typed,
                    self._by_length.get(length, ()),
                    scorer=DamerauLevenshtein.distance,
                    score_cutoff=allowed,
                    limit=_MOST_CANDIDATES,
                )
                found.update(str(word) for word, _, _ in near)
        if len(typed) < _SHORTEST_FIRST_LETTER:
            found = {word for word in found if word[0] == typed[0]}
        return found


def _skeleton(word: str) -> str:
    """The first letter and the consonants after it."""
    return word[0] + word[1:].translate(_WITHOUT_VOWELS)


def _contracted(word: str) -> str:
    """A word as chats end it: "datang" is "dtg"."""
    return word[:-2] + "g" if word.endswith("ng") else word


def _left_out(typed: str, word: str) -> bool:
    """Whether ``typed`` is the word with vowels left out and nothing else changed."""
    for full in {word, _contracted(word)}:
        letters = iter(full)
        if len(typed) < len(full) and all(letter in letters for letter in typed):
            return True
    return False


@lru_cache(maxsize=20_000)
def slip_cost(typed: str, word: str) -> float:
    """How unlikely it is that who means ``word`` types ``typed``: a negative logarithm."""
    if _skeleton(typed) in {_skeleton(word), _skeleton(_contracted(word))} and _left_out(
        typed, word
    ):
        return _VOWELS_LEFT_OUT + _EACH_VOWEL * (len(word) - len(typed))
    first = 0.0 if typed[0] == word[0] else _FIRST_LETTER
    return first + min(_one_slip(typed, word), default=_several(typed, word))


def _one_slip(typed: str, word: str) -> Iterator[float]:
    """What the single slip costs that tells the two apart, if there is one."""
    start = 0
    while start < min(len(typed), len(word)) and typed[start] == word[start]:
        start += 1
    end = 0
    while end < min(len(typed), len(word)) - start and typed[-1 - end] == word[-1 - end]:
        end += 1
    got, meant = typed[start : len(typed) - end], word[start : len(word) - end]
    match len(got), len(meant):
        case 1, 0:
            yield _DOUBLED if got in typed[max(0, start - 1) : start] else _LETTER_TOO_MANY
        case 0, 1:
            yield _DOUBLED if meant in word[max(0, start - 1) : start] else _LETTER_LEFT_OUT
        case 1, 1:
            alike = got in NEIGHBOURS.get(meant, "") or (got in VOWELS and meant in VOWELS)
            yield _TOUCHED if alike else _OTHER_LETTER
        case 2, 2 if got == meant[::-1]:
            yield _SWAPPED


def _several(typed: str, word: str) -> float:
    return _SEVERAL * float(DamerauLevenshtein.distance(typed, word))
