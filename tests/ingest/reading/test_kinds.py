"""What a file is: by content first, then by name; a mismatch says what to do."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ingest.reading.kinds import Kind, recognise
from knowledge.errors import ReadError
from tests.ingest.reading.making import ARTICLES, docx_of, paragraph, pdf_of, zip_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (pdf_of([ARTICLES]), "uu.pdf", Kind.PDF),
        (b"\r\n" + pdf_of([ARTICLES]), "unduh.php", Kind.PDF),
        (docx_of(paragraph("x")), "pp.docx", Kind.DOCX),
        (docx_of(paragraph("x")), "", Kind.DOCX),
        (b"<!DOCTYPE html><p>x", "a.html", Kind.HTML),
        (b"\xef\xbb\xbf<!-- x --><HTML>", "view.aspx", Kind.HTML),
        ("<html>".encode("utf-16"), "a.htm", Kind.HTML),
        (b'<?xml version="1.0"?><html xmlns="x">', "a.xhtml", Kind.HTML),
        (b"teks tanpa tanda", "a.html", Kind.HTML),
        (b"# BAB I", "a.md", Kind.MARKDOWN),
        (b"<p align=center>BAB I</p>\n# x", "a.MD", Kind.MARKDOWN),
        (b"BAB I", "a.txt", Kind.TEXT),
        (b"BAB I", "tanpa-nama", Kind.TEXT),
        ("BAB I ketentuan".encode("utf-16-le"), "a.txt", Kind.TEXT),
        (b"MZ adalah singkatan", "a.txt", Kind.TEXT),
    ],
)
def test_content_decides_and_the_name_tells_texts_apart(data: bytes, name: str, kind: Kind) -> None:
    assert recognise(data, name) is kind


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.pdf", "empty"),
        (b"<html><body>404 Not Found", "uu.pdf", "web page .* error or log-in page"),
        (b"Not found", "uu.pdf", "plain text"),
        (b"Not found", "uu.docx", "plain text"),
        (pdf_of([ARTICLES]), "uu.docx", r"content is a PDF: .*\.pdf"),
        (pdf_of([ARTICLES]), "uu.txt", "content is a PDF"),
        (docx_of(paragraph("x")), "uu.pdf", "Word document"),
        (
            OLE + "WordDocument".encode("utf-16-le"),
            "a.doc",
            r"old Word \.doc: save it as DOCX or PDF",
        ),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "old Excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (zip_of({"xl/workbook.xml": b"x"}), "a.xlsx", "Excel workbook"),
        (zip_of({"ppt/presentation.xml": b"x"}), "a.pptx", "PowerPoint"),
        (zip_of({"content.xml": b"x"}), "a.odt", "OpenDocument.*save it as DOCX or PDF"),
        (zip_of({"a.txt": b"x"}), "a.docx", "archive: unpack"),
        (zip_of({"a.txt": b"x"})[:40], "a.docx", "damaged"),
        (b"{\\rtf1 x}", "a.rtf", "RTF.*save it as DOCX or PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "a.pdf", "picture: put the scanned pages into one PDF"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "a.jpg", "picture"),
        (b"MZ\x90\x00" + bytes(99), "a.pdf", "program"),
        (b"\x1f\x8b\x08\x00" + bytes(9), "a.txt", "archive"),
        (b"From: a\nMIME-Version: 1.0\n", "a.mht", "MHTML"),
        (b'<?xml version="1.0"?><akomaNtoso/>', "a.xml", "XML"),
        (bytes(range(256)) * 20, "a.txt", "not a document"),
        (b"SQLite format 3\x00", "a.txt", "database"),
    ],
)
def test_other_files_are_refused_by_what_they_are(data: bytes, name: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        recognise(data, name)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a program in the ELF format")
def test_a_real_program_is_refused() -> None:
    with pytest.raises(ReadError, match="program"):
        recognise(Path(os.path.realpath(sys.executable)).read_bytes()[:4096], "a.txt")
