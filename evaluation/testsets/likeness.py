"""Which questions say nearly the same: what is tested must not be what was learnt.

Two questions are near-duplicates if they are the same letter for letter (but for case, marks and
blanks), or if both have at least ``FEWEST_WORDS`` words and either

- the texts of their standard words, sorted, are alike to ``RATIO`` (the normalised indel similarity,
  2 * LCS / (|a| + |b|), as rapidfuzz computes it): it sees typing errors, chat spelling, one word
  exchanged, another order; or
- their sets of 4-grams of characters share ``JACCARD`` (Jaccard 1901; shingles after Broder 1997):
  it sees one question inside the other, politeness around it, half a sentence more.

Both limits are measured on the project's questions for developers and the dev set (190) against the
11,312 examples. The ratio to the nearest example has the median 0.62, the 95th percentile 0.73, the
99th 0.79; above 0.80 stood two questions, both plainly the example again (0.91 "kalah pilkada, bisa
balik jadi PNS lagi?", 0.83 "ancaman pasal 494 UU Pemilu?"), and just these two have a Jaccard above
0.60 (0.67, 0.69), the next one 0.54. Of edits of 600 examples the two limits together find 100 % of
those in another word order, 99 % of those with letters lost in every seventh word or with a word
lost, 95 % of those with a word exchanged, 89 % of those whose vowels were dropped as in chats, 60 %
of those with six words of politeness around them. Among 800 examples they join 15 pairs, none of
different rulings. Questions of three words share their frame ("rapat dinas", "rapat partai"), so that
for those only the same letters count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix

from knowledge.text import words

RATIO = 0.85
JACCARD = 0.60
FEWEST_WORDS = 4
_GRAM = 4
_ROWS = 256
"""How many questions are compared at once: what bounds the memory."""
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Alike:
    """A question and the text that is nearly the same, by their positions; likeness in (0, 1]."""

    question: int
    other: int
    likeness: float
    """1 for the same letters; else the greater of ratio and Jaccard."""


def key(text: str) -> str:
    """What two writings of one question share: its letters and digits, in lower case."""
    return _NO_LETTER.sub("", text.lower()) or text.strip()


class Texts:
    """Texts made ready to be compared with; worth keeping where several sets are."""

    def __init__(self, texts: Sequence[str], lexicon: Mapping[str, str]) -> None:
        """Prepare the texts.

        Args:
            texts: what questions must not repeat.
            lexicon: typed form -> standard words (``knowledge.dataset.read_lexicon``).
        """
        self._lexicon = lexicon
        self._sorted, self._short = _standard(texts, lexicon)
        self._places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            self._places.setdefault(key(text), []).append(place)
        self._numbers: dict[str, int] = {}
        grams = [_grams(text) for text in texts]
        rows = [[self._numbers.setdefault(g, len(self._numbers)) for g in one] for one in grams]
        self._sizes = np.asarray([len(one) for one in grams], np.float32)
        self._grams = _incidence(rows, len(self._numbers)).T.tocsr()

    def likeness(self, questions: Sequence[str]) -> Iterator[tuple[int, Any]]:
        """For so many questions at a time: the number of the first, and a row of likenesses each.

        A likeness is 0 where two texts are no near-duplicates.
        """
        for first in range(0, len(questions) if self._sorted else 0, _ROWS):
            yield first, self._likeness(questions[first : first + _ROWS])

    def _likeness(self, questions: Sequence[str]) -> Any:
        ordered, short = _standard(questions, self._lexicon)
        ratio = process.cdist(
            ordered,
            self._sorted,
            scorer=fuzz.ratio,
            score_cutoff=100 * RATIO,
            workers=-1,
            dtype=np.float32,
        )
        likeness = np.maximum(ratio / 100, self._jaccard(questions))
        likeness[short, :] = 0
        likeness[:, self._short] = 0
        for row, text in enumerate(questions):
            likeness[row, self._places.get(key(text), [])] = 1
        return likeness

    def _jaccard(self, questions: Sequence[str]) -> Any:
        """Shared grams over all grams; 0 below ``JACCARD``."""
        grams = [_grams(text) for text in questions]
        rows = [[self._numbers[gram] for gram in one if gram in self._numbers] for one in grams]
        shared = (_incidence(rows, len(self._numbers)) @ self._grams).toarray()
        sizes = np.asarray([len(one) for one in grams], np.float32)[:, None] + self._sizes
        jaccard = shared / np.maximum(sizes - shared, 1)
        jaccard[jaccard < JACCARD] = 0
        return jaccard


def nearest_alike(questions: Sequence[str], others: Texts) -> tuple[Alike, ...]:
    """For each question that has near-duplicates among the others: the nearest one."""
    return tuple(
        alike
        for first, likeness in others.likeness(questions)
        for alike in _nearest(first, likeness)
    )


def alike_within(questions: Sequence[str], lexicon: Mapping[str, str]) -> tuple[Alike, ...]:
    """For each question that nearly repeats earlier ones of the same list: the nearest of them."""
    found: list[Alike] = []
    for first, likeness in Texts(questions, lexicon).likeness(questions):
        found += _nearest(first, np.tril(likeness, first - 1))
    return tuple(found)


def _nearest(first: int, likeness: Any) -> Iterator[Alike]:
    for row, column in enumerate(likeness.argmax(axis=1)):
        if likeness[row, column] > 0:
            yield Alike(first + row, int(column), round(float(likeness[row, column]), 2))


def _standard(texts: Sequence[str], lexicon: Mapping[str, str]) -> tuple[list[str], Any]:
    """The words, sorted, with abbreviations and slang written out; and which texts are short.

    Typing errors stay: the ratio sees through them, and mending them takes seconds.
    """
    found = [
        sorted(" ".join(lexicon.get(word, word) for word in words(text)).split()) for text in texts
    ]
    short = np.asarray([len(one) < FEWEST_WORDS for one in found], bool)
    return [" ".join(one) for one in found], short


def _grams(text: str) -> set[str]:
    framed = f" {' '.join(words(text))} "
    return {framed[at : at + _GRAM] for at in range(len(framed) - _GRAM + 1)}


def _incidence(rows: Sequence[Sequence[int]], width: int) -> Any:
    """A sparse matrix with a 1 where a text has a gram."""
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((gram for row in rows for gram in row), np.int32, int(starts[-1]))
    ones = np.ones(len(columns), np.float32)
    return csr_matrix((ones, columns, starts), shape=(len(rows), width))
