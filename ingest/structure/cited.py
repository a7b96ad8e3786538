"""The regulations that a regulation amends or repeals, as ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.structure.document import Unit, UnitKind
from ingest.structure.kinds import first_kind
from ingest.structure.numbers import digits

_KIND = r"(?:Undang-[ ]?Undang|Peraturan|Keputusan|Instruksi|Surat\s+Edaran)\b"
_CITED = re.compile(
    rf"\b(?P<kind>{_KIND}[\w, -]{{0,120}}?)"
    r"\s+(?:Nomor|No\.)\s*(?P<number>\d[\dOolI]{0,3}[A-Z]?)\s+Tahun\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
_KIND_AGAIN = re.compile(rf"(?<!Pengganti )\b{_KIND}", re.IGNORECASE)
_REPEALS = re.compile(
    r"\b(?:(?P<formula>dicabut\s+(?:dan|serta)\s+(?:dinyatakan\s+)?tidak\s+(?:lagi\s+)?berlaku)"
    r"|(?P<short>dinyatakan\s+(?:dicabut|tidak\s+(?:lagi\s+)?berlaku)|dicabut(?=\s*[.;])))"
)
_FROM_ITS_START = re.compile(r"\b(?:mulai\s+berlaku|berlakunya|ditetapkannya)\b")
_SENTENCE_END = re.compile(r"(?:[a-z]{3}|\)|\d{4})\.\s")
_STAYS = re.compile(r"\b(?:tetap|masih)\s+(?:tetap\s+)?berlaku\b")
_ASIDE = re.compile(r"\([^()]*\)")
_NOT_MEANT = re.compile(
    r"\b(?:(?:diubah|terakhir|tentang|penetapan|dengan|berdasarkan|menurut)"
    r"|(?:perubahan|pelaksana\w*|turunan|atas|amanat|pencabutan)(?:\s+(?:dari|ketentuan|atas))?"
    r"(?:\s+Pasal\s+\d+\w*(?:\s+ayat\s*\(\w+\))?)?)\s*$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:Pasal|Bab|Bagian|Paragraf|ayat|huruf|Lampiran|ketentuan|frasa|diktum)\b", re.IGNORECASE
)
_RESTRICTED = re.compile(r"\b(?:sepanjang|kecuali|hanya|khusus)\b", re.IGNORECASE)
_GROUPS = (UnitKind.BAB, UnitKind.BAGIAN, UnitKind.PARAGRAF)
_LONGEST_SENTENCE = 20_000


@dataclass(frozen=True, slots=True)
class Repeal:
    """A regulation that an article repeals, as a whole or in part."""

    regulation: str
    cited: str
    """How the article cites it: ``Undang-Undang Nomor 32 Tahun 2004``."""
    article: Unit
    whole: bool


def amended_by(title: str, own_id: str) -> tuple[str, ...]:
    """The regulation that a title says is amended."""
    change = re.search(r"\bPerubahan\b.{0,40}?\batas\b", title, re.IGNORECASE)
    if change is None:
        return ()
    match = _CITED.search(title, change.end())
    slug = _slug(match) if match else None
    return (slug,) if slug and slug != own_id else ()


def repeals(units: Sequence[Unit], own_id: str) -> tuple[Repeal, ...]:
    """What the articles of a body repeal: "dicabut dan dinyatakan tidak berlaku" (UU 12/2011,
    Lampiran II, numbers 143-153).

    A repeal is one of a part where only named provisions are repealed ("Pasal 200 sampai dengan Pasal
    216 Undang-Undang ...", "ketentuan mengenai ... yang diatur dalam ...") or where it is restricted
    ("sepanjang ..."). Nothing is repealed that stays in force, and not what an amending article says of
    the law it amends.
    """
    found: dict[str, Repeal] = {}
    for article in _articles(units):
        words = "; ".join(_pieces(article))
        for repeal in _repealed(words, article):
            known = found.get(repeal.regulation)
            if repeal.regulation != own_id and (
                known is None or (repeal.whole and not known.whole)
            ):
                found[repeal.regulation] = repeal
    return tuple(found.values())


def _articles(units: Sequence[Unit]) -> Iterator[Unit]:
    for unit in units:
        if unit.kind in _GROUPS:
            yield from _articles(unit.units)
        else:
            yield unit


def _pieces(unit: Unit) -> Iterator[str]:
    """A unit's words without the marks of what is inside it; not those of articles it inserts."""
    if unit.text:
        yield unit.text
    for inner in unit.units:
        if inner.kind is not UnitKind.PASAL and inner.kind not in _GROUPS:
            yield from _pieces(inner)
    if unit.closing:
        yield unit.closing


def _repealed(words: str, article: Unit) -> Iterator[Repeal]:
    done = 0
    first = _FROM_ITS_START.search(words)
    for formula in _REPEALS.finditer(words):
        begin = max(done, formula.start() - _LONGEST_SENTENCE)
        done = formula.end()
        sentence = words[begin : formula.start()]
        starts = [m.end() for m in _SENTENCE_END.finditer(sentence)]
        sentence = sentence[starts[-1] if starts else 0 :]
        if formula["short"] and (first is None or first.start() > formula.start()):
            continue  # "izinnya dicabut": of a regulation only where this one takes force
        here = [m.end() for m in _FROM_ITS_START.finditer(sentence)]
        sentence = _ASIDE.sub(" ", sentence[here[-1] if here else 0 :])
        lead, colon, items = sentence.partition(":")
        of_parts = bool(colon and not _CITED.search(lead) and _PART.search(lead))
        for segment in (items if colon and not _CITED.search(lead) else sentence).split(";"):
            if not _STAYS.search(segment):
                yield from _in_segment(segment, article, of_parts)


def _in_segment(segment: str, article: Unit, of_parts: bool) -> Iterator[Repeal]:
    cited = [
        match
        for match in _CITED.finditer(segment)
        if not _NOT_MEANT.search(segment, max(0, match.start() - 60), _own_start(match))
    ]
    before = 0
    for order, match in enumerate(cited):
        slug = _slug(match)
        start = _own_start(match)
        upto = cited[order + 1].start() if order + 1 < len(cited) else len(segment)
        part = of_parts or _PART.search(segment, before, start)
        restricted = _RESTRICTED.search(segment, match.end(), upto)
        before = match.end()
        if slug is not None:
            yield Repeal(slug, segment[start : match.end()], article, not (part or restricted))


def _own_start(match: re.Match[str]) -> int:
    """Where the kind that the number belongs to begins: the last one before the number."""
    starts = [m.start() for m in _KIND_AGAIN.finditer(match["kind"])]
    return match.start() + (starts[-1] if starts else 0)


def _slug(match: re.Match[str]) -> str | None:
    words = match["kind"][_own_start(match) - match.start() :]
    kind = first_kind(" ".join(words.upper().replace("- ", "-").split()) + " NOMOR")
    readings = digits(match["number"])
    if kind is None or "{" in kind.id or not readings:
        return None
    return f"{kind.id}-{readings[0].printed.lower()}-{match['year']}"
