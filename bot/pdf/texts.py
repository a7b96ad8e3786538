"""The words of an answer's PDF that are not the answer's own, read from ``bot/data/pdf.yaml``."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text


class PdfTexts(CheckedTexts):
    """All texts of the file."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "standing": frozenset({"status"}),
        "edition": frozenset({"edition", "date"}),
        "running": frozenset({"subject", "edition"}),
        "page": frozenset({"page", "count"}),
    }

    subject: Text
    author: Text
    question: Text
    verdict: Text
    texts: Text
    standing: Text
    none: Text
    about: Text
    edition: Text
    disclaimer: Text
    replaced: Text
    running: Text
    page: Text


@cache
def pdf_texts() -> PdfTexts:
    """The texts.

    Raises:
        DataError: the file is unreadable or breaks the schema; names the first fault.
    """
    return load_texts("pdf.yaml", PdfTexts)
