"""The elucidation: its general part, and what it says of each article, ayat, huruf and angka.

Form: UU 12/2011, Lampiran II, numbers 174-206: "I. UMUM", "II. PASAL DEMI PASAL", then "Pasal 5",
"Ayat (1)", "Huruf a", each followed by an explanation or "Cukup jelas.".
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.structure.articles import (
    Heading,
    article_candidates,
    heading_of,
    roman_candidates,
)
from ingest.structure.context import Parse, slug, unit
from ingest.structure.document import Unit, UnitKind
from ingest.structure.lists import nested
from ingest.structure.marks import Form, Mark, Option
from ingest.structure.numbers import Reading, digits, letters
from ingest.structure.sections import Span
from ingest.structure.sequence import Candidate, rising
from ingest.structure.tree import Inner, inner_units

_GENERAL = re.compile(r"(?:\b[I1l]\s?\.?[ \n]*)?\bUMUM\b\s?:?")
_ARTICLES = re.compile(r"(?:\b[I1l]{2}\s?\.?[ \n]*)?\bPASAL[ \n]*DEMI[ \n]*PASAL\b")
_SUPPLEMENT = re.compile(r"\bTAMBAHAN[ \n]+(?:LEMBARAN|BERITA)[ \n]+(?:NEGARA|DAERAH)\b")
_MARK = re.compile(
    r"\b(?:Ayat[ \n]*[({l](?:(?P<open>\d{1,2})[1lIt!]|(?P<ayat>\d{1,2}[a-z]?|[lIaAsSOogb])[)}]?)(?=[\s.,;]|$)"
    r"|Huruf[ \n](?P<huruf>[a-z]{1,2}\d?|[A-Z8])(?=[\s.]|$)"
    r"|Angka[ \n](?P<angka>\d{1,3}|[lI]\d?)[.)]?(?=\s|$))"
)
_EXPLAINS = re.compile(
    r"[ \n]*(?:Cukup|Ayat|Huruf|Angka|Yang|Dihapus|Lihat|Ketentuan|Pasal[ ]ini|Termasuk|Sama)\b"
)
_ITEM = re.compile(
    r"\bAngka[ \n](?P<number>\d{1,3}|[lI]\d?)(?=[ \n]+(?P<next>Pasal|BAB|Bab|Judul|Bagian|Paragraf"
    r"|Penjelasan|Lampiran|Cukup|Huruf|Ayat|Dihapus)\b)"
)


def elucidation_units(parse: Parse, span: Span, prefix: str, *, amending: bool) -> tuple[Unit, ...]:
    """The units of an elucidation; ``prefix`` ends in ``:penjelasan``."""
    if span.empty:
        return ()
    text = parse.text
    end = span.end
    supplement = _SUPPLEMENT.search(text, span.start, end)
    if supplement is not None:
        end = supplement.start()
    articles_at = _ARTICLES.search(text, span.start, end)
    general = _GENERAL.search(text, span.start, articles_at.start() if articles_at else end)
    first = articles_at.end() if articles_at else None
    if first is None:
        first = _first_article(text, general.end() if general else span.start, end)
    units: list[Unit] = []
    if general is not None:
        stop = articles_at.start() if articles_at else first
        words = parse.plain(general.end(), stop)
        units.append(unit(parse, UnitKind.UMUM, f"{prefix}:umum", "", general.start(), text=words))
    if amending:
        units.extend(_amending(parse, first, end, prefix))
    else:
        units.extend(_articles(parse, _headings(text, first, end), end, prefix))
    return tuple(units)


def _first_article(text: str, start: int, end: int) -> int:
    """Where the explanations begin when their title was lost: at the first "Pasal 1"."""
    match = re.compile(r"\bPasal[ \n]+(?:1|I)[ \n]+(?=[A-Z])").search(text, start, end)
    return match.start() if match else end


def _headings(text: str, start: int, end: int, first: int | None = 1) -> list[Heading]:
    candidates = []
    for candidate in article_candidates(text, start, end):
        if _EXPLAINS.match(text, candidate.end):
            candidate = replace(candidate, score=candidate.score + 4)
        candidates.append(candidate)
    chosen = rising(candidates, gap_cost=1.0 if first is not None else 0.02, first=first)
    return [heading_of(text, UnitKind.PASAL, item) for item in chosen]


def _articles(parse: Parse, headings: list[Heading], end: int, prefix: str) -> list[Unit]:
    units = []
    for index, heading in enumerate(headings):
        stop = headings[index + 1].start if index + 1 < len(headings) else end
        page = parse.source.page(heading.start)
        wanted = f"{prefix}:{slug(UnitKind.PASAL, heading.number)}"
        unit_id = parse.unique(wanted, page, f"Penjelasan Pasal {heading.printed}")
        if heading.mended:
            parse.repair(unit_id, page, "nomor", heading.raw, f"Pasal {heading.printed}")
        words, inner, closing = _explained(parse, unit_id, heading.end, stop)
        units.append(
            unit(
                parse,
                UnitKind.PASAL,
                unit_id,
                heading.printed,
                heading.start,
                text=words,
                units=inner,
                closing=closing,
            )
        )
    return units


def _explained(parse: Parse, owner: str, start: int, stop: int) -> Inner:
    found = _marks(parse.text, start, stop)
    placed = nested(found)
    if not placed:
        return Inner(parse.plain(start, stop))
    return inner_units(parse, owner, start, stop, placed)


def _marks(text: str, start: int, stop: int) -> list[Mark]:
    found = []
    for match in _MARK.finditer(text, start, stop):
        form, readings = _read(match)
        if not readings:
            continue
        before = text[max(start, match.start() - 20) : match.start()].rstrip(" \n")
        score = 3.0 if not before or before[-1] in '.:;”"' else 0.0
        following = text[match.end() : match.end() + 10].lstrip(" \n.")
        if _EXPLAINS.match(text, match.end()):
            score += 2
        elif not following[:1].isupper():
            score -= 2
        options = tuple(
            Option(form, r.number, r.printed, 1.0 if r.mended else 0.0) for r in readings
        )
        found.append(Mark(match.start(), match.end(), options, score))
    return found


def _read(match: re.Match[str]) -> tuple[Form, tuple[Reading, ...]]:
    if match["open"]:
        return Form.AYAT, digits(match["open"])
    if match["ayat"]:
        return Form.AYAT, digits(match["ayat"])
    if match["huruf"]:
        return Form.HURUF, letters(match["huruf"])
    return Form.ANGKA, digits(match["angka"])


def _amending(parse: Parse, start: int, end: int, prefix: str) -> list[Unit]:
    """The elucidation of an amending law: Roman articles, their items, the articles in these."""
    text = parse.text
    romans = [
        heading_of(text, UnitKind.PASAL, item)
        for item in rising(roman_candidates(text, start, end), gap_cost=2.5)
    ]
    if not romans:
        return _articles(parse, _headings(text, start, end, None), end, prefix)
    units = []
    for index, heading in enumerate(romans):
        stop = romans[index + 1].start if index + 1 < len(romans) else end
        page = parse.source.page(heading.start)
        unit_id = parse.unique(
            f"{prefix}:pasal-{heading.printed.lower()}", page, f"Penjelasan Pasal {heading.printed}"
        )
        lead, inner = _items(parse, unit_id, heading.end, stop, prefix)
        units.append(
            unit(
                parse,
                UnitKind.PASAL,
                unit_id,
                heading.printed,
                heading.start,
                text=lead,
                units=inner,
            )
        )
    return units


def _items(
    parse: Parse, owner: str, start: int, stop: int, prefix: str
) -> tuple[str, tuple[Unit, ...]]:
    text = parse.text
    candidates = []
    for match in _ITEM.finditer(text, start, stop):
        score = 5.0 if match["next"] in ("Pasal", "BAB", "Bab", "Judul") else 0.5
        if readings := digits(match["number"]):
            candidates.append(Candidate(match.start(), match.end(), readings, score))
    chosen = rising(candidates, gap_cost=0.5)
    if not chosen:
        headings = _headings(text, start, stop, None)
        lead_end = headings[0].start if headings else stop
        inner = tuple(_articles(parse, headings, stop, prefix)) if headings else ()
        return parse.plain(start, lead_end), inner
    units = []
    for index, item in enumerate(chosen):
        end = chosen[index + 1].start if index + 1 < len(chosen) else stop
        printed = item.reading.printed
        page = parse.source.page(item.start)
        unit_id = parse.unique(f"{owner}:angka-{printed}", page, f"Penjelasan angka {printed}")
        headings = _headings(text, item.end, end, None)
        lead_end = headings[0].start if headings else end
        words = parse.plain(item.end, lead_end)
        inner = tuple(_articles(parse, headings, end, prefix)) if headings else ()
        units.append(
            unit(parse, UnitKind.ANGKA, unit_id, printed, item.start, text=words, units=inner)
        )
    return parse.plain(start, chosen[0].start), tuple(units)
