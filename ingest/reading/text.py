"""What reading hands on: the lines of a document with their pages, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a document; table rows keep their columns."""

    text: str
    page: int = 1
    cells: tuple[str, ...] = ()
    """The columns, when the line is a row of a table; ``text`` then joins them."""


@dataclass(frozen=True)
class SourceText:
    """The text of a document as it was read, in reading order."""

    name: str
    """The file's name, without its folder."""
    media_type: str
    digest: str
    """SHA-256 of the file's bytes."""
    lines: tuple[Line, ...]
    pages: int = 1
    warnings: tuple[str, ...] = ()
    """In Indonesian: pages without text, text read by OCR, ..."""

    @property
    def text(self) -> str:
        """All lines together."""
        return "\n".join(line.text for line in self.lines)
