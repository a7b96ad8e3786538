"""Amending regulations: Roman articles whose numbered items say what becomes of another law.

``Pasal I`` holds items such as "3. Di antara Pasal 7 dan Pasal 8 disisipkan 1 (satu) pasal, yakni
Pasal 7A ..." and, inside each, the new words (UU 12/2011, Lampiran
II, numbers 230-238). The item's ``text`` is the instruction; the new articles are units inside it,
with ids of their own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.structure.articles import Heading, article_candidates, heading_of, roman_candidates
from ingest.structure.body import Article, article_id, article_unit, body_units, nest
from ingest.structure.context import Parse, unit
from ingest.structure.document import Severity, Unit, UnitKind
from ingest.structure.numbers import digits, letters
from ingest.structure.sequence import Candidate, Chosen, rising
from ingest.structure.tree import Inner, inner_units, list_marks

_OPENING = (
    r"Ketentuan|Ke tentuan|Di[ ]?antara|Antara|Pasal|BAB|Bab|Judul|Bagian|Paragraf|Penjelasan|Setelah"
    r"|Sesudah|Sebelum|Lampiran|Mengubah|Menambah\w*|Menyisipkan|Menghapus|Mengganti|Pada|Dalam|Angka"
    r"|Huruf|Ayat|Frasa|Kata|Rumusan|Substansi|Nomenklatur|Semua|Seluruh|Terhadap|Penyebutan|Daftar"
    r"|Diantara|Menghilangkan|Mencabut"
)
_VERB = (
    r"(?:diubah|dirubah|dihapus|disisipkan|ditambah|ditambahkan|diganti|dicabut|berbunyi|dibaca|mengubah"
    r"|menambah|menyisipkan|menghapus|dihilangkan)"
)
_ITEM = re.compile(
    r"(?<![\w.,(/-])(?P<number>\d{1,3}|[lI]\d{0,2}|\d[OolI]|[a-z]{1,2}|[A-Z])[ ]?[.)][ \n]*"
    rf"(?=(?P<opening>(?:{_OPENING})\b)|[A-Z][^.;:\n]{{0,160}}\b{_VERB}\b)"
)
_DOES = re.compile(rf"\b{_VERB}\b", re.IGNORECASE)
_INTRODUCES = re.compile(
    r"\bberbunyi(?:[ \n]+(?:sebagai|seperti)[ \n]+berikut(?:[ \n]+ini)?)?[ \n]*:?|\bsebagai[ \n]+berikut[ \n]*:"
)
_QUOTATION = ' \n"”“'
_QUOTE = re.compile(r"[ \n]*[\"“]")
_NAMED = re.compile(
    r"\bPasal[ \n]+(?P<first>\d{1,3}[A-Z]{0,2})"
    r"(?:[ \n]+sampai[ \n]+dengan[ \n]+Pasal[ \n]+(?P<last>\d{1,3}[A-Z]{0,2}))?"
)
_AMENDS = re.compile(
    r"\b(?:diubah|dirubah)[ \n]+sebagai[ \n]+berikut|\bdiubah[ \n]+sehingga|\bBeberapa[ \n]+ketentuan[ \n]+dalam"
)
_TITLE = re.compile(r"\bPERUBAHAN[ \n]+(?:\w+[ \n]+)?ATAS\b|\bPERUBAHAN[ \n]+\w+[ \n]+ATAS\b")


def is_amending(head: str, body: str) -> bool:
    """Whether a regulation amends another: by its title, or by what its first article says."""
    opening = body[:1500]
    roman_first = re.match(r"\s*(?:Pasal|PASAL)\s+[I1l]\b", body) is not None
    titled = _TITLE.search(head.upper()) is not None
    return (
        roman_first
        and (titled or _AMENDS.search(opening) is not None)
        and bool(_AMENDS.search(opening) or re.search(r"\bPasal[ \n]+II\b", body))
    )


def numbered_units(
    parse: Parse, start: int, end: int, prefix: str
) -> tuple[tuple[Unit, ...], list[Heading]]:
    """The units of a body that numbers its articles from 1, and the headings of its articles.

    Laws that amend many others ("omnibus") have an article for each, with the items of an amending
    law inside it; the new articles in these carry its id before their own, ``x:pasal-17:pasal-1``.
    """
    return body_units(parse, start, end, prefix, _numbered_article)


def _numbered_article(parse: Parse, article: Article, prefix: str) -> Unit:
    start, stop = article.start, article.end
    changes = _AMENDS.search(parse.text, start, min(stop, start + 1500))
    items = _items(parse.text, changes.end(), stop) if changes else []
    if not items:
        return article_unit(parse, article, prefix)
    heading = article.heading
    unit_id = article_id(parse, heading, prefix)
    lead = parse.plain(start, items[0][1].start)
    inner = _item_units(parse, unit_id, items, stop, unit_id)
    number, at = heading.printed, heading.start
    return unit(parse, UnitKind.PASAL, unit_id, number, at, text=lead, units=inner)


def amending_units(
    parse: Parse, start: int, end: int, prefix: str
) -> tuple[tuple[Unit, ...], list[Heading]]:
    """The Roman articles of an amending body, and their headings."""
    chosen = rising(roman_candidates(parse.text, start, end), gap_cost=2.5)
    headings = [heading_of(parse.text, UnitKind.PASAL, item) for item in chosen]
    units = []
    for index, heading in enumerate(headings):
        stop = headings[index + 1].start if index + 1 < len(headings) else end
        units.append(_roman_article(parse, heading, stop, prefix))
    return tuple(units), headings


def _roman_article(parse: Parse, heading: Heading, stop: int, prefix: str) -> Unit:
    unit_id = f"{prefix}:pasal-{heading.printed.lower()}"
    page = parse.source.page(heading.start)
    unit_id = parse.unique(unit_id, page, f"Pasal {heading.printed}")
    parse.marks_taken += 1
    if heading.mended:
        parse.marks_mended += 1
        parse.repair(unit_id, page, "nomor", heading.raw, f"Pasal {heading.printed}")
    # An article that changes nothing has a list of another kind: of what comes into force when.
    opening = min(stop, heading.end + 1500)
    changes = _AMENDS.search(parse.text, heading.end, opening)
    changes = changes or _INTRODUCES.search(parse.text, heading.end, stop)
    items = _items(parse.text, heading.end, stop) if changes else []
    if items:
        lead = parse.plain(heading.end, items[0][1].start)
        inner, closing = _item_units(parse, unit_id, items, stop, prefix), ""
    else:
        lead, inner, closing = _without_items(parse, unit_id, heading.end, stop, prefix)
    return unit(
        parse,
        UnitKind.PASAL,
        unit_id,
        heading.printed,
        heading.start,
        text=lead,
        units=inner,
        closing=closing,
    )


def _without_items(parse: Parse, unit_id: str, start: int, stop: int, prefix: str) -> Inner:
    """A Roman article that changes a single provision, or that changes nothing (the last one)."""
    introduced = _INTRODUCES.search(parse.text, start, stop)
    if introduced is not None:
        new = _new_articles(parse.text, start, introduced.end(), stop)
        if new:
            units, _ = nest(parse, new[0].start, stop, prefix, new)
            return Inner(parse.plain(start, new[0].start), units)
    return inner_units(parse, unit_id, start, stop)


def _items(text: str, start: int, stop: int) -> list[tuple[UnitKind, Chosen]]:
    """The numbered or lettered items of an amending article."""
    numbered: list[Candidate] = []
    lettered: list[Candidate] = []
    for match in _ITEM.finditer(text, start, stop):
        score = _item_score(text, match, start)
        raw = match["number"]
        place = (match.start(), match.end())
        readings = digits(raw) if raw[0].isdigit() or raw in "lI" else ()
        if readings:
            numbered.append(Candidate(*place, readings, score))
        if raw.isalpha() and (readings := letters(raw)):
            lettered.append(Candidate(*place, readings, score))
    best: list[tuple[UnitKind, Chosen]] = []
    weight = 0.0
    for kind, candidates in ((UnitKind.ANGKA, numbered), (UnitKind.HURUF, lettered)):
        chosen = rising(candidates, gap_cost=3.0)
        total = sum(item.candidate.score for item in chosen)
        if total > weight:
            best, weight = [(kind, item) for item in chosen], total
    return best


def _item_score(text: str, match: re.Match[str], start: int) -> float:
    before = text[max(start, match.start() - 40) : match.start()]
    stripped = before.rstrip(" \n")
    score = 0.0
    if not stripped or "\n" in before[len(stripped) :]:
        score += 3
    if not stripped or stripped[-1] in ".:;":
        score += 2
    else:
        score -= 2
    if re.search(r"\b(?:ayat|huruf|angka|Pasal|Nomor|Tahun)$", stripped):
        score -= 8
    if match["opening"]:
        score += 2
    sentence = text[match.end() : match.end() + 400]
    cut = re.search(r"\.[ \n]|\n(?:Pasal|BAB)\b", sentence)
    score += 4 if _DOES.search(sentence[: cut.start()] if cut else sentence) else -6
    return score


def _item_units(
    parse: Parse, owner: str, items: list[tuple[UnitKind, Chosen]], stop: int, prefix: str
) -> tuple[Unit, ...]:
    units = []
    expected = 1
    for index, (kind, chosen) in enumerate(items):
        end = items[index + 1][1].start if index + 1 < len(items) else stop
        reading = chosen.reading
        page = parse.source.page(chosen.start)
        unit_id = parse.unique(
            f"{owner}:{kind.value}-{reading.printed.lower()}",
            page,
            f"{kind.value} {reading.printed}",
        )
        parse.marks_taken += 1
        if reading.mended:
            parse.marks_mended += 1
            raw = parse.text[chosen.start : chosen.end].strip()
            parse.repair(unit_id, page, "nomor", raw, f"{reading.printed}.")
        if reading.number.value != expected:
            parse.marks_mended += 1
            lost = (
                f"{expected}"
                if reading.number.value == expected + 1
                else (f"{expected} sampai {reading.number.value - 1}")
            )
            parse.find(
                Severity.WARNING,
                "missing",
                owner,
                f"Butir perubahan {lost} tidak ditemukan; periksa naskah aslinya",
                page,
            )
        expected = reading.number.value + 1
        text, inner, closing = _instruction(parse, unit_id, chosen.end, end, prefix)
        units.append(
            unit(
                parse,
                kind,
                unit_id,
                reading.printed,
                chosen.start,
                text=text,
                units=inner,
                closing=closing,
            )
        )
    return tuple(units)


def _instruction(parse: Parse, unit_id: str, start: int, end: int, prefix: str) -> Inner:
    """An item's instruction, and the new words that follow it as units."""
    text = parse.text
    introduced = _INTRODUCES.search(text, start, end)
    if introduced is None:
        return Inner(parse.plain(start, end))
    quote = _QUOTE.match(text, introduced.end(), end)
    if quote is not None:  # older laws put the new words in quotation marks
        end -= len(text[start:end]) - len(text[start:end].rstrip(_QUOTATION))
    new = _new_articles(text, start, introduced.end(), end)
    if new:
        group = _first_group(text, introduced.end(), new[0].start)
        opening = group if group is not None else new[0].start
        units, _ = nest(parse, opening, end, prefix, new)
        lead_end = quote.start() if quote is not None else opening
        return Inner(parse.plain(start, lead_end), units)
    named = _named(text[start : introduced.end()])
    owner = f"{prefix}:pasal-{next(iter(named)).lower()}" if len(named) == 1 else unit_id
    placed = list_marks(parse, introduced.end(), end, anywhere=True)
    if not placed or placed[0].depth or text[introduced.end() : placed[0].mark.start].strip(" \n"):
        return Inner(parse.plain(start, end))
    new_words = inner_units(parse, owner, introduced.end(), end, placed)
    return Inner(parse.plain(start, introduced.end()), new_words.units, new_words.closing)


