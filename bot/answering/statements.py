"""What a sentence claims, told by its words alone: what it permits, and how much of it has a source.

Deterministic and blunt on purpose: it guards what a chat model writes, where a sentence refused by
mistake costs nothing, and it is measured against labels by ``asn-eval judge``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.sentences import sentences
from bot.texts import load_texts
from knowledge.text import stem, words

_CLAUSE = re.compile(r"[,;:()–—]|\s-\s")
_BEFORE = 4
"""Words before a claim in which a negation belongs to it."""
_ADJACENT = "tanpa"
"""Denies only the word right behind it: "tanpa izin dilarang" forbids."""
_AFTER = 2
"""Words after "dapat" that may tell that it is no permission."""


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Closed):
    """What a draft may measure; lengths in characters, the rest as shares from 0 to 1."""

    headline: int = Field(gt=0)
    text: int = Field(gt=0)
    grounded: float = Field(ge=0, le=1)
    """Share of a sentence's roots that the material must have."""
    indonesian: float = Field(ge=0, le=1)
    """Share of words that the dictionary or the material must have."""


class Words(_Closed):
    """Words by which claims are recognised; each list is explained in ``write.yaml``."""

    clause: frozenset[str]
    negations: frozenset[str]
    forbidding: frozenset[str]
    obliging: frozenset[str]
    allowing: frozenset[str]
    loosening: frozenset[str]
    tightening: frozenset[str]
    able: frozenset[str]
    harm: frozenset[str]
    conditional: frozenset[str]
    unconditional: frozenset[str]
    opinions: frozenset[str]
    numbers: frozenset[str]
    explaining: frozenset[str]
    function: frozenset[str]


class WriteTexts(_Closed):
    """The contents of ``write.yaml``."""

    task: str
    limits: Limits
    words: Words


@cache
def load_write_texts() -> WriteTexts:
    """What the model is told and how its words are checked.

    Raises:
        DataError: the file is missing or breaks the schema.
    """
    return load_texts("write.yaml", WriteTexts)


def tokens(text: str) -> list[str]:
    """The words of a text, with "apa-apa" as one."""
    return words(text.replace("apa-apa", "apaapa"))


def clauses(sentence: str) -> Iterator[list[str]]:
    """The words of each clause: parted by commas and adversative conjunctions."""
    ends = load_write_texts().words.clause
    for piece in _CLAUSE.split(sentence):
        clause: list[str] = []
        for word in tokens(piece):
            if word in ends:
                yield clause
                clause = []
            else:
                clause.append(word)
        yield clause


def states(sentence: str, claims: Collection[str], *, denied: bool = False) -> bool:
    """Whether a sentence says one of the words, or denies it.

    An even number of negations before it says it: "bukan tidak boleh" permits.
    """
    return any(
        word in claims and _is_denied(clause, at) == denied
        for clause in clauses(sentence)
        for at, word in enumerate(clause)
    )


def permits(sentence: str) -> bool:
    """Whether a sentence loosens: allows, excepts, or denies a prohibition, a duty or a sanction."""
    known = load_write_texts().words
    return (
        states(sentence, known.allowing | known.loosening)
        or states(sentence, known.forbidding | known.obliging | known.tightening, denied=True)
        or any(_enables(clause) for clause in clauses(sentence))
    )


def forbids(sentence: str) -> bool:
    """Whether a sentence says that something is forbidden: "dilarang", "tidak boleh", "jangan"."""
    known = load_write_texts().words
    return (
        states(sentence, known.forbidding)
        or states(sentence, known.allowing, denied=True)
        or any(clause[:1] == ["jangan"] for clause in clauses(sentence))
    )


def _enables(clause: Sequence[str]) -> bool:
    """Whether "bisa" or "dapat" stands there as a permission."""
    known = load_write_texts().words
    return any(
        word in known.able
        and not _is_denied(clause, at)
        and known.harm.isdisjoint(clause[at + 1 : at + 1 + _AFTER])
        for at, word in enumerate(clause)
    )


def _is_denied(clause: Sequence[str], at: int) -> bool:
    """Whether an odd number of negations belongs to the word at this place."""
    negations = load_write_texts().words.negations
    before = clause[max(0, at - _BEFORE) : at]
    return bool(
        sum(
            word in negations and (word != _ADJACENT or place == len(before) - 1)
            for place, word in enumerate(before)
        )
        % 2
    )


def content_roots(text: str) -> frozenset[str]:
    """The roots of the words of a text that have a subject of their own; numbers are among them."""
    function = load_write_texts().words.function
    return frozenset(stem(word) for word in tokens(text) if word not in function)


def support(statement: str, source_roots: Collection[str]) -> float:
    """Share of a statement's content roots that the sources have; 1 when it has none.

    Unigram recall as in ROUGE-1 (Lin, 2004), over the set of roots instead of words.
    """
    own = content_roots(statement)
    return sum(root in source_roots for root in own) / len(own) if own else 1.0


def numbers(text: str) -> frozenset[str]:
    """The numbers that a text names, in digits ("14", "rp12") or as words."""
    spelt = load_write_texts().words.numbers
    return frozenset(word for word in tokens(text) if word in spelt or any(map(str.isdigit, word)))


def statements(text: str) -> tuple[str, ...]:
    """A text as single statements: its sentences, without those that say nothing by themselves.

    "Dilarang." stands alone in a headline and is kept; marks without words are not.
    """
    return tuple(one for one in sentences(text) if tokens(one))
