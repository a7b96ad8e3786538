"""The parts of a document: title, considerations, body, closing formula, elucidation, annexes.

Order and formulas: UU 12/2011, Lampiran II (kerangka peraturan perundang-undangan). A law that
turns a Perpu into a law carries the whole Perpu after its own closing: two instruments in one file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

# Patterns begin with a letter, not with \b, which would make the search many times slower.
_DECIDES = re.compile(r"M(?<=\bM)(?:\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N\b|EMUTUS\S{1,5}\s*:)")
_WEIGHING = re.compile(r"M(?<=\bM)(?:enimbang|ENIMBANG)\b")
_SETS = re.compile(r"\bM[ec]n[ec]tap[kK]an\s*:?|\bMENETAPKAN\s*:?")
_SENTENCE_END = re.compile(r"\.[ \n]")
_CLOSING = re.compile(
    r"A(?<=\bA)gar[ \n]+(?:setiap|supaya)[ \n]+(?:setiap[ \n]+)?(?:orang|pengundangan)"
    r"|D(?<=\bD)i(?:tetapkan|sahkan|keluarkan|undangkan)[ \n]+(?:di|oleh)[ \n]+[A-Z]"
)
_ANNOUNCED = re.compile(r"\bAgar\b[\s.…]*(?:\S{1,12}\s*){0,3}$")
"""The catch-word of the closing formula at the foot of the last page of the body."""
_ELUCIDATION = re.compile(
    r"\bP\s?E\s?N\s?J\s?E\s?L\s?A\s?S\s?A\s?N[ \n]+ATAS\b|(?<=\n)PENJELASAN[ ]*\n"
)
_ELUCIDATION_END = re.compile(
    r"\bCukup[ \n]+jelas\.?|\bTAMBAHAN[ \n]+LEMBARAN[ \n]+NEGARA[^\n]{0,80}NOMOR[ ]\d+"
)
_ANNEX = re.compile(
    r"(?:(?<=\n)|(?<=\. ))(?:LAMPIRAN|Lampiran)(?:[ ]+(?P<number>[IVXL]{1,5}|\d{1,2}))?"
    r"(?=[ ]*(?:\n|:|PERATURAN|UNDANG|KEPUTUSAN|SURAT|Peraturan|Keputusan|Surat))"
)
_FIRST_ITEM = re.compile(r"(?<=\n)[ ]*(?:1|A|I|a)[ ]?\.[ ]")
"""Where the matter of a circular begins."""
_CIRCULAR_HEAD = re.compile(
    r"\bSURAT[ \n]+EDARAN\b[^;]{0,600}?\bTENTANG\b"
    r"|\bY[Tt][Hh]\b(?:(?!\bDitetapkan\b|\bDikeluarkan\b)[\s\S]){0,1800}?(?:"
    r"\b[Dd][Ii][ \n]*[-–—]?[ \n]*(?:[Tt]empat|TEMPAT)\b[ .]*(?=\n|[A-Z1])"
    r"|(?<=\n)[ ]*[Dd][Ii][ \n]*[-–—]?[ \n]*(?:Jakarta|JAKARTA|[Ss]eluruh[ ]Indonesia)[ .]*(?=\n))"
)
"""The title of a circular and those it is addressed to, often in a numbered list."""
_FIRST_HEADING = re.compile(
    r"\b(?:BUKU KE\w+|BAB[ \n]*[I1l]\b|Bagian (?:Kesatu|Pertama)|Pasal[ \n]+(?:1|I|l)(?![\w]))"
)


MOST_INSTRUMENTS = 8


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text."""

    start: int
    end: int

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return self.end <= self.start


@dataclass(frozen=True, slots=True)
class Instrument:
    """One regulation within a file, cut into its parts."""

    head: Span
    considerations: Span
    body: Span
    closing: Span
    elucidation: Span
    annexes: tuple[Span, ...]

    @property
    def signed(self) -> bool:
        """Whether the closing formula was found."""
        return not self.closing.empty


def instruments(text: str) -> list[Instrument]:
    """The regulations in a text; more than one only where a second one decides after the first
    has closed."""
    bounds = _bounds(text)
    return [_instrument(text, start, end) for start, end in bounds]


