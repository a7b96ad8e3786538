"""From a document's lines to running text: page furniture and catch-words out, all of it listed.

Government documents print the first words of the next page at the foot of the page before
("b. menghadiri ..."), a head "PRESIDEN REPUBLIK INDONESIA - 5 -", and a foot "SK No 106893 A",
which a scan renders as ``: ,1< l.lo 106 ^-<.1 /``.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

from ingest.reading.text import SourceText
from ingest.structure.page_text import Edit, PageText
from ingest.structure.scanned_feet import scanned_feet

HEAD = "kepala_halaman"
CATCHWORD = "kata_sambung"
HEADING = "judul"
WORDING = "teks"
TORN = "nomor_lepas"

_CHARACTERS = str.maketrans(
    {
        "\u00a0": " ",
        "\t": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\ufeff": " ",
        "\u00ad": "",
        "\u200b": "",
    }
    | {"\r": "", "\x0c": " ", "\x0b": " ", "\u2028": " ", "\u2029": " ", "\x85": " "}
)
_LINE_HYPHEN = re.compile("[\ufffe\uffff\x02]")
_MARKDOWN = re.compile(r"^#{1,6} |\*\*|__")

_FURNITURE_LINE = re.compile(
    r"\s*(?:[-–—_~]\s*\d{1,4}\s*[-–—_~]?|\d{1,4}\s*[-–—]|SALINAN"
    r"|(?:Halaman|Hal\.?|Page)\s+\d{1,4}(?:\s+(?:dari|of|/)\s+\d{1,4})?|\d{1,4}\s+/\s+\d{1,4}"
    r"|SK\s+No\.?\s*\d+\s*[A-Z]?|(?:https?://|www\.)\S+|\S+\.go\.id\S*"
    r"|(?:-\s*\d{1,4}\s*-\s*)?\d{4},\s*No\.?\s?\d+(?:\s*-\s*\d{1,4}\s*-)?|PRESIDEN\s+REPUBLIK\s+INDONESIA)\s*"
)
# A pattern that begins with a letter is searched many times faster than one that begins with \b:
# what stands before the letter is looked at behind it.
_INLINE_HEADS = (
    re.compile(
        r"P(?<=\bP)[A-Z](?:[A-Z]|[ ](?=[A-Z]{1,6}[ ])){2,9}EN REPU[A-Z]{3,5} INDONESIA\b(?!\s*,)"
        r"(?:\s*[-–_]\s*\d{1,4}\s*[-–_])?"
    ),
    re.compile(r"SK(?<=\bSK)\s+No\s+\d{5,7}\s*[A-Z]?\b"),
    re.compile(r"[-_](?<=\s[-_])\s?\d{1,3}\s?[-_](?=\s)"),
)
_PREAMBLE_END = re.compile(r"M\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N|MEMUTUS\S{1,5}\s*:")
_SIGNING = re.compile(r"\b(?:Ditetapkan|Disahkan) di\b")
_ELLIPSIS = re.compile(r"…(?:[… ]*…)?|\.(?: ?\.){2,6}")
_TORN_MARKS = re.compile(
    r"\n(?P<torn>[ ]*(?:-?[({][ ]?\w{1,2}[)}lt1]-?[ ]*){2,12}(?=\n)"
    r"|[ ]*[({]\w{1,2}[)}lt1][ ]*(?=\n+(?:Pasal|BAB|Bagian|Paragraf)[ ])"
    r"|[ ]*(?:[a-z]|\d{1,2})[ ]?\.[ ]*(?:\n[ ]*(?:[a-z]|\d{1,2})[ ]?\.[ ]*)+(?=\n))"
)
"""Marks that stand in lines of their own, apart from what they number: one or more of ayat, two or
more of a list."""
_SPACED_BAB = re.compile(r"\bB A B\b")
_WORDINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<caret>\^)(?=\^{0,3}[A-Za-z])",
        r"\d(?P<percent>\s?(?:o[/lI]?[oh0]|0[/lI]o|[Vv]o))(?=\s*\()",
        r"dan(?<=\bdan)(?P<andor> ?[fIl|1][ ]?)atau\b",
        r"ahun (?<=[Tt]ahun )(?P<year>[12lI][0-9OolIiLZ]{3})\b",
        r"ayat (?<=\bayat )(?P<ref>[({l]\s?(?:\d{1,2}|[lI])(?:[1lIt!]|\)))(?=[\s,;.]|dan\b|huruf\b)",
    )
)
_LINE_END_HYPHEN = re.compile(r"-[ ]*\n[ ]*(?=(?P<right>[a-z]{2,20})(?![\w-]))")
_WORD_BEFORE = re.compile(r"(?<![\w-])[A-Za-z][a-z]{1,20}$")
_WORDING_READ = {"caret": "", "percent": "%", "andor": "/"}
_YEAR = str.maketrans("OolIiLZ", "0011112")


def clean(source: SourceText) -> PageText:
    """The running text of a document; what was taken out of it is in ``mended``."""
    page_text = _furniture_lines(_joined(source), _repeated(source))
    page_text = page_text.edited(_inline_furniture(page_text.text))
    page_text = page_text.edited(_wording(page_text.text))
    page_text = page_text.edited(_ellipses(page_text.text))
    page_text = page_text.edited(_hyphens(page_text.text))
    return page_text.edited(
        Edit(match.start("torn"), match.end(), TORN)
        for match in _TORN_MARKS.finditer(page_text.text)
    )


def _joined(source: SourceText) -> PageText:
    pieces: list[str] = []
    starts = [0]
    numbers = [source.lines[0].page if source.lines else 1]
    rows: dict[int, tuple[str, ...]] = {}
    at = 0
    for line in source.lines:
        text = line.text.translate(_CHARACTERS)
        if "\ufffe" in text or "\uffff" in text or "\x02" in text:
            text = _LINE_HYPHEN.sub("-", text)
        if text.startswith("#") or "**" in text or "__" in text:
            text = _MARKDOWN.sub("", text)
        if line.page != numbers[-1]:
            starts.append(at)
            numbers.append(line.page)
        if line.cells:
            rows[at] = line.cells
        pieces.append(text)
        pieces.append("\n")
        at += len(text) + 1
    return PageText("".join(pieces), tuple(starts), tuple(numbers), (), rows)


def _repeated(source: SourceText) -> frozenset[str]:
    """First and last lines that stand on at least half of the pages, digits aside."""
    if source.pages < 4:
        return frozenset()
    seen: Counter[str] = Counter()
    edges: dict[int, list[str]] = {}
    for line in source.lines:
        if line.text.strip():
            edges.setdefault(line.page, []).append(line.text)
    for lines in edges.values():
        seen.update({_shape(text) for text in (*lines[:2], *lines[-2:])})
    return frozenset(
        shape
        for shape, count in seen.items()
        if count * 2 >= len(edges) and count >= 4 and not shape.startswith(("Pasal", "(", "Cukup"))
    )


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip())[:80]


def _furniture_lines(page_text: PageText, repeated: frozenset[str]) -> PageText:
    text = page_text.text
    body = _PREAMBLE_END.search(text)
    start_of_body = body.start() if body else 0
    signed = _SIGNING.search(text, start_of_body)
    edits = []
    at = 0
    for line in text.splitlines(keepends=True):
        length = len(line)
        stripped = line.strip()
        if stripped and length < 90 and at not in page_text.rows:
            if _shape(stripped) in repeated:
                edits.append(Edit(at, at + length, HEAD))
            elif _FURNITURE_LINE.fullmatch(line):
                named = stripped.startswith("PRESIDEN")
                near_signing = signed is not None and 0 < at - signed.start() < 200
                if not named or (at > start_of_body and not near_signing):
                    edits.append(Edit(at, at + length, HEAD))
        at += length
    return page_text.edited(edits)


def _inline_furniture(text: str) -> list[Edit]:
    body = _PREAMBLE_END.search(text)
    start = body.end() if body else 0
    edits = []
    for pattern in _INLINE_HEADS:
        for match in pattern.finditer(text, start):
            before = text[max(0, match.start() - 120) : match.start()]
            if not _SIGNING.search(before):
                edits.append(Edit(match.start(), match.end(), HEAD))
    edits.extend(scanned_feet(text))
    return edits


def _wording(text: str) -> list[Edit]:
    edits = []
    for match in chain.from_iterable(pattern.finditer(text) for pattern in _WORDINGS):
        name = match.lastgroup or ""
        found = match[name]
        if name == "year":
            read = found.translate(_YEAR)
        elif name == "ref":
            read = f"({found[1:-1].strip().translate(_YEAR)})"
        else:
            read = _WORDING_READ[name]
        if read != found:
            edits.append(Edit(match.start(name), match.end(name), WORDING, read))
    edits.extend(
        Edit(match.start(), match.end(), WORDING, "BAB") for match in _SPACED_BAB.finditer(text)
    )
    return edits


def _hyphens(text: str) -> list[Edit]:
    """Words that the end of a line breaks ("peme-/rintah"), where the document has the whole word
    elsewhere; compounds ("sayur-mayur") keep their hyphen."""
    edits = []
    words: set[str] | None = None
    for match in _LINE_END_HYPHEN.finditer(text):
        left = _WORD_BEFORE.search(text, max(0, match.start() - 22), match.start())
        if left is None:
            continue
        if words is None:
            words = set(re.findall(r"[a-z]{5,}", text))
        if left[0].lower() + match["right"] in words:
            edits.append(Edit(match.start(), match.end(), WORDING))
    return edits


def _ellipses(text: str) -> list[Edit]:
    """Catch-words that end in an ellipsis: the same words open the next page."""
    edits = []
    for match in _ELLIPSIS.finditer(text):
        line_start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 60)
        words = re.findall(r"\S+", text[line_start : match.start()])[-5:]
        following = " ".join(text[match.end() : match.end() + 100].split()[:8])
        if not words or not following:
            continue
        for count in range(len(words), 0, -1):
            tail = words[-count:]
            caught = " ".join(tail)
            if following.startswith(caught) or _nearly(tail, following):
                start = text.rfind(tail[0], line_start, match.start())
                if count > 1:
                    start = _start_of(text, tail, line_start, match.start())
                edits.append(Edit(start, match.end(), CATCHWORD))
                break
    return edits


def _nearly(words: list[str], following: str) -> bool:
    """The number of a catch-word was misread: ``Pasal 21I ...`` before ``Pasal 21``."""
    if len(words) != 2 or words[0] not in ("Pasal", "BAB", "Bagian", "Paragraf", "Ayat", "Huruf"):
        return False
    return following.startswith(words[0] + " ")


def _start_of(text: str, words: list[str], start: int, end: int) -> int:
    at = end
    for word in reversed(words):
        at = text.rfind(word, start, at)
    return at
