"""An article's words as nested units: ayat, huruf, angka."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.structure.context import Parse, slug, unit
from ingest.structure.document import Severity, Unit, UnitKind
from ingest.structure.lists import Placed, nested
from ingest.structure.marks import Form, marks
from ingest.structure.numbers import Number, letter_of

KIND = {
    Form.AYAT: UnitKind.AYAT,
    Form.HURUF: UnitKind.HURUF,
    Form.ANGKA: UnitKind.ANGKA,
    Form.HURUF_BRACKET: UnitKind.HURUF,
    Form.ANGKA_BRACKET: UnitKind.ANGKA,
    Form.ANGKA_BOTH: UnitKind.ANGKA,
    Form.CAPITAL: UnitKind.HURUF,
}
NAME = {UnitKind.AYAT: "ayat", UnitKind.HURUF: "huruf", UnitKind.ANGKA: "angka"}
_CLOSING = re.compile(r";[ \n]+(?=[a-z])(?!(?:dan|atau|dan/atau)\b)")
_SHORT_LINE = re.compile(r"(?<=\n)[^\n]{1,38},[ ]*\n+(?=[a-z])")
"""A line that a comma ends long before the margin: the sentence before the list goes on below."""
_CLOSING_LIMIT = 600
_SPLIT_FIRST = re.compile(r":[ \n]+(?=\S)")


def list_marks(parse: Parse, start: int, end: int, *, anywhere: bool = False) -> list[Placed]:
    """The marks of the lists between two offsets."""
    text = parse.text
    found = marks(text, start, end, parse.page_tops)
    if not found:
        return []
    introduced = [text[max(start, m.start - 8) : m.start].rstrip().endswith(":") for m in found]
    return nested(found, opens_after=introduced, anywhere=anywhere)


class Inner(NamedTuple):
    """What a unit is made of."""

    text: str
    units: tuple[Unit, ...] = ()
    closing: str = ""


def inner_units(
    parse: Parse, owner: str, start: int, end: int, placed: Sequence[Placed] | None = None
) -> Inner:
    """A unit's own words, the units inside it and its closing words, between two offsets."""
    if placed is None:
        placed = list_marks(parse, start, end)
    if not placed:
        return Inner(parse.plain(start, end))
    lead_end = placed[0].mark.start
    closing_at = _closing(parse.text, placed, end)
    stop = end if closing_at is None else closing_at
    closing = "" if closing_at is None else parse.plain(closing_at, end)
    units = _level(parse, owner, placed, stop, start)
    if placed[0].missing and placed[0].number.value == 2:
        split = _SPLIT_FIRST.search(parse.text, start, lead_end)
        if split is not None:
            first = _lost_first(parse, owner, placed[0], split.end(), lead_end)
            return Inner(parse.plain(start, split.start() + 1), (first, *units), closing)
    return Inner(parse.plain(start, lead_end), units, closing)


def _closing(text: str, placed: Sequence[Placed], end: int) -> int | None:
    """Where the words after a list go on with the sentence before it: the last item of a list ends
    in a full stop unless the sentence continues, in lower case, after its semicolon."""
    last = placed[-1]
    same = [item for item in placed if item.depth == last.depth and item.form is last.form]
    if last.form is Form.AYAT or last.depth != placed[0].depth or len(same) < 2:
        return None
    found = None
    for found in _CLOSING.finditer(text, last.mark.end, end):  # noqa: B007 - the last one counts
        pass
    if found is None:
        short = _SHORT_LINE.search(text, last.mark.start, end)
        return short.end() if short is not None and end - short.end() <= _CLOSING_LIMIT else None
    if end - found.end() > _CLOSING_LIMIT or ";" in text[found.end() : end]:
        return None
    return found.end()


def _lost_first(parse: Parse, owner: str, second: Placed, start: int, end: int) -> Unit:
    """The first item of a list whose mark was lost: what stands between the colon and item two."""
    kind = KIND[second.form]
    number = Number(1)
    printed = letter_of(1) if kind is UnitKind.HURUF else "1"
    page = parse.source.page(start)
    unit_id = parse.unique(f"{owner}:{slug(kind, number)}", page, f"{NAME[kind]} {printed}")
    parse.repair(unit_id, page, "nomor", "", printed)
    parse.marks_mended += 1
    return unit(parse, kind, unit_id, printed, start, text=parse.plain(start, end))


def _level(
    parse: Parse, owner: str, placed: Sequence[Placed], end: int, start: int
) -> tuple[Unit, ...]:
    """The units of one list; deeper marks belong to the unit before them."""
    units: list[Unit] = []
    depth = placed[0].depth
    starts = [i for i, item in enumerate(placed) if item.depth <= depth]
    last_of_list = len(starts) - 1
    for order, index in enumerate(starts):
        item = placed[index]
        upto = starts[order + 1] if order < last_of_list else len(placed)
        stop = placed[upto].mark.start if upto < len(placed) else end
        units.append(_item(parse, owner, item, placed[index + 1 : upto], stop, start))
    return tuple(units)


def _item(
    parse: Parse,
    owner: str,
    item: Placed,
    inner: Sequence[Placed],
    stop: int,
    start: int,
) -> Unit:
    kind = KIND[item.form]
    mark = item.mark
    page = parse.source.page(mark.start)
    label = (
        f"{NAME[kind]} {item.printed}" if kind is not UnitKind.AYAT else f"ayat ({item.printed})"
    )
    unit_id = parse.unique(f"{owner}:{slug(kind, item.number)}", page, label)
    parse.marks_taken += 1
    raw = parse.text[mark.start : mark.end]
    if item.cost:
        parse.marks_mended += 1
        parse.repair(unit_id, page, "nomor", raw, printed_mark(item))
    if item.missing and not (
        item.number.value == 2 and _SPLIT_FIRST.search(parse.text, start, mark.start)
    ):
        parse.marks_mended += 1
        parse.find(
            Severity.WARNING,
            "missing",
            owner,
            f"Sebelum {label} ada {item.missing} nomor yang tidak ditemukan; periksa naskah aslinya",
            page,
        )
    if item.restart:
        parse.marks_mended += 1
    if inner:
        text, units, closing = inner_units(parse, unit_id, mark.end, stop, inner)
    else:
        text, units, closing = Inner(parse.plain(mark.end, stop))
    return unit(
        parse, kind, unit_id, item.printed, mark.start, text=text, units=units, closing=closing
    )


def printed_mark(item: Placed) -> str:
    """How a mark should have been printed."""
    match item.form:
        case Form.AYAT | Form.ANGKA_BOTH:
            return f"({item.printed})"
        case Form.HURUF_BRACKET | Form.ANGKA_BRACKET:
            return f"{item.printed})"
        case _:
            return f"{item.printed}."
