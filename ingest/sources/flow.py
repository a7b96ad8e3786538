"""Running text back into the lines of the official document.

An API may hand out an article as one line: "... meliputi: a. ...; b. ... (2) ...". The numbering
shows where the official document begins a line; only the white space there is changed.
"""

from __future__ import annotations

import re

_MARK = re.compile(
    r"(?:^|(?<=\s))(?P<mark>\((?P<ayat>\d{1,3})\)|(?P<angka>\d{1,3})\.|(?P<huruf>[a-z])\.)(?=\s)"
)
_BEFORE_NEXT = re.compile(r"(?:[.;:,]|\b(?:dan|atau|dan/atau))$")


def lines_of(content: str) -> list[str]:
    """The lines of a unit's content, without blank ones.

    Content that has lines keeps them. A single line is broken before each number that follows its
    predecessor - (1), (2); a., b.; 1., 2. - and ends a clause; the first of a list follows a colon
    (UU 12/2011 Lampiran II on tabulation). "Pasal 5 ayat (2)" is no such place.
    """
    lines = [line.strip() for line in content.splitlines() if line.strip()]
    return lines if len(lines) != 1 else _broken(lines[0])


def _broken(line: str) -> list[str]:
    starts = [0]
    open_lists: list[tuple[str, int]] = []  # style and last number, the outermost first
    for match in _MARK.finditer(line):
        style = _style(match)
        number = _number(match[style])
        before = line[: match.start()].rstrip()
        opens = number == 1 and (not before or (before.endswith(":") and style != "ayat"))
        if opens:
            open_lists.append((style, 1))
        elif (style, number - 1) in open_lists and _BEFORE_NEXT.search(before):
            del open_lists[open_lists.index((style, number - 1)) :]
            open_lists.append((style, number))
        else:
            continue
        starts.append(match.start())
    ends = [*starts[1:], len(line)]
    pieces = (line[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return [piece for piece in pieces if piece]


def _style(match: re.Match[str]) -> str:
    return next(style for style in ("ayat", "angka", "huruf") if match[style])


def _number(text: str) -> int:
    return int(text) if text.isdigit() else ord(text) - ord("a") + 1
