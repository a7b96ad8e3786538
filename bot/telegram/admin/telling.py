"""The one message that tells how far an admin's work is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.admin.program import Step
from bot.storage.jobs import Job
from bot.telegram.blocks import Message, Span, item, pack, paragraph
from bot.telegram.logs import describe, say
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.sending import Sender
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

log = logging.getLogger(__name__)

CANCEL = "wc"
"""Code of the button that breaks work off; its key is the job's id."""
_PATIENCE = 3.0
"""Seconds for a change of the message that is under way when the work ends."""


class JobTexts(CheckedTexts):
    """What is said of any long work."""

    waiting: Text
    begun: Text
    resumed: Text
    stage: Text
    part: Text
    stages: dict[str, Text]
    other_stage: Text
    busy: Text
    cancel: Text
    cancelling: Text
    over: Text
    done: Text
    cancelled: Text
    broken: Text
    failed: Text
    failure: Text
    codes: dict[int, Text]
    other_code: Text
    lock: Text
    said: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "stage": frozenset({"stage"}),
        "part": frozenset({"stage", "done", "total", "percent"}),
        "failure": frozenset({"reference"}),
        "said": frozenset({"message"}),
    }

    def told(self, step: Step) -> str:
        """How far a command is, in a line."""
        stage = self.stages.get(step.stage, self.other_stage)
        if step.total <= 1:
            return self.stage.format(stage=stage)
        done = min(max(step.done, 0), step.total)
        return self.part.format(
            stage=stage,
            done=thousands(done),
            total=thousands(step.total),
            percent=100 * done // step.total,
        )


@cache
def job_texts() -> JobTexts:
    """The texts of ``bot/data/jobs.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("jobs.yaml", JobTexts)


def progress_message(title: str, line: str) -> Message:
    """The message: what the work is, and how far it is."""
    return pack([paragraph(title, "bold"), item("•", Span(line))])[0]


def cancelling(texts: JobTexts, job_id: str) -> InlineKeyboardMarkup:
    """The button below it while the work runs."""
    return InlineKeyboardMarkup([[button(texts.cancel, Press(CANCEL, job_id))]])


async def to_the_end(doing: Coroutine[Any, Any, object], seconds: float) -> None:
    """Do something that is not to be cut off in the midst: who is cancelled meanwhile waits for it, so long at most.

    Raises:
        Exception: what doing it raised.
    """
    task = asyncio.create_task(doing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=seconds)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


Reached = Callable[[str, dict[str, object]], Awaitable[Job]]
"""Notes a job's phase and what is added to its state."""


@dataclass(eq=False)
class Telling:
    """Tells how far a job is by changing its message; that Telegram refuses never troubles the work.

    Called with a step of the admins' command, so that it can be its ``watch``.
    """

    job: Job
    sender: Sender
    texts: JobTexts
    pause: float
    """Least seconds between two changes."""
    note: Reached
    _line: str = ""
    _shown: str = ""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, step: Step) -> None:
        """Tell a step of the admins' command."""
        self.text(self.texts.told(step))

    def text(self, line: str) -> None:
        """Tell anything else, in a line."""
        self._line = line
        self._changed.set()

    async def reached(self, phase: str, **found: object) -> Job:
        """Note that the job has come to a phase, and what it has found: a restart goes on from there.

        Raises:
            StoreError: the database cannot be reached.
        """
        self.job = await self.note(phase, found)
        return self.job

    async def keep_telling(self) -> None:
        """Change the message whenever there is something new, until this is cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._line != self._shown:
                # Cut off, it might reach the server after the last line, and stand in its place.
                await to_the_end(self.show(self._line, running=True), _PATIENCE)
                await asyncio.sleep(self.pause)

    async def show(self, line: str, *, running: bool) -> bool:
        """Change the message now; False when that cannot be done."""
        job, self._shown = self.job, line
        if job.message is None:
            return False
        below = cancelling(self.texts, job.id) if running else None
        try:
            return await self.sender.edit(
                job.chat, job.message, progress_message(job.title, line), below
            )
        except TelegramError as error:
            say(log, logging.DEBUG, "progress not told", job=job.id, **describe(error))
            return False