def _first_group(text: str, start: int, end: int) -> int | None:
    match = re.compile(r"\b(?:BAB|Bagian|Paragraf)[ \n]").search(text, start, end)
    return match.start() if match else None


def _new_articles(text: str, start: int, introduced: int, end: int) -> list[Heading]:
    """The new articles of an item: those that its instruction names, as headings after it."""
    named = _named(text[start:introduced])
    candidates = []
    for candidate in article_candidates(text, introduced, end):
        expected = any(reading.printed in named for reading in candidate.readings)
        directly = not text[introduced : candidate.start].strip(" \n")
        score = candidate.score + (6 if expected or directly else -5)
        if score > 0:
            readings = candidate.readings
            if expected:
                readings = tuple(r for r in readings if r.printed in named)
            candidates.append(replace(candidate, score=score, readings=readings))
    chosen = rising(candidates, gap_cost=0.02, first=None)
    return [heading_of(text, UnitKind.PASAL, item) for item in chosen]


def _named(instruction: str) -> set[str]:
    """The articles that an instruction names, ranges spelled out."""
    named: set[str] = set()
    for match in _NAMED.finditer(instruction):
        first, last = match["first"], match["last"]
        named.add(first)
        if last is None:
            continue
        named.add(last)
        head, tail = re.match(r"(\d+)([A-Z]*)", first), re.match(r"(\d+)([A-Z]*)", last)
        if head is None or tail is None:
            continue
        if head[1] == tail[1] and head[2] and tail[2]:
            named.update(f"{head[1]}{chr(c)}" for c in range(ord(head[2][0]), ord(tail[2][0]) + 1))
        elif not head[2] and int(tail[1]) - int(head[1]) < 200:
            named.update(str(n) for n in range(int(head[1]), int(tail[1]) + 1))
    return named
