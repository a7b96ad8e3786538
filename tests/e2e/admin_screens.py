"""Screens of the admins' work in the chat, for docs/panduan-admin.md: one admin's way on a copy of the real edition.

``python -m tests.e2e.admin_screens`` plays all flows, one after another, on a copy of the edition that serves under
DATA_DIR: each begins with what the one before has left. It publishes an edition, so that it takes some minutes.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.judgement import Judgement
from bot.storage.store import open_store
from bot.storage.tables import AnswerCount, LatencyCount, News, Vote
from knowledge.clock import today
from tests.bot_api import BotApiServer
from tests.bot_api.screen import Scene
from tests.e2e.admin_guide import SAMPLES
from tests.e2e.programs import Place
from tests.e2e.screens import (
    FOLDER,
    PATIENCE,
    Await,
    Flow,
    Send,
    Tap,
    Unplayed,
    Write,
    flow,
    photograph,
    play,
    started,
)
from tests.e2e.serving import serving

ADMIN = 30_900
"""The admin, who is editor and publisher."""
SUBSCRIBER = 30_901
DOCUMENT = SAMPLES / "pp-42-2004.md"
FLOWS = (
    flow("23-pengelola", Write("/admin"), Await("Perintah untuk Anda"), user=ADMIN),
    flow("27-antrean", Write("/tinjau"), Await("Tekan nomor"), user=ADMIN),
    flow("28-butir", Tap("2"), Await("Ketentuan terdekat"), user=ADMIN),
    flow(
        "29-contoh",
        Tap("Tambahkan sebagai contoh"),
        Tap("2"),
        Tap("Boleh dengan syarat"),
        Write("bolehkah ASN berutang kepada calon dengan bunga dan syarat yang lazim?"),
        user=ADMIN,
        last=1,
    ),
    flow(
        "24-unggah",
        Tap("Ajukan"),
        Await("Sudah diajukan"),
        Send(DOCUMENT),
        Await("menunggu penerbitan."),
        user=ADMIN,
        last=4,
    ),
    flow("25-perubahan", Write("/perubahan"), Await("Yang akan berubah"), user=ADMIN),
    flow(
        "26-terbit",
        Tap("Terbitkan"),
        Await("Sebelum terbit"),
        Tap("Ya, terbitkan"),
        Await("mulai melayani"),
        user=ADMIN,
        last=2,
    ),
    flow("30-statistik", Write("/statistik 30"), Await("Pelanggan kabar"), user=ADMIN),
    flow("32-audit", Write("/audit"), Await("Riwayat tindakan"), user=ADMIN),
    flow(
        "31-kabar",
        Write("/langganan"),
        Tap("Semua topik"),
        Await("Ada perubahan pada topik"),
        user=SUBSCRIBER,
    ),
)
"""In the order in which they are played; their numbers are of the order in the guide."""

_ASKED = (
    "boleh pinjam uang ke caleg?",
    "ngutang ke calon bupati boleh gak?",
    "pinjam duit sama caleg, melanggar gak?",
    "kalau saya pinjam uang dari caleg gimana?",
    "bolehkah ASN menerjemahkan buku biografi calon?",
    "boleh gak saya menerjemahkan buku caleg?",
    "iklan caleg muncul otomatis di channel youtube saya, salah nggak?",
    "boleh numpang mobil caleg?",
)
"""Questions without a sure answer, each of a user of its own."""
_DAYS = 30
_KINDS = (
    ("follow-gabung-grup", "dilarang", True, 7),
    ("kritik-keluhan", "dilarang", True, 5),
    ("hadir-kampanye", "boleh_bersyarat", True, 4),
    ("foto-dengan-calon", "dilarang", True, 3),
    ("pakaian-atribut", "dilarang", True, 2),
    ("hak-memilih", "boleh", True, 2),
    ("usaha-transaksi", "boleh_bersyarat", True, 1),
    ("kendaraan-dinas", "dilarang", True, 1),
    ("", "perlu_rincian", False, 1),
)
"""Family, verdict, whether it was found, and about how often a day."""
_TIMES = ((100, 14), (200, 7), (500, 2), (1_500, 1))
"""Upper end of a range of waiting times in milliseconds, and how often a day."""


def begun(folder: Path, data_dir: Path) -> Place:
    """A copy of the edition that serves, with a month of made-up counts, in an empty folder."""
    var = folder / "var"
    var.mkdir(parents=True)
    serves = (data_dir / "editions" / "current").read_text(encoding="utf-8").strip()
    shutil.copytree(data_dir / "cache", var / "cache")
    shutil.copytree(data_dir / "editions" / serves, var / "editions" / serves)
    shutil.copy(data_dir / "editions" / "current", var / "editions")
    place = Place(
        folder,
        {
            "DATA_DIR": str(var),
            "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
            "ADMIN_EDITORS": str(ADMIN),
            "ADMIN_PUBLISHERS": str(ADMIN),
        },
    )
    _with_store(place, _counted, serves)
    return place


def _with_store(place: Place, act: Callable[..., None], *given: object) -> None:
    store = open_store(place.settings["DATABASE_URL"])
    try:
        store.run_sync(act, *given)
    finally:
        store.close()


def _counted(session: Session, edition: str) -> None:
    for ago in range(1, _DAYS):
        day = (today() - timedelta(days=ago)).isoformat()
        busy = 1 + (ago * 7 % 5) / 2 if ago % 7 else 0.5
        for family, verdict, answered, number in _KINDS:
            session.add(
                AnswerCount(
                    day=day,
                    family=family,
                    verdict=verdict,
                    answered=answered,
                    number=round(number * busy) + 1,
                )
            )
        for below, number in _TIMES:
            session.add(LatencyCount(day=day, below=below, number=round(number * busy) + 1))
    for number, judgement in enumerate(
        [Judgement.USEFUL] * 41 + [Judgement.WRONG] * 6 + [Judgement.UNCLEAR] * 8
    ):
        session.add(
            Vote(
                token=f"{number:016x}",
                useful=judgement is Judgement.USEFUL,
                judgement=judgement.value,
                ruling="medsos-like",
                verdict="dilarang",
                edition=edition,
                at=time.time() - 86_400,
            )
        )


def _ten_minutes_later(session: Session) -> None:
    """Let the time be over in which the publish can be undone."""
    session.execute(update(News).values(at=time.time()))


@asynccontextmanager
async def at_work(place: Place) -> AsyncIterator[BotApiServer]:
    """The bot, to which users have put their questions."""
    server = BotApiServer(patience=PATIENCE)
    await server.start()
    try:
        async with serving(place, server):
            for number, question in enumerate(_ASKED):
                server.user_sends(question, chat_id=40_900 + number)
            await server.await_messages(len(_ASKED))
            yield server
    finally:
        await server.stop()


async def scene_of(server: BotApiServer, place: Place, one: Flow) -> Scene:
    """Play a flow after those before it.

    Raises:
        Unplayed: it stopped before its end.
    """
    if one.user != SUBSCRIBER:
        return await play(server, one)
    before = await play(server, replace(one, acts=one.acts[:-1]))
    _with_store(place, _ten_minutes_later)
    told = await play(server, replace(one, acts=one.acts[-1:]))
    return replace(told, said=[*before.said, *told.said])


async def photograph_all(place: Place) -> str | None:
    """Play all flows and write their pictures; return where that stopped."""
    async with at_work(place) as server, started() as browser:
        for one in FLOWS:
            try:
                picture = await photograph(browser, await scene_of(server, place, one))
            except (Unplayed, ValueError) as error:
                return f"{one.name}: {error}"
            (FOLDER / f"{one.name}.png").write_bytes(picture)
    return None


def main() -> int:
    """Write all pictures."""
    data_dir = Path(os.environ.get("DATA_DIR", "var")).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        wrong = asyncio.run(photograph_all(begun(Path(scratch), data_dir)))
    if wrong:
        print(wrong, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
