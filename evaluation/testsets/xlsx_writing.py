"""Writing XLSX: a test set, or an empty sheet that explains itself to who fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.errors import EvaluationError
from evaluation.testsets.columns import REQUIRED, Columns
from evaluation.testsets.grid import ROWS
from knowledge.model import Verdict

SHEET, GUIDE = "Soal", "Petunjuk"
_WIDTHS = {"question": 60, "gold_citations": 45, "must_mention": 35, "history": 40, "rationale": 40}
_WIDTH = 22
_LONGEST = 32_767
"""Most characters that a cell of XLSX can hold."""
_REQUIRED_FILL, _FILL = "FFD8E4BC", "FFDCE6F1"
_GUIDE_HEADINGS = ("Kolom", "Wajib", "Isi", "Contoh", "Nama kolom lain yang dikenal")
_VERDICT_MEANINGS = {
    Verdict.DILARANG: "Perbuatan yang ditanyakan melanggar.",
    Verdict.WAJIB: "Ada kewajiban bertindak, misalnya mundur atau melapor.",
    Verdict.BOLEH_BERSYARAT: "Boleh hanya dengan syarat yang harus disebut.",
    Verdict.BOLEH: "Tidak ada larangan.",
    Verdict.INFORMASI: "Minta penjelasan, bukan penilaian boleh atau tidak.",
    Verdict.PERLU_RINCIAN: "Faktanya kurang; bot harus bertanya balik.",
    Verdict.DI_LUAR_CAKUPAN: "Bukan soal netralitas, atau permintaan yang harus ditolak.",
}


def write_xlsx(path: Path, columns: Columns, rows: Sequence[Sequence[str]] = ()) -> None:
    """Write rows below their headings, with a guide on a second sheet; no rows make a template.

    Args:
        path: where to; an existing file is replaced.
        columns: the columns, whose first names become the headings.
        rows: the cells of each row, in the order of the columns.

    Raises:
        EvaluationError: a text holds a control character or is longer than a cell.
        OSError: the file cannot be written.
    """
    from openpyxl import Workbook  # heavy; only where a workbook is written
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append([column.names[0] for column in columns.columns])
    for number, row in enumerate(rows, start=2):
        for index, text in enumerate(row, start=1):
            if len(text) > _LONGEST:
                raise EvaluationError(
                    f"The question of row {number} has a text that is longer than a cell "
                    f"({_LONGEST:,} characters). Write JSON Lines or CSV instead."
                )
            if text:
                try:
                    _text_cell(sheet.cell(number, index), text)
                except IllegalCharacterError:
                    raise EvaluationError(
                        f"The question of row {number} holds a control character, which XLSX "
                        "cannot. Write JSON Lines or CSV instead."
                    ) from None
    _dress(sheet, columns)
    _guide(book.create_sheet(GUIDE), columns)
    book.save(path)


def _text_cell(cell: Any, text: str) -> None:
    """Set a text that stays one, though it begins like a formula."""
    cell.value = text
    cell.data_type = "s"


def _dress(sheet: Any, columns: Columns) -> None:
    """Headings that stay in sight, text cells that wrap, and lists to choose from."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "A2"
    choices = {
        "expected_verdict": [forms[0] for forms in columns.verdicts.values()],
        "split": [forms[0] for forms in columns.splits.values()],
    }
    for index, column in enumerate(columns.columns, start=1):
        name = get_column_letter(index)
        dimension = sheet.column_dimensions[name]
        dimension.width = _WIDTHS.get(column.field, _WIDTH)
        dimension.number_format = "@"  # text: "1/2023" must not become a date
        heading = sheet.cell(1, index)
        heading.font = Font(bold=True)
        colour = _REQUIRED_FILL if column.field in REQUIRED else _FILL
        heading.fill = PatternFill("solid", fgColor=colour)
        for row in range(2, sheet.max_row + 1):
            cell = sheet.cell(row, index)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if column.field in choices:
            listed = DataValidation(
                type="list", formula1=f'"{",".join(choices[column.field])}"', allow_blank=True
            )
            listed.errorTitle, listed.error = column.names[0], "Pilih dari daftar."
            listed.showErrorMessage = True
            listed.add(f"{name}2:{name}{ROWS}")
            sheet.add_data_validation(listed)


def _guide(sheet: Any, columns: Columns) -> None:
    """What each column holds and what each verdict means, in Indonesian."""
    from openpyxl.styles import Alignment, Font

    lines: list[tuple[str, ...]] = [
        (f"Isi lembar {SHEET!r}, satu pertanyaan sebaris. Lembar ini hanya keterangan.",),
        ("Kolom yang judulnya diawali # diabaikan.",),
        (),
        _GUIDE_HEADINGS,
    ]
    for c in columns.columns:
        needed = "ya" if c.field in REQUIRED else ""
        lines.append((c.names[0], needed, c.meaning, c.example, ", ".join(c.names[1:])))
    lines += [(), ("Verdict", "", "Arti")]
    lines += [(columns.verdicts[v][0], "", meaning) for v, meaning in _VERDICT_MEANINGS.items()]
    for number, line in enumerate(lines, start=1):
        for index, text in enumerate(line, start=1):
            cell = sheet.cell(number, index)
            _text_cell(cell, text)
            cell.alignment = Alignment(wrap_text=number > 2, vertical="top")
            cell.font = Font(bold=line == _GUIDE_HEADINGS or line[0] == "Verdict")
    for name, width in zip("ABCDE", (26, 8, 60, 45, 45), strict=True):
        sheet.column_dimensions[name].width = width
