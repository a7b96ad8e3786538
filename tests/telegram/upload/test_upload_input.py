"""What editors send and write: files that are refused, captions, addresses; and who may."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.telegram.admin.upload_texts import (
    BadOption,
    address_in,
    options_in,
    readable,
    safe_name,
)
from knowledge.settings import Settings
from tests.bot_api import BotApiServer
from tests.bot_api.faults import Fault
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.upload.desk import (
    NOBODY,
    PDF,
    PUBLISHER,
    TEXTS,
    result,
    upload,
    uploads,
)
from tests.telegram.user import answer_below, say


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("kosong.pdf", b"", TEXTS.empty),
        ("arsip.zip", b"PK", TEXTS.wrong_type),
        ("lama.doc", b"\xd0\xcf", TEXTS.wrong_type),
        ("besar.pdf", b"x" * (2**20 + 1), TEXTS.too_large.format(size="1,0", limit=1)),
    ],
)
async def test_a_file_that_cannot_be_read_is_not_fetched(
    bot: Running,
    server: BotApiServer,
    program: ScriptedProgram,
    name: str,
    content: bytes,
    words: str,
) -> None:
    assert (await upload(server, name=name, content=content)).text == words
    assert server.called("getFile") == []
    assert program.ran == []


async def test_telegrams_own_limit_is_told_with_another_way(
    bot: Running, server: BotApiServer, program: ScriptedProgram, settings: Settings
) -> None:
    server.fail("getFile", 1, Fault(400, "Bad Request: file is too big"))
    await upload(server)
    await result(server, TEXTS.telegram_limit.format(size="0,0"))
    assert program.calls("add") == []
    await server.until(lambda: uploads(settings) == [], "nothing left")


async def test_a_server_that_is_gone_in_the_midst_is_tried_again(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    server.fail("getFile", 2, Fault(502, "Bad Gateway"))
    await upload(server)
    await result(server, TEXTS.staged)


async def test_a_file_that_cannot_be_fetched_leaves_nothing_behind(
    bot: Running, server: BotApiServer, program: ScriptedProgram, settings: Settings
) -> None:
    server.fail("getFile", 30, Fault(drop=True))
    await upload(server)
    await result(server, TEXTS.not_downloaded)
    assert program.calls("add") == []
    await server.until(lambda: uploads(settings) == [], "nothing left")


async def test_what_the_caption_says_goes_along(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    await upload(
        server, caption="jenis=PP nomor=94 tahun=2021 judul=Disiplin Pegawai id=pp-94-2021"
    )
    [ran] = await program.await_ran("add")
    assert ran.arguments[1:-1] == (
        "--kind=pp",
        "--number=94",
        "--year=2021",
        "--title=Disiplin Pegawai",
        "--id=pp-94-2021",
    )


async def test_a_caption_that_cannot_be_used_is_explained(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    assert "“thn=”" in (await upload(server, caption="thn=2021")).text
    assert "“tahun=”" in (await upload(server, caption="tahun=duaribu")).text
    assert program.ran == []


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("", {}),
        ("tolong dimasukkan ya", {}),
        (
            "ini jenis=se  nomor = SE/18/M.SM.02.01/2023",
            {"--kind": "se", "--number": "SE/18/M.SM.02.01/2023"},
        ),
        (
            "judul=“Disiplin PNS”\nberlaku=2021-08-31",
            {"--title": "Disiplin PNS", "--in-force": "2021-08-31"},
        ),
        ("tentang=Netralitas ASN", {"--title": "Netralitas ASN"}),
    ],
)
def test_options_are_read_from_words(words: str, options: dict[str, str]) -> None:
    assert options_in(words, TEXTS) == options


@pytest.mark.parametrize(
    "words",
    [
        "tahun=21",
        "id=PP 94",
        "berlaku=2021-13-01",
        "nomor=",
        "jenis=--by",
        "judul=x",
        "kunci=rahasia",
    ],
)
def test_options_that_are_malformed_are_refused(words: str) -> None:
    with pytest.raises(BadOption):
        options_in(words, TEXTS)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("PP 94 Tahun 2021.PDF", "PP-94-Tahun-2021.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini.pdf", "boot.ini.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("…/.pdf", "pdf"),
        ("☃.docx", "dokumen.docx"),
        ("a" * 300 + ".pdf", "a" * 60 + ".pdf"),
    ],
)
def test_a_file_is_kept_under_a_harmless_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_kinds_are_told_by_the_name_as_far_as_it_tells_them() -> None:
    assert all(
        map(readable, ("a.pdf", "A.PDF", "a.docx", "a.htm", "salinan", "PP No. 94 Tahun 2021"))
    )
    assert not any(map(readable, ("a.zip", "a.doc", "a.jpg", "a.xlsx", "a.pdf.exe")))


async def test_a_document_is_taken_from_an_address(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    progress = await say(server, "/unggah https://jdih.example.go.id/pp-94.pdf nomor=94")
    assert "dokumen dari jdih.example.go.id" in progress.text
    [ran] = await program.await_ran("add")
    assert ran.arguments == ("add", "--number=94", "https://jdih.example.go.id/pp-94.pdf")
    await result(server, TEXTS.staged)
    assert server.called("getFile") == []


async def test_without_an_address_it_is_said_how(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    how = await say(server, "/unggah")
    assert "paling besar 1 MB" in how.text
    assert "jenis=pp nomor=94" in how.text
    wrong = await say(server, "/unggah ftp://contoh.go.id/a.pdf")
    assert wrong.text.startswith(TEXTS.no_address)
    assert program.ran == []


async def test_a_bare_address_is_asked_about(
    bot: Running, server: BotApiServer, program: ScriptedProgram, answering: ScriptedAnswering
) -> None:
    question = await say(server, "https://jdih.example.go.id/pp-94.pdf")
    assert question.text.startswith(TEXTS.ask_address)
    assert (await answer_below(server, question, TEXTS.leave_address)).text == TEXTS.left_address
    assert program.ran == []
    again = await say(server, "https://jdih.example.go.id/pp-94.pdf")
    server.user_presses(again, TEXTS.take_address)
    await result(server, TEXTS.staged)
    assert len(program.calls("add")) == 1
    assert answering.asked == []


@pytest.mark.parametrize("before", ["", "/unggah "])
async def test_an_address_with_a_password_is_neither_fetched_nor_kept(
    running: Running,
    server: BotApiServer,
    program: ScriptedProgram,
    settings: Settings,
    before: str,
    log: Callable[[], str],
) -> None:
    async with running():
        told = await say(server, f"{before}https://siti:geheim@a.go.id/x.pdf")
        assert told.text == TEXTS.secret_address
        await server.await_confirmed()
    assert program.ran == []
    assert "geheim" not in log()
    kept = [path.read_bytes() for path in settings.data_dir.glob("*.sqlite3*")]
    assert kept
    assert not any(b"geheim" in content for content in kept)


def test_an_address_is_told_from_other_words() -> None:
    assert address_in("https://a.go.id/x.pdf jenis=pp") == ("https://a.go.id/x.pdf", "jenis=pp")
    for words in (
        "",
        "pp 94",
        "--help",
        "file:///etc/passwd",
        "http://",
        "https:///x",
        "http://[::1",
    ):
        assert address_in(words) is None


@pytest.mark.parametrize("chat", [PUBLISHER, NOBODY])
async def test_only_editors_send_documents(
    bot: Running, server: BotApiServer, program: ScriptedProgram, chat: int
) -> None:
    said = await upload(server, chat_id=chat)
    assert said.text != ""
    assert "Memasukkan" not in said.text
    server.user_sends("/unggah https://a.go.id/x.pdf", chat_id=chat)
    unknown = (await server.await_messages(2))[-1]
    assert "Memasukkan" not in unknown.text
    await asyncio.sleep(0.1)
    assert program.calls("add") == []
    assert server.called("getFile") == []


async def test_every_document_of_an_album_is_taken_in(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    for name in ("satu.pdf", "dua.pdf", "tiga.pdf"):
        server.user_sends_file(name, PDF, "application/pdf", media_group_id="55")
    ran = await program.await_ran("add", 3)
    assert [Path(one.arguments[-1]).name for one in ran] == ["satu.pdf", "dua.pdf", "tiga.pdf"]
