"""What a judge is, how it is asked many things, and the judge that needs no model."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answering.statements import content_roots, forbids, numbers, permits, support, tokens
from evaluation.asking import Progress, silent

Judgement = bool | None
"""Whether a statement is supported; None: the judge gave no usable reply."""
LEXICAL = "lexical"
AT_ONCE = 4
"""Requests to a judge under way at the same time."""


class Judge(Protocol):
    """Says whether statements are supported by sources."""

    @property
    def name(self) -> str:
        """How reports call it."""
        ...

    async def judge(
        self, statements: Sequence[str], sources: Sequence[str]
    ) -> tuple[Judgement, ...]:
        """One judgement a statement, in their order; it never fails."""
        ...


async def judge_all(
    judge: Judge,
    asked: Sequence[tuple[Sequence[str], Sequence[str]]],
    progress: Progress = silent,
) -> list[tuple[Judgement, ...]]:
    """What a judge says of each pair of statements and sources; several are asked at a time."""
    turn = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def judged(statements: Sequence[str], sources: Sequence[str]) -> tuple[Judgement, ...]:
        nonlocal done
        async with turn:
            found = await judge.judge(statements, sources)
        done += 1
        progress(done, len(asked))
        return found

    return await asyncio.gather(*(judged(*one) for one in asked))


@dataclass(frozen=True)
class LexicalJudge:
    """Supported means: the words are there. Cheap, deterministic, blind to who does what to whom.

    A statement counts as supported when the sources have ``least`` of its content roots (unigram
    recall, after ROUGE-1: Lin 2004) and every number that it names, and it permits or forbids
    nothing where they do not.
    """

    least: float = 0.75
    """Share of content roots, 0 to 1. Chosen before it was measured on the labels, not fitted to them."""

    @property
    def name(self) -> str:
        """How reports call it."""
        return LEXICAL

    async def judge(
        self, statements: Sequence[str], sources: Sequence[str]
    ) -> tuple[Judgement, ...]:
        """One judgement a statement; always one."""
        source = "\n".join(sources)
        roots, words = content_roots(source), frozenset(tokens(source))
        return tuple(
            support(one, roots) >= self.least
            and numbers(one) <= words
            and (permits(source) or not permits(one))
            and (forbids(source) or not forbids(one))
            for one in statements
        )
