"""Tables drawn with rules: from the rules to the grid of cells, from words to the cells' text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from ingest.reading.layout import Row, Word, rows_of, text_of
from ingest.reading.pdf_rules import Rule

_NEAR = 3.5
"""Points: rules nearer than this are one, and meet when their ends are."""
_MAX_EDGES = 400


@dataclass(frozen=True)
class Grid:
    """A table's edges; ``columns`` from left to right, ``rows`` from top to bottom."""

    columns: list[float]
    rows: list[float]
    across: list[Rule]
    down: list[Rule]

    def holds(self, word: Word) -> bool:
        """Whether a word stands inside the table."""
        middle, height = (word.left + word.right) / 2, word.base + word.size * 0.3
        return self.columns[0] < middle < self.columns[-1] and self.rows[-1] < height < self.rows[0]


@dataclass(frozen=True)
class TableRow:
    """A row of a table: its cells' text, or lines of text where one cell spans the table."""

    top: float
    cells: tuple[str, ...] = ()
    lines: list[Row] = field(default_factory=list)


def grids(across: list[Rule], down: list[Rule]) -> list[Grid]:
    """The tables that the rules of a page draw: at least two columns; frames alone are none."""
    found = []
    for part_across, part_down in _connected(across, down):
        columns = _edges([rule.at for rule in part_down])
        rows = _edges([rule.at for rule in part_across])[::-1]
        if part_across and columns:
            # Rows often run beyond the outer columns, which are then open at their sides.
            left = min(rule.start for rule in part_across)
            right = max(rule.end for rule in part_across)
            columns = [left] * (left < columns[0] - 12) + columns
            columns = columns + [right] * (right > columns[-1] + 12)
        if rows and part_down:
            # Where a page ends in the middle of a table, the frame is open at the foot or the head.
            foot = min(rule.start for rule in part_down)
            head = max(rule.end for rule in part_down)
            rows = [head] * (head > rows[0] + 12) + rows
            rows = rows + [foot] * (foot < rows[-1] - 12)
        if 3 <= len(columns) <= _MAX_EDGES and 2 <= len(rows) <= _MAX_EDGES:
            found.append(Grid(columns, rows, part_across, part_down))
    return found


def table_rows(grid: Grid, words: list[Word]) -> list[TableRow]:
    """Put words into a table's cells; a cell that spans rows counts to the first of them."""
    height, width = len(grid.rows) - 1, len(grid.columns) - 1
    above = [
        [
            row == 0 or _ruled(grid.across, grid.rows[row], _middle(grid.columns, column))
            for column in range(width)
        ]
        for row in range(height)
    ]
    before = [
        [
            column == 0 or _ruled(grid.down, grid.columns[column], _middle(grid.rows, row))
            for column in range(width)
        ]
        for row in range(height)
    ]
    content: dict[tuple[int, int], list[Word]] = {}
    falling = [-edge for edge in grid.rows]
    for word in words:
        column = bisect_right(grid.columns, (word.left + word.right) / 2) - 1
        row = bisect_right(falling, -(word.base + word.size * 0.3)) - 1
        column, row = min(max(column, 0), width - 1), min(max(row, 0), height - 1)
        while not (before[row][column] and above[row][column]):
            if before[row][column]:
                row -= 1
            else:
                column -= 1
        content.setdefault((row, column), []).append(word)
    return [
        _table_row(row, width, grid.rows[row], before[row], content)
        for row in range(height)
        if any((row, column) in content for column in range(width))
    ]


def _table_row(
    row: int, width: int, top: float, before: list[bool], content: dict[tuple[int, int], list[Word]]
) -> TableRow:
    starts = [column for column in range(width) if before[column]]
    if len(starts) == 1:
        return TableRow(top, lines=rows_of(content.get((row, 0), [])))
    cells = tuple(
        " ".join(text_of(line.words) for line in rows_of(content.get((row, column), [])))
        for column in range(width)
    )
    return TableRow(top, cells)


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, directly or through others, belong to one table."""
    if not across or not down or len(across) * len(down) > 4_000_000:
        return []
    group = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, one in enumerate(across):
        for j, two in enumerate(down, start=len(across)):
            if (
                one.start - _NEAR <= two.at <= one.end + _NEAR
                and two.start - _NEAR <= one.at <= two.end + _NEAR
            ):
                group[root(i)] = root(j)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, one in enumerate(across):
        parts.setdefault(root(i), ([], []))[0].append(one)
    for j, two in enumerate(down, start=len(across)):
        parts.setdefault(root(j), ([], []))[1].append(two)
    return list(parts.values())


def _edges(places: list[float]) -> list[float]:
    """Places in order, those that nearly coincide taken as one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _middle(edges: list[float], index: int) -> float:
    return (edges[index] + edges[index + 1]) / 2


def _ruled(rules: list[Rule], at: float, where: float) -> bool:
    """Whether a rule at ``at`` passes ``where`` on the other axis."""
    return any(abs(rule.at - at) <= _NEAR and rule.start <= where <= rule.end for rule in rules)
