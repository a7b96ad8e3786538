"""The headings of a body: articles first, then the Bab, Bagian and Paragraf that stand before them.

Rules of form: UU 12/2011, Lampiran II, numbers 62-113 (Bab, Bagian, Paragraf, Pasal).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.structure.document import UnitKind
from ingest.structure.numbers import Number, Reading, digits, ordinal, roman
from ingest.structure.sequence import Candidate, Chosen, rising

_ARTICLE = re.compile(
    r"\b(?:(?<=\n)Pasal[.,]|Pasal|PASAL|(?<=[.;:][ \n])pasal|Pasa[It1tJ\]dl!]{1,2}|Pasa[.-]l|Pas[ad]l?|Pasai)"
    r"(?P<gap>[ \n]{0,3})"
    r"(?P<number>[0-9OolILSZT]{1,4}(?:[ ][0-9OolI]{1,2}(?![\w.)])){0,2}[A-Z]{0,2})(?![\w])"
)
_ROMAN_ARTICLE = re.compile(r"\b(?:Pasal|PASAL)[ \n]{1,3}(?P<number>[IVX1l]{1,5})(?!\w)")
_REFERRING = re.compile(
    r"(?:\b(?:dalam|pada|dimaksud|dengan|ketentuan|dari|oleh|menurut|berdasarkan|melanggar"
    r"|terhadap|sesuai|juncto|jo|s\.d|huruf [a-z]|angka \d+|ayat|serta|dan|atau|isi|rumusan|bunyi"
    r"|sejak|antara|mengenai|tentang|atas|selain|setelah|yakni|yaitu|sehingga|perubahan|adalah"
    r"|tanggal|mencabut|menghapus|Penjelasan|penjelasan|angka)\.?"
    r"|ayat \(?\w{1,3}\)?|[,(/–-])[ \n]*$"
)
_REFERENCE_TAIL = re.compile(
    r"[ \n]*(?:ayat\b|huruf\b|angka\b|sampai\b|s\.d|dan\b|atau\b|serta\b|juncto\b|jo\b|sebagaimana\b"
    r"|diubah\b|dihapus\b|berbunyi\b|tersebut\b|diatas\b|di atas\b|UUD\b|[,;)/:]|\.(?![ \n]*\(|[ ]*\n)"
    r"|(?:Undang-[ ]?Undang|Peraturan[ ]Pemerintah)[ \n]+(?:Nomor|No\.|Dasar|Republik|Hukum))"
)
_TITLE_BEFORE = re.compile(r"(?:BAB|Bagian|Paragraf|BAGIAN|PARAGRAF)\b[^.;:]{0,200}$")
_FULL_STOP = re.compile(
    r"[ ]?\.(?=[ ]*\n|[ \n]*\()|[ ]?[.,;:'`^*-][ .,;:'`^*-]{0,5}\n?(?=\([1lI]\) [A-Z])"
)
"""Older headings end in a full stop: "Pasal 7."; specks of a scan stand before a first ayat."""
_SPECKS = re.compile(r"(?<=[.;:])[ \n]+[-^*',:. ]{1,6}$")
"""Specks of a scan between the end of a sentence and a heading."""
LOOK_BACK = 48


def article_candidates(text: str, start: int, end: int) -> list[Candidate]:
    """Every place between two offsets where an article may begin, references left out."""
    found = []
    for match in _ARTICLE.finditer(text, start, end):
        if match[0] == "Pasal":  # the word alone, its last letter read as the number one
            continue
        stop = _FULL_STOP.match(text, match.end())
        after = stop.end() if stop else match.end()
        score = heading_score(text, match.start(), after, start)
        if score is None:
            continue
        readings = digits(match["number"])
        if not match["gap"]:
            score -= 2
        if readings:
            found.append(Candidate(match.start(), after, readings, score))
    return found


def roman_candidates(text: str, start: int, end: int) -> list[Candidate]:
    """Every place where a Roman-numbered article of an amending regulation may begin."""
    found = []
    for match in _ROMAN_ARTICLE.finditer(text, start, end):
        score = heading_score(text, match.start(), match.end(), start)
        if score is not None and (readings := roman(match["number"])):
            found.append(Candidate(match.start(), match.end(), readings, score))
    return found


def heading_score(text: str, at: int, after: int, start: int) -> float | None:
    """How much a place looks like a heading; None when it is plainly a reference."""
    before = _SPECKS.sub("", text[max(start, at - LOOK_BACK) : at])
    tail = text[after : after + 40]
    if _REFERENCE_TAIL.match(tail):
        return None
    stripped = before.rstrip(" \n")
    line_start = not stripped or "\n" in before[len(stripped) :]
    score = 1.0
    if _REFERRING.search(before) and not stripped.endswith((".", ";", ":")):
        if not (line_start and tail.startswith("\n") and tail.lstrip("\n ")[:1].isupper()):
            return None
        score -= 5
    if line_start:
        score += 4
    if tail.startswith("\n") or not tail.strip():
        score += 2
    if not stripped or stripped[-1] in ".;:" or _after_title(text, start, at):
        score += 3
    following = tail.lstrip(" \n")
    if following[:1] in ("(", "{", "["):
        score += 3
    elif following[:1].isupper():
        score += 1
    elif following[:1].islower():
        score -= 3
    return score


def _after_title(text: str, start: int, at: int) -> bool:
    return _TITLE_BEFORE.search(text, max(start, at - 260), at) is not None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that was accepted, with its number and the place of what follows it."""

    kind: UnitKind | None
    """None for a Buku, of which units know nothing."""
    start: int
    end: int
    number: Number
    printed: str
    mended: bool
    raw: str


