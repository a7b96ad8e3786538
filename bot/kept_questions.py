"""What of an exchange is kept for review: the questions whose answers fall short, without whom they could name."""

from __future__ import annotations

from bot.anonymous import anonymous
from bot.answering.answer import Answer
from bot.answering.planted import without_planted
from bot.answering.shortfall import Shortfall, shortfall_of
from bot.answering.split import split_questions
from bot.storage.review import Kept
from knowledge.text import clean


def questions_to_keep(answer: Answer, message: str) -> list[Kept]:
    """The questions of a message that its answer falls short of, one for each part; none when it is sure."""
    answers = answer.parts or (answer,)
    short = [
        (number, one, reason)
        for number, one in enumerate(answers, 1)
        if (reason := shortfall_of(one)) is not None
    ]
    if not short:
        return []
    words = _questions(message, len(answers))
    if len(words) < len(answers):  # what the parts were is not known: the whole message, once
        _, one, reason = short[0]
        return [_kept(1, words[0], one, reason)]
    return [_kept(number, words[number - 1], one, reason) for number, one, reason in short]


def _questions(message: str, parts: int) -> list[str]:
    """What a message asks, in as many parts as were answered; the whole when it falls into others."""
    if parts > 1:
        lines = [line for line in map(clean, message.splitlines()) if line]
        pieces = split_questions(without_planted(clean(message)), lines)
        if pieces is not None and len(pieces.questions) == parts:
            return [f"{pieces.opening} {piece}".strip() for piece in pieces.questions]
    return [clean(message)]


def _kept(part: int, question: str, answer: Answer, reason: Shortfall) -> Kept:
    return Kept(
        part=part,
        question=anonymous(question),
        reason=reason.value,
        verdict=answer.verdict.value,
        ruling=answer.ruling,
        confidence=answer.confidence,
        provisions=tuple(citation.id for citation in answer.citations),
        edition=answer.edition,
    )
