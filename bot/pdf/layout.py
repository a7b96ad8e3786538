"""How the parts of an answer's PDF look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from bot.pdf.letters import BOLD, ITALIC, REGULAR
from knowledge.model import Verdict

MARGIN = 22 * mm
INDENT = 8 * mm
FOOT = HexColor("#5b6470")
_INK = HexColor("#1c2430")
_RED = HexColor("#a1121f")
_COLOURS = {
    Verdict.DILARANG: "#a1121f",
    Verdict.WAJIB: "#5b2a86",
    Verdict.BOLEH_BERSYARAT: "#8a5a00",
    Verdict.BOLEH: "#1d6b3a",
}
"""An ornament only: the verdict stands there in words."""
_OTHER = "#24507a"

Styles = Mapping[str, Any]


def make_styles(verdict: Verdict) -> Styles:
    """The styles of a document, by the part that they are for."""
    colour = HexColor(_COLOURS.get(verdict, _OTHER))
    text = ParagraphStyle(
        "text", fontName=REGULAR, fontSize=9.5, leading=13.5, textColor=_INK, spaceAfter=5
    )
    small = _like(text, fontSize=8, leading=11, textColor=FOOT, spaceAfter=3)
    indented = {"leftIndent": INDENT}
    return {
        "text": text,
        "small": small,
        "title": _like(text, fontName=BOLD, fontSize=16, leading=20, spaceAfter=10),
        "label": _like(small, spaceBefore=2, keepWithNext=1),
        "question": _like(text, fontName=ITALIC, spaceAfter=9),
        "verdict": _like(
            text,
            fontName=BOLD,
            fontSize=14,
            leading=18,
            textColor=colour,
            borderColor=colour,
            borderWidth=1.2,
            borderPadding=(5, 7, 5, 7),
            leftIndent=8,
            rightIndent=8,
            spaceBefore=9,
            spaceAfter=8,
        ),
        "headline": _like(text, fontName=BOLD, fontSize=11, leading=15, spaceAfter=7),
        "heading": _like(
            text, fontName=BOLD, fontSize=11, leading=15, spaceBefore=9, keepWithNext=1
        ),
        "item": _like(
            text,
            **indented,
            bulletIndent=2 * mm,
            bulletFontName=REGULAR,
            bulletFontSize=9.5,
            spaceAfter=3,
        ),
        "source": _like(
            text,
            **indented,
            fontName=BOLD,
            bulletFontName=BOLD,
            bulletFontSize=9.5,
            spaceBefore=5,
            spaceAfter=1,
            keepWithNext=1,
        ),
        "standing": _like(small, **indented, spaceAfter=2, keepWithNext=1),
        "out_of_force": _like(
            small, **indented, fontName=BOLD, textColor=_RED, spaceAfter=2, keepWithNext=1
        ),
        "quote": _like(text, **indented, spaceAfter=3),
        "small_in": _like(small, **indented, spaceAfter=2),
        "out_of_force_about": _like(small, fontName=BOLD, textColor=_RED),
    }


def _like(base: Any, **changes: Any) -> Any:
    return ParagraphStyle("_", base, **changes)
