"""What was told, told over again with what a follow-up changes in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.cues import Cues, Mention, matches, mentions
from knowledge.text import stem

_SEGMENT = re.compile(r"[,;:.!?\n–—]+(?=\s|$)|\s-\s")
_DENIAL = re.compile(
    r"(?:^|\b(?:maaf|saya|itu|ini|jadi|yang|dan|ralat|koreksi|maksudnya|maksud saya) |(?<= ))"
    r"bukan(?: lagi| juga)? (?P<what>.+?)"
    r"(?: (?:tapi|tetapi|melainkan|namun|maksud(?:nya|ku)?(?: saya)?) (?P<rest>.+))?$"
)
_NOT_YET = re.compile(r"\bbelum (\w+)$")
_ASKING = re.compile(
    r"\b(?:apakah|bolehkah|bisakah|boleh(?: tidak)?|bisa tidak|tidak ya|bagaimana|kapan|kenapa|mengapa|berapa|"
    r"siapa|(?:kena |itu )?apa|di mana|ke mana|haruskah|gimana|dilarang tidak|aman tidak|salah tidak|"
    r"melanggar tidak)\b"
)
_DENYING = re.compile(r"(?:\b(?:saya|maaf|dan|kalau) )?\b(?:bukan|belum)(?: \w+){0,2} $")
_REPLACED_ALWAYS = ("status", "waktu", "atribut", "hubungan", "fasilitas")
"""Facts of which one value drives out another, whoever states it."""
_REPLACED_BY_CORRECTION = ("objek", "peran", "kanal", "fase", "niat")
_OUTSIDER = "bukan_asn"
"""The status that is told by denying others: "bukan pns"."""
_REPLACING = {"objek": ("penyelenggara_resmi", "pemilihan_lain"), "peran": ("pasif",)}
"""Values that drive out another of their fact even where nothing is corrected."""
_BARE_PHASE = "masa_kampanye"
_LONGEST_PARALLEL = 3


def segments_of(typed: str) -> list[str]:
    """A message cut at its punctuation."""
    return [one.strip() for one in _SEGMENT.split(typed) if one.strip()]


def statement_of(segments: Sequence[str]) -> str:
    """What a message tells, without what it asks: of "istri saya caleg, boleh saya antar?" the first part.

    Of a message that is one question, its words without those that ask.
    """
    telling = [one for one in segments if not _ASKING.search(one)]
    return " ".join(telling or (" ".join(_ASKING.sub(" ", one).split()) for one in segments))


def without_denied(cues: Cues, text: str) -> str:
    """A normalised question without the statuses that it says do not hold, where it states another."""
    found = list(mentions(cues, "status", text))
    stated = {m.value for m in found if not m.denied}
    if not stated - {_OUTSIDER}:
        return text
    for one in sorted((m for m in found if m.denied), key=lambda m: -m.start):
        before = _DENYING.sub("", text[: one.start])
        text = " ".join((before + text[one.end :]).split())
    return text


def says_more(cues: Cues, text: str) -> bool:
    """Whether a normalised message says more than circumstances: "kalau malam?" does not."""
    spans = [(m.start, m.end) for fact in cues.facts for m in mentions(cues, fact, text)]
    return bool(_left_over(cues, text, spans))


def restated(cues: Cues, told: str, said: Sequence[str], *, adding: bool = True) -> str:
    """A normalised question, told over again with the normalised segments of a follow-up.

    What the follow-up denies is taken out ("bukan istri"), a fact that it states takes the place of
    another value of the same fact, and, if ``adding``, what it says besides is added.
    """
    denied: list[str] = []
    stated: list[str] = []
    for segment in said:
        if (over := _no_longer(segment, told)) is not None:
            denied.append(over)
            continue
        for part, negative in _parts(segment):
            (denied if negative else stated).append(part)
    if not stated:  # "saya bukan PNS": all that it says is what does not hold
        return " ".join((told, *said)) if adding else told
    new = " ".join(stated)
    correcting = bool(denied) or any(matches(cues.corrections, one) for one in said)
    told, used = _substituted(cues, told, new, correcting)
    for what in denied:
        told = _without(cues, told, what, new)
    left = _left_over(cues, new, used)
    if not adding or not left or (denied and set(left.split()) <= set(told.split())):
        return told
    return _parallel(told, _left_over(cues, new, ()), cues) or f"{told} {new}"


def _parts(segment: str) -> Iterator[tuple[str, bool]]:
    """The statements and denials of a segment; the second tells which it is."""
    found = _DENIAL.search(segment)
    if found is None or found["what"].startswith(("saya ", "yang ")):
        yield re.sub(r"^bukan (?=saya |yang )", "", segment), False
        return
    before = segment[: found.start()].strip()
    if before:
        yield before, False
    yield found["what"], True
    if found["rest"]:
        yield found["rest"], False


def _no_longer(segment: str, told: str) -> str | None:
    """The word of what was told that a segment takes back: "belum pensiun" after "pensiunan"."""
    found = _NOT_YET.search(segment)
    root = stem(found[1]) if found else None
    return next((word for word in told.split() if stem(word) == root), None)


def _stated(cues: Cues, fact: str, text: str) -> Mention | None:
    return next((m for m in mentions(cues, fact, text) if not m.denied), None)


def _substituted(
    cues: Cues, told: str, new: str, correcting: bool
) -> tuple[str, list[tuple[int, int]]]:
    """What was told with the facts of a follow-up in place of its own, and the words used for that."""
    used: list[tuple[int, int]] = []
    for fact in cues.facts:
        stated = _stated(cues, fact, new)
        if stated is None:
            continue
        old = _stated(cues, fact, told)
        if old is None:
            continue
        if old.value == stated.value:
            if told[old.start : old.end] == new[stated.start : stated.end]:
                used.append((stated.start, stated.end))
            continue
        if not _drives_out(fact, old.value, stated.value, correcting):
            continue
        told = _replaced(cues, fact, told, new[stated.start : stated.end], old.value)
        used.append((stated.start, stated.end))
    return told, used


def _drives_out(fact: str, old: str, new: str, correcting: bool) -> bool:
    if old == _BARE_PHASE:  # "kampanye" is also what one does
        return False
    if fact in _REPLACED_ALWAYS or (correcting and fact in _REPLACED_BY_CORRECTION):
        return True
    return new in _REPLACING.get(fact, ())


def _replaced(cues: Cues, fact: str, told: str, words: str, old: str) -> str:
    """A text with its first mention of a fact's old value in other words, and without the others."""
    spans = sorted((m.start, m.end) for m in mentions(cues, fact, told) if m.value == old)
    kept, at = [], 0
    for number, (start, end) in enumerate(spans):
        if start < at:
            continue
        kept += [told[at:start], words if number == 0 else ""]
        at = end
    kept.append(told[at:])
    return " ".join("".join(kept).split())


