"""Tables without rules: lines whose parts stand in the same three or more columns.

Two columns are not enough: numbered lists, "Menimbang : ..." and "Nama : ..." look like that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ingest.reading.layout import Row, Word, text_of

_COLUMN_GAP = 1.6
"""Type sizes between columns; justified text rarely has such gaps between words."""
_NEAR = 0.6
"""Type sizes by which the left edges of one column may differ."""
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3


@dataclass(slots=True)
class _Span:
    left: float
    right: float


def tables(rows: list[Row]) -> dict[int, tuple[int, list[tuple[str, ...]]]]:
    """The tables among the printed lines of a page.

    Returns:
        For the index of each table's first line: the index after its last, and its rows of cells.
    """
    parts = [_parts(row) for row in rows]
    found = {}
    start = 0
    while start < len(rows):
        end, columns = _extent(rows, parts, start)
        full = [index for index in range(start, end) if len(parts[index]) >= _LEAST_COLUMNS]
        if len(full) >= _LEAST_ROWS:
            found[start] = (end, _cells(parts[start:end], columns))
            start = end
        else:
            start += 1
    return found


def _parts(row: Row) -> list[list[Word]]:
    """A line's words, split where the gaps are wide; none in "name : value" lines."""
    parts: list[list[Word]] = [[row.words[0]]]
    for word in row.words[1:]:
        previous = parts[-1][-1]
        if word.left - previous.right > _COLUMN_GAP * max(word.size, previous.size):
            parts.append([word])
        else:
            parts[-1].append(word)
    if any(part[0].text.startswith(":") for part in parts):
        return [row.words]
    return parts


def _extent(rows: list[Row], parts: list[list[list[Word]]], start: int) -> tuple[int, list[_Span]]:
    """How far the columns of the line at ``start`` go on below it."""
    if len(parts[start]) < _LEAST_COLUMNS:
        return start, []
    columns = [_span(part) for part in parts[start]]
    end = start + 1
    while end < len(rows):
        size = rows[end].words[0].size
        full = len(parts[end]) >= _LEAST_COLUMNS
        gap = rows[end - 1].base - rows[end].base
        if gap > (3.0 if full else 1.5) * size:
            break
        grown = _fitted(columns, parts[end], size, goes_on=not full)
        if grown is None:
            break
        columns = grown
        end += 1
    return end, columns


def _fitted(
    columns: list[_Span], parts: list[list[Word]], size: float, *, goes_on: bool
) -> list[_Span] | None:
    """The columns widened by a line's parts; None when a part belongs to no column or to two."""
    grown = [_Span(column.left, column.right) for column in columns]
    for part in parts:
        span = _span(part)
        met = [c for c in grown if c.left < span.right and span.left < c.right]
        if len(met) != 1:
            return None
        if goes_on and abs(met[0].left - span.left) > _NEAR * size:
            return None
        met[0].left, met[0].right = min(met[0].left, span.left), max(met[0].right, span.right)
    apart = all(two.left - one.right > 0.5 * size for one, two in pairwise(grown))
    return grown if apart else None


def _span(part: list[Word]) -> _Span:
    return _Span(part[0].left, part[-1].right)


def _cells(lines: list[list[list[Word]]], columns: list[_Span]) -> list[tuple[str, ...]]:
    """Cells by row; a line whose first column is empty goes on with the row above it."""
    table: list[list[str]] = []
    for parts in lines:
        cells = [""] * len(columns)
        for part in parts:
            span = _span(part)
            for index, column in enumerate(columns):
                if column.left < span.right and span.left < column.right:
                    cells[index] = f"{cells[index]} {text_of(part)}".strip()
                    break
        if table and not cells[0]:
            table[-1] = [f"{old} {new}".strip() for old, new in zip(table[-1], cells, strict=True)]
        else:
            table.append(cells)
    return [tuple(row) for row in table]
