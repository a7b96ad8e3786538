"""What a source hands on, and how much it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); for a download in bytes, where ``total`` is the size that the
server announced or, failing that, the most that is taken."""
Skipped = Callable[[str, str], None]
"""Called with a file of a folder that is left out, and with the reason."""

MEBIBYTE = 1024 * 1024


def unwatched(stage: str, done: int, total: int) -> None:
    """A ``Progress`` for nobody."""


def unnoticed(name: str, reason: str) -> None:
    """A ``Skipped`` for nobody."""


@dataclass(frozen=True)
class Fetched:
    """One document as it was obtained."""

    name: str
    """A file name without a folder."""
    data: bytes
    media_type: str | None
    """As the server or the file's ending says; the reader has the final word."""
    origin: str
    """The path or the address, without credentials and secrets: fit to be shown and kept."""
    fetched_at: datetime
    """UTC."""


@dataclass(frozen=True)
class Limits:
    """How much and how long; times in seconds."""

    max_bytes: int = 50 * MEBIBYTE
    """Of one document, after decompression."""
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    """Between two pieces of an answer."""
    total_seconds: float = 120.0
    """For one document, name resolution, redirects, waits and repetitions included."""
    wait_seconds: float = 30.0
    """The longest wait before a repetition, whatever the server asks for."""
    tries: int = 3
    redirects: int = 5
    max_files: int = 1000
    """In one folder."""
