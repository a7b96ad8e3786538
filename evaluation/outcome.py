"""What asking one question of a test set came to: all that any figure is computed from."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.answer import Answer
from evaluation.testsets.question import Question
from knowledge.model import Frozen, Verdict


class Ranking(Frozen):
    """What a system found for a question before it decided, best first."""

    rulings: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


class Outcome(Frozen):
    """One question, the answer it got, and how long that took."""

    question: Question
    answer: Answer
    milliseconds: float
    """From asking to the finished answer, by the wall clock."""
    unknown: tuple[str, ...] = ()
    """Cited provisions that the edition does not have."""
    aliases: Mapping[str, tuple[str, ...]] = {}
    """Other names of what is cited or ranked: an amended article's under base and amending law."""
    ranking: Ranking | None = None
    """None: the system was not asked for it."""
    option_verdicts: tuple[Verdict, ...] = ()
    """Where the answer asks back: the verdict that each offered option leads to, in their order."""
