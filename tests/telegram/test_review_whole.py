"""An editor's whole way with the real commands: from questions that were kept to changes that wait for a publish."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answering.answerer import open_answerer
from bot.storage.review import Kept, keep_questions
from bot.storage.store import open_store
from ingest.audit import read_acts
from tests.bot_api import TOKEN, USER, BotApiServer, SentMessage
from tests.ingest.admin import Admin, admin_of
from tests.telegram.conftest import Running
from tests.telegram.review_desk import press, until_shown, write
from tests.telegram.user import say
from tests.tiny_edition import TinyEdition

pytestmark = pytest.mark.slow
PATIENCE = 60.0
ASKED = (
    "komentar dukungan di postingan cabup boleh?",
    "nulis komentar dukungan di postingan cabup boleh gak",
)


@dataclass(frozen=True)
class Office:
    """An editor's place: the admin's folder, and the chat."""

    admin: Admin
    server: BotApiServer

    async def opened(self) -> SentMessage:
        """The first item of the queue."""
        screen = await say(self.server, "/tinjau")
        await until_shown(self.server, screen, "Antrean tinjauan")
        await press(self.server, screen, "1", "Ketentuan terdekat")
        return screen


@pytest_asyncio.fixture
async def office(tiny_copy: TinyEdition, tmp_path: Path) -> AsyncIterator[Office]:
    server = BotApiServer(patience=PATIENCE)
    await server.start()
    admin = admin_of(
        tiny_copy,
        tmp_path,
        telegram_bot_token=TOKEN,
        telegram_api_url=server.url,
        admin_editors=frozenset({USER}),
    )
    store = open_store(admin.settings.database)
    for number, question in enumerate(ASKED, 1):
        one = Kept(1, question, "unanswered", "perlu_rincian", None, 0.2, (), admin.first)
        store.run_sync(keep_questions, 500 + number, number, [one], now=time.time())
    store.close()
    answering = open_answerer(admin.settings)
    try:
        running = Running(admin.settings, answering)
        running.clock.now = time.time()
        async with running():
            yield Office(admin, server)
    finally:
        answering.close()
        await server.stop()


async def test_a_question_becomes_a_new_ruling_that_waits_for_a_publish(office: Office) -> None:
    server, admin = office.server, office.admin
    form = await office.opened()
    assert f"• {ASKED[0]}" in form.text
    await press(server, form, "Buat putusan baru", "langkah 1 dari 11")
    await write(server, "Bolehkah menulis komentar di unggahan calon?", "langkah 2")
    form = await write(server, "Menulis komentar di unggahan calon", "langkah 3")
    await press(server, form, "⛔", "langkah 4")
    await write(server, "Dilarang. Komentar terbaca sebagai dukungan kepada calon.", "langkah 5")
    form = server.messages[-1]
    await press(server, form, "Lewati", "langkah 6")
    form = await write(server, "PP 94/2021 Pasal 5", "langkah 6")
    assert any(label.startswith("✓ PP 94/2021 Pasal 5") for label in form.labels())
    await press(server, form, "Lanjut", "langkah 7")
    await press(server, form, "Lewati", "langkah 8")
    await press(server, form, "Lewati", "langkah 9")
    await press(server, form, "Kuat", "langkah 10")
    server.user_presses(form, form.labels()[0])
    await until_shown(server, form, "langkah 11 dari 11")
    examples = ["komen di ig paslon kena gak", "bolehkah mengomentari postingan caleg"]
    form = await write(server, "\n".join(examples), "✓ komen")
    await press(server, form, "1", f"1. ✓ {ASKED[0]}")
    await press(server, form, "Lanjut", "Pratinjau")
    text = await press(server, form, "Ajukan", "putusan:")
    assert "belum berlaku" in text
    [ruling] = admin.staged.rulings
    assert ruling.title == "Bolehkah menulis komentar di unggahan calon?"
    assert ruling.basis == ("pp-94-2021:pasal-5",)
    assert {one.q for one in admin.staged.examples} == {*examples, ASKED[0]}
    assert [act.who for act in read_acts(admin.settings) if act.act == "stage"] == [
        f"telegram:{USER}"
    ]
    text = await press(server, form, "‹ Kembali ke antrean", "Antrean kosong")


async def test_a_refusal_of_the_real_checks_is_told_and_mended(office: Office) -> None:
    server, admin = office.server, office.admin
    form = await office.opened()
    await press(server, form, "Tambahkan", "langkah 1")
    await press(server, form, "1", "langkah 2")
    if "⛔" in "".join(form.labels()):
        await press(server, form, "⛔", "langkah 3")
    form = await write(server, "nge-like poster cabup kena sanksi gak", "Pratinjau")
    text = await press(server, form, "Ajukan", "sudah menjadi contoh")
    assert "is an example of suka" in text
    form = await write(server, "ngasih jempol di komentar poster cabup", "Pratinjau")
    await press(server, form, "Ajukan", "contoh:")
    assert [one.q for one in admin.staged.examples] == ["ngasih jempol di komentar poster cabup"]
