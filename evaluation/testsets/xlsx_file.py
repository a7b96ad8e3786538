"""XLSX workbooks, read with a guard against what a file from elsewhere may hold."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

from evaluation.testsets.cells import CellFault
from evaluation.testsets.grid import COLUMNS, ROWS, Cell, Grid
from knowledge.errors import RecordError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACKED_BYTES = 64 * 1024 * 1024
_PARTS = 2_000
_CELLS = 400_000
_ROW = re.compile(rb"<(?:\w+:)?row[ />]")
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_ENTITY = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    EOFError,
    OSError,
)
"""What reading a damaged or foreign ZIP file raises."""
_UNREADABLE = "Open it in a spreadsheet program and save it anew as .xlsx."


def read_xlsx(path: Path, data: bytes) -> tuple[Grid, ...]:
    """The visible sheets of a workbook that hold anything, in their order.

    Formulas count by the value that was stored with them. Dates, logical values, spreadsheet errors
    and formulas without a stored value are faults of their cell.

    Raises:
        RecordError: no workbook, encrypted, damaged, or larger than a test set can be.
    """
    formulas = _admit(path, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and extensions, which no question rests in
        try:
            values = _workbook(data, values=True)
            written = _workbook(data, values=False) if formulas else values
            grids = [
                _grid(path, sheet, written[sheet.title])
                for sheet in values.worksheets
                if sheet.sheet_state == "visible"
            ]
        except RecordError:
            raise
        except Exception as error:  # openpyxl raises many kinds on damaged parts
            raise RecordError(
                path.name, 1, f"a damaged workbook ({type(error).__name__})", _UNREADABLE
            ) from None
    return tuple(grid for grid in grids if any(any(row) for row in grid.rows))


def _admit(path: Path, data: bytes) -> bool:
    """Refuse what is dangerous or endless before it is parsed; whether there are formulas."""

    def refuse(problem: str, remedy: str) -> RecordError:
        return RecordError(path.name, 1, problem, remedy)

    if data.startswith(_OLE):
        raise refuse(
            "protected by a password, or an old .xls workbook",
            "Take the password off and save it as .xlsx.",
        )
    formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                raise refuse("no XLSX workbook", "Save the sheet as .xlsx or CSV UTF-8.")
            unpacked = sum(part.file_size for part in parts)
            if unpacked > _UNPACKED_BYTES or len(parts) > _PARTS:
                raise refuse(
                    f"unpacks to {unpacked // 1024**2:,} MB in {len(parts):,} parts, too much for "
                    "a test set",
                    "Copy the questions alone into a new workbook.",
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    formulas |= _admit_part(path, part.filename, archive.read(part))
    except _BROKEN as error:
        raise refuse(f"no XLSX workbook ({type(error).__name__})", _UNREADABLE) from None
    except RuntimeError:  # zipfile: encrypted parts
        raise refuse("protected by a password", "Take the password off.") from None
    return formulas


def _admit_part(path: Path, name: str, xml: bytes) -> bool:
    if _ENTITY.search(xml):
        raise RecordError(path.name, 1, "holds XML entities, which no workbook has", _UNREADABLE)
    if not name.startswith("xl/worksheets/"):
        return False
    if _count(_ROW, xml, ROWS) > ROWS:
        raise RecordError(
            path.name,
            ROWS + 1,
            f"a sheet has more than {ROWS:,} rows",
            "Delete the empty rows below the last question, or split the file.",
        )
    if _count(_CELL, xml, _CELLS) > _CELLS:
        raise RecordError(
            path.name,
            1,
            f"a sheet has more than {_CELLS:,} cells",
            "Copy the questions alone into a new workbook.",
        )
    return _FORMULA.search(xml) is not None


def _count(pattern: re.Pattern[bytes], xml: bytes, limit: int) -> int:
    """How often the pattern occurs, as far as just beyond the limit."""
    found = 0
    for _ in pattern.finditer(xml):
        found += 1
        if found > limit:
            break
    return found


def _workbook(data: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook  # heavy; only where a workbook is read

    return load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _grid(path: Path, sheet: Any, written: Any) -> Grid:
    """A sheet's cells; ``written`` is the same sheet with its formulas."""
    if sheet.max_row > ROWS:
        raise RecordError(
            path.name,
            ROWS + 1,
            f"sheet {sheet.title!r} goes on to row {sheet.max_row:,}",
            f"Delete what stands below row {ROWS:,}, even if it is only formatting.",
        )
    width = min(sheet.max_column, COLUMNS + 1)
    area = {"max_row": sheet.max_row, "max_col": width}
    pairs = zip(sheet.iter_rows(**area), written.iter_rows(**area), strict=True)
    rows = tuple(
        tuple(_cell(value, formula) for value, formula in zip(row, formulas, strict=True))
        for row, formulas in pairs
    )
    hidden = (n for n in range(1, sheet.max_row + 1) if _hidden(sheet, n))
    merged = tuple((area.max_row, str(area)) for area in sheet.merged_cells.ranges)
    return Grid(path.name, sheet.title, rows, tuple(hidden), tuple(sorted(merged)))


def _hidden(sheet: Any, row: int) -> bool:
    return row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden)


def _cell(cell: Any, written: Any) -> Cell:
    value = cell.value
    if value is None:
        if written.data_type == "f":
            return CellFault(
                "a formula without a stored value",
                "Paste its value in its place, or save the file in a spreadsheet program.",
            )
        return ""
    if cell.data_type == "e":
        return CellFault(f"holds the spreadsheet error {value}", "Correct the formula, or type it.")
    if isinstance(value, bool):
        return CellFault("holds a logical value", "Type a text in its place.")
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else str(value)
    if not isinstance(value, str):
        return CellFault(
            "holds a date or time, which spreadsheet programs make of '1/2023'",
            "Format the cell as text and type it again.",
        )
    return value.replace("\r\n", "\n").strip()
