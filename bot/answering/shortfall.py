"""Which answers fall short: an honest "not found", and one that the bot is not sure of."""

from __future__ import annotations

from enum import StrEnum

from bot.answering.answer import Answer
from knowledge.model import Verdict

SURE = 0.75
"""Confidence from which an answer counts as sure.

Measured on 2026-11-22 with edition 2026-11-22.12 on the dev set (80 questions) and on the project's own test set (220):
all 6 wrong answers of the dev set and 4 of the 12 of the other lie below, 21 of 300 answers in all. At 0.9 two more of
the 18 wrong ones would be seen, for nearly twice as many questions to read (39).
"""
_NEVER = frozenset({"krisis"})
"""Families whose questions are nobody's to read: who may be about to harm themselves."""


class Shortfall(StrEnum):
    """How an answer falls short."""

    UNANSWERED = "unanswered"
    UNSURE = "unsure"


def shortfall_of(answer: Answer) -> Shortfall | None:
    """How an answer to one question falls short; None where it does not.

    An answer that does not rest on any ruling or class is "not found" when it says where to ask instead, a question
    back between rulings when it offers some, and else a remark on the message itself (empty, too long, in another
    language), in which there is nothing to mend. Where details are surely missing from the question (a class such as
    ``rinci-foto``), or an article was looked up, the answer is what it should be.
    """
    if answer.family in _NEVER:
        return None
    if answer.ruling is None and answer.verdict is Verdict.PERLU_RINCIAN:
        if answer.next_steps:
            return Shortfall.UNANSWERED
        return Shortfall.UNSURE if answer.clarify is not None else None
    return Shortfall.UNSURE if answer.confidence < SURE else None
