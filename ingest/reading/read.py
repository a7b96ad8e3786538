"""From a document's bytes to its text: the entrance of this package.

The file is parsed by a process of its own with limits on time, memory, pages and size, so that a
hostile file takes nothing down but that process.
"""

from __future__ import annotations

import hashlib

from ingest.reading.draft import Draft
from ingest.reading.limits import MIB, SETTING, Limits, Progress, no_progress
from ingest.reading.process import read_in_child
from ingest.reading.protocol import Job
from ingest.reading.tesseract import INSTALL, find_tesseract
from ingest.reading.text import SourceText
from ingest.reading.wording import shown
from knowledge.errors import ReadError

_DEFAULT = Limits()


def read_bytes(
    data: bytes, name: str, *, limits: Limits = _DEFAULT, progress: Progress = no_progress
) -> SourceText:
    """Read a document from its bytes.

    Args:
        data: the file's content.
        name: its name; the suffix counts where the content does not tell the type.
        limits: what reading may cost.
        progress: told the pages done: ``(stage, done, total)``.

    Raises:
        ReadError: the document cannot be read; the message names it and says what to do.
    """
    if len(data) > limits.file_bytes:
        raise ReadError(
            f"{shown(name)} has {len(data) / MIB:.1f} MB; the limit is {limits.file_bytes / MIB:g} "
            f"MB: raise {SETTING['file_bytes']} or split the file."
        )
    try:
        media_type, draft = _read(data, name, limits, progress)
    except ReadError as error:
        raise ReadError(f"{shown(name)}: {error}") from None
    return SourceText(
        name=name,
        media_type=media_type,
        digest=hashlib.sha256(data).hexdigest(),
        lines=draft.lines,
        pages=draft.pages,
        warnings=draft.warnings,
    )


def _read(data: bytes, name: str, limits: Limits, progress: Progress) -> tuple[str, Draft]:
    """Read the text layer; pages that have none are read anew by OCR.

    Where OCR is not installed or fails, a few such pages are only warned of, but a document that
    has them for half of its pages or more is refused.
    """
    media_type, draft = read_in_child(data, Job(name, limits), progress)
    if not draft.unread_pages:
        return media_type, draft
    scanned = 2 * len(draft.unread_pages) >= draft.pages
    found = find_tesseract()
    if found is None or not found.reads_indonesian:
        if not scanned:
            return media_type, draft
        lacks = "tesseract is not installed" if found is None else "tesseract lacks Indonesian"
        raise ReadError(
            f"it is a scanned PDF ({len(draft.unread_pages)} of {draft.pages} pages have no text) "
            f"and needs OCR, but {lacks}: {INSTALL}"
        )
    try:
        recognised = read_in_child(
            data, Job(name, limits, found.program, found.finds_orientation), progress
        )
    except ReadError:
        if scanned:
            raise
        return media_type, draft
    if not recognised[1].lines:
        raise ReadError(
            f"OCR found no text on any of its {len(draft.unread_pages)} scanned pages: "
            "scan it anew at 300 dpi, in black and white."
        )
    return recognised
