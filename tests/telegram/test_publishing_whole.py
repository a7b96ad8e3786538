"""A publisher's whole way with the real commands: publish, ask, undo; confirm; go back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answering.answerer import open_answerer
from ingest.audit import read_acts
from tests.bot_api import TOKEN, USER, BotApiServer, SentMessage
from tests.ingest.admin import LIKING, Admin, admin_of
from tests.telegram.conftest import Running
from tests.telegram.user import answer_below, say
from tests.tiny_edition import TinyEdition

pytestmark = pytest.mark.slow
PATIENCE = 60.0


@dataclass(frozen=True)
class Office:
    """A publisher's place: the admin's folder, and the chat."""

    admin: Admin
    server: BotApiServer

    async def said(self, text: str) -> SentMessage:
        """The first message that holds a text, once it is there."""

        def found() -> list[SentMessage]:
            return [message for message in self.server.messages if text in message.text]

        await self.server.until(lambda: bool(found()), f"{text!r} said")
        return found()[0]

    async def shown(self, message: SentMessage, text: str) -> None:
        """Wait until a message holds a text."""
        await self.server.until(lambda: text in message.text, f"{text!r} shown")

    async def taken_up(self, edition: str | None) -> None:
        """Ask until the bot answers from an edition."""
        for _ in range(40):
            if edition and edition in (await say(self.server, LIKING)).text:
                return
        raise AssertionError(f"the bot never answered from {edition}")


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApiServer]:
    server = BotApiServer(patience=PATIENCE)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path, server: BotApiServer) -> Admin:
    admin = admin_of(
        tiny_copy,
        tmp_path,
        telegram_bot_token=TOKEN,
        telegram_api_url=server.url,
        admin_publishers=frozenset({USER}),
        admin_editors=frozenset({USER}),
    )
    admin.stage()
    return admin


@asynccontextmanager
async def opened(admin: Admin, server: BotApiServer) -> AsyncIterator[Office]:
    """The bot at work in the admin's place."""
    answering = open_answerer(admin.settings)
    try:
        async with Running(admin.settings, answering)():
            yield Office(admin, server)
    finally:
        answering.close()


@pytest_asyncio.fixture
async def office(admin: Admin, server: BotApiServer) -> AsyncIterator[Office]:
    async with opened(admin, server) as office:
        yield office


async def test_a_publish_serves_at_once_and_is_undone_by_one_button(office: Office) -> None:
    admin, server = office.admin, office.server
    overview = await say(server, "/perubahan")
    await office.shown(overview, "PP 94/2021")
    assert "diajukan oleh siti" in overview.text
    question = await answer_below(server, overview, "Terbitkan")
    assert "Terbitkan 1 perubahan ini?" in question.text
    server.user_presses(question, "Ya, terbitkan")
    published = await office.said("sudah terbit dan mulai melayani")
    second = admin.serving
    assert second != admin.first
    assert not admin.staged
    assert f"Edisi {second}" in published.text
    assert "2 putusan menunggu peninjauan" in published.text
    await office.taken_up(second)

    server.user_presses(published, "Batalkan penerbitan")
    undone = await office.said("dibatalkan. Edisi")
    assert f"Edisi {admin.first} melayani lagi" in undone.text
    assert admin.serving == admin.first
    assert [*admin.staged.documents] == ["pp-94-2021"]
    await office.taken_up(admin.first)
    done = [
        (act.who, act.act) for act in read_acts(admin.settings) if act.act in ("publish", "undo")
    ]
    assert done == [(f"telegram:{USER}", "undo"), (f"telegram:{USER}", "publish")]


async def test_rulings_are_confirmed_and_an_edition_comes_back_with_a_reason(
    office: Office,
) -> None:
    admin, server = office.admin, office.server
    await asyncio.to_thread(admin.publish)
    second = admin.serving
    shown = await say(server, "/konfirmasi")
    await office.shown(shown, "2 putusan bersandar")
    assert shown.labels() == ["PP 94/2021 (2)"]
    server.user_presses(shown, "PP 94/2021")
    await office.shown(shown, "Menunggu peninjauan karena PP 94/2021")
    prompt = await answer_below(server, shown, "Konfirmasi semua (2)")
    assert "Tulis alasannya" in prompt.text
    sure = await say(server, "maknanya tetap sama")
    assert "Alasan: maknanya tetap sama" in sure.text
    server.user_presses(sure, "Ya, konfirmasi semua")
    await office.shown(sure, "2 putusan sudah dikonfirmasi")
    [confirmed] = admin.acts("confirm")
    assert confirmed[3] == "maknanya tetap sama"

    editions = await say(server, "/kembalikan")
    await office.shown(editions, f"{second} (melayani sekarang)")
    prompt = await answer_below(server, editions, admin.first)
    server.user_presses(prompt, "Lewati")
    await office.shown(prompt, "Tanpa alasan.")
    server.user_presses(prompt, "Ya, kembalikan")
    await office.shown(prompt, f"Edisi {admin.first} melayani lagi")
    assert admin.serving == admin.first
    assert admin.acts("rollback") == [("rollback", admin.first, f"from {second}", None)]


async def test_a_restart_in_mid_publish_leaves_everything_as_it_was(
    admin: Admin, server: BotApiServer
) -> None:
    staged = admin.staged
    async with opened(admin, server) as office:
        overview = await say(server, "/perubahan")
        await office.shown(overview, "PP 94/2021")
        question = await answer_below(server, overview, "Terbitkan")
        progress = await answer_below(server, question, "Ya, terbitkan")
        await office.shown(progress, "Membaca berkas data")
    assert (admin.serving, admin.staged) == (admin.first, staged)
    async with opened(admin, server) as office:
        told = await office.said("Bot dimulai ulang saat penerbitan berjalan.")
        assert f"Tidak ada yang terbit: edisi {admin.first} tetap melayani" in told.text
        question = await answer_below(server, told, "Terbitkan")
        server.user_presses(question, "Ya, terbitkan")
        await office.said("sudah terbit dan mulai melayani")
    assert admin.serving != admin.first
    assert admin.folders == sorted([admin.first, str(admin.serving)])
