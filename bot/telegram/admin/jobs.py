"""Long work that an admin begins in a chat: one after another, told in one message, found again after a restart."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.admin.roles import ANY_ADMIN, Role
from bot.storage import jobs as stored
from bot.storage.jobs import Job
from bot.telegram.admin.telling import (
    CANCEL,
    JobTexts,
    Telling,
    cancelling,
    job_texts,
    progress_message,
    to_the_end,
)
from bot.telegram.blocks import Block, pack, paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Feature, Plan
from bot.telegram.logs import describe, say
from bot.telegram.press import Press
from bot.telegram.reply import Reply
from bot.telegram.sending import Document
from knowledge.errors import StoreError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """What somebody else is told of how a job ended."""

    chat: int
    blocks: Sequence[Block]
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class Ended:
    """What is said when a job is over, as new messages: who has waited for minutes is to be called."""

    blocks: Sequence[Block]
    keyboard: InlineKeyboardMarkup | None = None
    """Below the last message."""
    document: Document | None = None
    """Sent before the messages, so that the buttons stand last."""
    keep: bool = False
    """Whether the buttons need the job's state."""
    notices: Sequence[Notice] = ()
    failed: bool = False
    """Whether the progress message is to say that the work failed."""


Work = Callable[[Job, Telling], Awaitable[Ended]]
"""Does a job from its phase on. It is cancelled when the admin says so, or when the bot stops."""


@dataclass(frozen=True)
class Kind:
    """What all jobs of a kind have in common."""

    name: str
    work: Work
    roles: frozenset[Role] = ANY_ADMIN
    """Who may have it done; a job of somebody who no longer has the role is dropped."""
    resumes: bool = False
    """Whether a restart goes on with it from its phase."""
    broken: Callable[[Job], Awaitable[Ended]] | None = None
    """What is said of a job that a restart broke off, where it does not resume: how things are, what to do."""
    clean: Callable[[Job], None] | None = None
    """Called when a job is over, however it ended, perhaps twice."""
    cancelled: Callable[[Job], Awaitable[Ended]] | None = None
    """What is said, and undone, when an admin breaks it off; without, only that it was."""


@dataclass(eq=False)
class _Turn:
    """The job whose turn it is."""

    job: str
    work: asyncio.Task[Ended] | None = None
    """None before it begins: its message may take a while to be changed."""
    over: bool = False
    """Whether there is nothing to be broken off any more: how it ended is being said."""
    broken_off: bool = False

    def break_off(self) -> None:
        """End the work, or keep it from beginning."""
        self.broken_off = True
        if self.work is not None:
            self.work.cancel()


