"""Long work of admins: told in one message, one after another, broken off by a button, found again after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.admin.program import Step
from bot.admin.roles import ANY_ADMIN
from bot.storage.jobs import KEPT_DAYS, Job
from bot.telegram import application, features
from bot.telegram.admin.jobs import Ended, Jobs, Kind, Notice
from bot.telegram.admin.telling import JobTexts, Telling
from bot.telegram.blocks import paragraph
from bot.telegram.desk import Desk
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Features, together
from bot.telegram.reply import Reply
from bot.telegram.sending import Document
from bot.texts import load_texts
from ingest.progress import _STAGES
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer
from tests.bot_api.faults import Fault
from tests.bot_api.state import SentMessage
from tests.telegram.conftest import Running, make_settings
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.user import say

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
    jobs: Jobs | None = None

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
        return together(
            (
                features.memory.feature(dialogue),
                features.basics.feature(dialogue),
                own,
                jobs.feature(),
            )
        )


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    workshop = Workshop()
    monkeypatch.setattr(application, "all_features", workshop.features)
    yield workshop
    if workshop.gate:
        workshop.gate.set()


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Any) -> Settings:
    """Settings with two admins."""
    return make_settings(
        tmp_path, telegram_api_url=server.url, admin_editors=f"{USER},{OTHER}", admin_publishers=""
    )


@pytest.fixture
def rows(settings: Settings) -> Callable[[], list[tuple[Any, ...]]]:
    """What the database holds of jobs: phase and state."""

    def look() -> list[tuple[Any, ...]]:
        with create_engine(settings.database).connect() as connection:
            found = connection.execute(text("select phase, state from admin_jobs order by at"))
            return [tuple(row) for row in found]

    return look


async def begin(server: BotApiServer, name: str, chat: int = USER) -> SentMessage:
    """Begin work; return the message that tells its progress."""
    before = len(server.messages)
    server.user_sends(f"/kerja {name}", chat_id=chat)
    return (await server.await_messages(before + 1))[before]


async def shows(server: BotApiServer, message: SentMessage, words: str) -> None:
    await server.until(lambda: words in message.text, f"{words!r} shown")


async def test_progress_is_told_in_one_message_and_the_end_in_a_new_one(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    workshop.steps = [Step("embed texts", 1_250, 2_500)]
    progress = await begin(server, "satu")
    await shows(server, progress, "Mengolah teks ketentuan … 1.250 dari 2.500 (50%)")
    assert progress.text.startswith("Mengerjakan satu")
    assert progress.labels() == [TEXTS.cancel]
    workshop.gate.set()
    await server.await_messages(2)
    assert [message.text for message in server.messages[1:]] == ["Hasil satu."]
    assert progress.text.endswith(TEXTS.done)
    assert progress.labels() == []


async def test_a_step_of_no_known_name_is_told_in_plain_words(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.steps = asyncio.Event(), [Step("frobnicate", 0, 0)]
    await shows(server, await begin(server, "satu"), TEXTS.other_stage)


def test_every_stage_of_the_command_has_a_name() -> None:
    assert set(TEXTS.stages) == set(_STAGES)


async def test_many_steps_are_few_changes(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    workshop.steps = [Step("index", n, 500) for n in range(500)]
    async with running(progress=0.2):
        progress = await begin(server, "satu")
        await shows(server, progress, "499")
        assert len(server.called("editMessageText")) <= 3


async def test_work_waits_for_its_turn_and_says_so(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "first begun")
    second = await begin(server, "dua", OTHER)
    assert TEXTS.waiting in second.text
    await asyncio.sleep(0.1)
    assert len(workshop.begun) == 1
    workshop.gate.set()
    await server.await_messages(4)
    said = [(m.chat_id, m.text) for m in server.messages[2:]]
    assert said == [(USER, "Hasil satu."), (OTHER, "Hasil dua.")]


async def test_an_admin_breaks_work_off(
    bot: Running, server: BotApiServer, workshop: Workshop, rows: Callable[[], list[Any]]
) -> None:
    workshop.gate = asyncio.Event()
    progress = await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "begun")
    note = await server.await_note(server.user_presses(progress, TEXTS.cancel))
    assert note == TEXTS.cancelling
    await shows(server, progress, TEXTS.cancelled)
    assert workshop.stopped == ["satu"]
    assert len(server.messages) == 1
    await server.until(lambda: rows() == [("ended", "{}")], "ended")
    assert workshop.cleaned == [workshop.begun[0].id]
    # A button that somebody still sees does nothing any more.
    data = f"wc:{workshop.begun[0].id}:0"
    assert await server.await_note(server.user_presses(progress, "", data=data)) == TEXTS.over


async def test_what_is_broken_off_stays_so_over_a_restart(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.undo, workshop.withdraws = asyncio.Event(), asyncio.Event(), True
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
        note = await server.await_note(server.user_presses(progress, TEXTS.cancel))
        assert note == TEXTS.cancelling
        await server.until(lambda: workshop.undone == ["half"], "being put back")
    workshop.undo.set()
    async with running():
        assert (await server.await_messages(2))[-1].text == "satu ditarik."
        await shows(server, progress, TEXTS.cancelled)
    assert len(workshop.begun) == 1


async def test_what_waits_can_be_broken_off_too(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    second = await begin(server, "dua")
    server.user_presses(second, TEXTS.cancel)
    await shows(server, second, TEXTS.cancelled)
    workshop.gate.set()
    await server.await_messages(3)
    await asyncio.sleep(0.1)
    assert [job.state["nama"] for job in workshop.begun] == ["satu"]


async def test_nobody_breaks_off_the_work_of_another(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    progress = await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "begun")
    theirs = await begin(server, "dua", OTHER)
    pressed = server.user_presses(theirs, "", data=progress.data(TEXTS.cancel))
    assert await server.await_note(pressed) == TEXTS.over
    assert workshop.stopped == []


async def test_a_restart_goes_on_in_the_same_message(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
        await server.await_confirmed()
    assert workshop.stopped == ["satu"]
    assert "Dibatalkan" not in progress.text
    workshop.gate = None
    async with running():
        await server.await_messages(2)
    assert [message.text for message in server.messages[1:]] == ["Hasil satu."]
    assert [(job.phase, job.state.get("seen")) for job in workshop.begun] == [
        ("begun", None),
        ("half", 1),
    ]
    assert workshop.begun[0].id == workshop.begun[1].id
    assert progress.text.endswith(TEXTS.done)


async def test_a_message_that_cannot_be_changed_any_more_is_sent_anew(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    server.log.remove(progress)
    server.messages.remove(progress)
    workshop.gate = None
    async with running():
        anew, result = (await server.await_messages(2))[:2]
    assert anew.text.endswith(TEXTS.done)
    assert result.text == "Hasil satu."


async def test_work_that_does_not_resume_says_how_things_are(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.resumes = asyncio.Event(), False
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    async with running():
        told = (await server.await_messages(2))[-1]
        assert told.text == "satu terputus pada half."
        await server.until(lambda: workshop.cleaned != [], "cleaned")
    assert progress.text.endswith(TEXTS.broken)
    assert progress.labels() == []
    assert len(workshop.begun) == 1


async def test_what_waited_at_a_restart_was_not_broken_off(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate, workshop.resumes = asyncio.Event(), False
    async with running():
        await begin(server, "satu")
        await begin(server, "dua")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    workshop.gate = None
    async with running():
        await server.await_messages(4)
    assert [m.text for m in server.messages[2:]] == ["satu terputus pada half.", "Hasil dua."]


async def test_the_same_update_is_the_same_work(
    running: Running, server: BotApiServer, workshop: Workshop
) -> None:
    async with running():
        await begin(server, "satu")
        await server.await_messages(2)
        await server.await_confirmed()
    with create_engine(running.settings.database).begin() as connection:
        connection.execute(text("delete from received_updates"))
    server.redeliver()
    async with running():
        await server.await_confirmed()
        await asyncio.sleep(0.1)
    assert len(workshop.begun) == 1
    assert len(server.messages) == 2


async def test_a_fault_is_told_with_a_reference_that_the_log_has(
    running: Running, server: BotApiServer, workshop: Workshop, log: Callable[[], str]
) -> None:
    workshop.fault = ValueError("rahasia orang")
    async with running():
        progress = await begin(server, "satu")
        told = (await server.await_messages(2))[-1]
        assert progress.text.endswith(TEXTS.failed)
        workshop.fault = None
        await begin(server, "dua")
        assert (await server.await_messages(4))[-1].text == "Hasil dua."
    [line] = [line for line in log().splitlines() if "job failed" in line]
    assert "rahasia" not in line
    reference = line.split("reference=")[1].split()[0].strip('"')
    assert reference in told.text


async def test_that_telegram_refuses_changes_does_not_trouble_the_work(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.steps = [Step("index", n, 50) for n in range(50)]
    server.fail("editMessageText", 50, Fault(400, "Bad Request: message can't be edited"))
    await begin(server, "satu")
    await server.until(lambda: server.messages[-1].text == "Hasil satu.", "result")
    assert len(workshop.begun) == 1


async def test_the_end_is_told_when_the_server_is_back(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    await server.until(lambda: len(workshop.begun) == 1, "begun")
    server.fail("sendMessage", 5, Fault(502, "Bad Gateway"))
    workshop.gate.set()
    assert (await server.await_messages(2))[-1].text == "Hasil satu."
    assert len(server.messages) == 2


async def test_who_has_blocked_the_bot_does_not_stop_the_work_of_others(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.gate = asyncio.Event()
    await begin(server, "satu")
    second = await begin(server, "dua", OTHER)
    server.blocked.add(USER)
    workshop.gate.set()
    await shows(server, second, TEXTS.done)
    assert (await server.await_messages(3))[-1].text == "Hasil dua."


async def test_a_file_comes_before_the_words_and_others_are_told(
    bot: Running, server: BotApiServer, workshop: Workshop
) -> None:
    workshop.ended = lambda job: Ended(
        [paragraph("Ini hasilnya.")],
        document=Document("rincian.txt", b"isi"),
        notices=[Notice(OTHER, [paragraph("Ada hasil.")])],
    )
    server.user_sends("/start", chat_id=OTHER)
    await server.await_messages(1)
    await begin(server, "satu")
    _, _, file, words, notice = await server.await_messages(5)
    assert file.document is not None
    assert file.document.content == b"isi"
    assert (words.chat_id, words.text) == (USER, "Ini hasilnya.")
    assert (notice.chat_id, notice.text) == (OTHER, "Ada hasil.")


async def test_what_buttons_need_is_kept_for_a_week(
    running: Running, server: BotApiServer, workshop: Workshop, rows: Callable[[], list[Any]]
) -> None:
    workshop.ended = lambda job: Ended([paragraph("Ya.")], keep=True)
    async with running():
        await begin(server, "satu")
        await server.await_messages(2)
        await server.until(lambda: "ended" in str(rows()), "ended")
        assert workshop.jobs is not None
        kept = await workshop.jobs.find(workshop.begun[0].id)
        assert kept is not None
        assert kept.state == {"nama": "satu", "seen": 1}
    running.clock.now += KEPT_DAYS * 86_400 - 1
    async with running():
        await asyncio.sleep(0.2)
        assert len(rows()) == 1
    running.clock.now += 2
    async with running():
        async with asyncio.timeout(5):
            while rows():
                await asyncio.sleep(0.02)


async def test_being_forgotten_forgets_work_that_is_over(
    bot: Running, server: BotApiServer, workshop: Workshop, rows: Callable[[], list[Any]]
) -> None:
    workshop.ended = lambda job: Ended([paragraph("Ya.")], keep=True)
    await begin(server, "satu")
    await server.await_messages(2)
    await server.until(lambda: "ended" in str(rows()), "ended")
    await say(server, "/hapus ya")
    assert rows() == []


async def test_work_of_somebody_who_is_no_admin_any_more_is_dropped(
    running: Running, server: BotApiServer, workshop: Workshop, answering: ScriptedAnswering
) -> None:
    workshop.gate = asyncio.Event()
    async with running():
        progress = await begin(server, "satu")
        await server.until(lambda: len(workshop.begun) == 1, "begun")
    stripped = Running(
        running.settings.model_copy(update={"admin_editors": frozenset({OTHER})}), answering
    )
    async with stripped():
        await shows(server, progress, TEXTS.broken)
    assert len(workshop.begun) == 1
    assert len(server.messages) == 1