def _without(cues: Cues, told: str, what: str, new: str) -> str:
    """A text without what is denied; where it stood comes what is said instead."""
    content = [word for word in what.split() if word not in cues.fillers]
    pattern = re.compile(r"\b" + re.escape(" ".join(content)) + r"\b")
    if not content or not pattern.search(told):
        return told
    instead = " ".join(word for word in new.split() if word not in cues.fillers)
    there = f" {told} "
    return " ".join(pattern.sub("" if f" {instead} " in there else instead, told).split())


def _left_over(cues: Cues, new: str, used: Sequence[tuple[int, int]]) -> str:
    """What of a follow-up has found no place yet: its words besides those used and empty ones."""
    kept = list(new)
    for start, end in used:
        kept[start:end] = " " * (end - start)
    return " ".join(word for word in "".join(kept).split() if word not in cues.fillers)


def _parallel(told: str, left: str, cues: Cues) -> str | None:
    """Put a phrase in the place of the one that begins alike: "grup kantor" of "grup keluarga"."""
    words = left.split()
    tokens = told.split()
    if not 2 <= len(words) <= _LONGEST_PARALLEL or tokens.count(words[0]) != 1:
        return None
    at = tokens.index(words[0])
    if at + 1 >= len(tokens) or tokens[at + 1] in cues.fillers or tokens[at + 1] in words:
        return None
    return " ".join((*tokens[:at], *words, *tokens[at + len(words) :]))
