"""Plain text: one line for each line of the file, form feeds turn the page."""

from __future__ import annotations

from ingest.reading.characters import clean, split_lines
from ingest.reading.decode import decode
from ingest.reading.draft import Draft
from ingest.reading.text import Line


def read_plain(data: bytes) -> Draft:
    """Read plain text, such as ``pdftotext`` writes it: a form feed ends a page."""
    decoded = decode(data)
    lines: list[Line] = []
    pages = decoded.text.rstrip("\f\r\n ").split("\f")
    for page, content in enumerate(pages, start=1):
        lines.extend(Line(text, page) for raw in split_lines(content) if (text := clean(raw)))
    return Draft(tuple(lines), pages=len(pages), warnings=decoded.warnings)
