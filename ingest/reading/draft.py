"""What a format's reader hands back: lines, pages and warnings, without the file's identity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.reading.text import Line


@dataclass(frozen=True)
class Draft:
    """The text of a document as one reader saw it."""

    lines: tuple[Line, ...]
    pages: int = 1
    warnings: tuple[str, ...] = ()
    unread_pages: tuple[int, ...] = ()
    """Pages that show something but have no text layer: they need OCR."""


Recognise = Callable[[object, tuple[int, ...]], Iterator[tuple[int, list[Line]]]]
"""Reads pages of PDFium's raw document by OCR; gives each page's number and lines."""
