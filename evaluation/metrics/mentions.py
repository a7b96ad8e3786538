"""What an answer tells, and whether the points that matter are among it: pure functions."""

from __future__ import annotations

from bot.answering.answer import Answer
from evaluation.metrics.citations import whole
from evaluation.testsets.question import Question


def told(answer: Answer) -> str:
    """All that the answer tells its reader, in lower case: headline, text, conditions, sanctions,
    next steps and the cited provisions' text, with those of its parts.
    """
    pieces = [
        piece
        for part in whole(answer)
        for piece in (
            part.headline,
            part.text,
            *part.conditions,
            *part.sanctions,
            *part.next_steps,
            *(citation.text for citation in part.citations),
        )
    ]
    return "\n".join(pieces).lower()


def mentioned(question: Question, answer: Answer) -> int:
    """How many of the question's must-mention points are told."""
    return len(question.must_mention) - len(missing(question, answer))


def missing(question: Question, answer: Answer) -> tuple[tuple[str, ...], ...]:
    """The must-mention points of which no key word is told, whatever its case."""
    text = told(answer)
    return tuple(
        point for point in question.must_mention if not any(word.lower() in text for word in point)
    )
