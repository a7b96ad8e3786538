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


def said(answer: Answer) -> str:
    """All words that an answer shows, in lower case: what it tells, and its questions back, notes
    on conflicts, follow-up questions and labels of citations.
    """
    pieces = [told(answer)]
    for part in whole(answer):
        pieces += [part.conflicts or "", *part.follow_ups, *(c.label for c in part.citations)]
        if part.clarify is not None:
            pieces += [part.clarify.question, *(option.text for option in part.clarify.options)]
    return "\n".join(pieces).lower()


def forbidden(question: Question, answer: Answer) -> tuple[str, ...]:
    """The words of ``must_not_say`` that the answer shows, whatever their case."""
    if not question.must_not_say:
        return ()
    text = said(answer)
    return tuple(word for word in question.must_not_say if word.lower() in text)
