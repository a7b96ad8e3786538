"""Articles whose words a document has lost, kept as empty units at their places.

A scan may lose an article whole. That there was one is certain where the body skips its number
between two articles that are there and the elucidation explains it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.structure.context import Parse, slug, unit
from ingest.structure.document import Severity, Unit, UnitKind
from ingest.structure.numbers import Number

_GROUPS = (UnitKind.BAB, UnitKind.BAGIAN, UnitKind.PARAGRAF)


@dataclass(frozen=True, slots=True)
class Gap:
    """An article that is missing between two that are there."""

    number: int
    before: str
    """Id of the last article before it."""
    after: str
    """Id of the first article after it."""


def with_lost_articles(
    parse: Parse,
    units: tuple[Unit, ...],
    missing: Iterable[int],
    explained: Sequence[Unit],
    prefix: str,
) -> tuple[Unit, ...]:
    """The body with an empty article (``text`` is "") for each missing number that the elucidation
    explains and that stands between two articles of the body.

    The unit goes into a Bab, Bagian or Paragraf without articles that stands between the neighbours,
    else after the one before it. An error finding on it says that the document lacks its words.
    """
    places = {article.id: article for article in _articles(units)}
    explains = {article.id for article in explained}
    for number in missing:
        gap = _gap(number, prefix, places)
        if gap is None or f"{prefix}:penjelasan:{_slug(number)}" not in explains:
            continue
        unit_id = f"{prefix}:{_slug(number)}"
        empty = unit(parse, UnitKind.PASAL, unit_id, str(number), 0)
        empty = empty.model_copy(update={"page": places[gap.after].page})
        parse.places.pop()  # nothing stands at a place of its own
        parse.taken_ids[unit_id] = 1
        places[unit_id] = empty
        units = _put(units, gap, empty)
        parse.find(
            Severity.ERROR,
            "missing",
            unit_id,
            f"Naskah tidak memuat bunyi Pasal {number}, padahal penjelasannya ada; pasal ini dicatat"
            " tanpa isi: cari naskah yang lebih lengkap",
            empty.page,
        )
    return units


def _slug(number: int) -> str:
    return slug(UnitKind.PASAL, Number(number))


def _articles(units: Sequence[Unit]) -> Iterable[Unit]:
    for item in units:
        if item.kind in _GROUPS:
            yield from _articles(item.units)
        elif item.kind is UnitKind.PASAL:
            yield item


def _gap(number: int, prefix: str, places: dict[str, Unit]) -> Gap | None:
    start = f"{prefix}:pasal-"
    numbers = [
        (int(item.number), item.id)
        for item in places.values()
        if item.number.isdecimal() and item.id.startswith(start)
    ]
    below = max((pair for pair in numbers if pair[0] < number), default=None)
    above = min((pair for pair in numbers if pair[0] > number), default=None)
    if below is None or above is None:
        return None
    return Gap(number, below[1], above[1])


def _put(units: tuple[Unit, ...], gap: Gap, empty: Unit) -> tuple[Unit, ...]:
    order: list[tuple[Unit, tuple[int, ...]]] = []
    _flatten(units, (), order)
    ids = [item.id for item, _ in order]
    first, last = ids.index(gap.before), ids.index(gap.after)
    vacant = [
        path for item, path in order[first + 1 : last] if item.kind in _GROUPS and not item.units
    ]
    path = (*vacant[0], 0) if vacant else _after(order[first][1])
    return _inserted(units, path, empty)


def _flatten(
    units: Sequence[Unit], path: tuple[int, ...], order: list[tuple[Unit, tuple[int, ...]]]
) -> None:
    for index, item in enumerate(units):
        order.append((item, (*path, index)))
        if item.kind in _GROUPS:
            _flatten(item.units, (*path, index), order)


def _after(path: tuple[int, ...]) -> tuple[int, ...]:
    return (*path[:-1], path[-1] + 1)


def _inserted(units: tuple[Unit, ...], path: tuple[int, ...], new: Unit) -> tuple[Unit, ...]:
    index, *rest = path
    if not rest:
        return (*units[:index], new, *units[index:])
    over = units[index]
    inner = _inserted(over.units, tuple(rest), new)
    return (*units[:index], over.model_copy(update={"units": inner}), *units[index + 1 :])
