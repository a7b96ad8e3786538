"""/statistik: numbers and a picture for admins; the numbers come from the answers that the bot gave."""

from __future__ import annotations

import asyncio
import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.admin.program import Outcome
from bot.storage.statistics import Counts, read_counts
from bot.storage.store import open_store
from bot.telegram.messages import load_messages
from knowledge.clock import day_of
from knowledge.model import Verdict
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer
from tests.telegram.conftest import START, Clock, Running, make_settings
from tests.telegram.scripted import ScriptedAnswering, answer
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.user import ask, say
from tests.tiny_edition import TinyEdition

REPORT: dict[str, Any] = {
    "first": "2026-10-24",
    "last": "2026-11-22",
    "days": 30,
    "minimum": 5,
    "questions": 1250,
    "daily": [{"day": f"2026-11-{day:02}", "number": 40 + day} for day in range(1, 21)],
    "topics": [{"topic": "medsos", "title": "Media sosial", "number": 1000}]
    + [{"topic": f"t{n}", "title": f"Topik {n}", "number": None} for n in range(9)],
    "verdicts": [
        {"verdict": "dilarang", "number": 1000},
        {"verdict": "tidak_ditemukan", "number": 250},
    ],
    "not_found": 250,
    "not_found_share": 0.2,
    "judged": 30,
    "judgements": [
        {"judgement": "berguna", "number": 21},
        {"judgement": "keliru", "number": None},
        {"judgement": "kurang_jelas", "number": None},
    ],
    "useful_share": 0.7,
    "latency": {"median": 150, "p95": 1000},
    "daily_latency": [],
    "subscribers": 12,
}
PICTURE = b"\x89PNG\r\n\x1a\npicture"


class Drawing(ScriptedProgram):
    """Draws the picture where it is told to, and remembers what was in that folder."""

    async def __call__(self, *arguments: str, **rest: Any) -> Outcome:
        """Run a command."""
        outcome = await super().__call__(*arguments, **rest)
        if outcome.ok and "--chart" in arguments:
            path = Path(arguments[arguments.index("--chart") + 1])
            await asyncio.to_thread(path.write_bytes, PICTURE)
        return outcome


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Path) -> Settings:
    """The user is an editor."""
    return make_settings(tmp_path, telegram_api_url=server.url, admin_editors=frozenset({USER}))


@pytest.fixture
def program() -> Drawing:
    """Counts as REPORT says."""
    program = Drawing()
    program.succeeds("stats", REPORT)
    return program


@pytest.fixture
def running(settings: Settings, answering: ScriptedAnswering, program: Drawing) -> Running:
    """The bot with that program."""
    return Running(settings, answering, program=program)


async def statistics(server: BotApiServer, command: str = "/statistik") -> str:
    """What is said on the command, after its picture."""
    before = len(server.messages)
    server.user_sends(command)
    return (await server.await_messages(before + 2))[-1].text


async def test_an_admin_reads_the_numbers_and_sees_the_picture(
    bot: Running, server: BotApiServer, program: Drawing, settings: Settings
) -> None:
    text = await statistics(server)

    photo = server.messages[0].photo
    assert photo is not None
    assert photo.content == PICTURE
    assert server.messages[0].text == "Statistik 20 hari (24 Okt 2026 – 22 Nov 2026)"
    assert "Pertanyaan: 1.250, rata-rata 62,5 sehari" in text
    assert "Hari tersibuk: 20 Nov 2026 (60)" in text
    assert "Belum terjawab: 250 (20%)" in text
    assert "separuhnya kurang dari 0,15 detik, 95% kurang dari 1 detik" in text
    assert "• Dilarang: 1.000 (80%)\n• Belum ditemukan: 250 (20%)" in text
    assert "• Media sosial: 1.000 (80%)\n• Topik 0: –" in text
    assert "dan 2 topik lain" in text
    assert "Dinilai berguna: 70%\n• Berguna: 21\n• Keliru: –" in text
    assert "Pelanggan kabar perubahan: 12" in text
    assert "darinya, kurang dari 5." in text
    assert program.ran[0].arguments[:3] == ("stats", "--days", "30")
    assert list((settings.data_dir / "charts").iterdir()) == []


async def test_other_periods_are_a_button_away(
    bot: Running, server: BotApiServer, program: Drawing
) -> None:
    await statistics(server)
    assert server.messages[-1].labels() == ["7 hari", "30 hari ✓", "90 hari"]
    server.user_presses(server.messages[-1], "90 hari")
    await server.await_messages(4)

    assert program.ran[-1].arguments[2] == "90"
    assert server.messages[-1].labels() == ["7 hari", "30 hari", "90 hari ✓"]


@pytest.mark.parametrize(
    ("typed", "days"), [("7", "7"), ("90 hari", "90"), ("12", "30"), ("semua", "30"), ("²", "30")]
)
async def test_a_period_may_be_typed(
    bot: Running, server: BotApiServer, program: Drawing, typed: str, days: str
) -> None:
    await statistics(server, f"/statistik {typed}")
    assert program.ran[-1].arguments[2] == days


async def test_nobody_else_knows_of_it(
    bot: Running, server: BotApiServer, program: Drawing
) -> None:
    server.user_sends("/statistik", chat_id=2002)
    [message] = await server.await_messages(1)
    assert message.text == load_messages().unknown_command
    note = await server.await_note(server.user_presses(message, "", data="is::7"))
    assert note == load_messages().toasts.expired
    assert program.ran == []


