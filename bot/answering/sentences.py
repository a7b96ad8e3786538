"""Where a text's first telling sentence ends."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<![A-Z0-9(])(?<!dll)(?<!hlm)(?<!No)[.!?](?=\s+[A-Z\"'])")
_FEWEST_WORDS = 4


def first_sentence(text: str) -> tuple[str, str]:
    """A text cut after its first telling sentence: "Dilarang." alone takes the next one along.

    Abbreviations and numbers do not end a sentence.
    """
    for match in _SENTENCE_END.finditer(text):
        head = text[: match.end()].strip()
        if len(head.split()) >= _FEWEST_WORDS:
            return head, text[match.end() :].strip()
    return text.strip(), ""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, across its lines; abbreviations and numbers do not end one."""
    found = []
    for line in text.splitlines():
        start = 0
        for match in _SENTENCE_END.finditer(line):
            found.append(line[start : match.end()])
            start = match.end()
        found.append(line[start:])
    return tuple(one.strip() for one in found if one.strip())
