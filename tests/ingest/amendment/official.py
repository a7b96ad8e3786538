"""The official texts that lie beside the checkout, parsed; tests skip where they are absent."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ingest.reading.text import Line, SourceText
from ingest.structure.document import ParsedRegulation
from ingest.structure.parse import parse

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "regulations"


def text_of(name: str) -> str:
    """The text of a sample, as it is.

    A test that asks for a sample which is not there is skipped.
    """
    path = FOLDER / f"{name}.md"
    if not path.is_file():
        pytest.skip(f"the sample regulations are not beside the checkout: {path}")
    return path.read_text(encoding="utf-8")


@cache
def law(name: str) -> ParsedRegulation:
    """A sample, parsed once."""
    lines = tuple(Line(line) for line in text_of(name).splitlines())
    return parse(SourceText(f"{name}.md", "text/markdown", "0", lines))


@cache
def law_in_pdf(name: str) -> ParsedRegulation:
    """A sample in PDF, parsed once."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    path = FOLDER / "pdf" / f"{name}.pdf"
    if not path.is_file():
        pytest.skip(f"the sample regulations are not beside the checkout: {path}")
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    lines = tuple(
        Line(line, number) for number, page in enumerate(pages, 1) for line in page.splitlines()
    )
    return parse(SourceText(path.name, "application/pdf", "0", lines, len(pages)))