def _bounds(text: str) -> list[tuple[int, int]]:
    decisions = [match.start() for match in _DECIDES.finditer(text)]
    closings = [match.start() for match in _CLOSING.finditer(text)] if len(decisions) > 1 else []
    weighings = [match.start() for match in _WEIGHING.finditer(text)] if closings else []
    starts = [0]
    decided = decisions[0] if decisions else 0
    for decision in decisions[1:]:
        closed = bisect_left(closings, decision) - 1
        if closed < 0 or closings[closed] < decided:
            continue
        weighed = bisect_left(weighings, closings[closed])
        if weighed >= len(weighings) or weighings[weighed] > decision:
            continue
        starts.append(_title_start(text, closings[closed], weighings[weighed]))
        decided = decision
        if len(starts) == MOST_INSTRUMENTS:
            break
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


_TITLE = re.compile(
    r"\b(?:LAMPIRAN[ \n]+)?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI)[ \n]+[A-Z]"
)


def _title_start(text: str, start: int, end: int) -> int:
    """Where the title of a second instrument begins: the last run of capitals before it."""
    found = end
    begin = max(start, end - 700)
    for explained in _ELUCIDATION_END.finditer(text, begin, end):
        begin = explained.end()
    for match in _TITLE.finditer(text, begin, end):
        if re.search(r"[a-z]{3}", text[match.start() : end].replace("ATAS", "")) is None:
            found = match.start()
            break
        if text[match.start() : match.end() + 200].count("NOMOR"):
            found = match.start()
            break
    return found


def _instrument(text: str, start: int, end: int) -> Instrument:
    decides = _DECIDES.search(text, start, end)
    head_end = _head_end(text, start, end, decides.start() if decides else None)
    body_start = _body_start(text, start, end, decides)
    elucidation_at = _elucidation(text, body_start, end)
    closing_at = _closing(text, body_start, elucidation_at if elucidation_at is not None else end)
    annexes = _annexes(text, closing_at, end, elucidation_at)
    body_end = closing_at if closing_at is not None else end
    announced = _ANNOUNCED.search(text, max(body_start, body_end - 60), body_end)
    if closing_at is not None and announced is not None:
        body_end = announced.start()
    after_closing = min(
        [end, *(span.start for span in annexes)]
        + ([elucidation_at] if elucidation_at is not None else [])
    )
    if closing_at is None:
        body_end = after_closing
    elucidation = Span(end, end)
    if elucidation_at is not None:
        stop = min([end, *(span.start for span in annexes if span.start > elucidation_at)])
        elucidation = Span(elucidation_at, stop)
    return Instrument(
        head=Span(start, head_end),
        considerations=Span(head_end, body_start),
        body=Span(body_start, body_end),
        closing=Span(body_end, after_closing),
        elucidation=elucidation,
        annexes=annexes,
    )


def _head_end(text: str, start: int, end: int, decides: int | None) -> int:
    limit = decides if decides is not None else min(end, start + 6000)
    weighing = _WEIGHING.search(text, start, limit)
    return weighing.start() if weighing else min(limit, start + 1200) if decides is None else limit


def _body_start(text: str, start: int, end: int, decides: re.Match[str] | None) -> int:
    at = decides.end() if decides else start
    sets = _SETS.search(text, at, min(end, at + 400)) if decides else None
    if sets is not None:
        at = sets.end()
    heading = _FIRST_HEADING.search(text, at, end)
    sentence = _SENTENCE_END.search(text, at, min(end, at + 1500)) if decides else None
    if heading is not None and (decides is None or heading.start() < at + 2500):
        if sentence is not None and sentence.end() < heading.start():
            return sentence.end()
        return heading.start()
    if sentence is not None:
        return sentence.end()
    for head in _CIRCULAR_HEAD.finditer(text, at, min(end, at + 6000)):
        at = head.end()
    item = _FIRST_ITEM.search(text, at, min(end, at + 6000))
    return item.start() if item is not None else at


def _elucidation(text: str, start: int, end: int) -> int | None:
    match = _ELUCIDATION.search(text, start, end)
    return match.start() if match else None


def _closing(text: str, start: int, end: int) -> int | None:
    """The closing formula: its first words after which no article begins any more."""
    for match in _CLOSING.finditer(text, start, end):
        if not re.search(r"(?:^|\n)Pasal[ ]\d", text[match.end() : match.end() + 3000]) or (
            end - match.start() < 4000
        ):
            return match.start()
    return None


def _annexes(text: str, closing: int | None, end: int, elucidation: int | None) -> tuple[Span, ...]:
    if closing is None:
        return ()
    starts = [match.start() for match in _ANNEX.finditer(text, closing, end)]
    if not starts:
        return ()
    stops = [*starts[1:], end]
    spans = []
    for start, stop in zip(starts, stops, strict=True):
        if elucidation is not None and start < elucidation < stop:
            stop = elucidation
        spans.append(Span(start, stop))
    return tuple(spans)
