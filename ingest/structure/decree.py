"""Decrees and circulars without articles: their diktum, or their numbered items.

A decree decides under KESATU, KEDUA, ...; a circular numbers its matter 1., 2., ... or A., B., ...
"""

from __future__ import annotations

import re

from ingest.structure.context import Parse, unit
from ingest.structure.document import Unit, UnitKind
from ingest.structure.numbers import Number, Reading, ordinal
from ingest.structure.sequence import Candidate, rising
from ingest.structure.tree import inner_units

_DIKTUM = re.compile(
    r"(?<!\w)(?P<words>(?:KESATU|PERTAMA|KEDUA|KETIGA|KEEMPAT|KELIMA|KEENAM|KETUJUH|KEDELAPAN"
    r"|KESEMBILAN|KESEPULUH|KESEBELAS)(?:[ ]+(?:BELAS|PULUH)(?:[ ]+[A-Z]{3,8})?)?)[ ]*[:.]?[ \n]"
)


def decree_units(parse: Parse, start: int, end: int, prefix: str) -> tuple[Unit, ...]:
    """The diktum of a decree, else the numbered items of a circular; empty when it has neither."""
    return _diktum(parse, start, end, prefix) or _numbered(parse, start, end, prefix)


def _diktum(parse: Parse, start: int, end: int, prefix: str) -> tuple[Unit, ...]:
    text = parse.text
    candidates = []
    for match in _DIKTUM.finditer(text, start, end):
        value = ordinal(match["words"])
        if not value:
            continue
        before = text[max(start, match.start() - 20) : match.start()].rstrip(" ")
        named = re.search(r"\b[Dd][Ii][Kk][Tt][Uu][Mm]$", before)
        score = -4.0 if named else 4.0 if not before or before[-1] in "\n.;:" else 0.5
        reading = Reading(Number(value), match["words"], False)
        candidates.append(Candidate(match.start(), match.end(), (reading,), score))
    chosen = rising(candidates, gap_cost=2.0)
    units = []
    for index, item in enumerate(chosen):
        stop = chosen[index + 1].start if index + 1 < len(chosen) else end
        number = item.reading.number.value
        page = parse.source.page(item.start)
        printed = item.reading.printed
        unit_id = parse.unique(f"{prefix}:diktum-{number}", page, f"Diktum {printed}")
        parse.marks_taken += 1
        words, inner, closing = inner_units(parse, unit_id, item.end, stop)
        units.append(
            unit(
                parse,
                UnitKind.DIKTUM,
                unit_id,
                printed,
                item.start,
                text=words.lstrip(": "),
                units=inner,
                closing=closing,
            )
        )
    return tuple(units)


def _numbered(parse: Parse, start: int, end: int, prefix: str) -> tuple[Unit, ...]:
    units = inner_units(parse, prefix, start, end).units
    return units if len(units) > 1 else ()
