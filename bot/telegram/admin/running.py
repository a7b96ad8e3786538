"""Running the admins' command within a job: in its turn, and with its refusals in Indonesian."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.admin.program import Outcome
from bot.telegram.admin.telling import JobTexts, Telling
from bot.telegram.blocks import Block, cut_short, paragraph
from bot.telegram.desk import Desk

BUSY = "Another command is changing the knowledge"
"""How asn-ingest begins to say that another command holds the lock."""
_BUSY_CODE = 4
_FOLDERS = re.compile(r"(?<![\w:/.])(?:/[\w.@-]+)+/(?=[\w.@-])")
_FAULT = "Traceback (most recent call last):"
_MOST_SAID = 600
"""Characters shown of what a command says."""
T = TypeVar("T")


async def run_in_turn(
    desk: Desk,
    telling: Telling,
    *arguments: str,
    by: int | None = None,
    data: bytes | None = None,
) -> Outcome:
    """Run a command, its steps told; again after a while as long as another command holds the knowledge."""

    async def attempt() -> Outcome:
        return await desk.program(*arguments, by=by, watch=telling, data=data)

    return await in_turn(desk, telling, attempt)


async def in_turn(desk: Desk, telling: Telling, attempt: Callable[[], Awaitable[T]]) -> T:
    """Do what runs commands, anew after a while as long as another command holds the knowledge."""
    for pause in desk.dialogue.pace.busy:
        outcome = await attempt()
        if not (isinstance(outcome, Outcome) and is_busy(outcome)):
            return outcome
        telling.text(telling.texts.busy)
        await asyncio.sleep(pause)
    return await attempt()


def is_busy(outcome: Outcome) -> bool:
    """Whether a command did nothing because another one holds the knowledge."""
    return outcome.code == _BUSY_CODE and BUSY in said(outcome)


def said(outcome: Outcome) -> str:
    """What a command said to people: its message, else the errors in its result."""
    errors = []
    if isinstance(outcome.result, dict):
        listed = outcome.result.get("documents")
        for document in listed if isinstance(listed, list) else ():
            if isinstance(document, dict) and isinstance(document.get("error"), str):
                errors.append(document["error"])
    # What follows is for programmers, and may quote what the command worked on.
    return outcome.message.partition(_FAULT)[0].strip() or "\n".join(errors)


def refusal(texts: JobTexts, outcome: Outcome, reason: str | None = None) -> list[Block]:
    """Why a command did not do what was asked, in Indonesian, with its own words below.

    Args:
        texts: what there is to say.
        outcome: how it ended.
        reason: a better reason than that of its exit code.
    """
    told = texts.lock if is_busy(outcome) else texts.codes.get(outcome.code, texts.other_code)
    blocks = [paragraph(reason or told)]
    # In a chat nobody has to know where on the machine things lie.
    told_here = _FOLDERS.sub("", " ".join(said(outcome).split()))
    if words := cut_short(told_here, _MOST_SAID):
        blocks.append(paragraph(texts.said.format(message=words), "italic"))
    return blocks
