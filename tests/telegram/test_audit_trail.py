"""/audit: the log in plain Indonesian, ten lines a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.admin.program import Outcome, Process
from bot.storage.audit import Act, add_act
from bot.storage.store import open_store
from bot.telegram.admin.commands import admin_texts
from bot.telegram.admin.trail import PER_PAGE
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.ingest.admin import admin_of
from tests.telegram.conftest import Running, make_settings
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.user import say
from tests.tiny_edition import TinyEdition


def act(who: str, name: str, **rest: str | None) -> dict[str, Any]:
    """A line of the log as ``asn-ingest audit --json`` tells it."""
    moment = rest.pop("moment", None) or "2026-11-21T14:05:09.123456+07:00"
    empty = {"edition": None, "subject": None, "reason": None}
    return {"who": who, "act": name, "moment": moment, **empty, **rest}


def page(*acts: dict[str, Any], total: int | None = None, number: int = 1) -> dict[str, Any]:
    """A page of the log as ``asn-ingest audit --json`` tells it."""
    total = len(acts) if total is None else total
    pages = max(1, -(-total // PER_PAGE))
    return {"acts": list(acts), "total": total, "page": number, "pages": pages}


@pytest.fixture
def program() -> ScriptedProgram:
    return ScriptedProgram()


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Path) -> Settings:
    return make_settings(tmp_path, telegram_api_url=server.url, admin_publishers=frozenset({USER}))


@pytest.fixture
def running(settings: Settings, answering: ScriptedAnswering, program: ScriptedProgram) -> Running:
    return Running(settings, answering, program=program)


async def opened(server: BotApiServer) -> SentMessage:
    shown = await say(server, "/audit")
    await server.until(lambda: shown.edits > 0, "log shown")
    return shown


async def test_acts_are_told_in_indonesian_by_day(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.succeeds(
        "audit",
        page(
            act(
                f"telegram:{USER}",
                "publish",
                edition="2026-11-21.2",
                subject="pp-94-2021, data files; forced over: uji 0.5",
                reason="SKB berlaku besok",
            ),
            act("telegram:7", "add", subject="pp-94-2021@1f0c2d3e4a5b6c7d"),
            act(
                "siti",
                "rollback",
                edition="2026-11-20.1",
                subject="from 2026-11-21.1",
                moment="2026-11-20T23:59:00+07:00",
            ),
            act("telegram:8", "denied", subject="button yp", moment="2026-11-20T16:00:00+00:00"),
            act(
                "siti",
                "refused",
                edition="2026-11-20.2",
                subject="uji: citation_hit is 0",
                moment="2026-11-20T01:00:00+07:00",
            ),
        ),
    )

    shown = await opened(server)

    assert shown.text == (
        "Riwayat tindakan\n\n"
        "5 tindakan tercatat; yang terbaru lebih dahulu.\n\n"
        "21 November 2026\n"
        "14.05 Anda menerbitkan edisi 2026-11-21.2: PP 94/2021, berkas data; "
        "dipaksakan meski: uji 0.5. Alasan: SKB berlaku besok\n"
        "14.05 pengguna Telegram 7 memasukkan dan mengajukan: PP 94/2021\n\n"
        "20 November 2026\n"
        "23.59 siti (lewat terminal) kembali ke edisi 2026-11-20.1: dari 2026-11-21.1\n"
        "23.00 pengguna Telegram 8 mencoba yang hanya untuk pengelola: tombol yp\n"
        "01.00 siti (lewat terminal) tertahan ambang uji saat menerbitkan "
        "edisi 2026-11-20.2"
    )
    assert program.calls("audit")[0].arguments == ("audit", "--limit", "10", "--page", "1")
    assert program.calls("audit")[0].by is None


async def test_its_pages_are_turned_in_one_message(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.ends(
        "audit",
        *(
            Outcome(0, page(act(f"orang{number}", "add"), total=25, number=number))
            for number in (1, 2, 3, 2)
        ),
    )
    shown = await opened(server)
    assert shown.labels() == ["Berikutnya ›", "Pengelola"]
    for button, number in (("Berikutnya", 2), ("Berikutnya", 3), ("‹ Sebelumnya", 2)):
        server.user_presses(shown, button)
        await server.until(lambda n=number: f"orang{n}" in shown.text, "turned")  # type: ignore[misc]
        assert f"Halaman {number} dari 3" in shown.text
    assert [ran.arguments[-1] for ran in program.calls("audit")] == ["1", "2", "3", "2"]
    assert len(server.messages) == 1


async def test_an_empty_log(bot: Running, server: BotApiServer, program: ScriptedProgram) -> None:
    program.succeeds("audit", page())

    shown = await opened(server)

    assert "Belum ada tindakan yang tercatat." in shown.text
    assert shown.labels() == ["Pengelola"]


async def test_a_log_out_of_reach(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.fails("audit", 6, "The audit log cannot be used.")

    assert "The audit log cannot be used." in (await opened(server)).text


async def test_an_act_without_a_name_here_is_told_as_it_stands(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.succeeds("audit", page(act("siti", "baru", subject="sesuatu <b>tebal</b>")))

    assert "siti (lewat terminal) baru: sesuatu <b>tebal</b>" in (await opened(server)).text


async def test_ten_long_lines_fit(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    long = act("x" * 100, "publish", edition="2026-11-21.2", subject="s" * 5000, reason="r" * 5000)
    program.succeeds("audit", page(*[long] * PER_PAGE, total=99))

    shown = await opened(server)
    await server.until(lambda: bool(server.messages[-1].labels()), "buttons shown")

    assert (
        shown.text.count("Alasan: rrr")
        + sum(message.text.count("Alasan: rrr") for message in server.messages[1:])
        == PER_PAGE
    )
    assert server.messages[-1].labels() == ["Berikutnya ›", "Pengelola"]


async def test_every_act_of_the_code_has_a_name() -> None:
    """What ``asn-ingest`` and the bot write into the log, read from their source."""
    root = Path(__file__).parents[2]
    written = {
        found
        for package in ("ingest", "bot")
        for path in (root / package).rglob("*.py")
        for found in re.findall(
            r"(?:Act\(\s*\w+,|_change\(\s*settings,\s*who,|act=)\s*\"([a-z ]+)\"",
            path.read_text(encoding="utf-8"),
        )
    }

    assert {"publish", "undo", "rollback", "stage", "leave out", "status", "add"} <= written
    assert written <= set(admin_texts().acts)


async def test_the_real_log_through_the_real_command(
    answering: ScriptedAnswering, tiny_copy: TinyEdition, tmp_path: Path
) -> None:
    admin = admin_of(
        tiny_copy,
        tmp_path,
    )
    admin.stage()
    store = open_store(admin.settings.database)
    store.run_sync(add_act, Act(f"telegram:{USER}", "confirm", admin.first, "suka", "sama"))
    store.close()
    server = BotApiServer(patience=60)
    await server.start()
    settings = make_settings(
        tmp_path,
        telegram_api_url=server.url,
        data_dir=admin.settings.data_dir,
        admin_publishers=frozenset({USER}),
    )
    async with Running(settings, answering, program=Process(admin.settings))():
        shown = await opened(server)
    await server.stop()

    assert f"Anda mengonfirmasi putusan dalam edisi {admin.first}: suka. Alasan: sama" in shown.text
    assert "siti (lewat terminal) mengajukan: PP 94/2021" in shown.text
