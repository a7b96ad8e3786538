"""Bytes to a draft, in the process that calls: used by the limited child, and by tests of readers."""

from __future__ import annotations

from ingest.reading.draft import Draft, Recognise
from ingest.reading.kinds import Kind, recognise
from ingest.reading.limits import Limits, Progress, no_progress, over_text_limit
from knowledge.errors import ReadError


def read_here(
    data: bytes,
    name: str,
    limits: Limits,
    report: Progress = no_progress,
    ocr: Recognise | None = None,
) -> tuple[Kind, Draft]:
    """Recognise a file and read it, without protection from hostile files.

    Each format's library is imported only when it is needed: the child starts the faster.

    Raises:
        ReadError: the file cannot be read.
    """
    kind = recognise(data, name)
    return kind, checked(_draft(kind, data, limits, report, ocr), limits)


def _draft(
    kind: Kind, data: bytes, limits: Limits, report: Progress, ocr: Recognise | None
) -> Draft:
    match kind:
        case Kind.PDF:
            from ingest.reading.pdf import read_pdf

            return read_pdf(data, limits, report, ocr)
        case Kind.DOCX:
            from ingest.reading.word import read_word

            return read_word(data, limits)
        case Kind.HTML:
            from ingest.reading.html import read_html

            return read_html(data)
        case Kind.MARKDOWN:
            from ingest.reading.markdown import read_markdown

            return read_markdown(data)
        case Kind.TEXT:
            from ingest.reading.plain import read_plain

            return read_plain(data)


def checked(draft: Draft, limits: Limits) -> Draft:
    """The draft, if it holds text and no more than allowed.

    Raises:
        ReadError: it does not.
    """
    letters = sum(len(line.text) for line in draft.lines)
    if letters > limits.text_chars:
        raise over_text_limit(limits)
    if not letters and not draft.unread_pages:
        raise ReadError("it holds no text. Check that it is the right file.")
    return draft
