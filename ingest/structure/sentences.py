"""Ayat whose marks a scan has torn from their text.

Some scans set all marks of a column apart: the text reads on without "(2)", "(3)", which stand at the
foot of the page or are lost. An article that refers to its own ayat has them all the same, and each
ayat is one sentence (UU 12/2011, Lampiran II, number 88), so that sentences tell where they begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.context import Parse
from ingest.structure.lists import Placed, nested
from ingest.structure.marks import UNNUMBERED, Form, Mark, marks

_OWN_AYAT = re.compile(r"\b(?:pada|dalam)[ \n]ayat[ \n]*[({](?P<number>\d{1,2})[)}1l]")
_SENTENCE = re.compile(r"(?<=[a-z0-9)%]\.)[ \n]+(?=[A-Z][A-Za-z]+[ \n]+[A-Za-z0-9(])")
_TEXT = re.compile(r"\S")


def with_torn_marks(
    parse: Parse, start: int, end: int, placed: Sequence[Placed]
) -> Sequence[Placed]:
    """The marks of an article, with ayat found by their sentences where marks are torn off."""
    if not _torn(parse.text, start, end, placed):
        return placed
    found = marks(parse.text, start, end, parse.page_tops)
    taken = {mark.start for mark in found}
    begins = [match.end() for match in _SENTENCE.finditer(parse.text, start, end)]
    first = _TEXT.search(parse.text, start, end)
    if first is not None:
        begins.insert(0, first.start())
    found += [Mark(at, at, UNNUMBERED, 2.0) for at in begins if at not in taken]
    found.sort(key=lambda mark: mark.start)
    introduced = [
        parse.text[max(start, m.start - 8) : m.start].rstrip().endswith(":") for m in found
    ]
    better = nested(found, opens_after=introduced)
    return better if sum(item.form is Form.AYAT for item in better) > 1 else placed


def _torn(text: str, start: int, end: int, placed: Sequence[Placed]) -> bool:
    """Whether an article refers to ayat of its own that it does not have, or an ayat to itself."""
    ayat = [item for item in placed if item.form is Form.AYAT]
    references = [(m.start(), int(m["number"])) for m in _OWN_AYAT.finditer(text, start, end)]
    if not references:
        return False
    if any(item.missing for item in ayat):
        return True
    if not ayat:
        return True
    bounds = [item.mark.start for item in ayat[1:]] + [end]
    for item, stop in zip(ayat, bounds, strict=True):
        begin = item.mark.start
        if any(begin < at < stop and number == item.number.value for at, number in references):
            return True
    return False
