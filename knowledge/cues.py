"""Wording by which facts, kinds of question and follow-ups are recognised, as ``cues.yaml`` has it.

All patterns are regular expressions, matched at word boundaries against the normalised question
(lower case, standard words, single spaces). Inside a fact, the first value that matches wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import Field, field_validator

from knowledge.model import FACT_VALUES, Frozen, QuestionKind, Slug


class Cues(Frozen):
    """The contents of ``cues.yaml``."""

    facts: dict[str, dict[str, list[str]]]
    kinds: dict[QuestionKind, list[str]]
    follow_up_openers: list[str]
    corrections: list[str]
    """Announcements that what follows takes the place of something said before."""
    anchors: list[str] = Field(default_factory=list)
    """Words of elections and offices: a message with one of them has a subject of its own."""
    courtesies: list[str] = Field(default_factory=list)
    """Words that thank, greet or acknowledge; a message of nothing else asks nothing."""
    fillers: list[str] = Field(default_factory=list)
    """Words that carry neither a conduct nor a circumstance of their own."""
    wrappings: list[str]
    """Greetings and announcements in front of a question."""
    closings: list[str] = Field(default_factory=list)
    """Thanks and requests for an answer behind it."""
    conduct_words: list[str]
    regulation_aliases: dict[str, Slug]
    titles: dict[str, list[str]] = Field(default_factory=dict)
    """By the standard name of an office, what it is called in some regions."""

    @field_validator("facts")
    @classmethod
    def _known_facts(
        cls, value: dict[str, dict[str, list[str]]]
    ) -> dict[str, dict[str, list[str]]]:
        for fact, values in value.items():
            unknown = set(values) - set(FACT_VALUES.get(fact, ()))
            if unknown or fact not in FACT_VALUES:
                raise ValueError(f"unknown fact or value: {fact} {sorted(unknown)}")
        return value

    @field_validator(
        "facts", "kinds", "follow_up_openers", "corrections", "anchors", "wrappings", "closings"
    )
    @classmethod
    def _valid_patterns(cls, value: object) -> object:
        for pattern in _leaves(value):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"pattern {pattern!r}: {error}") from None
        return value


def _leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [str(value)]


@lru_cache(maxsize=2048)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b")


def matches(patterns: list[str], text: str) -> bool:
    """Whether any pattern stands in the text."""
    return bool(patterns) and _compiled(tuple(patterns)).search(text) is not None


@dataclass(frozen=True)
class Mention:
    """Where a normalised text states a fact."""

    value: str
    start: int
    end: int
    denied: bool
    """Whether it says that the fact does not hold: "bukan pns", "tidak sedang cuti"."""


_DENIED = re.compile(
    r"(?:\b(?:bukan(?:nya)?|belum)(?: (?:lagi|juga|seorang|sebagai|jadi|pegawai|di|pada|saat|waktu|hari|"
    r"sedang|dalam|untuk|punya|istri|suami))*"
    r"|(?<!boleh )(?<!bisa )(?<!atau )(?<!wajib )(?<!harus )(?<!dilarang )(?<!melanggar )\btidak"
    r"(?: (?:lagi|sedang|dalam|sebagai|jadi|menjadi|ikut|pakai|memakai|mengenakan|ada|di|pada|saat))+) $"
)
"""What stands right before a fact that does not hold. A bare "tidak" does not: "boleh tidak pns ..."."""


def mentions(cues: Cues, fact: str, text: str) -> Iterator[Mention]:
    """Every place where a normalised text speaks of a fact; the more specific values first."""
    for value, patterns in cues.facts.get(fact, {}).items():
        if not patterns:
            continue
        for found in _compiled(tuple(patterns)).finditer(text):
            denied = _DENIED.search(text[: found.start()]) is not None
            yield Mention(value, found.start(), found.end(), denied)


def read_facts(cues: Cues, text: str) -> dict[str, str]:
    """The facts that a normalised question states; what it does not state, or denies, is absent."""
    found = {}
    for fact in cues.facts:
        stated = next((m for m in mentions(cues, fact, text) if not m.denied), None)
        if stated is not None:
            found[fact] = stated.value
    return found


def with_standard_titles(titles: Mapping[str, Sequence[str]], text: str) -> str:
    """A normalised text with offices by their standard names; an office that somebody runs for keeps its own.

    Elections to it are another matter than what its holder may do, and are known by their regional names.
    """
    for standard, regional in titles.items():
        if regional:
            text = _title(tuple(regional)).sub(standard, text)
    return text


@lru_cache(maxsize=64)
def _title(regional: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\bcalon )\b(?:" + "|".join(map(re.escape, regional)) + r")\b")


def read_kind(cues: Cues, text: str) -> QuestionKind:
    """What is asked about the conduct; a question without a cue asks whether it is allowed."""
    for kind, patterns in cues.kinds.items():
        if matches(patterns, text):
            return kind
    return QuestionKind.BOLEH_TIDAK


def strip_wrapping(cues: Cues, text: str) -> str:
    """The normalised question without greetings, politeness and announcements around it."""
    if cues.wrappings:
        text = _stripped(_edge(tuple(cues.wrappings), r"^(?:{})\b[\s,.:!]*"), text)
    if cues.closings:
        text = _stripped(_edge(tuple(cues.closings), r"(?:^|(?<=\s))(?:{})$"), text)
    return text


@lru_cache(maxsize=8)
def _edge(patterns: tuple[str, ...], frame: str) -> re.Pattern[str]:
    return re.compile(frame.format("|".join(patterns)))


def _stripped(pattern: re.Pattern[str], text: str) -> str:
    while (shorter := pattern.sub("", text, count=1).strip()) != text:
        text = shorter
    return text
