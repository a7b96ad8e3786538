"""Characters as a text should hold them, whatever the format they came from."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPACES = dict.fromkeys(
    (0x09, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0xA0, 0x1680, *range(0x2000, 0x200B),
     0x202F, 0x205F, 0x3000),
    " ",
)  # fmt: skip
_LINE_ENDS = dict.fromkeys([0x85, 0x2028, 0x2029], "\n")
_UNSEEN_RANGES = (
    (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF),
)  # fmt: skip
"""Controls, soft hyphens, marks of width and direction, halves of surrogate pairs."""
_INVISIBLE = {code: None for first, last in _UNSEEN_RANGES for code in range(first, last + 1)}
# Symbol fonts put their bullets into the private use area: Word's list bullets are these.
_BULLETS = dict.fromkeys([0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC, 0x2022, 0x25AA, 0x25CF], "•")

_TABLE: dict[int, str | None] = {**_LIGATURES, **_SPACES, **_LINE_ENDS, **_INVISIBLE, **_BULLETS}
_RUNS = re.compile(r"[ \r\n]+")
_LINE_END = re.compile(r"\r\n?|\n")


def clean(text: str) -> str:
    """One line of text: composed characters (NFC), single spaces, nothing invisible."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
    return _RUNS.sub(" ", text).strip(" ")


def split_lines(text: str) -> list[str]:
    """The lines of a text; unlike ``str.splitlines`` it does not split at form feeds and the like."""
    return _LINE_END.split(text)


def readable_share(text: str) -> float:
    """Share of the visible characters that have a meaning: not replaced, private or control."""
    visible = [char for char in text if not char.isspace()]
    if not visible:
        return 1.0
    bad = sum(
        char == "�" or unicodedata.category(char) in {"Co", "Cc", "Cn", "Cs"} for char in visible
    )
    return 1.0 - bad / len(visible)
