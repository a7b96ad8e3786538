"""Perturbations that change or add words: abbreviations, slang, particles, courtesy, emoji."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from random import Random

from evaluation.robustness.spans import (
    Word,
    cased_like,
    free_words,
    in_free_stretches,
    with_words,
)
from evaluation.robustness.wordlists import Wordlists
from knowledge.text import stem

_SHARE_SHORTENED = 0.7
_SHARE_SLANG = 0.8
_SHARE_MARKS = 0.7
_BETWEEN = 0.3
_LEAST_INFORMAL = 7
_PAUSE = re.compile(r"(?<=\w)(?=[,.;]\s)")
_LAST_MARKS = re.compile(r"[\s.?!…]*$")
_REPEATED = re.compile(r"\b([A-Za-z]{3,})-\1(nya)?\b", re.IGNORECASE)


def singkatan(text: str, random: Random, lists: Wordlists) -> str:
    """The usual abbreviations of chats, for most words that have one; "teman-teman" is "teman2"."""
    text = in_free_stretches(text, lambda piece: _REPEATED.sub(r"\g<1>2\2", piece))
    return _rewritten(text, lists.abbreviations, _SHARE_SHORTENED, random)


def slang(text: str, random: Random, lists: Wordlists) -> str:
    """The everyday words of the cities, and verbs as they are spoken there: "mengirimkan", "ngirimin"."""
    text = _rewritten(text, lists.slang, _SHARE_SLANG, random)
    informal = {
        word: cased_like(word.text, spoken)
        for word in free_words(text, lists)
        if (spoken := _spoken(word.text.lower())) is not None and random.random() < _SHARE_SLANG
    }
    return with_words(text, informal)


def _spoken(verb: str) -> str | None:
    """A verb as it is said in Jakarta: without "me-", and with -in for -kan; None for other words."""
    if len(verb) < _LEAST_INFORMAL or not verb.endswith("kan") or stem(verb).endswith("kan"):
        return None
    if verb.startswith("di") and not verb.startswith("diper"):
        return verb[:-3] + "in"
    if match := re.fullmatch(r"me(ng(?=[aeiou])|ny|m(?=[aeiou])|n(?=[aeiou]))(\w+)kan", verb):
        return match[1] + match[2] + "in"
    if match := re.fullmatch(r"me(?:m|n|ng)?([bcdjgfp]\w+)kan", verb):
        return "nge" + match[1] + "in"
    return None


def _rewritten(text: str, ways: Mapping[str, tuple[str, ...]], share: float, random: Random) -> str:
    """The text with the given share of these words and phrases written in one of their other ways."""

    habits: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        typed = match[0].lower()
        chosen = habits.setdefault(typed, random.choice(ways[typed]))  # one writer, one way
        return cased_like(match[0], chosen) if random.random() < share else match[0]

    return in_free_stretches(text, lambda piece: _any_of(tuple(ways)).sub(other, piece))


@lru_cache(maxsize=8)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases as whole words; the longest that fits is the one found."""
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(
        r"(?<![\w'-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w'-])", re.IGNORECASE
    )


def partikel(text: str, random: Random, lists: Wordlists) -> str:
    """One to three particles of one region, where its speakers put them."""
    region = lists.particles[random.choice(sorted(lists.particles))]
    asked = _ends_of_asking(free_words(text, lists), lists)
    ending = _LAST_MARKS.search(text)
    places = {ending.start() if ending else len(text): random.choice(region.at_end)}
    if asked and random.random() < 0.5:
        places.setdefault(random.choice(asked), random.choice(region.after_question))
    pauses = _free_places(text, _PAUSE)
    if pauses and random.random() < 0.5:
        places.setdefault(random.choice(pauses), random.choice(region.at_pause))
    for at in sorted(places, reverse=True):
        text = f"{text[:at]} {places[at]}{text[at:]}"
    return text


def _ends_of_asking(words: Sequence[Word], lists: Wordlists) -> list[int]:
    """Where the words that ask end, together with a "gak" that belongs to them."""
    ends = []
    for word, following in zip_longest(words, words[1:]):
        if word.text.lower() in lists.asking:
            leans = following is not None and following.text.lower() in lists.leaning
            ends.append(following.end if leans else word.end)
    return ends


def _free_places(text: str, where: re.Pattern[str]) -> list[int]:
    """The places that a pattern finds and that stand in no quotation."""
    quoted = [range(m.start(), m.end()) for m in re.finditer(r"[\"“'‘][^\"”'’]*[\"”'’]", text)]
    return [m.start() for m in where.finditer(text) if not any(m.start() in q for q in quoted)]


def basa_basi(text: str, random: Random, lists: Wordlists) -> str:
    """Courtesy before the question, after it, or both."""
    where = random.choice(("before", "after", "both"))
    before = random.choice(lists.courtesy.before) if where != "after" else ""
    after = random.choice(lists.courtesy.after) if where != "before" else ""
    return " ".join(part for part in (before, text, after) if part)


def emoji(text: str, random: Random, lists: Wordlists) -> str:
    """Emoji at the end and between sentences, and marks typed too often."""
    marks = lists.emoji.marks

    def repeated(match: re.Match[str]) -> str:
        return random.choice(marks[match[0]]) if random.random() < _SHARE_MARKS else match[0]

    def pictured(match: re.Match[str]) -> str:
        picture = random.choice(lists.emoji.pictures)
        return f" {picture} " if random.random() < _BETWEEN else match[0]

    text = in_free_stretches(
        text, lambda piece: re.sub(r"(?<=[\w)])[?.!,](?=\s|$)", repeated, piece)
    )
    text = in_free_stretches(text, lambda piece: re.sub(r"(?<=[.?!,]) ", pictured, piece))
    return f"{text} {random.choice(lists.emoji.pictures) * random.choice((1, 1, 2, 3))}"
