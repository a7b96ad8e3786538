"""CSV and XLSX files made to order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADINGS = ("ID", "Pertanyaan", "Verdict", "Sitasi")
ROW = ("S-1", "Bolehkah menyukai unggahan calon?", "Dilarang", "PP 94/2021 Pasal 5")


def csv_file(folder: Path, text: str | bytes, name: str = "soal.csv") -> Path:
    """A CSV file with this content."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def workbook(
    folder: Path,
    *rows: Sequence[Any],
    headings: Sequence[Any] = HEADINGS,
    change: Callable[[Workbook], None] | None = None,
) -> Path:
    """A workbook with a sheet ``Soal`` of these rows, changed before it is saved."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Soal"
    for row in (headings, *rows):
        sheet.append(list(row))
    if change:
        change(book)
    path = folder / "soal.xlsx"
    book.save(path)
    return path


def repacked(path: Path, **parts: Callable[[bytes], bytes]) -> Path:
    """The workbook with some parts rewritten; ``sheet1=...`` rewrites every ``*sheet1.xml``."""
    with zipfile.ZipFile(path) as old:
        content = {info.filename: old.read(info) for info in old.infolist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in content.items():
            stem = re.sub(r".*/|\.xml$", "", name)
            new.writestr(name, parts[stem](data) if stem in parts else data)
    path.write_bytes(out.getvalue())
    return path
