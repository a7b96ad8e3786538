"""One PDF page: its lines and table rows in reading order, and whether it needs OCR."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2.raw as pdfium

from ingest.reading import aligned
from ingest.reading.characters import clean, readable_share
from ingest.reading.grid import grids, table_rows
from ingest.reading.layout import Word, rows_of, text_of
from ingest.reading.pdf_rules import Drawing, Rule, drawing
from ingest.reading.pdf_words import PageWords, page_words
from ingest.reading.text import Line

_UNREADABLE = 0.7
"""Below this share of meaningful characters a text layer is taken for a broken one."""
_STAMP = 60
"""Letters: a page with fewer that a picture covers is a scan with a stamp or a site's address."""
_COVERS = 0.5
_SHOWS = 0.02
_DRAWN_LETTERS = 400
"""Strokes on a page without text: its letters are drawn."""


@dataclass(frozen=True)
class Page:
    """What one page gives."""

    lines: tuple[Line, ...]
    unread: bool
    """It shows something that its text layer does not hold."""


def read_page(document: object, number: int) -> Page | None:
    """Read a page by its text layer; None when the page itself is damaged.

    Args:
        document: PDFium's raw document.
        number: counts from 1.
    """
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        textpage = pdfium.FPDFText_LoadPage(page)
        if not textpage:
            return None
        try:
            words = page_words(textpage)
        finally:
            pdfium.FPDFText_ClosePage(textpage)
        drawn = drawing(page, words.turn)
    finally:
        pdfium.FPDF_ClosePage(page)
    if _unread(words, drawn):
        return Page((), unread=True)
    return Page(tuple(_lines(words, drawn, number)), unread=False)


def lines_of(words: list[Word], across: list[Rule], down: list[Rule], number: int) -> list[Line]:
    """The lines and table rows that words on a page make, from its top to its foot."""
    tables = grids(across, down)
    inside: list[list[Word]] = [[] for _ in tables]
    outside: list[Word] = []
    for word in words:
        for index, grid in enumerate(tables):
            if grid.holds(word):
                inside[index].append(word)
                break
        else:
            outside.append(word)
    placed: list[tuple[float, list[Line]]] = []
    for grid, held in zip(tables, inside, strict=True):
        filled = table_rows(grid, held)
        if not any(sum(map(bool, row.cells)) > 1 for row in filled):
            outside.extend(held)  # a frame around text or a picture, not a table
            continue
        for row in filled:
            if row.cells:
                placed.append((row.top, [_line("", number, row.cells)]))
            else:
                placed.append((row.top, [_line(text_of(r.words), number) for r in row.lines]))
    placed.extend(_free_lines(outside, number))
    placed.sort(key=lambda item: -item[0])
    return [line for _, lines in placed for line in lines if line.text]


def _free_lines(words: list[Word], number: int) -> list[tuple[float, list[Line]]]:
    rows = rows_of(words)
    tables = aligned.tables(rows)
    placed = []
    index = 0
    while index < len(rows):
        row = rows[index]
        if index in tables:
            index, table = tables[index]
            placed.append((row.base, [_line("", number, cells) for cells in table]))
        else:
            placed.append((row.base, [_line(text_of(row.words), number)]))
            index += 1
    return placed


def _lines(words: PageWords, drawn: Drawing, number: int) -> list[Line]:
    lines = lines_of(words.words, drawn.across, drawn.down, number)
    for aside in words.aside:
        lines.extend(
            line for row in rows_of(aside) if (line := _line(text_of(row.words), number)).text
        )
    return lines


def _line(text: str, number: int, cells: tuple[str, ...] = ()) -> Line:
    if not cells:
        return Line(clean(text), number)
    cleaned = tuple(clean(cell) for cell in cells)
    return Line(" ".join(cell for cell in cleaned if cell), number, cleaned)


def _unread(words: PageWords, drawn: Drawing) -> bool:
    text = "".join(word.text for word in words.words)
    if not text:
        return drawn.pictures > _SHOWS or drawn.strokes > _DRAWN_LETTERS
    if len(text) < _STAMP and drawn.pictures > _COVERS:
        return True
    return readable_share(text) < _UNREADABLE
