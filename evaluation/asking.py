"""Asking a system every question of a test set, one after the other."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from bot.answering.answer import Answer
from evaluation.errors import EvaluationError
from evaluation.metrics import citations
from evaluation.outcome import Outcome
from evaluation.systems.system import System
from evaluation.testsets.question import Question
from knowledge.errors import AsnBotError
from knowledge.model import Verdict

Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


async def ask(system: System, question: Question) -> Outcome:
    """Ask one question of a set and note what matters of the answer.

    Only the answer itself is timed; what else the figures need is found out afterwards.

    Raises:
        EvaluationError: the system failed; the bot's own deliberate errors pass through.
    """
    answer, milliseconds = await timed(
        question.id, system.answer(question.question, question.history)
    )
    try:
        ranking = system.ranking(question.question, question.history, answer)
        given = [citation.id for citation in citations.cited(answer)]
        told = dict.fromkeys([*given, *(ranking.provisions if ranking else ())])
        return Outcome(
            question=question,
            answer=answer,
            milliseconds=milliseconds,
            unknown=tuple(provision for provision in given if not system.has(provision)),
            aliases={one: names for one in told if (names := system.names(one))},
            ranking=ranking,
            option_verdicts=await _option_verdicts(system, question, answer),
        )
    except AsnBotError:
        raise
    except Exception as error:
        raise _failed(question.id, error) from error


async def timed(name: str, answering: Awaitable[Answer]) -> tuple[Answer, float]:
    """The answer, and the milliseconds from asking to having it; ``name`` is for the error only.

    Raises:
        EvaluationError: it failed; the bot's own deliberate errors pass through.
    """
    started = time.perf_counter()
    try:
        answer = await answering
    except AsnBotError:
        raise
    except Exception as error:
        raise _failed(name, error) from error
    return answer, 1000 * (time.perf_counter() - started)


async def _option_verdicts(
    system: System, question: Question, answer: Answer
) -> tuple[Verdict, ...]:
    """The verdict that each option of a question back leads to."""
    if answer.clarify is None:
        return ()
    chosen = [
        await system.chosen(question.question, question.history, option.ruling)
        for option in answer.clarify.options
    ]
    return tuple(one.verdict for one in chosen)


def _failed(name: str, error: Exception) -> EvaluationError:
    return EvaluationError(
        f"The system failed at question {name} ({type(error).__name__}). "
        "Ask it alone with LOG_LEVEL=DEBUG to see where."
    )
