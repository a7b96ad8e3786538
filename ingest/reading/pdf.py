"""PDF: the text layer of each page, with PDFium (BSD/Apache licence); pages without one by OCR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.reading.draft import Draft, Recognise
from ingest.reading.limits import (
    READING,
    RECOGNISING,
    SETTING,
    Limits,
    Progress,
    no_progress,
    over_text_limit,
)
from ingest.reading.pdf_page import read_page
from ingest.reading.text import Line
from ingest.reading.wording import pages_named
from knowledge.errors import ReadError

_TAIL = 1024
NO_TEXT = (
    "Tidak ada lapisan teks pada {pages} (kemungkinan hasil pindai): isinya tidak ikut terbaca; "
    "periksa terhadap naskah aslinya."
)
BY_OCR = "Teks hasil OCR pada {pages}: periksa angka dan huruf terhadap naskah aslinya."


def read_pdf(
    data: bytes,
    limits: Limits,
    report: Progress = no_progress,
    recognise: Recognise | None = None,
) -> Draft:
    """Read a PDF page by page.

    Args:
        data: the file.
        limits: of pages and text.
        report: told each page.
        recognise: reads the pages that need OCR; without it they are named in ``unread_pages``.

    Raises:
        ReadError: encrypted, damaged, cut off, without text, or over a limit.
    """
    _refuse_truncated(data)
    with _opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count == 0:
            raise ReadError("the PDF is damaged: it has no pages. Download it again.")
        if count > limits.pages:
            raise ReadError(
                f"it has {count} pages, more than the limit of {limits.pages}: "
                f"raise {SETTING['pages']} or split the file."
            )
        pages: dict[int, list[Line]] = {}
        unread: list[int] = []
        letters = 0
        for number in range(1, count + 1):
            page = read_page(document, number)
            if page is None:
                raise ReadError(f"page {number} of the PDF is damaged. Download it again.")
            pages[number] = list(page.lines)
            if page.unread:
                unread.append(number)
            letters += sum(len(line.text) for line in page.lines)
            if letters > limits.text_chars:
                raise over_text_limit(limits)
            report(READING, number, count)
        warnings = []
        if unread and recognise is not None:
            wanted = tuple(unread)
            for done, (number, lines) in enumerate(recognise(document, wanted), start=1):
                pages[number] = lines
                report(RECOGNISING, done, len(wanted))
            unread = [number for number in wanted if not pages[number]]
            recognised = [number for number in wanted if pages[number]]
            if recognised:
                warnings.append(BY_OCR.format(pages=pages_named(recognised)))
        if unread:
            warnings.append(NO_TEXT.format(pages=pages_named(unread)))
    read = tuple(line for number in sorted(pages) for line in pages[number])
    return Draft(read, pages=count, warnings=tuple(warnings), unread_pages=tuple(unread))


@contextmanager
def _opened(data: bytes) -> Iterator[object]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise ReadError(
                "the PDF is encrypted and needs a password: save a copy without one and read that."
            ) from None
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
            raise ReadError(
                "the PDF is encrypted in an unknown way: print it to a new PDF and read that."
            ) from None
        raise ReadError("the PDF is damaged or cut off. Download it again.") from None
    try:
        yield document.raw
    finally:
        document.close()


def _refuse_truncated(data: bytes) -> None:
    """A PDF that breaks off can often be opened still, but then pages are missing unseen."""
    end = data.rfind(b"%%EOF")
    tail = data[end + 5 :] if end >= 0 else b""
    if end < 0 or (len(tail) > _TAIL and b" obj" in tail):
        raise ReadError("the PDF breaks off before its end mark. Download it again.")
