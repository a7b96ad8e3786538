"""How much one document may cost: time, memory, pages and size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.errors import ReadError

Progress = Callable[[str, int, int], None]
"""Called with a stage (``READING`` or ``RECOGNISING``), the pages done and the pages in all."""

READING = "membaca"
RECOGNISING = "OCR"

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What reading one document may cost at most; a message about a limit says what to do."""

    seconds: float = 120.0
    """Wall-clock time of reading without OCR; also the processor time."""
    memory_bytes: int = 1536 * MIB
    """Address space of the process that parses."""
    pages: int = 2000
    file_bytes: int = 50 * MIB
    unpacked_bytes: int = 200 * MIB
    """Size of a compressed format's parts (DOCX) once they are unpacked."""
    text_chars: int = 20_000_000
    ocr_seconds: float = 3600.0
    """Wall-clock time of reading a scanned document by OCR."""
    ocr_page_seconds: float = 120.0
    """Wall-clock time of one page's OCR."""


SETTING = {
    "seconds": "READ_SECONDS",
    "memory_bytes": "READ_MEMORY_MB",
    "pages": "READ_PAGES",
    "file_bytes": "READ_MEGABYTES",
    "ocr_seconds": "OCR_SECONDS",
}
"""The setting (environment variable) of each limit that an operator may have reason to raise."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Listens to nothing."""


def over_text_limit(limits: Limits) -> ReadError:
    """The error of a text that is longer than allowed."""
    return ReadError(
        f"its text is longer than the limit of {limits.text_chars} characters: split the file."
    )
