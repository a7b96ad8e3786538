"""From Indonesian as people type it to comparable words: clean, normalise, repair, stem.

``clean`` removes what no reader sees, ``Normaliser`` writes abbreviations, slang and regional words
as standard Indonesian and mends typing errors against a vocabulary, ``stem`` reduces a word to its
root (Nazief-Adriani with the Sastrawi enhancements, as PySastrawi implements it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

WORD = re.compile(r"[a-z0-9]+")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_VOWELS = str.maketrans("", "", "aeiou")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z]{3,})2(an|nya)?")
_SHORTEST_REPAIRABLE = 4


def clean(text: str) -> str:
    """Text without control characters, direction marks, zero-width characters, doubled blanks."""
    kept = (
        " " if char in "\n\r\t" else char
        for char in unicodedata.normalize("NFKC", text)
        if char in "\n\r\t" or unicodedata.category(char) not in _INVISIBLE
    )
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def words(text: str) -> list[str]:
    """Lower-case words and numbers of a text, without accents; letters typed thrice count once."""
    folded = unicodedata.normalize("NFKD", text.lower())
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    return [
        word if word.startswith("pppk") else _STRETCHED.sub(r"\1", word)
        for word in WORD.findall(folded)
    ]


@lru_cache(maxsize=1)
def _stemmer() -> object:
    return StemmerFactory().create_stemmer()


@lru_cache(maxsize=1)
def _roots() -> frozenset[str]:
    """The root words of Indonesian that Sastrawi's dictionary lists."""
    return frozenset(StemmerFactory().get_words())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The root of one Indonesian word."""
    return str(_stemmer().stem(word))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Normaliser:
    """Writes typed words as standard Indonesian.

    ``lexicon`` maps a typed form to standard words (possibly none); ``vocabulary`` maps the words
    that the knowledge uses to how often it does, and is what typing errors are mended towards.
    """

    lexicon: Mapping[str, str]
    vocabulary: Mapping[str, int]
    _skeletons: dict[str, str] = field(init=False, repr=False, default_factory=dict)
    _by_length: dict[int, list[str]] = field(init=False, repr=False, default_factory=dict)
    _repairs: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for word in sorted(self.vocabulary, key=lambda word: (-self.vocabulary[word], word)):
            if len(word) >= _SHORTEST_REPAIRABLE and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
                skeleton = word.translate(_VOWELS)
                if len(skeleton) >= 3:
                    self._skeletons.setdefault(skeleton, word)

    def normalise(self, text: str) -> str:
        """The text in standard words, separated by single spaces."""
        return " ".join(self._standard(words(text)))

    def stems(self, text: str) -> list[str]:
        """The roots of the normalised text, in order."""
        return [stem(word) for word in self.normalise(text).split()]

    def _standard(self, typed: Iterable[str]) -> Iterable[str]:
        for word in typed:
            form = word
            if form not in self.lexicon and (doubled := _DOUBLED.fullmatch(form)):
                form = doubled[1] + (doubled[2] or "")
            if form in self.lexicon:
                yield from self.lexicon[form].split()
            else:
                yield from self._repair(form).split()

    def _repair(self, word: str) -> str:
        """The vocabulary's word that ``word`` misspells, or ``word`` itself."""
        known = self._repairs.get(word)
        if known is None:
            known = self._find_repair(word)
            if len(self._repairs) < 100_000:
                self._repairs[word] = known
        return known

    def _find_repair(self, word: str) -> str:
        if len(word) < _SHORTEST_REPAIRABLE or not word.isalpha() or word in self.vocabulary:
            return word
        if word in _roots() or stem(word) in _roots():  # a rare word is no typing error
            return word
        skeleton = word.translate(_VOWELS)
        same_consonants = self._skeletons.get(skeleton)
        if (
            same_consonants is not None
            and same_consonants[0] == word[0]
            and len(word) < len(same_consonants) <= len(word) + 4
        ):
            return same_consonants  # vowels left out, as in "bliho" for "baliho"
        allowed = 0 if len(word) < 6 else 1 if len(word) < 9 else 2
        candidates = [
            other
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for other in self._by_length.get(length, ())
            if other[0] == word[0]
        ]
        found = process.extractOne(
            word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=allowed
        )
        return word if found is None else str(found[0])


def vocabulary_of(
    texts: Iterable[str], lexicon: Mapping[str, str], least: int = 3
) -> dict[str, int]:
    """Words that occur at least ``least`` times in ``texts``, plus the lexicon's standard words."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in words(text):
            if word not in lexicon:
                counts[word] = counts.get(word, 0) + 1
    kept = {word: count for word, count in counts.items() if count >= least}
    for standard in lexicon.values():
        for word in standard.split():
            kept.setdefault(word, least)
    return kept


def bigrams(tokens: list[str]) -> list[str]:
    """Neighbouring tokens joined by an underscore."""
    return [f"{left}_{right}" for left, right in pairwise(tokens)]