_QUOTES = re.compile(r"\bberikut[ \n]*:[ \n]*[\"“]?$")
_QUOTED_COST = 14.0


def articles(text: str, start: int, end: int, first: int | None = 1) -> list[Heading]:
    """The articles between two offsets, as one rising sequence from ``first`` on; an article that an
    instruction quotes ("berbunyi sebagai berikut: Pasal 5 ...") is hardly one of them."""
    candidates = [
        replace(candidate, score=candidate.score - _QUOTED_COST)
        if _QUOTES.search(text, max(start, candidate.start - 20), candidate.start)
        else candidate
        for candidate in article_candidates(text, start, end)
    ]
    chosen = rising(candidates, gap_cost=2.5, first=first)
    return [heading_of(text, UnitKind.PASAL, item) for item in chosen]


def heading_of(text: str, kind: UnitKind, chosen: Chosen) -> Heading:
    """The accepted heading of a chosen candidate."""
    reading: Reading = chosen.reading
    raw = text[chosen.start : chosen.end]
    mended = reading.mended or not raw.startswith(_WELL_PRINTED)
    return Heading(kind, chosen.start, chosen.end, reading.number, reading.printed, mended, raw)


_WELL_PRINTED = (
    "Pasal ",
    "Pasal\n",
    "PASAL",
    "BAB ",
    "BAB\n",
    "Bagian",
    "BAGIAN",
    "Paragraf",
    "PARAGRAF",
)


_GROUP = re.compile(
    r"\b(?:(?P<buku>BUKU|Buku)[ \n]+(?P<book>KE[A-Z]{3,}|Ke[a-z]{3,})"
    r"|BAB[ \n]*(?P<bab>[IVXLC1lUiv]{1,7}[A-H]?)(?!\w)"
    r"|(?:Bag[a-z]{0,2}an|BAGIAN)[ \n]+(?P<bagian>(?:Ke\w{3,}|KE\w{3,}|Pertama|PERTAMA)"
    r"(?:[ \n]+(?:Belas|BELAS|Puluh|PULUH)(?:[ \n]+(?:Satu|Dua|Tiga|Empat|Lima|Enam|Tujuh|Delapan"
    r"|Sembilan)\b)?)?)"
    r"|(?:Paragra[fldi]?\w?|PARAGRAF)[ \n]+(?P<paragraf>[0-9lIO]{1,3}|Ke[a-z]{3,})(?!\w))"
)
_NOT_A_TITLE = re.compile(
    r"\A\s*[.;:!?]|(?<=[A-Za-z\d)]{2})[.;:!?](?:\s|$)|\(\d{1,2}\)|\bdimaksud\b"
)
_TITLE_LIMIT = 420


def groups(text: str, start: int, end: int, below: list[Heading]) -> list[Heading]:
    """The Bab, Bagian and Paragraf of a body: headings after which nothing but titles stands
    before the next article."""
    starts = [heading.start for heading in below]
    found: list[Heading] = []
    matches = list(_GROUP.finditer(text, start, end))
    index = len(starts) - 1
    following: int | None = None
    for match in reversed(matches):
        while index >= 0 and starts[index] > match.start():
            index -= 1
        article = starts[index + 1] if index + 1 < len(starts) else None
        target = article
        if following is not None and (target is None or following < target):
            target = following
        if target is None or target - match.end() > _TITLE_LIMIT:
            continue
        title = text[match.end() : target]
        if _NOT_A_TITLE.search(title) or _refers(text, match.start(), start):
            continue
        heading = _group(text, match)
        if heading is not None:
            found.append(heading)
            following = match.start()
    return found[::-1]


_GROUP_REFERENCE = re.compile(
    r"\b(?:dalam|pada|dimaksud|dengan|ketentuan|judul|antara|dan|yakni|yaitu)[ \n]*$"
)


def _refers(text: str, at: int, start: int) -> bool:
    before = text[max(start, at - 20) : at]
    return bool(_GROUP_REFERENCE.search(before)) and not before.rstrip(" ").endswith("\n")


def _group(text: str, match: re.Match[str]) -> Heading | None:
    readings: tuple[Reading, ...]
    if match["bab"]:
        kind, readings = UnitKind.BAB, roman(match["bab"])
    elif match["bagian"]:
        value = ordinal(match["bagian"])
        printed = " ".join(match["bagian"].split())
        kind = UnitKind.BAGIAN
        readings = (Reading(Number(value), printed, value == 0),)
    elif match["paragraf"]:
        kind = UnitKind.PARAGRAF
        readings = digits(match["paragraf"])
        if not readings:
            value = ordinal(match["paragraf"])
            readings = (Reading(Number(value), match["paragraf"], value == 0),)
    else:
        value = ordinal(match["book"])
        return Heading(
            None, match.start(), match.end(), Number(value), match["book"], False, match[0]
        )
    if not readings:
        return None
    best = readings[0]
    mended = best.mended or not match[0].startswith(_WELL_PRINTED)
    return Heading(kind, match.start(), match.end(), best.number, best.printed, mended, match[0])
