"""A perturbation that moves what speakers put first or last at will, and changes no word."""

from __future__ import annotations

import re
from random import Random

from evaluation.robustness.spans import stretches
from evaluation.robustness.wordlists import Wordlists

_SENTENCE = re.compile(r"[^.?!]+[.?!]*\s*")
_LONGEST_INTRODUCTION = 7
_LIST_MARK = re.compile(r"(?:^|\s)\(?(?:\d|[a-e])[.)]\s")


def urutan(text: str, random: Random, lists: Wordlists) -> str:
    """One part moved: the words that ask, a circumstance, a clause of condition, an introduction.

    Unchanged where nothing can move without a change of meaning: lists, and sentences of other forms.
    """
    if _LIST_MARK.search(text) or any(
        re.search(r"[.?!\"]", kept) for kept, free in stretches(text) if not free
    ):
        return text
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
    if not sentences or "".join(sentences).replace(" ", "") != text.replace(" ", ""):
        return text
    moves = [_tag_moved, _question_moved, _clause_moved, _adverbial_moved, _introduction_moved]
    random.shuffle(moves)
    for move in moves:
        moved = move(sentences, lists)
        if moved is not None:
            return " ".join(moved)
    return text


def _tag_moved(sentences: list[str], lists: Wordlists) -> list[str] | None:
    """The words that ask, from the front of the only sentence to its end or the other way round."""
    if len(sentences) != 1:
        return None
    body, marks = _without_marks(sentences[0])
    opening = _fits(body, rf"(?P<tag>{_any(lists.order.openers)}) (?P<rest>.+)")
    if opening:
        return [f"{_capital(opening['rest'], body)}, {_small(opening['tag'])}{marks}"]
    closing = _fits(body, rf"(?P<rest>.+?), (?P<tag>{_any(lists.order.tags)})")
    if closing:
        return [f"{_capital(closing['tag'], body)}, {_small(closing['rest'])}{marks}"]
    return None


def _question_moved(sentences: list[str], lists: Wordlists) -> list[str] | None:
    """The question that closes a story, to its front: "Boleh? Saya diminta ..."."""
    *story, last = sentences
    if not story or not last.endswith("?") or _links_back(last, lists):
        return None
    if any(sentence.endswith("?") for sentence in story):
        return None
    body, marks = _without_marks(last)
    tag = _fits(body, rf"(?P<rest>.+), (?P<tag>{_any(lists.order.tags)})")
    if tag:
        return [f"{_capital(tag['tag'], body)}{marks}", *story, f"{tag['rest']}."]
    return [last, *story]


def _clause_moved(sentences: list[str], lists: Wordlists) -> list[str] | None:
    """A clause of condition or time, from before its main clause to behind it, in a single sentence."""
    if len(sentences) != 1:
        return None
    body, marks = _without_marks(sentences[0])
    first = _fits(body, rf"(?P<clause>(?:{_any(lists.order.clauses)}) [^,]+), (?P<main>[^,]+)")
    if first:
        return [f"{_capital(first['main'], body)} {_small(first['clause'])}{marks}"]
    behind = _fits(body, rf"(?P<main>[^,]+?),? (?P<clause>(?:{_any(lists.order.clauses)}) [^,]+)")
    if behind and len(behind["main"].split()) > 2:
        return [f"{_capital(behind['clause'], body)}, {_small(behind['main'])}{marks}"]
    return None


def _adverbial_moved(sentences: list[str], lists: Wordlists) -> list[str] | None:
    """A circumstance of time or place, from the end of the only sentence to its front or back."""
    if len(sentences) != 1:
        return None
    body, marks = _without_marks(sentences[0])
    where = _any(lists.order.adverbials)
    last = _fits(body, rf"(?P<rest>[^,]+) (?P<where>{where})")
    if last:
        return [f"{_capital(last['where'], body)}, {_small(last['rest'])}{marks}"]
    first = _fits(body, rf"(?P<where>{where}),? (?P<rest>[^,]+)")
    if first:
        return [f"{_capital(first['rest'], body)} {_small(first['where'])}{marks}"]
    return None


def _introduction_moved(sentences: list[str], lists: Wordlists) -> list[str] | None:
    """A short "Saya PNS." from before everything to behind it."""
    first, *rest = sentences
    body, _ = _without_marks(first)
    opened = _fits(body, rf"(?:{_any(lists.order.introductions)}) .+")
    if not rest or not opened or first.endswith("?") or _links_back(rest[0], lists):
        return None
    if len(body.split()) > _LONGEST_INTRODUCTION:
        return None
    return [*rest, first]


def _links_back(sentence: str, lists: Wordlists) -> bool:
    """Whether a sentence leans on the one before it: "Jadi ..."."""
    return _fits(sentence, rf"(?:{_any(lists.order.connectives)})\b.*") is not None


def _any(phrases: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=lambda phrase: (-len(phrase), phrase))))


def _fits(body: str, pattern: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, body, re.IGNORECASE)


def _without_marks(sentence: str) -> tuple[str, str]:
    body = sentence.rstrip(".?! ")
    return body, sentence[len(body) :].strip()


def _capital(text: str, model: str) -> str:
    """``text`` with a capital first where ``model`` has one."""
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def _small(text: str) -> str:
    """``text`` with a small first letter, unless it opens with a name or an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
