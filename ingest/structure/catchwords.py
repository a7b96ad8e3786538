"""Catch-words without an ellipsis and headings printed twice.

The foot of a page announces how the next one begins: "b. menghadiri b. menghadiri dan ...",
"(2) Hukuman . (21 Hukuman ...", "Pasal 10 / Pasal 10 (1)". The first of the two is taken out.
"""

from __future__ import annotations

import re
from collections import deque

from ingest.structure.clean import CATCHWORD, HEAD, HEADING
from ingest.structure.page_text import Edit, PageText
from ingest.structure.scanned_feet import FOOT

_MARK = re.compile(
    r"(?P<named>\b(?:(?:Ayat[ \n][({](?P<n5>\d{1,2})[)}1lIt]"
    r"|(?:Pasal|BAB|Paragraf|Huruf|Angka)[ \n](?P<n1>\w{1,5}(?:[ ][1lI](?![\w.)]))?))"
    r"|Bagian[ \n](?P<n2>Ke\w+|Pertama))(?![\w]))"
    r"|[({](?P<n3>\d{1,2}[a-z]?)[)}1lIt]"
    r"|(?<![\w.,(/-])(?P<n4>[a-z]{1,2}|\d{1,3})[ ]?[.)](?=\s)"
)
_REACH = 48
_LEFT_OVER = re.compile(r"[\s.…,;:_-]*$")


_REFERRING = re.compile(
    r"(?:\b(?:dalam|dan|atau|pada|ayat|huruf|angka|Pasal|dengan|Nomor|Tahun|menurut|dari|oleh|ketentuan"
    r"|berdasarkan|melanggar|terhadap|mengenai|serta|atas|isi|bunyi)|[,/(])[ \n]*$"
)
"""What stands before a number that is referred to: it announces nothing."""


_JOINED = re.compile(r"[;,][ \n]*(?:dan|atau|dan/atau)[ \n]*$")
"""How the last item but one of a list ends."""
_IN_SENTENCE = re.compile(r"(?<![\w.])[a-z]{3,}[ \n]*$")
"""A word of a sentence that goes on: what follows it opens no page."""


def drop_catchwords(page_text: PageText) -> PageText:
    """The text without announced beginnings and doubled headings; each is listed as mended."""
    text = page_text.text
    tops = frozenset(m.at for m in page_text.mended if m.kind in (HEAD, FOOT))
    recent: deque[tuple[int, int, str, str]] = deque(maxlen=3)
    edits: list[Edit] = []
    for match in _MARK.finditer(text):
        key = _key(match)
        for start, end, earlier, _found in reversed(recent):
            if match.start() - end > _REACH:
                break
            if earlier == key and _announces(text, start, end, match, tops):
                bare = not text[end : match.start()].strip(" \n.…")
                edits.append(Edit(start, match.start(), HEADING if bare else CATCHWORD))
                break
        recent.append((match.start(), match.end(), key, match[0]))
    return page_text.edited(_merged(edits))


def _key(match: re.Match[str]) -> str:
    number = match["n1"] or match["n5"] or match["n2"] or match["n3"] or match["n4"]
    kind = match["named"].split()[0] if match["named"] else "(" if match["n3"] else "."
    bare = number.replace(" ", "")
    if bare[:1].isdigit():
        bare = bare.replace("O", "0").replace("l", "1").replace("I", "1")
    elif kind == "BAB":
        bare = bare.upper()
    return f"{kind}{bare}"


def _announces(text: str, start: int, end: int, match: re.Match[str], tops: frozenset[int]) -> bool:
    between = text[end : match.start()]
    words = _LEFT_OVER.sub("", between).split()
    if tops.isdisjoint(range(start - 3, start + 1)):
        before = text[max(0, start - 24) : start]
        continued = _REFERRING.search(before) or _IN_SENTENCE.search(before)
        if continued and not _JOINED.search(before):
            return False
    if not words:
        return True
    following = text[match.end() : match.end() + 60].split(None, 6)
    if not following:
        return False
    if len(words) <= 5 and following[: len(words)] == words:
        return True
    return (
        len(words[0]) > 2 and following[0].rstrip(",") == words[0].rstrip(",.") and len(words) <= 4
    )


def _merged(edits: list[Edit]) -> list[Edit]:
    """Where three stand in a row, the first edit reaches to the last."""
    merged: list[Edit] = []
    for edit in edits:
        if merged and edit.start < merged[-1].end:
            if edit.end > merged[-1].end:
                merged[-1] = Edit(merged[-1].start, edit.end, merged[-1].kind)
        else:
            merged.append(edit)
    return merged