@dataclass(eq=False)
class Jobs:
    """All jobs of all kinds, and the one that runs."""

    desk: Desk
    texts: JobTexts = field(default_factory=job_texts)
    _kinds: dict[str, Kind] = field(default_factory=dict)
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: _Turn | None = None

    def register(self, kind: Kind) -> None:
        """Make a kind of work known."""
        self._kinds[kind.name] = kind

    def feature(self) -> Feature:
        """The work beside the answering, and the button that breaks it off."""
        return Feature(presses={CANCEL: self.cancel}, roles=ANY_ADMIN, background=self.background)

    async def begin(
        self, reply: Reply, kind: str, title: str, state: Mapping[str, Any] | None = None
    ) -> Job:
        """Begin work: tell it in the chat and let it wait for its turn.

        Called again for the same update, after a restart, it is the same job.

        Args:
            reply: to the update on which it is begun; nothing else is said on that.
            kind: name of a registered kind.
            title: what stands above its progress.
            state: what it works on: JSON values.

        Raises:
            TelegramError: the message could not be delivered.
            StoreError: the database cannot be reached.
        """
        dialogue, occasion = self.desk.dialogue, reply.occasion
        new = Job(
            id=secrets.token_hex(6),
            chat=reply.chat,
            user=occasion.user,
            kind=kind,
            title=title,
            phase=stored.ANNOUNCED,
            state=dict(state or {}),
        )
        run = dialogue.store.run
        job = await run(stored.announce, new, occasion.update, now=dialogue.clock())
        if job.phase != stored.ANNOUNCED:
            return job
        busy = await run(stored.others_open, job.id)
        line = self.texts.waiting if busy else self.texts.begun
        await reply.send([progress_message(title, line)], cancelling(self.texts, job.id))
        await run(stored.line_up, job.id, reply.said[-1])
        self._more.set()
        return job

    async def find(self, job_id: str) -> Job | None:
        """A job, running or over, by its id; None when it was forgotten."""
        return await self.desk.dialogue.store.run(stored.find_job, job_id)

    async def cancel(self, reply: Reply, press: Press) -> Plan:
        """Break off a job of the one who presses."""
        job = await self.find(press.key)
        if job is None or job.user != reply.occasion.user or job.phase == stored.ENDED:
            return Plan(self.texts.over)
        run = self.desk.dialogue.store.run
        if await run(stored.withdraw, job.id):
            return Plan(self.texts.cancelling, lambda: self._withdrawn(job))
        turn = self._turn
        if turn is None or turn.job != job.id or turn.over:
            return Plan(self.texts.over)
        await run(stored.break_off, job.id)  # for a restart that comes before all is put back
        if turn.over:
            return Plan(self.texts.over)
        turn.break_off()
        return Plan(self.texts.cancelling)

    async def _withdrawn(self, job: Job) -> None:
        """Say of a job that it is broken off before its turn came."""
        kind = self._kinds.get(job.kind)
        if kind and kind.clean:
            await asyncio.to_thread(kind.clean, job)
        await self._telling(job).show(self.texts.cancelled, running=False)

    async def background(self) -> None:
        """Run jobs one after another, until this is cancelled; those first that a restart has interrupted.

        Raises:
            StoreError: the database cannot be reached; to be called again.
        """
        store = self.desk.dialogue.store
        while True:
            self._more.clear()
            job = await store.run(stored.next_job)
            if job is None:
                await self._more.wait()
                continue
            self._turn = _Turn(job.id)
            try:
                await self._run(job, self._turn)
            finally:
                self._turn = None

    async def _run(self, job: Job, turn: _Turn) -> None:
        """Run a job to its end and say how it ended.

        Raises:
            StoreError: the database cannot be reached.
        """
        interrupted = job.phase != stored.WAITING
        kind = self._kinds.get(job.kind)
        telling = self._telling(job)
        if not interrupted:
            if not await self.desk.dialogue.store.run(stored.take_turn, job.id):
                return  # it was withdrawn just now
            job = telling.job = replace(job, phase=stored.BEGUN)
        opening = self.texts.resumed if interrupted else self.texts.begun
        if not await telling.show(opening, running=True):
            job = await self._tell_anew(telling, opening)
        if kind is None or not self.desk.admins.may(job.user, kind.roles):
            await self._say(telling, self.texts.broken, Ended(()))
        elif interrupted and stored.is_broken_off(job):
            ended = await self._told(kind, kind.cancelled, job)
            await self._say(telling, self.texts.cancelled, ended)
        elif interrupted and not kind.resumes:
            ended = await self._told(kind, kind.broken, job)
            await self._say(telling, self.texts.broken, ended)
        else:
            line, ended = await self._worked(kind, telling, turn)
            await self._say(telling, line, ended)

    async def _worked(self, kind: Kind, telling: Telling, turn: _Turn) -> tuple[str, Ended]:
        """Do the work; the line that the progress message ends with, and what is said.

        Raises:
            StoreError: the database cannot be reached.
        """
        job = telling.job
        work = turn.work = asyncio.create_task(_done(kind, telling))
        shown = asyncio.create_task(telling.keep_telling())
        if turn.broken_off:
            work.cancel()
        try:
            # Not the work itself: that it was cancelled must not pass for this being cancelled, nor the reverse.
            await asyncio.wait({work})
        except asyncio.CancelledError:
            # It is the bot that stops: the job goes on after its next start.
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            raise
        finally:
            turn.over = not turn.broken_off
            shown.cancel()
            await asyncio.gather(shown, return_exceptions=True)
        if work.cancelled():
            say(log, logging.INFO, "job broken off", job=job.id, kind=kind.name)
            return self.texts.cancelled, await self._told(kind, kind.cancelled, telling.job)
        error = work.exception()
        if isinstance(error, StoreError):
            raise error
        if error is not None:
            return self.texts.failed, self._failure(telling.job, error)
        ended = work.result()
        return (self.texts.failed if ended.failed else self.texts.done), ended

    async def _told(
        self, kind: Kind, tell: Callable[[Job], Awaitable[Ended]] | None, job: Job
    ) -> Ended:
        """What a kind says of a job that did not come to its end.

        Raises:
            StoreError: the database cannot be reached.
        """
        if tell is None:
            return Ended(())
        try:
            return await tell(job)
        except StoreError:
            raise
        except Exception as error:
            return self._failure(job, error)

    def _failure(self, job: Job, error: BaseException) -> Ended:
        """Apologise, with a reference that the log has, too."""
        reference = secrets.token_hex(4)
        say(
            log,
            logging.ERROR,
            "job failed",
            reference=reference,
            job=job.id,
            kind=job.kind,
            **describe(error),
        )
        return Ended([paragraph(self.texts.failure.format(reference=reference))], failed=True)

    async def _say(self, telling: Telling, line: str, ended: Ended) -> None:
        """Say how a job ended, and note that; a bot that stops just then says it to the end, or it would say it twice.

        Raises:
            StoreError: the database cannot be reached.
        """
        if self._turn is not None:
            self._turn.over = True
        saying = self._say_to_the_end(telling, line, ended)
        await to_the_end(saying, self.desk.dialogue.pace.stop / 2)

    async def _say_to_the_end(self, telling: Telling, line: str, ended: Ended) -> None:
        job, kind = telling.job, self._kinds.get(telling.job.kind)
        try:
            await telling.show(line, running=False)
            await self._deliver(job.chat, ended.blocks, ended.keyboard, ended.document)
            for notice in ended.notices:
                await self._deliver(notice.chat, notice.blocks, notice.keyboard)
        except Exception as error:  # whatever it is: done again it would fail again, for ever
            say(log, logging.ERROR, "end of a job not told", job=job.id, **describe(error))
        if kind and kind.clean:
            await asyncio.to_thread(kind.clean, job)
        await self.desk.dialogue.store.run(stored.end, job.id, keep=ended.keep)

    async def _deliver(
        self,
        chat: int,
        blocks: Sequence[Block],
        keyboard: InlineKeyboardMarkup | None,
        document: Document | None = None,
    ) -> None:
        """Send messages, as long as it takes for the server to be reached; who has blocked the bot is not told."""
        sender = self.desk.dialogue.sender
        puts: list[Callable[[], Awaitable[int]]] = []
        if document is not None:
            puts.append(lambda: sender.send_document(chat, document))
        messages = pack(blocks)
        for position, message in enumerate(messages, 1):
            below = keyboard if position == len(messages) else None
            puts.append(lambda message=message, below=below: sender.send(chat, message, below))  # type: ignore[misc]
        for put in puts:
            while True:
                try:
                    await put()
                except (BadRequest, Forbidden) as error:
                    say(log, logging.WARNING, "end of a job not told", **describe(error))
                except NetworkError:
                    await asyncio.sleep(self.desk.dialogue.pace.retry_longest)
                    continue
                except TelegramError as error:
                    say(log, logging.WARNING, "end of a job not told", **describe(error))
                break

    def _telling(self, job: Job) -> Telling:
        dialogue = self.desk.dialogue

        async def note(phase: str, found: Mapping[str, object]) -> Job:
            before = telling.job
            after = replace(before, phase=phase, state={**before.state, **found})
            await dialogue.store.run(stored.reach, after.id, phase, after.state)
            return after

        telling = Telling(job, dialogue.sender, self.texts, dialogue.pace.progress, note)
        return telling

    async def _tell_anew(self, telling: Telling, line: str) -> Job:
        """Go on in a new message: the old one is gone, or too old to be changed."""
        dialogue, job = self.desk.dialogue, telling.job
        below = cancelling(self.texts, job.id)
        try:
            number = await dialogue.sender.send(job.chat, progress_message(job.title, line), below)
        except TelegramError as error:
            say(log, logging.DEBUG, "progress not told", job=job.id, **describe(error))
            return job
        await dialogue.store.run(stored.move_to, job.id, number)
        telling.job = replace(job, message=number)
        return telling.job


async def _done(kind: Kind, telling: Telling) -> Ended:
    return await kind.work(telling.job, telling)
