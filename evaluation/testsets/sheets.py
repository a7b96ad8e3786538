"""Test sets as a legal bureau keeps them: a sheet with a heading for each column (CSV, XLSX).

What counts: every visible sheet that has a row of headings, which is the first of its first ten
filled rows with at least two known headings (or one that a set cannot do without), but for sheets
named like a guide. Columns whose heading begins with ``#`` are notes and left out, and so are blank
rows and rows that hold only a number. A hidden row or merged cells below the headings are faults:
nobody should have to guess whether they count. All faults of a file are told at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evaluation.testsets.columns import load_columns, plain
from evaluation.testsets.csv_file import read_csv
from evaluation.testsets.faults import SetFaults
from evaluation.testsets.grid import FILE_BYTES
from evaluation.testsets.headings import find_table, unclear_rows, wrong_headings
from evaluation.testsets.question import Question
from evaluation.testsets.rows import read_rows
from evaluation.testsets.xlsx_file import read_xlsx
from knowledge.dataset import BUNDLED, read_cues
from knowledge.errors import RecordError
from knowledge.records import Placed


def read_sheet(path: Path, aliases: Mapping[str, str] | None = None) -> list[Placed[Question]]:
    """The questions of a CSV or XLSX file, each with its row, in the file's order.

    Args:
        path: the file; its ending tells which of both it is.
        aliases: regulations by the names that people give them; None: the bundled ones.

    Raises:
        SetFaults: everything that is wrong, each with file, sheet, row and column.
        RecordError: the file as a whole cannot be read.
    """
    columns = load_columns()
    known = _bundled_aliases() if aliases is None else aliases
    data = _bytes(path)
    is_book = path.suffix.lower() == ".xlsx"
    grids = read_xlsx(path, data) if is_book else (read_csv(path, data, columns),)
    faults: list[RecordError] = []
    guides = {plain(name) for name in columns.guides}
    found = [find_table(g, columns) for g in grids if plain(g.sheet or "") not in guides]
    tables = [table for table in found if table is not None]
    if not tables:
        raise RecordError(
            path.name,
            1,
            "no row of headings such as 'pertanyaan' and 'verdict'",
            "Make an empty sheet with: asn-eval template OUT.xlsx",
        )
    placed = []
    for table in tables:
        sheet = table.grid.sheet
        prefix = f"{_slug(sheet)}-" if len(tables) > 1 and sheet else ""
        if wrong := wrong_headings(table, columns):
            faults += wrong
        else:
            rows, wrong = read_rows(table, columns, known, prefix)
            placed += rows
            faults += [*unclear_rows(table), *wrong]
    if faults:
        raise SetFaults(faults)
    return placed


@cache
def _bundled_aliases() -> Mapping[str, str]:
    return read_cues(BUNDLED).regulation_aliases


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_BYTES:
            raise RecordError(
                path.name,
                1,
                f"larger than {FILE_BYTES // 1024**2} MB",
                "Copy the questions alone into a new file.",
            )
        return path.read_bytes()
    except OSError as error:
        raise RecordError(
            path.name, 1, f"cannot be read ({type(error).__name__})", "Restore the file."
        ) from None


def _slug(sheet: str) -> str:
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in sheet.lower())
    return kept.strip("-") or "lembar"
