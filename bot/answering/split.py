"""Several questions in one message: cut it where people cut it themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NUMBERED = re.compile(r"(?:^|(?<=[\s:;,]))\(?(?:[1-9]|[a-e])[.)]\s+")
_LETTERED = re.compile(r"\(([a-e1-9])\)\s*")
_COUNTED = re.compile(
    r"(?:^|(?<=[.?!:;]\s))(?:yang )?(?:pertama|kedua|ketiga|keempat)\b[,:]?\s+", re.I
)
_BULLET = re.compile(r"^(?:[-–—•*·▪►→]|\d{1,2}[.)])\s*")
_IN_REFERENCE = re.compile(
    r"\b(?:pasal|pasl|psal|psl|ps|ayat|ayt|ay|huruf|hruf|hrf|angka|nomor|nmr|no)\.?\s*$",
    re.IGNORECASE,
)
"""What makes "(2)" the number of a paragraph of law instead of a list mark."""
_QUESTION_END = re.compile(r"(?<=\?)\s+")
_ASKS = (
    r"(?:apakah|apa|bolehkah|boleh|bole|blh|bleh|bisakah|bisa|haruskah|harus|wajibkah|wajib|siapa|kapan|"
    r"bagaimana|gimana|gmn|gmna|ke mana|kemana|kmn|di mana|dimana|dmn|berapa|brp|kenapa|knp|mengapa|"
    r"dilarang|melanggar|salah|aman|kena)"
)
_ASKING = re.compile(rf"\?|\b(?:{_ASKS}|sanksi\w*|hukuman\w*)\b", re.IGNORECASE)
_JOINED = re.compile(
    r"[,;]?\s+(?:dan|serta|lalu|terus|trus|trs|kemudian|lantas|sekalian)\s+(?:juga\s+)?"
    r"(?=(?:apakah|bolehkah|boleh|bisakah|haruskah|wajibkah|siapa|kapan|bagaimana|gimana|gmn|ke mana|kemana|"
    r"di mana|dimana|berapa|brp|kenapa|mengapa|apa(?! yang)|kalau|kalo|klo)\b)"
    r"(?!(?:apa(?:kah)?|bagaimana|gimana)? ?(?:saja |aja )?(?:dasar|pasal|sanksi|hukuman|syarat|aturan|alasan|akibat)"
    r"(?: hukum)?nya)",
    re.IGNORECASE,
)
"""A conjunction with a new question right behind it: "... dan apakah ...". "Like dan share" is one question, and
so is what asks for an aspect of it: "... dan apa dasarnya?"."""
_EMPTY = re.compile(
    rf"(?:{_ASKS}|ya|yah|kah|tidak|tdk|enggak|nggak|gak|ga|g|gk|ngga|sih|dong|atau|itu|ini|tadi|begitu|gitu|"
    r"betul|benar|bener|beneran|mohon|tolong|jawab\w*|penjelasan\w*|pencerahan\w*|saya|nih|min|pak|bu|"
    r"mau|ingin|izin|numpang|tanya|bertanya|nanya|halo|permisi|maaf|terima|kasih|makasih|jadi|masa|iya|kan|"
    r"yang|mana|dua|tiga|hal)",
    re.IGNORECASE,
)
"""Words of a sentence that asks nothing by itself: "boleh gak?", "betul begitu?"."""
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 2
_MOST_PARTS = 6


@dataclass(frozen=True)
class Pieces:
    """What a message opens with, and the questions it asks."""

    opening: str
    questions: tuple[str, ...]
    listed: bool = False
    """Whether its writer made a list of them."""


def split_questions(message: str, lines: Sequence[str] = ()) -> Pieces | None:
    """The questions of a message that asks at least two, else None.

    Cut at list marks (``1)``, ``(a)``, "pertama") when there are two or more, else between the given
    ``lines`` that ask, else at question marks; and everywhere where a conjunction opens a new
    question. What stands before the first list mark, or the statements before the first question, belong to every
    question.
    """
    cut = _at_marks(message) or _at_lines(message, lines) or _at_question_marks(message)
    return _pieces(
        cut.opening, [part for one in cut.questions for part in _joined(one)], cut.listed
    )


def _at_marks(message: str) -> Pieces | None:
    marked = _LETTERED.sub(lambda m: f" {m[1]}) ", message)
    for pattern in (_NUMBERED, _COUNTED):
        marks = [
            m for m in pattern.finditer(marked) if not _IN_REFERENCE.search(marked[: m.start()])
        ]
        if len(marks) >= 2:
            ends = [mark.start() for mark in marks[1:]] + [len(marked)]
            found = [marked[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
            return Pieces(marked[: marks[0].start()], tuple(found), listed=True)
    return None


def _at_lines(message: str, lines: Sequence[str]) -> Pieces | None:
    """The lines that ask; what tells something goes with the question before it, or opens the message."""
    if sum(map(_stands_alone, lines)) < 2 or " ".join(lines) != message:
        return None
    opening: list[str] = []
    questions: list[str] = []
    bulleted = 0
    for line in lines:
        text = _BULLET.sub("", line)
        bulleted += text != line
        if _stands_alone(text) and not (text.endswith(":") and not questions):
            questions.append(text)
        elif questions:
            questions[-1] += f" {text}"
        else:
            opening.append(text)
    return Pieces(" ".join(opening), tuple(questions), listed=bulleted >= 2)


def _at_question_marks(message: str) -> Pieces:
    sentences = [s for s in _QUESTION_END.split(message.strip()) if s.strip()]
    asked = list(_with_tags([s for s in sentences if s.rstrip().endswith("?")]))
    if len(asked) < 2:
        return Pieces("", (message,))
    statements = re.split(r"(?<=[.!])\s+", asked[0])
    return Pieces(" ".join(statements[:-1]), (statements[-1], *asked[1:]))


def _with_tags(sentences: Sequence[str]) -> Iterator[str]:
    """Sentences, with those that ask nothing by themselves put to the one before, or the first."""
    held: list[str] = []
    for sentence in sentences:
        if _stands_alone(sentence) and any(map(_stands_alone, held)):
            yield " ".join(held)
            held = []
        held.append(sentence)
    if held:
        yield " ".join(held)


def _stands_alone(text: str) -> bool:
    """Whether a sentence asks, and about something."""
    said = [word for word in _WORD.findall(text) if not _EMPTY.fullmatch(word)]
    return bool(said) and _ASKING.search(text) is not None


def _joined(question: str) -> list[str]:
    """A question cut before conjunctions that open a new one, where both sides ask something."""
    parts = [""]
    at = 0
    for found in _JOINED.finditer(question):
        before = question[at : found.start()]
        if _stands_alone(before) and _stands_alone(question[found.end() :] + "?"):
            parts[-1] += before
            parts.append("")
            at = found.end()
    parts[-1] += question[at:]
    return parts


def _pieces(opening: str, found: Sequence[str], listed: bool) -> Pieces | None:
    questions = [q.strip(" ,;.") for q in found]
    questions = [q for q in questions if len(q.split()) >= _FEWEST_WORDS]
    if not 2 <= len(questions) <= _MOST_PARTS:
        return None
    return Pieces(opening.strip(" :,;-"), tuple(questions), listed)
