"""Every place in an article that may be the mark of an ayat, huruf or angka.

A mark is judged by what stands around it before any decision on the sequence is made: a reference
("sebagaimana dimaksud pada ayat (1)") is dropped here, the rest carries a score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from ingest.structure.numbers import Number, Reading, digits, letters


class Form(IntEnum):
    """How a mark is printed; one form never stands inside itself."""

    AYAT = 0
    """(1)"""
    HURUF = 1
    """a."""
    ANGKA = 2
    """1."""
    HURUF_BRACKET = 3
    """a)"""
    ANGKA_BRACKET = 4
    """1)"""
    ANGKA_BOTH = 5
    """(1) inside a huruf"""
    CAPITAL = 6
    """A."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a mark may be."""

    form: Form
    number: Number
    printed: str
    cost: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible mark: where, what it may be, and how much the place looks like one."""

    start: int
    end: int
    options: tuple[Option, ...]
    score: float


UNNUMBERED = (Option(Form.AYAT, Number(0), "", 1.0),)
"""An ayat that begins without a mark: its number is the next one."""

_MARK = re.compile(
    r"[({](?:"
    r"(?P<both>\s?(?P<ayat>\d{1,2}[a-z]?|\d[OolISZ]|[lIiOSsaBbgtz]|[lI]\d|[lI][lOI])\s?[)}](?:\.(?=\s[A-Z]))?)"
    r"|(?P<open>(?P<ayat_open>\d{1,2}|[lI]\d|[lI])[1lItJ!](?![\w(]|\s*\))|(?P<glued>\d{1,2})1?(?=[A-Z][a-z]))"
    r"|(?P<bare>(?P<ayat_bare>\d{1,2})(?=\s[A-Z][a-z])))"
    r"|(?<![\w.,(/^'’-])(?:"
    r"(?P<barred>[l|](?P<ayat_barred>\d{1,2})[lI)](?![\w)]))"
    r"|(?P<closed>(?P<number_closed>\d{1,2}|\d[lO]|[lI]\d)\s?\)(?![\w)]))"
    r"|(?P<misclosed>(?P<number_misclosed>\d{1,2})[lI](?=\s[a-z]))"
    r"|(?P<dotted>(?P<number_dotted>\d{1,3}|[lI]\d{0,2}|\d[OolI]|\d\s\d|[fijt](?=\s\.))\s?\.(?=[ \n]|[A-Z(]))"
    r"|(?P<letter_closed>(?P<letter_bracket>[a-z]{1,2})\s?\)(?=[ \n]))"
    r"|(?P<letter_dotted>(?P<letter>[a-z]{1,2}\d?|[A-Z0])\s?\.(?=[ \n]|[A-Za-z(]))"
    r"|(?P<comma>(?<=\n)(?P<number_comma>\d{1,2}|[a-z])\s?[,:](?=[ \n])))"
)
_REFERRED = re.compile(
    r"(?:\b(?:ayat|Ayat|huruf|Huruf|angka|Angka|Pasal|pasal|nomor|Nomor|NOMOR|butir|Tahun|tahun|pukul"
    r"|tanggal|sampai dengan|lampiran|Lampiran|golongan|ruang|dimaksud dalam|dimaksud pada|kelas"
    r"|tingkat|Bab|BAB|Bagian|Paragraf|diktum|Diktum|Jalan|(?:No|s\.d|Rp|Jl|a\.n|u\.b|S|H|M|dr|Dr|Ir"
    r"|Drs)[.]?)"
    r"|(?:ayat|huruf|angka|ayat-ayat)[ ](?:\S{1,6}[, ]+){0,4}(?:dan|atau|dan/atau|serta|sampai dengan|,)"
    r"|\((?:\d{1,2}[a-z]?|\d\d)\)?[ ,]*(?:dan|atau|dan/atau|sampai dengan|,)|/)[ \n]*$"
)
_JOINED = re.compile(r"(?:;|,)[ \n]*(?:dan|atau|dan/atau|dan/ atau|serta)[ \n]*$")
_TOTAL = re.compile(r"\b(?:selama|paling \w+|sebanyak|sebesar|sejumlah)[ \n]*$")
LOOK_BACK = 60


def marks(text: str, start: int, end: int, page_tops: frozenset[int] = frozenset()) -> list[Mark]:
    """All possible marks between two offsets, references left out.

    ``page_tops`` are the places before which page furniture was taken out: marks like to stand
    there, whatever the text before them ends in.
    """
    found = []
    for match in _MARK.finditer(text, start, end):
        options = _options(match)
        if not options:
            continue
        score = _score(text, match, (start, end), page_tops)
        if score is not None:
            found.append(Mark(match.start(), match.end(), options, score))
    return found


def _options(match: re.Match[str]) -> tuple[Option, ...]:
    name = match.lastgroup
    # lastgroup is the outermost group that closed last: the alternative's own name.
    match name:
        case "both":
            raw = match["ayat"]
            options = _numbered(Form.AYAT, raw, 0)
            both = _numbered(Form.ANGKA_BOTH, raw, 1.5) if raw.isdigit() else ()
            return options + both
        case "open":
            raw = match["ayat_open"] or match["glued"]
            whole = match[0].lstrip("({")
            return _numbered(Form.AYAT, raw, 0.5) + (
                _numbered(Form.AYAT, whole, 1.0) if whole.isdigit() and len(whole) == 2 else ()
            )
        case "bare":
            return _numbered(Form.AYAT, match["ayat_bare"], 1)
        case "barred":
            return _numbered(Form.AYAT, match["ayat_barred"], 1)
        case "closed":
            raw = match["number_closed"]
            misread = raw[1:] if len(raw) == 2 and raw[0] == "1" else ""  # 12) for (2)
            return (
                _numbered(Form.ANGKA_BRACKET, raw, 0)
                + _numbered(Form.AYAT, raw, 3)
                + _numbered(Form.AYAT, misread, 3)
            )
        case "misclosed":
            return _numbered(Form.ANGKA_BRACKET, match["number_misclosed"], 1)
        case "dotted":
            raw = match["number_dotted"]
            options = _numbered(Form.ANGKA, raw, 0)
            if raw.isalpha() or raw == "1":
                options += _lettered(Form.HURUF, raw, 0 if raw.islower() else 1)
            return options
        case "letter_closed":
            return _lettered(Form.HURUF_BRACKET, match["letter_bracket"], 0)
        case "letter_dotted":
            raw = match["letter"]
            options = _lettered(Form.HURUF, raw, 0 if raw[0].islower() else 2)
            if raw in "lIifjtO0":
                options += _numbered(Form.ANGKA, raw, 2)
            if raw.isupper():
                options += (Option(Form.CAPITAL, Number(ord(raw) - 64), raw, 0),)
            return options
        case "comma":
            raw = match["number_comma"]
            if raw.isdigit():
                return _numbered(Form.ANGKA, raw, 3)
            return _lettered(Form.HURUF, raw, 3)
    return ()


def _numbered(form: Form, raw: str, cost: float) -> tuple[Option, ...]:
    return tuple(
        _option(form, reading, cost)
        for reading in digits(raw)
        if reading.number.value < (100 if form is Form.AYAT else 1000)
    )


def _lettered(form: Form, raw: str, cost: float) -> tuple[Option, ...]:
    return tuple(_option(form, reading, cost) for reading in letters(raw))


def _option(form: Form, reading: Reading, cost: float) -> Option:
    return Option(form, reading.number, reading.printed, cost + (1.5 if reading.mended else 0))


def _score(
    text: str, match: re.Match[str], span: tuple[int, int], page_tops: frozenset[int]
) -> float | None:
    at = match.start()
    before = text[max(span[0], at - LOOK_BACK) : at]
    stripped = before.rstrip(" \n")
    line_start = not stripped or "\n" in before[len(stripped) :]
    joined = _JOINED.search(before)
    score = 0.0
    if not joined and stripped and stripped[-1] not in ";:" and _REFERRED.search(before):
        return None
    top = not page_tops.isdisjoint(range(at - 2, at + 1))
    if line_start or top:
        score += 3
    last = stripped[-1:]
    if not last or last in ";:":
        score += 3
    elif last == ".":
        score += 2.5
    elif joined:
        score += 3
    elif last == ",":
        score -= 0.5
    elif not line_start and not top:
        score -= 1.5
    following = text[match.end() : min(match.end() + 12, span[1])].lstrip(" \n")
    first = following[:1]
    if match.lastgroup in ("both", "open", "bare", "barred"):
        if not first or first in "({":
            return None  # torn off: nothing of an ayat follows
        if first.isupper():
            score += 2
        elif first in ",;.)":
            return None
        elif first.islower():
            if following.startswith(("huruf", "dan ", "atau ", "sampai", "tetap", "ini ")):
                return None
            score -= 2
    elif first in ",;)":
        score -= 3
    return score
