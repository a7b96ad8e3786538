"""The body of a regulation: Bab, Bagian, Paragraf and the articles in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.structure.articles import Heading, articles, groups
from ingest.structure.context import Parse, slug, unit
from ingest.structure.document import Severity, Unit, UnitKind
from ingest.structure.lists import Placed
from ingest.structure.numbers import Number
from ingest.structure.sentences import with_torn_marks
from ingest.structure.tree import inner_units, list_marks

_RANK = {None: 0, UnitKind.BAB: 1, UnitKind.BAGIAN: 2, UnitKind.PARAGRAF: 3, UnitKind.PASAL: 4}


@dataclass(frozen=True, slots=True)
class Article:
    """An article with the stretch of text it covers and the marks of its lists."""

    heading: Heading
    start: int
    end: int
    placed: Sequence[Placed]


Build = Callable[[Parse, Article, str], Unit]


def body_units(
    parse: Parse, start: int, end: int, prefix: str, build: Build | None = None
) -> tuple[tuple[Unit, ...], list[Heading]]:
    """The units of a body that numbers its articles from 1, and the headings of its articles."""
    found = articles(parse.text, start, end)
    return nest(parse, start, end, prefix, found, build)


def nest(
    parse: Parse,
    start: int,
    end: int,
    prefix: str,
    found: list[Heading],
    build: Build | None = None,
) -> tuple[tuple[Unit, ...], list[Heading]]:
    """Articles and the groups they stand in, as units; and the headings of the articles.

    ``build`` makes the unit of an article, ``article_unit`` unless another is given.
    """
    over = groups(parse.text, start, end, found)
    contents = _articles(parse, found, over, end)
    headings = [item.heading for item in contents]
    everything: list[Heading] = sorted([*over, *headings], key=lambda h: h.start)
    by_start = {item.heading.start: item for item in contents}
    if everything and parse.text[start : everything[0].start].strip(" \n"):
        found_text = parse.plain(start, everything[0].start)
        parse.repair(prefix, parse.source.page(start), "kata_sambung", found_text, "")
    whole = _Body(parse, everything, prefix, by_start, end, build or article_unit)
    units, _ = _gather(whole, 0, 0, prefix)
    return tuple(units), headings


def _articles(parse: Parse, found: list[Heading], over: list[Heading], end: int) -> list[Article]:
    group_starts = [heading.start for heading in over]
    contents: list[Article] = []
    g = 0
    for index, heading in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        stop = following.start if following else end
        while g < len(group_starts) and group_starts[g] < heading.start:
            g += 1
        if g < len(group_starts) and group_starts[g] < stop:
            stop = group_starts[g]
        placed = with_torn_marks(parse, heading.end, stop, list_marks(parse, heading.end, stop))
        lost = following.number.value - heading.number.value - 1 if following else 0
        contents.extend(_split_at_restarts(parse, heading, stop, placed, lost))
    return contents


def _split_at_restarts(
    parse: Parse, heading: Heading, stop: int, placed: Sequence[Placed], lost: int
) -> list[Article]:
    """An article in which ayat (1) comes again, where articles are missing: headings were lost."""
    restarts = [i for i, item in enumerate(placed) if item.restart and item.depth == 0]
    if not restarts or not 0 < len(restarts) <= lost:
        return [Article(heading, heading.end, stop, placed)]
    bounds = [0, *restarts, len(placed)]
    contents = []
    for order in range(len(bounds) - 1):
        first = placed[bounds[order]].mark.start
        upto = placed[bounds[order + 1]].mark.start if order + 1 < len(bounds) - 1 else stop
        number = Number(heading.number.value + order)
        this = heading
        if order:
            printed = str(number.value)
            this = replace(
                heading, start=first, end=first, number=number, printed=printed, raw="", mended=True
            )
        contents.append(Article(this, this.end, upto, placed[bounds[order] : bounds[order + 1]]))
    return contents


@dataclass(frozen=True, slots=True)
class _Body:
    """What the units of a body are gathered from."""

    parse: Parse
    everything: list[Heading]
    prefix: str
    by_start: dict[int, Article]
    end: int
    build: Build


def _gather(body: _Body, index: int, rank: int, path: str) -> tuple[list[Unit], int]:
    """Units from ``index`` on that rank below ``rank``, and the index after them."""
    parse, everything, prefix = body.parse, body.everything, body.prefix
    units: list[Unit] = []
    while index < len(everything):
        heading = everything[index]
        own = _RANK[heading.kind]
        if own <= rank and (heading.kind is not None or rank > 0):
            break
        if heading.kind is UnitKind.PASAL:
            units.append(body.build(parse, body.by_start[heading.start], prefix))
            index += 1
            continue
        upto = everything[index + 1].start if index + 1 < len(everything) else body.end
        title = parse.plain(heading.end, upto)
        if heading.kind is None:
            page = parse.source.page(heading.start)
            parse.repair(prefix, page, "judul", f"{heading.raw} {title}", "")
            # Each Buku numbers its Bab anew.
            path = f"{prefix}:buku-{heading.number.value or 1}"
            index += 1
            continue
        page = parse.source.page(heading.start)
        label = f"{heading.kind.value.capitalize()} {heading.printed}"
        wanted = f"{path}:{slug(heading.kind, heading.number)}"
        unit_id = parse.unique(wanted, page, label)
        if heading.mended:
            parse.repair(unit_id, page, "nomor", heading.raw, label)
        inner, index = _gather(body, index + 1, own, unit_id)
        units.append(
            unit(
                parse,
                heading.kind,
                unit_id,
                heading.printed,
                heading.start,
                heading=title,
                units=tuple(inner),
            )
        )
    return units, index


def article_id(parse: Parse, heading: Heading, prefix: str) -> str:
    """The id of an article whose unit is about to be made; a misread heading is listed."""
    page = parse.source.page(heading.start)
    label = f"Pasal {heading.printed}"
    unit_id = parse.unique(f"{prefix}:{slug(UnitKind.PASAL, heading.number)}", page, label)
    parse.marks_taken += 1
    if heading.mended:
        parse.marks_mended += 1
        parse.repair(unit_id, page, "nomor" if heading.raw else "judul", heading.raw, label)
    return unit_id


def article_unit(parse: Parse, article: Article, prefix: str) -> Unit:
    """An article with everything inside it."""
    heading = article.heading
    unit_id = article_id(parse, heading, prefix)
    text, units, closing = inner_units(parse, unit_id, article.start, article.end, article.placed)
    if units and text.startswith("("):
        parse.find(
            Severity.WARNING,
            "out_of_order",
            unit_id,
            f"Sebelum ayat pertama Pasal {heading.printed} ada ayat lain ({text[:40]}...); mungkin milik"
            " pasal sebelumnya",
            parse.source.page(heading.start),
        )
    return unit(
        parse,
        UnitKind.PASAL,
        unit_id,
        heading.printed,
        heading.start,
        text=text,
        units=units,
        closing=closing,
    )
