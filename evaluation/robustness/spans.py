"""Where a question may be changed, and how: what is quoted, numbered or names law stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluation.robustness.wordlists import Wordlists

_LAW = (
    r"pasal|pasl|psal|psl|ps|ayat|ayt|ay|huruf|hruf|hrf|angka|nomor|nmr|no|tahun|thn|th|bab|lampiran|"
    r"uu|undang[- ]undang|pp|perpu|perppu|skb|se|surat edaran|pkpu|perbawaslu|perpres|permen\w*|"
    r"peraturan pemerintah|kuhp|putusan"
)
_NAME = (
    r"(?:pemilu|pilkada|pemilihan|asn|aparatur|desa|disiplin(?:\s+pns)?|netralitas|"
    r"partai(?:\s+politik)?|kode\s+etik|manajemen|lima\s+menteri)\b"
)
"""What regulations go by beside their number: "UU Pemilu"."""
_UNIT = rf"(?:(?:huruf|hruf|hrf)\s+[a-z]\b|(?:{_LAW})\b\.?(?:\s+{_NAME})?|\d[\w./-]*)"
_REFERENCE = rf"\b(?:{_LAW})\b\.?(?:\s+{_NAME}|[\s(/]+{_UNIT}\)?)+"
_QUOTED = r"\"[^\"]*\"|“[^”]*”|‘[^’]*’|(?<!\w)'[^'\n]+'(?!\w)"
_ADDRESS = r"\S*(?:https?://|www\.|\w@\w)\S*|[@#]\w+"
_NUMBER = r"\S*\d\S*"
_KEPT = re.compile(rf"{_QUOTED}|{_ADDRESS}|{_REFERENCE}|{_NUMBER}", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w'’/-])[A-Za-z]+(?![\w'’/-])")


@dataclass(frozen=True)
class Word:
    """A word of a question that may be changed."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where the word ends in the question."""
        return self.start + len(self.text)


def stretches(text: str) -> list[tuple[str, bool]]:
    """The text cut into pieces, each with whether it may be changed; joined they are the text.

    Kept are quotations, addresses, references to law and whatever holds a digit.
    """
    pieces, end = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [(text[end : kept.start()], True), (kept[0], False)]
        end = kept.end()
    pieces.append((text[end:], True))
    return [(piece, free) for piece, free in pieces if piece]


def free_words(text: str, lists: Wordlists) -> list[Word]:
    """The words that may be changed: none of a kept stretch, no short name, no part of a compound."""
    found, start = [], 0
    shouted = text.isupper()
    for piece, free in stretches(text):
        if free:
            found += [
                Word(start + match.start(), match[0])
                for match in _WORD.finditer(piece)
                if match[0].lower() not in lists.fixed and (shouted or not _is_short_name(match[0]))
            ]
        start += len(piece)
    return found


def with_words(text: str, changed: Mapping[Word, str]) -> str:
    """The text with these words written otherwise."""
    for word in sorted(changed, key=lambda word: -word.start):
        text = text[: word.start] + changed[word] + text[word.end :]
    return text


def in_free_stretches(text: str, change: Callable[[str], str]) -> str:
    """The text with every stretch that may be changed put through ``change``."""
    return "".join(change(piece) if free else piece for piece, free in stretches(text))


def cased_like(model: str, text: str) -> str:
    """``text`` in the capitals of ``model``: all, only the first, or none."""
    if len(model) > 1 and model.isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def _is_short_name(word: str) -> bool:
    return len(word) > 1 and word.isupper()
