"""Whether the bot commits itself when it should, and only then: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.answering.answer import Answer
from evaluation.testsets.question import Question
from knowledge.model import Verdict


class Abstention(StrEnum):
    """How an answer with the verdict perlu_rincian commits itself to nothing."""

    ASKED_BACK = "asked_back"
    """A question back with options."""
    DEPENDS = "depends"
    """A ruling that itself says what the verdict depends on."""
    NOT_FOUND = "not_found"
    """Nothing was found, or the question could not be read."""


def abstention(answer: Answer) -> Abstention | None:
    """How the answer commits itself to nothing; None: it does commit itself."""
    if answer.verdict is not Verdict.PERLU_RINCIAN:
        return None
    if answer.clarify is not None:
        return Abstention.ASKED_BACK
    return Abstention.NOT_FOUND if answer.ruling is None else Abstention.DEPENDS


def abstentions(answers: Iterable[Answer]) -> Mapping[Abstention, int]:
    """How many answers abstain, by kind; every kind stands there."""
    found = Counter(kind for kind in map(abstention, answers) if kind is not None)
    return {kind: found[kind] for kind in Abstention}


def recalled(question: Question, answer: Answer, verdict: Verdict) -> bool | None:
    """Whether a question expected to get ``verdict`` gets it; None where another is expected."""
    return answer.verdict is verdict if question.expected_verdict is verdict else None


def precise(question: Question, answer: Answer, verdict: Verdict) -> bool | None:
    """Whether an answer ``verdict`` is accepted; None where another verdict was answered."""
    return verdict in question.accepted if answer.verdict is verdict else None
