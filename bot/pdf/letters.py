"""The letters that the file's typeface has, and what stands for those that it lacks."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC = "Vera", "VeraBd", "VeraIt"
"""The faces that come with the library: no system need have any."""
MISSING = "[?]"
_NEAR = {
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "−": "\N{EN DASH}",
    "′": "'",
    "″": '"',
    "✓": "v",
    "☐": "[ ]",
}
_SILENT = {"Cf", "Mn", "Me", "Cc"}
"""Joiners, marks and controls: what they change is lost with the letter, if it is."""


@dataclass(frozen=True)
class Printable:
    """A text of which every letter can be printed."""

    text: str
    faithful: bool
    """Whether nothing stands for something else."""


@cache
def register_faces() -> frozenset[int]:
    """Make the faces known to the library; return the code points that all of them have."""
    folder = Path(reportlab.__file__).parent / "fonts"
    letters = []
    for name in (REGULAR, BOLD, ITALIC):
        face = TTFont(name, str(folder / f"{name}.ttf"))
        pdfmetrics.registerFont(face)
        letters.append(frozenset(face.face.charToGlyph))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD
    )
    return frozenset.intersection(*letters)


def printable(text: str, letters: Container[int]) -> Printable:
    """Replace what no face has: by what means the same, by the letter without its accent, or by a sign for it.

    A run of letters without any likeness gets one sign.
    """
    kept: list[str] = []
    faithful = True
    for character in unicodedata.normalize("NFC", text):
        if character == "\n" or ord(character) in letters:
            kept.append(character)
            continue
        if character.isspace():
            kept.append(" ")
            continue
        if unicodedata.category(character) in _SILENT:
            faithful &= unicodedata.category(character) in {"Cf", "Cc"}
            continue
        same = unicodedata.normalize("NFKC", character)
        if same.strip() and _all(same, letters):
            kept.append(same)
            continue
        faithful = False
        plain = _NEAR.get(character) or unicodedata.normalize("NFKD", character)[0]
        if _all(plain, letters):
            kept.append(plain)
        elif not kept or kept[-1] != MISSING:
            kept.append(MISSING)
    return Printable("".join(kept), faithful)


def _all(text: str, letters: Container[int]) -> bool:
    return all(ord(character) in letters for character in text)
