"""Feet of pages that a scan turned into sign salad.

"SK No 106893 A" at the foot of a page of the State Secretariat comes out of a scan as
``: ,1< l.lo 106 ^-<.1 /`` or ``I'l( l.lo f fltrr< ^- A``: a run of tokens that cannot be read.
"""

from __future__ import annotations

import re

from ingest.structure.page_text import Edit

FOOT = "kaki_halaman"

_TRIGGER = re.compile(r"[\^{}\\|<>~\[\]#]|\w['\"(){}!]{1,3}[\w.,]|\w[;:,][.,'\"\w]|['\"(.,-]{3}")
_MARK = re.compile(
    r"[({\[]\s?\w{1,3}[)}\]1lIt]?[.,;:]*$|\(?[a-z0-9]{1,3}[.)]$|\d{1,2}[lI]$|[({]\w+[)}]?(?:dan|huruf)\w?$"
)
_BIT = re.compile(
    r"[A-Za-z0-9]{1,2}[;,:]?$|\d{3,6}[;,]?$|[^\w\s]{1,5}$|\W?[A-Z]$|[b-df-tv-zA-Z0-9]{3,5}$"
)
"""Small pieces that may belong to an unreadable run: single signs, words without a, e and u."""
_BIT_WORDS = frozenset(
    [
        "di",
        "ke",
        "ia",
        "si",
        "se",
        "no",
        "dr",
        "ini",
        "isi",
        "visi",
        "misi",
        "diri",
        "sisi",
        "sini",
        "kini",
        "bin",
        "poin",
        "ii",
        "iii",
        "iv",
        "vi",
        "bab",
        "dpr",
        "dprd",
        "dpd",
        "kpu",
        "pns",
        "pppk",
        "asn",
        "ppk",
        "jpt",
        "jf",
        "ja",
        "bkn",
        "pyb",
        "tni",
        "polri",
        "ttd",
        "nomor",
        "pokok",
        "tokoh",
        "toko",
        "titik",
        "motor",
        "kolom",
        "dosis",
        "kios",
        "biro",
        "thn",
        "tgl",
        "hlm",
    ]
)


def scanned_feet(text: str) -> list[Edit]:
    """Feet of pages that a scan turned into sign salad: two or more unreadable tokens in a row."""
    strong: list[tuple[int, int]] = []
    for match in _TRIGGER.finditer(text):
        if strong and match.start() < strong[-1][1]:
            continue
        start, end = _token(text, match.start())
        if end - start > 40 or end <= start:
            continue
        token = text[start:end]
        if _readable(token):
            continue
        strong.append((start, end))
    edits = []
    reached = 0
    for first, last in strong:
        if first < reached:
            continue
        start, unreadable_before = _extended(text, first, -1, reached)
        end, unreadable_after = _extended(text, last, 1, len(text))
        if unreadable_before + unreadable_after >= 1:
            edits.append(Edit(start, end, FOOT))
            reached = end
    return edits


def _extended(text: str, at: int, step: int, limit: int) -> tuple[int, int]:
    """How far a run of unreadable tokens goes to one side, and how many there are."""
    unreadable = 0
    for _ in range(14):
        if step > 0:
            match = _NEXT_TOKEN.match(text, at)
            if match is None or len(match[1]) > 40:
                break
            token, beyond = match[1], match.end()
        else:
            gap = at
            while gap > limit and at - gap < 4 and text[gap - 1] in " \n":
                gap -= 1
            if gap == at or gap <= limit:
                break
            beyond, _end = _token(text, gap - 1)
            token = text[beyond:gap]
            if len(token) > 40 or beyond < limit:
                break
        if _MARK.match(token) or token.lower().rstrip(";,:") in _BIT_WORDS:
            break
        if not _readable(token):
            unreadable += 1
        elif not _BIT.match(token) or (step < 0 and _OWN_END.fullmatch(token)):
            break
        at = beyond
    return at, unreadable


_OWN_END = re.compile(r"(?:\d+|\w)[;,.:]?|\.")
"""What may well end the sentence before a page's foot: a number, a letter, a full stop."""
_REACH = 42
_NEXT_TOKEN = re.compile(r"[ \n]{1,3}([^\s]{1,41})")


def _token(text: str, at: int) -> tuple[int, int]:
    """The bounds of the token around an offset, cut at ``_REACH`` signs to either side."""
    low, high = max(0, at - _REACH), min(len(text), at + _REACH)
    start = max(text.rfind(" ", low, at), text.rfind("\n", low, at)) + 1
    ends = [end for end in (text.find(" ", at, high), text.find("\n", at, high)) if end >= 0]
    return start or low, min(ends, default=high)


_READABLE = re.compile(
    r"[\"'“”(‘\[]*\^?[A-Za-z0-9]{3,}(?:[-/.,’'][A-Za-z0-9]+)*(?:\([a-z]+\))?[\"'”’)\].,;:!]*$"
    r"|\^?[A-Za-z]+[({]\d{1,2}[)}1l]?[.,;]?$|(?=\S*[aeu])\S*[a-z]{5}\S*$|[A-Za-z]+[,.;:)]{0,2}$"
    r"|\(\w+/\w+\)[.,;]?$|\d[\d.,/]*[).,;:%]*$|\d{1,4}[!Il]+[.,;]?$|\^[A-Za-z]{2}\S*$|[A-Z.]{2,}$|[:;,.–—-]+$"
)


def _readable(token: str) -> bool:
    return bool(_MARK.match(token) or _READABLE.match(token))
