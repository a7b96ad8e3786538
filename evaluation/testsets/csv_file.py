"""CSV files as spreadsheet programs save them: encoding, delimiter and quotes found out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from evaluation.testsets.columns import Columns
from evaluation.testsets.grid import COLUMNS, ROWS, Grid
from knowledge.errors import RecordError

_DELIMITERS = (",", ";", "\t")
_SEP_LINE = re.compile(r'"?sep=(?P<delimiter>[,;\t])"?\r?\n', re.IGNORECASE)
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def read_csv(path: Path, data: bytes, columns: Columns) -> Grid:
    """The rows of a CSV file.

    The delimiter is the one of comma, semicolon and tab by which most headings are known.

    Raises:
        RecordError: not UTF-8 or UTF-16 with a mark, quotes that do not close, too many rows.
    """
    text = _decoded(path, data)
    said = _SEP_LINE.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said["delimiter"] if said else _delimiter(text, columns)
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            if len(rows) == ROWS:
                raise RecordError(
                    path.name,
                    begins,
                    f"the file has more than {ROWS:,} rows",
                    "Split it, or use JSON Lines.",
                )
            rows.append(tuple(_cell(one) for one in _cut(row)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise RecordError(
            path.name,
            begins,
            f"no CSV from this line on ({error})",
            "Close every quotation mark and double those inside a text, or save it as XLSX.",
        ) from None
    return Grid(path.name, None, tuple(rows))


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as UTF-8 with a mark, comma-separated, so that a spreadsheet opens it right.

    A text that a spreadsheet program would run as a formula gets an apostrophe before it, which
    ``read_csv`` takes away again.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        for row in rows:
            writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])


def _cell(text: str) -> str:
    plain = text.replace("\r\n", "\n").strip()
    return plain[1:] if _GUARDED.match(plain) else plain


def _cut(row: list[str]) -> list[str]:
    """The row without blank cells at its end; of a longer one so much that its length shows."""
    while row and not row[-1].strip():
        row.pop()
    return row[: COLUMNS + 1]


def _decoded(path: Path, data: bytes) -> str:
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(mark):
            try:
                return data.decode("utf-16")
            except UnicodeDecodeError:
                raise RecordError(
                    path.name, 1, "damaged UTF-16 text", "Save it as 'CSV UTF-8' or XLSX."
                ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RecordError(
            path.name,
            line,
            "not UTF-8 text (an older spreadsheet program may have written Windows-1252)",
            "Save it as 'CSV UTF-8' or as XLSX; guessing would spoil letters.",
        ) from None


def _delimiter(text: str, columns: Columns) -> str:
    def known(delimiter: str) -> int:
        lines = [line for line in text[:65_536].splitlines() if line.strip()][:10]
        return max(
            sum(columns.headed(cell.strip('"')) is not None for cell in line.split(delimiter))
            for line in lines or [""]
        )

    return max(_DELIMITERS, key=known)