async def test_without_questions_there_is_no_picture(
    bot: Running, server: BotApiServer, program: Drawing
) -> None:
    nothing = {"verdicts": [], "topics": [], "not_found": 0, "not_found_share": None}
    program.succeeds("stats", {**REPORT, **nothing, "questions": 0, "latency": None})
    message = await say(server, "/statistik")
    assert "Belum ada pertanyaan dalam masa ini." in message.text
    assert not any(message.photo for message in server.messages)


async def test_of_few_questions_nothing_is_told(
    bot: Running, server: BotApiServer, program: Drawing
) -> None:
    nothing: dict[str, Any] = {"verdicts": [], "topics": [], "judgements": [], "judged": None}
    program.succeeds("stats", {**REPORT, **nothing, "questions": None, "subscribers": None})
    message = await say(server, "/statistik")
    assert "kurang dari 5" in message.text
    assert "Pelanggan kabar perubahan: –" in message.text
    assert "– berarti tidak ditampilkan" in message.text


async def test_where_no_part_can_be_told_that_is_said(
    bot: Running, server: BotApiServer, program: Drawing
) -> None:
    held: dict[str, Any] = {"verdicts": [], "topics": [], "not_found": None, "judgements": []}
    shown = {"daily": [{"day": "2026-11-22", "number": 8}], "not_found_share": None, "judged": None}
    program.succeeds("stats", {**REPORT, **held, **shown, "questions": 8})
    text = await statistics(server)
    assert "Topik\n–" in text
    assert "– berarti tidak ditampilkan" in text


async def test_when_counting_fails_an_admin_is_told_so(
    bot: Running, server: BotApiServer, program: Drawing, settings: Settings
) -> None:
    program.fails("stats", 6, "The database cannot be used.")
    assert "belum dapat dihitung" in (await say(server, "/statistik")).text
    assert list((settings.data_dir / "charts").iterdir()) == []


async def test_pictures_of_a_bot_that_was_killed_are_removed(
    running: Running, server: BotApiServer, settings: Settings
) -> None:
    left = settings.data_dir / "charts" / "tmpx"
    left.mkdir(parents=True)
    (left / "chart.png").write_bytes(PICTURE)
    drawn = left.with_name("tmpy")
    drawn.mkdir()
    os.utime(drawn, times=(time.time() + 60, time.time() + 60))
    async with running():
        await ask(server)
        await server.until(lambda: not left.exists(), "the old picture is removed")
        assert drawn.exists()  # of a command that came at once after the start


def counted(settings: Settings) -> Counts:
    """What the bot has counted on the day of the tests' clock."""
    store = open_store(settings.database)
    try:
        day = day_of(START).isoformat()
        return store.run_sync(read_counts, day, day)
    finally:
        store.close()


async def test_each_answer_is_counted_once_also_across_a_restart(
    running: Running, server: BotApiServer, answering: ScriptedAnswering, settings: Settings
) -> None:
    part = answer(family="reaksi")
    answering.script.extend(
        (
            answer(family="reaksi"),
            answer(parts=(part, answer("Boleh.", verdict=Verdict.BOLEH, family="hadir"))),
            answer(verdict=Verdict.PERLU_RINCIAN, ruling=None, next_steps=("Tanyakan atasan.",)),
        )
    )
    async with running():
        await ask(server)
        server.user_sends("dua hal?")
        await server.await_messages(3)
        await ask(server)
        await server.await_confirmed()
    server.redeliver()
    async with running():
        await say(server, "/privasi")

    found = counted(settings)
    assert [(row.family, row.verdict, row.answered, row.number) for row in found.answers] == [
        ("", "perlu_rincian", False, 1),
        ("hadir", "boleh", True, 1),
        ("reaksi", "dilarang", True, 2),
    ]
    [times] = found.latencies.values()
    assert sum(times.values()) == 3


async def test_nothing_that_is_counted_is_erased_with_a_user_or_tells_of_one(
    running: Running, server: BotApiServer, settings: Settings
) -> None:
    async with running():
        await ask(server, "boleh like foto Rahasia?")
        await say(server, "/hapus ya")
    found = counted(settings)
    assert [row.number for row in found.answers] == [1]
    assert "Rahasia" not in repr(found)
    assert str(USER) not in repr(found)


@pytest.mark.slow
async def test_what_was_asked_is_what_the_real_command_counts_and_draws(
    server: BotApiServer, answering: ScriptedAnswering, tiny_copy: TinyEdition
) -> None:
    settings = make_settings(
        tiny_copy.settings.data_dir.parent,
        telegram_api_url=server.url,
        embedder=tiny_copy.settings.embedder,
        admin_editors=frozenset({USER}),
    )
    running = Running(settings, answering, clock=Clock(time.time()))
    answering.script.extend(answer(family="reaksi") for _ in range(6))
    async with running():
        for _ in range(6):
            await ask(server)
        server.user_sends("/statistik 7")
        async with asyncio.timeout(60):
            while len(server.messages) < 8:
                await server.change(1.0)

    assert "Pertanyaan: 6, rata-rata 0,9 sehari" in server.messages[7].text
    assert "• Dilarang: 6 (100%)" in server.messages[7].text
    assert "• Media sosial dan pesan daring: 6 (100%)" in server.messages[7].text
    photo = server.messages[6].photo
    assert photo is not None
    with Image.open(BytesIO(photo.content)) as picture:
        assert picture.size == (900, 1050)
    assert list((settings.data_dir / "charts").iterdir()) == []
