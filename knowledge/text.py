"""From Indonesian as people type it to comparable words: clean, normalise, repair, stem.

``clean`` removes what no reader sees, ``Normaliser`` takes disguises off, writes abbreviations, slang
and regional words as standard Indonesian and mends typing errors against a vocabulary, ``stem`` reduces a word to its
root (Nazief-Adriani with the Sastrawi enhancements, as PySastrawi implements it).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from knowledge.disguise import undisguise
from knowledge.spelling import Speller

WORD = re.compile(r"[a-z0-9]+")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_SPOKEN = re.compile(r"(?P<prefix>nge|ng|ny|di|ke|n|m)(?P<root>[a-z]+)")
_LOST_LETTERS: Mapping[str, tuple[str, ...]] = {
    "nge": ("",),
    "ng": ("", "k"),
    "ny": ("s", "c"),
    "di": ("",),
    "ke": ("",),
    "n": ("t", "c"),
    "m": ("p",),
}
"""What each spoken prefix puts out of its root: "nulis" is of "tulis", "nyapu" of "sapu"."""
_SPOKEN_SUFFIXES = ("", "in", "an", "i", "nya", "innya")
_SHORTEST_SPOKEN_ROOT = 4
_SHORTEST_HIDDEN = 3
_DOUBLED = re.compile(r"([a-z]{3,})2(an|nya)?")


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


@lru_cache(maxsize=50_000)
def is_word(word: str) -> bool:
    """Whether the dictionary knows a lower-case word: a root, a form of one, or its spoken form."""
    return word in _roots() or stem(word) in _roots() or _is_spoken_form(word)


def _is_spoken_form(word: str) -> bool:
    """Whether a word is a verb as it is spoken: "megang" for "memegang", "nyerahin", "dikerjain"."""
    found = _SPOKEN.fullmatch(word)
    if found is None:
        return False
    lost = _LOST_LETTERS[found["prefix"]]
    roots = {found["root"].removesuffix(suffix) for suffix in _SPOKEN_SUFFIXES}
    return any(
        len(letter + root) >= _SHORTEST_SPOKEN_ROOT and letter + root in _roots()
        for root in roots
        for letter in lost
    )


@dataclass(frozen=True)
class Normaliser:
    """Writes typed words as standard Indonesian.

    ``lexicon`` maps a typed form to standard words (possibly none); ``vocabulary`` maps the words
    that the knowledge uses to how often it does, and is what typing errors are mended towards.
    """

    lexicon: Mapping[str, str]
    vocabulary: Mapping[str, int]
    _speller: Speller = field(init=False, repr=False)
    _repairs: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        standard = self.lexicon.keys()

        def known(word: str) -> bool:
            return word in standard or is_word(word)

        object.__setattr__(self, "_speller", Speller(self.vocabulary, known))

    def normalise(self, text: str) -> str:
        """The text in standard words, separated by single spaces."""
        return " ".join(self._standard(words(undisguise(text, self._is_known))))

    def _is_known(self, word: str) -> bool:
        """Whether a word in lower case may be what a disguise hides; short ones hide everywhere."""
        if len(word) < _SHORTEST_HIDDEN:
            return False
        return word in self.vocabulary or word in self.lexicon or is_word(word)

    def stems(self, text: str) -> list[str]:
        """The roots of the normalised text, in order."""
        return [stem(word) for word in self.normalise(text).split()]

    def _standard(self, typed: Iterable[str]) -> Iterable[str]:
        for word in typed:
            form = word
            if form not in self.lexicon and (doubled := _DOUBLED.fullmatch(form)):
                form = doubled[1] + (doubled[2] or "")
            if form not in self.lexicon:
                form = self._repair(form)
            yield from self.lexicon.get(form, form).split()

    def _repair(self, word: str) -> str:
        """The known word or form that ``word`` misspells, or ``word`` itself."""
        known = self._repairs.get(word)
        if known is None:
            known = self._find_repair(word)
            if len(self._repairs) < 100_000:
                self._repairs[word] = known
        return known

    def _find_repair(self, word: str) -> str:
        if not word.isalpha() or is_word(word):
            return word  # a rare word of the dictionary is no typing error
        if word in self.vocabulary:
            return self._speller.in_full(word)
        return self._speller.mend(word)


def vocabulary_of(
    texts: Iterable[str], lexicon: Mapping[str, str], least: int = 3
) -> dict[str, int]:
    """How often words and forms occur that do so ``least`` times in ``texts``.

    The lexicon's standard words are among them however rare they are.
    """
    counts = Counter(word for text in texts for word in words(text))
    kept = {word: count for word, count in counts.items() if count >= least}
    for standard in lexicon.values():
        for word in standard.split():
            kept.setdefault(word, least)
    return kept


def bigrams(tokens: list[str]) -> list[str]:
    """Neighbouring tokens joined by an underscore."""
    return [f"{left}_{right}" for left, right in pairwise(tokens)]
