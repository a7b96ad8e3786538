"""Annexes: tables row by row, other annexes as text."""

from __future__ import annotations

import re
from bisect import bisect_left

from ingest.structure.context import Parse, unit
from ingest.structure.document import Unit, UnitKind
from ingest.structure.numbers import digits, roman
from ingest.structure.sections import Span

_HEAD = re.compile(r"(?:LAMPIRAN|Lampiran)[ ]*(?P<number>[IVXL]{1,5}|\d{1,2})?(?!\w)[ ]*:?")
_ABOUT = re.compile(r"\bTENTANG\b[ \n]+(?P<about>[A-Z][^\n]{3,200})")


def annex_units(parse: Parse, spans: tuple[Span, ...], prefix: str) -> tuple[Unit, ...]:
    """The annexes as units; those without a number are counted."""
    rows = sorted(parse.source.rows)
    units = []
    for order, span in enumerate(spans, 1):
        head = _HEAD.match(parse.text, span.start, span.end)
        after = head.end() if head else span.start
        raw = head["number"] if head else None
        readings = (roman(raw) or digits(raw)) if raw else ()
        value = readings[0].number.value if readings else order
        page = parse.source.page(span.start)
        unit_id = parse.unique(f"{prefix}:lampiran-{value}", page, f"Lampiran {raw or order}")
        inside = rows[bisect_left(rows, after) : bisect_left(rows, span.end)]
        about = _ABOUT.search(parse.text, after, span.end)
        words_end = inside[0] if inside else span.end
        units.append(
            unit(
                parse,
                UnitKind.LAMPIRAN,
                unit_id,
                raw or str(order),
                span.start,
                heading=" ".join(about["about"].split()) if about else "",
                text=parse.plain(after, words_end),
                closing=_after_table(parse, inside, span),
                units=tuple(
                    _row(parse, f"{unit_id}:baris-{number}", start, number)
                    for number, start in enumerate(inside, 1)
                ),
            )
        )
    return tuple(units)


def _row(parse: Parse, unit_id: str, start: int, number: int) -> Unit:
    cells = parse.source.rows[start]
    parse.places.append((start, unit_id))
    return Unit(
        id=unit_id,
        kind=UnitKind.BARIS,
        number=str(number),
        cells=tuple(" ".join(cell.split()) for cell in cells),
        page=parse.source.page(start),
    )


def _after_table(parse: Parse, rows: list[int], span: Span) -> str:
    """The words of an annex that stand between or after the rows of its tables."""
    if not rows:
        return ""
    pieces = []
    taken = set(rows)
    at = rows[0]
    while at < span.end:
        stop = parse.text.find("\n", at)
        stop = span.end if stop < 0 else min(stop + 1, span.end)
        if at not in taken:
            pieces.append(parse.text[at:stop])
        at = stop
    return " ".join(" ".join(pieces).split())
