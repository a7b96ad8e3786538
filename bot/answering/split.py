"""Several questions in one message: cut it where people cut it themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = re.compile(r"(?:^|(?<=[\s:;,]))\(?(?:[1-9]|[a-e])[.)]\s+")
_LETTERED = re.compile(r"\(([a-e1-9])\)\s*")
_IN_REFERENCE = re.compile(
    r"\b(?:pasal|pasl|psal|psl|ps|ayat|ayt|ay|huruf|hruf|hrf|angka|nomor|nmr|no)\.?\s*$",
    re.IGNORECASE,
)
"""What makes "(2)" the number of a paragraph of law instead of a list mark."""
_QUESTION_END = re.compile(r"(?<=\?)\s+")
_FEWEST_WORDS = 2
_MOST_PARTS = 6


@dataclass(frozen=True)
class Pieces:
    """What a message opens with, and the questions it asks."""

    opening: str
    questions: tuple[str, ...]


def split_questions(message: str) -> Pieces | None:
    """The questions of a message that asks at least two, else None.

    Cut at list marks (``1)``, ``(a)``) when there are two or more, otherwise at question marks. What
    stands before the first list mark, or the statements before the first question, belong to every
    question.
    """
    marked = _LETTERED.sub(lambda m: f" {m[1]}) ", message)
    marks = [m for m in _NUMBERED.finditer(marked) if not _IN_REFERENCE.search(marked[: m.start()])]
    if len(marks) >= 2:
        opening = marked[: marks[0].start()]
        ends = [mark.start() for mark in marks[1:]] + [len(marked)]
        found = [marked[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
        return _pieces(opening, found)
    sentences = [s for s in _QUESTION_END.split(message.strip()) if s.strip()]
    asked = [s for s in sentences if s.rstrip().endswith("?")]
    if len(asked) < 2:
        return None
    statements = re.split(r"(?<=[.!])\s+", asked[0])
    return _pieces(" ".join(statements[:-1]), [statements[-1], *asked[1:]])


def _pieces(opening: str, found: list[str]) -> Pieces | None:
    questions = [q.strip(" ,;.") for q in found]
    questions = [q for q in questions if len(q.split()) >= _FEWEST_WORDS]
    if not 2 <= len(questions) <= _MOST_PARTS:
        return None
    return Pieces(opening.strip(" :,;"), tuple(questions))
