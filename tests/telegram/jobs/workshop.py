"""A kind of work as a test wants it, begun by an admin in the chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.admin.program import Step
from bot.admin.roles import ANY_ADMIN
from bot.storage.jobs import Job
from bot.telegram import features
from bot.telegram.admin.jobs import Ended, Jobs, Kind
from bot.telegram.admin.telling import JobTexts, Telling
from bot.telegram.blocks import paragraph
from bot.telegram.desk import Desk
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Features, together
from bot.telegram.reply import Reply
from bot.texts import load_texts
from tests.bot_api import USER, BotApiServer
from tests.bot_api.state import SentMessage

TEXTS = load_texts("jobs.yaml", JobTexts)
OTHER = 1002


@dataclass
class Workshop:
    """A kind of work as a test wants it, begun with /kerja and a name."""

    resumes: bool = True
    ended: Callable[[Job], Ended] = lambda job: Ended([paragraph(f"Hasil {job.state['nama']}.")])
    gate: asyncio.Event | None = None
    fault: Exception | None = None
    steps: list[Step] = field(default_factory=list)
    begun: list[Job] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    cleaned: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    undo: asyncio.Event | None = None
    withdraws: bool = False
    """Whether what is broken off has to be put back."""
    stops_the_bot: bool = False
    """Whether the bot is stopped in the very moment when the work ends."""
    jobs: Jobs | None = None
    beside: asyncio.Task[Any] | None = None
    """What runs the jobs."""

    async def work(self, job: Job, tell: Telling) -> Ended:
        self.begun.append(job)
        try:
            await tell.reached("half", seen=job.state.get("seen", 0) + 1)
            for step in self.steps:
                tell(step)
            if self.gate:
                await self.gate.wait()
        except asyncio.CancelledError:
            self.stopped.append(job.state["nama"])
            raise
        if self.fault:
            raise self.fault
        if self.stops_the_bot and self.beside:
            self.beside.cancel()
        return self.ended(tell.job)

    async def cancelled(self, job: Job) -> Ended:
        self.undone.append(job.phase)
        if self.undo:
            await self.undo.wait()
        return Ended([paragraph(f"{job.state['nama']} ditarik.")])

    async def broken(self, job: Job) -> Ended:
        return Ended([paragraph(f"{job.state['nama']} terputus pada {job.phase}.")])

    def kind(self) -> Kind:
        return Kind(
            "kerja",
            self.work,
            resumes=self.resumes,
            broken=self.broken,
            cancelled=self.cancelled if self.withdraws else None,
            clean=lambda job: self.cleaned.append(job.id),
        )

    def features(self, dialogue: Dialogue, desk: Desk) -> Features:
        self.jobs = jobs = Jobs(desk)
        jobs.register(self.kind())

        async def begin(reply: Reply, typed: str) -> None:
            await jobs.begin(reply, "kerja", f"Mengerjakan {typed}", {"nama": typed})

        own = Feature(commands={"kerja": begin}, roles=ANY_ADMIN)

        async def beside() -> None:
            self.beside = asyncio.current_task()
            await jobs.background()

        return together(
            (
                features.memory.feature(dialogue),
                features.basics.feature(dialogue),
                own,
                replace(jobs.feature(), background=beside),
            )
        )


async def begin(server: BotApiServer, name: str, chat: int = USER) -> SentMessage:
    """Begin work; return the message that tells its progress."""
    before = len(server.messages)
    server.user_sends(f"/kerja {name}", chat_id=chat)
    return (await server.await_messages(before + 1))[before]


async def shows(server: BotApiServer, message: SentMessage, words: str) -> None:
    await server.until(lambda: words in message.text, f"{words!r} shown")
