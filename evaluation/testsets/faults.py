"""Faults of a test set's file: one at its cell, and all of a file together."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.errors import AsnBotError, RecordError

SHOWN = 100
"""How many faults a message lists; ``SetFaults.faults`` holds them all."""


class CellError(RecordError):
    """What is wrong in a sheet, with file, sheet, row and column kept apart.

    Args:
        row: as a spreadsheet program numbers it, from 1; a CSV file's rows count likewise.
        column: the heading as it stands, or the column's letter; None: the whole row.
        sheet: None in a CSV file, which has no sheets.
    """

    def __init__(
        self, file: str, row: int, column: str | None, problem: str, remedy: str, sheet: str | None
    ) -> None:
        super().__init__(file, row, problem, remedy)
        self.sheet = sheet
        self.column = column
        named = (
            file,
            f"sheet {sheet!r}" if sheet is not None else "",
            f"row {row}",
            f"column {column!r}" if column is not None else "",
        )
        self.place = ", ".join(part for part in named if part)
        self.args = (f"{self.place}: {problem}. {remedy}",)


class SetFaults(RecordError):
    """Everything that is wrong with one file; its text has one line a fault."""

    def __init__(self, faults: Sequence[RecordError]) -> None:
        first = faults[0]
        super().__init__(first.file, first.line, first.problem, first.remedy)
        self.args = first.args
        self.faults = tuple(faults)
        if len(faults) > 1:
            lines = [f"{first.file}: {len(faults)} faults:", *map(str, faults[:SHOWN])]
            if len(faults) > SHOWN:
                lines.append(f"and {len(faults) - SHOWN} more.")
            self.args = ("\n  ".join(lines),)


def place_of(fault: RecordError) -> str:
    """Where a fault is: file and line, or file, sheet, row and column."""
    return fault.place if isinstance(fault, CellError) else f"{fault.file}:{fault.line}"


def faults_of_error(error: AsnBotError) -> tuple[RecordError, ...]:
    """The single faults that an error of a data file stands for; empty for any other error."""
    if isinstance(error, SetFaults):
        return error.faults
    return (error,) if isinstance(error, RecordError) else ()
