"""Backup and restore with real processes: while a bot answers, killed at any moment, on a full disk, on a server."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from ingest.audit import read_acts
from knowledge.edition import current_edition, editions_folder
from knowledge.index import PROVISIONS, REPEALED, RULINGS, collection_name
from tests.bot_api import BotApiServer
from tests.e2e.programs import PATIENCE, ROOT, Place
from tests.e2e.serving import serving
from tests.e2e.test_chroma_server import chroma, editions_on
from tests.ingest.admin import LIKING, Admin, admin_of
from tests.ingest.backup.filling import content
from tests.tiny_edition import TinyEdition, settings_for, write_data

__all__ = ["chroma"]

COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"
USERS = range(3001, 3007)


@pytest_asyncio.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotApiServer]:
    """A running Bot API server that waits for a whole program to start."""
    monkeypatch.setattr("tests.bot_api.server.PATIENCE", PATIENCE)
    server = BotApiServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
    """An admin of a tiny edition that serves."""
    return admin_of(tiny_copy, tmp_path)


def place_of(admin: Admin) -> Place:
    return Place(admin.folder, admin.environment)


def elsewhere(admin: Admin, name: str) -> Place:
    """The place that a restore into this folder makes."""
    return replace(
        place_of(admin), settings={**admin.environment, "DATA_DIR": str(admin.folder / name)}
    )


async def told(server: BotApiServer, user: int, question: str = LIKING) -> str:
    """Ask as one of several users; return all that this one is answered."""
    before = len([m for m in server.messages if m.chat_id == user])
    server.user_sends(question, chat_id=user, user=user)

    def own() -> list[str]:
        return [m.text for m in server.messages if m.chat_id == user and m.keyboard][before:]

    await server.until(lambda: bool(own()), f"an answer to user {user}")
    return own()[-1]


async def ingest(place: Place, *command: str) -> str:
    """Run ``asn-ingest`` while the test goes on."""
    done = await asyncio.to_thread(place.ingest, *command)
    assert done.code == 0, done.err
    return done.out


async def test_while_the_bot_answers(admin: Admin, server: BotApiServer) -> None:
    """No question fails; what was there when the backup began is all in the restored place."""
    place, archive = place_of(admin), admin.folder / "a.tar.gz"
    async with serving(place, server, QUESTIONS_PER_MINUTE="0"):
        first = await told(server, 2002)
        pressed = next(m for m in server.messages if m.chat_id == 2002 and m.keyboard)
        server.user_presses(pressed, "👍", user=2002)
        await server.await_calls("editMessageReplyMarkup")

        work = asyncio.create_task(_backup_and_restore(place, archive))
        rounds = 0
        while not work.done():
            answers = await asyncio.gather(*(told(server, user) for user in USERS))
            assert set(answers) == {first}
            rounds += 1
            await asyncio.sleep(0.3)  # or the commands hardly get a turn
        await work
        assert rounds > 2

    restored = elsewhere(admin, "lain")
    settings = settings_for(admin.folder / "lain", database_url=None)
    assert current_edition(settings) == admin.serving
    assert [row["useful"] for row in content(settings.database)["feedback"]] == [True]
    assert [act.act for act in read_acts(settings)] == ["restore"]
    assert content(settings.database)["chat_turns"] == []

    server.redeliver()
    async with serving(restored, server):
        assert await told(server, 2003) == first


async def _backup_and_restore(place: Place, archive: Path) -> None:
    """Both fall among answers."""
    await ingest(place, "backup", str(archive))
    await ingest(place, "restore", str(archive), "--to", str(place.folder / "lain"))


def killed(place: Place, when: str, where: str, *command: str) -> None:
    """Run a command that kills itself at a place."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.killed_command", when, where, *command],
        capture_output=True,
        cwd=ROOT,
        env=place.environment(),
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.slow
class TestKilled:
    @pytest.mark.parametrize(
        ("when", "where"),
        [
            ("before", "ingest.backup.make.dump"),
            ("after", "ingest.backup.make.dump"),
            ("after", "ingest.backup.archive.ArchiveWriter.add_bytes"),
            ("before", "ingest.backup.archive.os.fsync"),
            ("before", "ingest.backup.make.write_act"),
        ],
    )
    def test_a_backup(self, admin: Admin, when: str, where: str) -> None:
        place, archive = place_of(admin), admin.folder / "cadangan" / "a.tar.gz"
        archive.parent.mkdir()
        archive.write_text("lama")

        killed(place, when, where, "backup", str(archive), "--force")

        if where.endswith("write_act"):  # it was there already
            assert place.ingest("restore", str(archive), "--check").code == 0
        else:
            assert archive.read_text() == "lama"
        assert place.ingest("backup", str(archive), "--force").code == 0
        assert [path.name for path in archive.parent.iterdir()] == [archive.name]
        assert place.ingest("restore", str(archive), "--check").code == 0

    @pytest.mark.parametrize(
        ("when", "where", "there"),
        [
            ("before", "ingest.backup.restore.unpack", False),
            ("after", "ingest.backup.restore.unpack", False),
            ("after", "ingest.backup.restore.open_edition", False),
            ("after", "ingest.backup.restore.load", False),
            ("before", "ingest.backup.restore._put_in_place", False),
            ("after", "ingest.backup.restore._put_in_place", True),
        ],
    )
    @pytest.mark.parametrize("outside", [False, True], ids=["own database", "another database"])
    def test_a_restore(
        self, admin: Admin, when: str, where: str, there: bool, outside: bool
    ) -> None:
        place, archive = place_of(admin), admin.folder / "a.tar.gz"
        assert place.ingest("backup", str(archive)).code == 0
        if outside:
            url = f"sqlite:///{admin.folder / 'luar.sqlite3'}"
            place = replace(place, settings={**place.settings, "DATABASE_URL": url})
        command = ("restore", str(archive), "--to", str(admin.folder / "lain"))

        killed(place, when, where, *command)

        assert (admin.folder / "lain").exists() is there
        if not there:
            done = place.ingest(*command)
            assert done.code == 0, done.err
            assert [path.name for path in admin.folder.glob(".*")] == []
        restored = elsewhere(admin, "lain")
        assert json.loads(restored.bot("ask", "--json", LIKING).out)["verdict"] == "dilarang"


