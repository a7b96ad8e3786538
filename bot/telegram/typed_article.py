"""What somebody means who types an article, or a row of an annex, however bare the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.library import Library, RegulationCard
from knowledge.locator import find_references, locator_label

_NUMBER = r"\d{1,3}[a-z]?"
_BARE = re.compile(rf"{_NUMBER}\b(?!\s*/)")
"""An article's number at the beginning, but not a regulation's: ``94/2021``."""
_AT_END = re.compile(
    rf"(?P<law>.*?\S)\s+(?P<article>{_NUMBER}(?:\s+(?:ayat|huruf|hrf|angka)\b.*)?)", re.DOTALL
)
_ONLY_LAW = re.compile(r"(?P<number>\d{1,4})\s*(?:/|tahun|thn|th|\s)\s*(?P<year>(?:19|20)\d{2})")
_ARTICLE = "pasal"
_NUMBERED_UNITS = ("pasal-", "penjelasan")
_ANNEX = re.compile(r"\blampiran\s+([1-5])\b")
_ROMAN = ("", "i", "ii", "iii", "iv", "v")
_ROW = re.compile(r"\b(?:angka|butir|baris|no)\b")


@dataclass(frozen=True)
class TypedArticle:
    """What was typed, as far as it can be told without the edition."""

    words: str
    """As it can be asked, with ``Pasal`` before the number."""
    regulation: str | None = None
    """Id of the regulation, where it is known by its number or label."""
    units: tuple[str, ...] = ()
    """Of the article: ``("pasal-5", "huruf-n")``; empty when only a regulation was named."""
    alone: bool = False
    """Whether nothing but the article was typed."""

    @property
    def label(self) -> str:
        """The article in words: ``Pasal 5 huruf n``."""
        return locator_label(self.units)


def read_typed(typed: str, regulations: Sequence[RegulationCard]) -> TypedArticle:
    """Read what was typed after the command; ``regulations`` are those that may be meant by label."""
    words = _with_article(" ".join(typed.split()))
    labels = {card.label.lower(): card.id for card in regulations}
    references = find_references(words.lower(), labels)
    article = next((r for r in references if r.units), None)
    named = next((r.regulation for r in references if r.regulation), None)
    if article is None:
        return TypedArticle(words, named or _by_number(words, regulations))
    return TypedArticle(words, article.regulation or named, article.units, _is_alone(words))


def _with_article(typed: str) -> str:
    """The words with ``Pasal`` before the article's number, where that was left out."""
    lower = typed.lower()
    if re.search(rf"\b{_ARTICLE}", lower):
        return typed
    if re.search(r"\bps\.?\s*\d", lower):
        return re.sub(r"\bps\.?\s*(?=\d)", "Pasal ", typed, flags=re.IGNORECASE)
    if _BARE.match(lower):
        return f"Pasal {typed}"
    at_end = _AT_END.fullmatch(lower)
    if at_end and not _ONLY_LAW.fullmatch(lower):
        start = at_end.start("article")
        return f"Pasal {typed[start:]} {typed[:start].rstrip()}"
    return typed


def _is_alone(words: str) -> bool:
    """Whether only an article is named, with nothing that could be a regulation or a question."""
    rest = re.sub(
        rf"\b(?:{_ARTICLE}|ayat|huruf|hrf|angka|dan|nomor|no)\b|\b{_NUMBER}\b|\b[a-z]\b",
        " ",
        words.lower(),
    )
    return not re.search(r"\w", rest)


def _by_number(words: str, regulations: Sequence[RegulationCard]) -> str | None:
    """The only regulation of a number and year that were typed without its kind."""
    found = _ONLY_LAW.fullmatch(words.lower())
    if found is None:
        return None
    ending = f"-{found['number']}-{found['year']}"
    meant = [card.id for card in regulations if card.id.endswith(ending)]
    return meant[0] if len(meant) == 1 else None


def regulations_named(words: str, regulations: Sequence[RegulationCard]) -> list[RegulationCard]:
    """The regulations whose label and title have every word that was typed: ``skb 2022``."""
    wanted = _words(words.lower())

    def fits(card: RegulationCard) -> bool:
        return wanted <= _words(f"{card.label} {card.title} {card.id}".lower())

    return [card for card in regulations if wanted and fits(card)]


def units_named(words: str, library: Library) -> list[str]:
    """The ids of what is no article, such as a row of an annex: ``skb lampiran ii nomor 6``.

    Each word that was typed stands in the label of the regulation or of the unit.
    """
    lower = _ANNEX.sub(lambda found: f"lampiran {_ROMAN[int(found[1])]}", words.lower())
    wanted = _words(_ROW.sub("nomor", lower))
    if len(wanted) < 2 or _ARTICLE in wanted:
        return []
    found = []
    for regulation in library.regulations():
        rest = wanted - _words(f"{regulation.label} {regulation.id}".lower())
        if rest == wanted or not rest:
            continue
        for unit in library.articles(regulation.id):
            named = unit.id.partition(":")[2]
            if not named.startswith(_NUMBERED_UNITS) and rest <= _words(unit.label.lower()):
                found.append(unit.id)
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text))
