"""A sheet as rows of plain cells, wherever it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.testsets.cells import CellFault
from evaluation.testsets.faults import CellError

ROWS = 10_000
"""Most rows of a sheet; a test set of more is generated, and belongs into JSON Lines."""
COLUMNS = 64
FILE_BYTES = 16 * 1024 * 1024

Cell = str | CellFault
"""A cell's text, stripped; or why it has none."""


@dataclass(frozen=True)
class Grid:
    """The rows of one sheet, the first of them row 1."""

    file: str
    sheet: str | None
    """None: the file has no sheets (CSV)."""
    rows: tuple[tuple[Cell, ...], ...]
    hidden: tuple[int, ...] = ()
    """Rows that the sheet hides."""
    merged: tuple[tuple[int, str], ...] = ()
    """Merged cells: their last row, and their range as the spreadsheet writes it (``A3:A5``)."""

    def fault(self, row: int, column: str | None, problem: str, remedy: str) -> CellError:
        """A fault in this sheet; see ``CellError``."""
        return CellError(self.file, row, column, problem, remedy, self.sheet)


def letter(index: int) -> str:
    """A column's letter in a spreadsheet: 0 is ``A``, 27 is ``AB``."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def ranges(numbers: tuple[int, ...]) -> str:
    """Row numbers for people: ``3-5, 9``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
