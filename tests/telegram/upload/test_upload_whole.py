"""An editor's whole way with the real commands: send a document, read what it changes, survive a kill."""

from __future__ import annotations

import io
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from docx import Document as WordFile

from bot.telegram.admin.telling import JobTexts
from bot.telegram.admin.upload_texts import UploadTexts
from bot.texts import load_texts
from ingest.library import documents
from tests.bot_api import TOKEN, USER, BotApiServer, SentMessage
from tests.ingest.admin import Admin, admin_of
from tests.ingest.regulation_text import regulation_text
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.user import answer_below
from tests.tiny_edition import TinyEdition

pytestmark = pytest.mark.slow
PATIENCE = 180.0
TEXTS = load_texts("upload.yaml", UploadTexts)
JOBS = load_texts("jobs.yaml", JobTexts)
REGULATION = regulation_text("94", "2021", "Disiplin Pegawai Negeri Sipil")


@dataclass(frozen=True)
class Office:
    """An editor's place: the admin's folder, and the chat."""

    admin: Admin
    server: BotApiServer
    running: Running

    async def said(self, text: str) -> SentMessage:
        """The first message that holds a text, once it is there."""
        await self.server.until(
            lambda: any(text in m.text for m in self.server.messages), f"{text!r} said"
        )
        return next(m for m in self.server.messages if text in m.text)

    @property
    def acts(self) -> list[str]:
        """What the audit log has, the latest first."""
        return [act for act, *_ in self.admin.acts()]


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
        admin_publishers=frozenset({USER}),
    )
    yield Office(admin, server, Running(admin.settings, ScriptedAnswering()))
    await server.stop()


def word_file(text: str) -> bytes:
    """A DOCX with these lines."""
    made, written = WordFile(), io.BytesIO()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(written)
    return written.getvalue()


async def test_a_word_file_is_staged_tested_and_taken_back(office: Office) -> None:
    server, admin = office.server, office.admin
    async with office.running():
        server.user_sends_file("PP 94.docx", word_file(REGULATION))
        told = await office.said(TEXTS.staged)
        assert "Peraturan Pemerintah Nomor 94 Tahun 2021" in told.text
        assert "tentang Disiplin Pegawai Negeri Sipil" in told.text
        assert "Pasal yang ditemukan: 3" in told.text
        assert "Hasil uji" in told.text
        [kept] = documents(admin.settings)
        assert admin.staged.documents == {"pp-94-2021": kept.key}
        assert (kept.by, kept.name) == (f"telegram:{USER}", "PP-94.docx")
        assert admin.serving == admin.first
        said = await answer_below(server, told, TEXTS.drop)
        assert said.text.startswith("PP 94/2021 dibuang")
        assert admin.staged.documents == {}


async def test_a_file_that_is_no_regulation_is_explained(office: Office) -> None:
    server, admin = office.server, office.admin
    async with office.running():
        server.user_sends_file("surat.txt", b"Dengan hormat, bersama ini kami sampaikan undangan.")
        await office.said("jenis=pp")
        server.user_sends_file("kunci.pdf", b"%PDF-1.4 rusak")
        await office.said("PDF itu terpotong")
        server.user_sends("/unggah http://127.0.0.1:8080/pp.pdf")
        await office.said("tidak berada di internet umum")
    assert documents(admin.settings) == []
    assert not admin.staged


async def test_a_bot_that_is_killed_in_the_test_goes_on_with_it(office: Office) -> None:
    server, admin = office.server, office.admin
    environment: dict[str, Any] = {**admin.environment, "ADMIN_EDITORS": str(USER)}
    process = await office.running.start_process("plain_bot", **environment)
    server.user_sends_file("pp-94.md", REGULATION.encode())
    [progress] = await server.await_messages(1)
    # The edition that is tried lies beside the other one as long as the test lasts.
    await server.until(lambda: admin.folders != [admin.first], "in the test")
    assert "pp-94-2021" in admin.staged.documents
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    async with office.running():
        told = await office.said(TEXTS.staged)
        assert TEXTS.details in told.labels()
    assert len([m for m in server.messages if "Memasukkan" in m.text]) == 1
    assert progress.text.endswith(JOBS.done)
    # Taken in once, and neither the killed test nor the second one left anything behind.
    assert office.acts.count("add") == 1
    assert admin.folders == [admin.first]
    folder = admin.settings.data_dir / "uploads"
    assert [*folder.iterdir()] == []
