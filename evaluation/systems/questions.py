"""What every baseline reads of a question, and how sure it is of what it found."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answer import Turn
from bot.answering.followup import with_history
from knowledge.cues import strip_wrapping
from knowledge.edition import Edition
from knowledge.model import Verdict
from knowledge.text import clean

COUNTED = 10
"""Hits that the confidence is computed from."""


def standard_words(edition: Edition, question: str, history: Sequence[Turn]) -> str:
    """The question as the bot's own search gets it, so that a baseline does not lose by spelling.

    Abbreviations, slang and typing errors are put right, a follow-up is read together with the
    question before it, and what is wrapped around a question ("izin bertanya min") is left out.
    """
    cues, reader = edition.knowledge.cues, edition.reader
    tidy = clean(question)
    joined = with_history(tidy, history, cues, reader)
    text = joined.words if joined else reader.text(tidy)
    return strip_wrapping(cues, text) or text


def agreement(verdict: Verdict, found: Sequence[Verdict | None]) -> float:
    """How sure a baseline is of a verdict: the share of its best hits that have it, 0 to 1.

    It is the estimate of a nearest-neighbour classifier (Fix and Hodges, 1951), at most ``COUNTED``
    hits deep; 0 where nothing was found. None is a hit without a verdict.
    """
    counted = found[:COUNTED]
    return sum(one is verdict for one in counted) / len(counted) if counted else 0.0
