"""Markdown: its marks are taken off, its tables become cells, its numbering stays as written.

Texts extracted from PDF are often called Markdown though they are nearly plain: stray asterisks,
bars and carets in them are not marks, so only unmistakable marks are taken for such.
"""

from __future__ import annotations

import html
import re

from ingest.reading.characters import clean, split_lines
from ingest.reading.decode import decode
from ingest.reading.draft import Draft
from ingest.reading.text import Line

_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]+|$)")
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_BULLET = re.compile(r"^[ \t]*[*+][ \t]+(?=\S)")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,}|=+)$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_SEPARATOR = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_BARS = re.compile(r"(?<!\\)\|")
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
_FRONT_MATTER = re.compile(r"^[A-Za-z_][\w -]*:")

_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
# Lengths are bounded so that a line of a million asterisks costs no more than any other.
_INLINE = (
    (re.compile(r"<!--.{0,2000}?-->"), ""),
    (re.compile(r"</?[a-zA-Z][^<>]{0,300}>"), ""),
    (re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)"), ""),
    (re.compile(r"\[([^\[\]]{1,500})\]\([^()\s]{1,500}\)"), r"\1"),
    (re.compile(r"(?<![\w*])\*{2,3}(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*])\*{2,3}(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_{2,3}(?=[^\s_])([^_]{1,2000}?)(?<=[^\s_])_{2,3}(?![\w_])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,500}?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]{1,500}?)(?<=[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])"), r"\1"),
)
_MARKED = re.compile(r"[*_`\\<\[]")


def read_markdown(data: bytes) -> Draft:
    """Read Markdown; blank lines, rules, fences and front matter are left out."""
    decoded = decode(data)
    pages = decoded.text.rstrip("\f\r\n ").split("\f")
    lines: list[Line] = []
    for page, content in enumerate(pages, start=1):
        raws = split_lines(content)
        if page == 1:
            raws = raws[_end_of_front_matter(raws) :]
        _read_page(raws, page, lines)
    return Draft(tuple(lines), pages=len(pages), warnings=decoded.warnings)


def _read_page(raws: list[str], page: int, lines: list[Line]) -> None:
    fenced = False
    position = 0
    while position < len(raws):
        raw = raws[position]
        if _FENCE.match(raw):
            fenced = not fenced
            position += 1
        elif not fenced and (end := _end_of_table(raws, position)) > position:
            lines.extend(
                row for text in raws[position:end] if (row := _row(text, page)) is not None
            )
            position = end
        else:
            lines.extend(
                Line(text, page)
                for part in _BREAK.split(raw if fenced else _without_block_marks(raw))
                if (text := clean(part) if fenced else _inline(part))
            )
            position += 1


def _end_of_front_matter(raws: list[str]) -> int:
    """Lines that a leading ``---`` block of ``key: value`` takes; 0 when there is none."""
    if not raws or raws[0].strip() != "---":
        return 0
    for index, raw in enumerate(raws[1:60], start=1):
        if raw.strip() in {"---", "..."}:
            return index + 1
        if raw.strip() and not _FRONT_MATTER.match(raw) and not raw.startswith((" ", "-")):
            return 0
    return 0


def _end_of_table(raws: list[str], start: int) -> int:
    """The line after the table that starts at ``start``; ``start`` when none does.

    A table has a line of dashes under its first row, or at least two rows set between bars.
    """
    if "|" not in raws[start]:
        return start
    ruled = start + 1 < len(raws) and "|" in raws[start + 1] and _SEPARATOR.match(raws[start + 1])
    end = start
    if ruled:
        end = start + 2
        while end < len(raws) and _BARS.search(raws[end]) and raws[end].strip():
            end += 1
        return end
    while end < len(raws) and _ROW.match(raws[end]) and len(_BARS.findall(raws[end])) >= 3:
        end += 1
    return end if end - start >= 2 else start


def _row(raw: str, page: int) -> Line | None:
    if _SEPARATOR.match(raw):
        return None
    inner = raw.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells = tuple(_inline(_BREAK.sub(" ", cell)) for cell in _BARS.split(inner))
    text = " ".join(cell for cell in cells if cell)
    return Line(text, page, cells) if text else None


def _without_block_marks(raw: str) -> str:
    raw = _QUOTE.sub("", raw)
    if _RULE.match(raw):
        return ""
    if _HEADING.match(raw):
        return _HEADING_END.sub("", _HEADING.sub("", raw))
    return _BULLET.sub("", raw)


def _inline(text: str) -> str:
    if _MARKED.search(text):
        for pattern, kept in _INLINE:
            text = pattern.sub(kept, text)
    if "&" in text:
        text = html.unescape(text)
    return clean(text)
