"""How faithful written answers are to their sources: the share of their statements that these support.

In the sense of RAGAS's faithfulness (Es et al., 2023) and, with the cited provisions as sources, of
ALCE's citation recall (Gao et al., 2023).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.answering.answer import Answer
from evaluation.asking import Progress, silent
from evaluation.judge.agreement import Agreement
from evaluation.judge.judging import Judge, Judgement, judge_all
from evaluation.judge.sources import sources_of, statements_of
from evaluation.metrics.statistics import Interval, bootstrap
from evaluation.outcome import Outcome
from evaluation.runs.record import Run
from knowledge.dataset import Knowledge


@dataclass(frozen=True)
class ToJudge:
    """One written answer, or one part of it, with what it states and may rest on."""

    set: str
    question: str
    """The question's id."""
    held_back: bool
    statements: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Unsupported:
    """A statement that a judge finds unsupported."""

    set: str
    question: str
    statement: str | None
    """None: of a question held back, whose answer nobody reads."""


@dataclass(frozen=True)
class Faithfulness:
    """What one judge finds over the answers of a run."""

    judge: str
    agreement: Agreement
    answers: int
    """Answers with at least one statement that was judged."""
    statements: int
    supported: int
    unjudged: int
    """Statements without a usable judgement; they count neither way."""
    faithfulness: float | None
    """Mean over answers of the share of supported statements, 0 to 1; None: nothing was judged."""
    interval: Interval | None
    """Its 95 % bootstrap interval over answers."""
    unsupported: tuple[Unsupported, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values; ``reliable`` says whether the judge's agreement with labels suffices."""
        return {**asdict(self), "reliable": self.agreement.reliable}


def written_answers(
    run: Run, knowledge: Knowledge, *, composed: bool = False
) -> tuple[ToJudge, ...]:
    """What there is to judge in a run: answers, or parts of them, that a model worded.

    ``composed``: also those of rulings in the bot's own words; a provision quoted on request
    states nothing of its own.
    """
    return tuple(
        ToJudge(
            name,
            outcome.question.id,
            outcome.question.held_back,
            statements_of(answer),
            sources_of(answer, knowledge),
        )
        for name, outcomes in run.outcomes.items()
        for outcome in outcomes
        for answer in _single(outcome)
        if answer.citations
        and (answer.written_by == "model" or (composed and answer.ruling is not None))
    )


def _single(outcome: Outcome) -> Iterator[Answer]:
    """The answer, or in its place its parts: the text over them only lists their headlines."""
    yield from outcome.answer.parts or (outcome.answer,)


async def judge_answers(
    judge: Judge, agreement: Agreement, answers: Sequence[ToJudge], progress: Progress = silent
) -> Faithfulness:
    """Judge every statement of the answers; answers that are alike once."""
    distinct = list(dict.fromkeys((one.statements, one.sources) for one in answers))
    known = dict(zip(distinct, await judge_all(judge, distinct, progress), strict=True))
    result = [(one, known[one.statements, one.sources]) for one in answers]
    return _result(judge.name, agreement, result)


def _result(
    judge: str, agreement: Agreement, judged: Sequence[tuple[ToJudge, tuple[Judgement, ...]]]
) -> Faithfulness:
    kept = [[one for one in found if one is not None] for _, found in judged]
    shares = [sum(found) / len(found) for found in kept if found]
    return Faithfulness(
        judge=judge,
        agreement=agreement,
        answers=len(shares),
        statements=sum(map(len, kept)),
        supported=sum(map(sum, kept)),
        unjudged=sum(found.count(None) for _, found in judged),
        faithfulness=sum(shares) / len(shares) if shares else None,
        interval=bootstrap(shares),
        unsupported=tuple(
            Unsupported(answer.set, answer.question, None if answer.held_back else statement)
            for answer, found in judged
            for statement, one in zip(answer.statements, found, strict=True)
            if one is False
        ),
    )
