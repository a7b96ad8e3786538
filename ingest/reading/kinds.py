"""What a file is: by its content first, then by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from ingest.reading.decode import decode
from knowledge.errors import ReadError


class Kind(StrEnum):
    """The formats that can be read, each by its media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"


_NAMES = {
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
}
_CALLED = {
    Kind.PDF: "a PDF",
    Kind.DOCX: "a Word document (DOCX)",
    Kind.HTML: "a web page (HTML)",
    Kind.MARKDOWN: "Markdown",
    Kind.TEXT: "plain text",
}

_PICTURE = "a picture: put the scanned pages into one PDF, which is then read by OCR"
_ARCHIVE = "a compressed archive: unpack it and read the files inside"
_PROGRAM = "a program, not a document"
_SAVE_AS = "save it as DOCX or PDF"

# Where the mark stands, the mark, and what the file is and what to do.
_OTHER: tuple[tuple[int, bytes, str], ...] = (
    (0, b"{\\rtf", f"an RTF document: {_SAVE_AS}"),
    (0, b"\x89PNG\r\n\x1a\n", _PICTURE),
    (0, b"\xff\xd8\xff", _PICTURE),
    (0, b"GIF8", _PICTURE),
    (0, b"II*\x00", _PICTURE),
    (0, b"MM\x00*", _PICTURE),
    (8, b"WEBP", _PICTURE),
    (4, b"ftypheic", _PICTURE),
    (4, b"ftypavif", _PICTURE),
    (0, b"8BPS", _PICTURE),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"MZ", _PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", _PROGRAM),
    (0, b"\xca\xfe\xba\xbe", _PROGRAM),
    (0, b"\x1f\x8b", _ARCHIVE),
    (0, b"BZh", _ARCHIVE),
    (0, b"\xfd7zXZ\x00", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"Rar!\x1a\x07", _ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (257, b"ustar", _ARCHIVE),
    (0, b"SQLite format 3\x00", "a database, not a document"),
    (0, b"%!PS", "a PostScript file: convert it to PDF"),
    (0, b"AC10", "an AutoCAD drawing, not a document"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "an encrypted Office document: save a copy without a password"),
    ("WordDocument", f"an old Word .doc: {_SAVE_AS}"),
    ("Workbook", "an old Excel .xls: save the text that matters as DOCX or PDF"),
    ("PowerPoint Document", "an old PowerPoint .ppt: save it as PDF"),
)
_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/", "an Excel workbook: save the text that matters as DOCX or PDF"),
    ("ppt/", "a PowerPoint presentation: save it as PDF"),
    ("content.xml", f"an OpenDocument file: {_SAVE_AS}"),
    ("META-INF/container.xml", "an e-book (EPUB): convert it to PDF"),
)
_HTML_START = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,300}\?>\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|article|main|section|p|h[1-6])[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(rb"\s*<\?xml[\s]")
_MAIL_START = re.compile(rb"(?:From: .*\n)?(?:MIME-Version:|X-MimeOLE:)", re.IGNORECASE)
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b\x1a")


def recognise(data: bytes, name: str) -> Kind:
    """Tell what a file is.

    Raises:
        ReadError: empty, of a kind that cannot be read, or not what its name says.
    """
    if not data:
        raise ReadError("the file is empty. Download or copy it again.")
    named = _NAMES.get(PurePath(name).suffix.lower())
    kind = _by_content(data)
    if kind is None:
        _refuse_binary(data)
        if named in {Kind.PDF, Kind.DOCX}:
            raise ReadError(
                f"the name says {_CALLED[named]} but the content is plain text: "
                "download it again, or name it .txt if the text is what you want."
            )
        return named or Kind.TEXT
    if named is not None and named != kind and not (kind is Kind.HTML and named is Kind.MARKDOWN):
        cause = (
            "an error or log-in page may have been saved in its place; open it and look, "
            if kind is Kind.HTML
            else ""
        )
        raise ReadError(
            f"the name says {_CALLED[named]} but the content is {_CALLED[kind]}: {cause}"
            f"download it again, or name it .{kind.name.lower()} if it is what you want."
        )
    return named if named is Kind.MARKDOWN else kind


def _by_content(data: bytes) -> Kind | None:
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    for place, mark, what in _OTHER:
        if data[place : place + len(mark)] == mark and (len(mark) > 2 or b"\0" in data[:512]):
            raise ReadError(f"it is {what}.")
    if data.startswith(_OLE):
        raise ReadError(f"it is {_ole_kind(data)}.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        head = decode(head).text.encode()
    if _HTML_START.match(head) or b"<html" in head.lower():
        return Kind.HTML
    if _XML_START.match(head):
        raise ReadError("it is an XML file of an unknown kind: take the PDF, DOCX or web page.")
    if _MAIL_START.match(head):
        raise ReadError("it is a saved e-mail or web archive (MHTML): save the page as HTML.")
    return None


def _ole_kind(data: bytes) -> str:
    for part, what in _OLE_KINDS:
        if part.encode("utf-16-le") in data:
            return what
    return f"an old Office file: {_SAVE_AS}"


def _zip_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise ReadError(
            "it is a DOCX or ZIP file that is damaged or cut off. Download it again."
        ) from None
    if "word/document.xml" in names:
        return Kind.DOCX
    for part, what in _ZIP_PARTS:
        if any(name.startswith(part) for name in names):
            raise ReadError(f"it is {what}.")
    if any(name.startswith("word/") for name in names):
        raise ReadError("it is a damaged Word document: open it in Word and save it anew as DOCX.")
    raise ReadError(f"it is {_ARCHIVE}.")


def _refuse_binary(data: bytes) -> None:
    """Text has no control characters to speak of; UTF-16 is told by its mark or its zeros."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > 0.02 * len(sample):
        text = decode(sample[: len(sample) // 2 * 2]).text
        odd = sum(char < " " and char not in "\t\n\v\f\r" for char in text)
        if odd > 0.02 * len(text):
            raise ReadError(
                "it is not a document of a known kind: PDF, DOCX, HTML, Markdown and text are read."
            )
