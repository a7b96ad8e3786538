"""From a file's bytes to a parsed regulation, within the limits of the settings."""

from __future__ import annotations

from collections.abc import Callable

from ingest.parse_process import parse_in_process
from ingest.reading.limits import MIB
from ingest.reading.limits import Limits as ReadLimits
from ingest.reading.read import read_bytes
from ingest.reading.text import SourceText
from ingest.sources.model import Limits as SourceLimits
from ingest.structure.document import ParsedRegulation
from ingest.structure.metadata import Overrides
from knowledge.settings import Settings

Progress = Callable[[str, int, int], None]


def read_limits(settings: Settings) -> ReadLimits:
    """What reading one document may cost."""
    return ReadLimits(
        seconds=settings.read_seconds,
        memory_bytes=settings.read_memory_mb * MIB,
        pages=settings.read_pages,
        file_bytes=settings.read_megabytes * MIB,
        ocr_seconds=settings.ocr_seconds,
    )


def source_limits(settings: Settings) -> SourceLimits:
    """What obtaining one document may cost."""
    return SourceLimits(max_bytes=settings.read_megabytes * MIB)


def parse_source(
    settings: Settings, data: bytes, name: str, overrides: Overrides, progress: Progress
) -> tuple[SourceText, ParsedRegulation]:
    """Read a file and find its structure.

    Raises:
        ReadError: it cannot be read, or goes beyond a limit.
        StructureError: it is no regulation, or its number is not known and not given.
    """
    limits = read_limits(settings)
    source = read_bytes(data, name, limits=limits, progress=progress)
    return source, parse_in_process(source, overrides, limits)
