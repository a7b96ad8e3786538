"""The rows of a sheet as questions, with every fault of every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from evaluation.testsets.cells import CellFault, finest_groups, value_of
from evaluation.testsets.columns import Column, Columns
from evaluation.testsets.faults import CellError
from evaluation.testsets.grid import Cell
from evaluation.testsets.headings import Table
from evaluation.testsets.question import Question
from evaluation.testsets.references import Cited
from knowledge.records import Place, Placed

_DEFAULTS = {"style": "lain", "category": "lain"}
Rows = tuple[list[Placed[Question]], list[CellError]]


def read_rows(table: Table, columns: Columns, aliases: Mapping[str, str], prefix: str) -> Rows:
    """The questions below the headings, and what is wrong with the other rows.

    Args:
        table: the sheet.
        columns: the words that cells may hold.
        aliases: regulations by the names that people give them.
        prefix: what the ids begin with that are made from row numbers.
    """
    grid = table.grid
    name = grid.file if grid.sheet is None else f"{grid.file}[{grid.sheet}]"
    placed: list[Placed[Question]] = []
    faults: list[CellError] = []
    for number, row in enumerate(grid.rows[table.row :], start=table.row + 1):
        cells = table.cells(row)
        if any(row[len(table.columns) :]):
            problem = "more cells than there are headings"
            remedy = "Put a text that holds the delimiter between quotation marks."
            faults.append(grid.fault(number, None, problem, remedy))
        elif any(column.field != "id" for column in cells):
            values, wrong = _values(table, number, cells, columns, aliases)
            values.setdefault("id", f"{prefix}baris-{number}")
            found = _question(table, number, values, wrong)
            if isinstance(found, Question):
                placed.append(Placed(found, Place(name, number)))
            else:
                faults += found
    return placed, faults


def _values(
    table: Table,
    number: int,
    cells: Mapping[Column, Cell],
    columns: Columns,
    aliases: Mapping[str, str],
) -> tuple[dict[str, Any], list[CellError]]:
    """The fields that a row fills, defaults among them, and its unreadable cells."""
    values: dict[str, Any] = dict(_DEFAULTS)
    faults = []
    for column, cell in cells.items():
        try:
            if isinstance(cell, CellFault):
                raise cell
            value = value_of(column.kind, cell, columns, aliases)
            if column.kind == "citations":
                values[column.field] = [[one.reference for one in group] for group in value]
                if finest := finest_groups(value):
                    values.setdefault("gold_provisions", finest)
            elif column.kind == "provisions":
                values[column.field] = [[_provision(one) for one in group] for group in value]
            else:
                values[column.field] = value
        except CellFault as fault:
            title = table.titles[column.field]
            faults.append(table.grid.fault(number, title, fault.problem, fault.remedy))
    return values, faults


def _provision(cited: Cited) -> str:
    if cited.provision is None:
        raise CellFault(
            f"{cited.reference!r} names no article", "Name the article, ayat, huruf or angka."
        )
    return cited.provision


def _question(
    table: Table, number: int, values: Mapping[str, Any], faults: Sequence[CellError]
) -> Question | list[CellError]:
    """The question of a row, or all its faults; of one cell only the first."""
    told = {fault.column: fault for fault in faults}
    try:
        question = Question.model_validate(values)
    except ValidationError as error:
        for item in error.errors(include_input=False, include_url=False):
            title = table.titles.get(str(item["loc"][0]) if item["loc"] else "")
            empty = item["type"] in ("missing", "string_too_short")
            problem = "is empty" if empty else item["msg"].removeprefix("Value error, ")
            remedy = "Fill it in." if empty else "Correct this cell."
            told.setdefault(title, table.grid.fault(number, title, problem, remedy))
    else:
        if not told:
            return question
    return list(told.values())
