"""Where the headings of a sheet stand, and what is wrong with them or the rows below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.testsets.columns import REQUIRED, Column, Columns
from evaluation.testsets.faults import CellError
from evaluation.testsets.grid import COLUMNS, Cell, Grid, letter, ranges

_WITHIN = 10
"""Among how many filled rows the headings are looked for."""
_NOTE = "#"


@dataclass(frozen=True)
class Table:
    """A sheet with its headings."""

    grid: Grid
    row: int
    """The row of the headings, from 1."""
    columns: tuple[Column | None, ...]
    """The column of each cell; None: it is left out."""
    texts: tuple[str, ...]
    """The headings as they stand."""

    @property
    def titles(self) -> Mapping[str, str]:
        """The heading of each field that has one."""
        pairs = zip(self.columns, self.texts, strict=True)
        return {column.field: text for column, text in pairs if column is not None}

    def cells(self, row: Sequence[Cell]) -> dict[Column, Cell]:
        """The filled cells of a row by their column."""
        return {
            column: cell_at(row, index)
            for index, column in enumerate(self.columns)
            if column is not None and cell_at(row, index)
        }


def cell_at(row: Sequence[Cell], index: int) -> Cell:
    """A cell of a row, which may be shorter than the headings."""
    return row[index] if index < len(row) else ""


def find_table(grid: Grid, columns: Columns) -> Table | None:
    """The table below a row with two known headings, or failing that one of those required."""
    filled = [n for n, row in enumerate(grid.rows) if any(row)][:_WITHIN]
    fallback = None
    for n in filled:
        texts = tuple(cell if isinstance(cell, str) else "" for cell in grid.rows[n])
        found = tuple(None if text.startswith(_NOTE) else columns.headed(text) for text in texts)
        fields = [column.field for column in found if column is not None]
        if len(fields) > 1:
            return Table(grid, n + 1, found, texts)
        if fallback is None and any(field in REQUIRED for field in fields):
            fallback = Table(grid, n + 1, found, texts)
    return fallback


def wrong_headings(table: Table, columns: Columns) -> list[CellError]:
    """Unknown, repeated, missing and blank headings."""
    grid, head = table.grid, table.row
    faults = []
    first: dict[str, int] = {}
    if len(table.texts) > COLUMNS:
        faults.append(
            grid.fault(head, None, f"more than {COLUMNS} columns", "Delete those not needed.")
        )
    for index, (text, column) in enumerate(zip(table.texts, table.columns, strict=True)):
        if column is not None:
            at = first.setdefault(column.field, index)
            if at != index:
                problem = (
                    f"columns {letter(at)} ({table.texts[at]!r}) and {letter(index)} "
                    f"({text!r}) both hold {column.field}"
                )
                remedy = "Keep one, or begin the other heading with # to leave it out."
                faults.append(grid.fault(head, text, problem, remedy))
        elif text and not text.startswith(_NOTE):
            near = columns.nearest_heading(text)
            meant = f"Did you mean {near!r}? " if near else ""
            remedy = f"{meant}Correct it, or begin it with # to leave the column out."
            faults.append(grid.fault(head, text, "unknown heading", remedy))
        elif not text and any(cell_at(row, index) for row in grid.rows[head:]):
            faults.append(
                grid.fault(head, letter(index), "cells without a heading", "Give it one.")
            )
    for field in REQUIRED:
        if field not in first:
            names = ", ".join(map(repr, columns.column(field).names[:3]))
            faults.append(
                grid.fault(head, None, f"no column for {field}", f"Head one with any of {names}.")
            )
    return faults


def unclear_rows(table: Table) -> list[CellError]:
    """Hidden rows and merged cells below the headings."""
    grid, head = table.grid, table.row
    faults = []
    hidden = tuple(n for n in grid.hidden if head < n <= len(grid.rows) and any(grid.rows[n - 1]))
    if hidden:
        problem = f"hidden rows: {ranges(hidden)}"
        remedy = "Show them (clear the filter), or delete them if they shall not count."
        faults.append(grid.fault(hidden[0], None, problem, remedy))
    for last, area in grid.merged:
        if last > head:
            remedy = "Part them and fill in each cell."
            faults.append(grid.fault(last, None, f"merged cells {area}", remedy))
    return faults