def test_a_full_disk(admin: Admin) -> None:
    """Neither command leaves anything, and both say what to do."""
    place, folder = place_of(admin), admin.folder / "cadangan"
    folder.mkdir()
    assert place.ingest("backup", str(folder / "a.tar.gz")).code == 0

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    for command in (
        ("backup", str(folder / "b.tar.gz")),
        ("restore", str(folder / "a.tar.gz"), "--to", str(folder / "lain")),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "ingest", *command],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=place.environment(),
            timeout=PATIENCE,
            check=False,
            preexec_fn=limit,
        )
        assert (done.returncode, done.stdout) == (13, ""), done.stderr
        assert "Check the" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert "ignored" not in done.stderr
    assert [path.name for path in folder.iterdir()] == ["a.tar.gz"]


@pytest.mark.slow
def test_vectors_on_a_server(chroma: str, tmp_path: Path, tiny_edition: TinyEdition) -> None:
    """From a server into a folder, and from there to a server again."""
    tiny = TinyEdition(
        settings_for(tmp_path / "var", chroma_url=chroma),
        write_data(tmp_path / "data"),
        tiny_edition.built,
    )
    admin = admin_of(tiny, tmp_path, chroma_url=chroma)
    place = place_of(admin)
    assert place.ingest("build").code == 0
    archive = str(tmp_path / "a.tar.gz")
    done = place.ingest("backup", archive, "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["damaged"] == []

    embedded = elsewhere(admin, "tertanam")
    embedded = replace(embedded, settings={**embedded.settings, "CHROMA_URL": ""})
    done = embedded.ingest("restore", archive)
    assert done.code == 0, done.err
    assert f"CHROMA_URL was {chroma}, is now empty." in done.out
    assert json.loads(embedded.bot("ask", "--json", LIKING).out)["verdict"] == "dilarang"

    # The server that has them still: they are left alone, as another place is searching them.
    again = elsewhere(admin, "lagi")
    done = again.ingest("restore", archive)
    assert done.code == 0, done.err
    assert not (
        editions_folder(settings_for(tmp_path / "lagi")) / str(admin.serving) / "chroma"
    ).exists()
    assert json.loads(again.bot("ask", "--json", LIKING).out)["verdict"] == "dilarang"

    # A server that has lost them.
    for name in (RULINGS, PROVISIONS, REPEALED):
        lost = f"{chroma}{COLLECTIONS}/{collection_name(str(admin.serving), name)}"
        urllib.request.urlopen(urllib.request.Request(lost, method="DELETE"), timeout=10).close()
    assert editions_on(chroma) == set()
    shutil.rmtree(tmp_path / "var")
    done = place.ingest("restore", archive)
    assert done.code == 0, done.err
    assert editions_on(chroma) == {admin.serving}
    assert json.loads(place.bot("ask", "--json", LIKING).out)["verdict"] == "dilarang"

    # No server: nothing is written, and the line says so.
    away = replace(place, settings={**place.settings, "CHROMA_URL": "http://127.0.0.1:9"})
    refused = away.ingest("backup", str(tmp_path / "b.tar.gz"))
    assert refused.code == 4
    assert "Chroma server" in refused.err
    assert not os.path.lexists(tmp_path / "b.tar.gz")
