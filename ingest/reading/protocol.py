"""What the reading process and its parent tell each other: one JSON object a line.

Nothing that the child sends is trusted: it has read a file that may have taken it over.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from ingest.reading.draft import Draft
from ingest.reading.limits import Limits
from ingest.reading.text import Line

BATCH = 500
"""Lines of text in one message."""


@dataclass(frozen=True)
class Job:
    """What the child is to do with the bytes on its standard input."""

    name: str
    limits: Limits
    tesseract: str | None = None
    """Path of the OCR program, when pages without text are to be read by it."""
    orientation: bool = False
    """Whether the OCR program can tell how a page is turned."""


@dataclass(frozen=True)
class Advance:
    """Pages done."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True)
class Batch:
    """Some lines of the document, in order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Done:
    """The document is read; all its lines were sent."""

    media_type: str
    draft: Draft
    """Without its lines."""


@dataclass(frozen=True)
class Failed:
    """The document cannot be read."""

    message: str


Message = Advance | Batch | Done | Failed


def encode_job(job: Job) -> str:
    """A job as the child's argument."""
    return json.dumps(asdict(job))


def decode_job(text: str) -> Job:
    """The job that ``encode_job`` wrote."""
    fields: dict[str, Any] = json.loads(text)
    fields["limits"] = Limits(**fields["limits"])
    return Job(**fields)


def encode(message: Message) -> bytes:
    """A message as a line of bytes."""
    match message:
        case Advance(stage, done, total):
            fields: dict[str, Any] = {"stage": stage, "done": done, "total": total}
        case Batch(lines):
            fields = {"lines": [[line.text, line.page, list(line.cells)] for line in lines]}
        case Done(media_type, draft):
            fields = {
                "media_type": media_type,
                "pages": draft.pages,
                "warnings": list(draft.warnings),
                "unread": list(draft.unread_pages),
            }
        case Failed(text):
            fields = {"failed": text}
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message:
    """The message in a line of bytes.

    Raises:
        ValueError: the line is none that ``encode`` writes.
    """
    try:
        match json.loads(line):
            case {"stage": str(stage), "done": int(done), "total": int(total)}:
                return Advance(stage, done, total)
            case {"lines": list(rows)}:
                return Batch(tuple(_line(row) for row in rows))
            case {
                "media_type": str(media_type),
                "pages": int(pages),
                "warnings": list(warnings),
                "unread": list(unread),
            }:
                draft = Draft((), pages, _strings(warnings), tuple(int(page) for page in unread))
                return Done(media_type, draft)
            case {"failed": str(text)}:
                return Failed(text)
    except (TypeError, OverflowError, RecursionError):
        pass
    raise ValueError("not a message of the reading process")


def _line(row: object) -> Line:
    match row:
        case [str(text), int(page), list(cells)]:
            return Line(text, page, _strings(cells))
    raise ValueError("not a line")


def _strings(values: list[object]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise ValueError("not a list of strings")
    return tuple(str(value) for value in values)
