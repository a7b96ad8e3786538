"""/perubahan: what waits for a publish, for whom which buttons, and taking it back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.telegram.messages import load_messages
from tests.bot_api import USER, BotApiServer
from tests.telegram.publisher_desk import (
    CHANGED,
    EDITOR,
    FIRST,
    OTHER,
    Desk,
    difference,
    example,
    item,
    staged,
    standing,
)

TITLE = "Perubahan yang menunggu penerbitan"


@pytest_asyncio.fixture
async def desk(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk(server, tmp_path).open() as desk:
        yield desk


async def test_the_overview_tells_what_waits_who_staged_it_and_what_it_changes(desk: Desk) -> None:
    desk.program.succeeds("stage", staged(item(), standing(by=[f"telegram:{USER}"]), example()))
    desk.program.succeeds(
        "diff",
        difference(
            changed=[CHANGED],
            standings=[
                {
                    "regulation": "pp-53-2010",
                    "before": "berlaku",
                    "after": "dicabut, repealed by pp-94-2021 from 2021-08-31",
                }
            ],
            rulings=[
                {"id": "a", "title": "Bolehkah A?", "provisions": ["pp-94-2021:pasal-5:huruf-n"]}
            ],
        ),
    )
    shown = await desk.asks("/perubahan", TITLE)
    assert f"Edisi yang melayani sekarang: {FIRST}." in shown.text
    assert "3 perubahan menunggu." in shown.text
    assert "PP 94/2021 – naskah resmi: Disiplin Pegawai Negeri Sipil (45 pasal)" in shown.text
    assert "(diajukan oleh siti (lewat terminal))" in shown.text
    assert "PP 53/2010 – status: DICABUT – tidak berlaku (PP 94/2021), mulai 31 Agustus 2021" in (
        shown.text
    )
    assert "(diajukan oleh Anda)" in shown.text
    assert "Contoh baru: “boleh like foto paslon?”" in shown.text
    assert "1 ketentuan berubah bunyi" in shown.text
    assert "berlaku → dicabut dengan PP 94/2021 mulai 2021-08-31" in shown.text
    assert "Bolehkah A?" in shown.text


async def test_each_admin_has_the_buttons_of_their_roles(desk: Desk) -> None:
    both = await desk.asks("/perubahan", TITLE)
    assert both.labels() == ["Rincian", "Uji dahulu", "Terbitkan", "Buang …", "Muat ulang"]
    publisher = await desk.asks("/perubahan", TITLE, OTHER)
    assert publisher.labels() == ["Rincian", "Uji dahulu", "Terbitkan", "Muat ulang"]
    editor = await desk.asks("/perubahan", TITLE, EDITOR)
    assert editor.labels() == ["Rincian", "Uji dahulu", "Buang …", "Muat ulang"]
    assert "hanya dapat dilakukan oleh penerbit" in editor.text
    assert "hanya dapat dilakukan oleh penerbit" not in both.text


async def test_to_others_the_command_and_its_buttons_do_not_exist(desk: Desk) -> None:
    stranger = 4711
    unknown = await desk.asks("/perubahan", "Saya tidak mengenal", stranger)
    assert unknown.text == load_messages().unknown_command
    overview = await desk.asks("/perubahan", TITLE, EDITOR)
    note = await desk.server.await_note(
        desk.server.user_presses(overview, "", user=EDITOR, data="yp::0")
    )
    assert note == load_messages().toasts.expired
    assert [ran.name for ran in desk.program.ran] == ["stage", "diff"]


async def test_when_nothing_waits_it_says_what_to_do(desk: Desk) -> None:
    desk.program.succeeds("stage", staged())
    desk.program.succeeds("diff", difference())
    shown = await desk.asks("/perubahan", "Tidak ada perubahan yang menunggu")
    assert "/unggah" in shown.text
    assert shown.labels() == ["Muat ulang"]


async def test_new_data_files_can_be_published_although_nobody_staged_anything(desk: Desk) -> None:
    desk.program.succeeds("stage", staged())
    shown = await desk.asks("/perubahan", "Berkas data bawaan berbeda")
    assert "Terbitkan" in shown.labels()
    assert "Buang …" not in shown.labels()


async def test_the_details_come_as_a_file(desk: Desk) -> None:
    overview = await desk.asks("/perubahan", TITLE)
    desk.server.user_presses(overview, "Rincian")
    await desk.server.await_calls("sendDocument")
    document = desk.server.messages[-1].document
    assert document is not None
    assert document.name == "rincian-perubahan.txt"
    text = document.content.decode()
    assert "PP 94/2021 Pasal 5 huruf n (naskah resmi menggantikan ringkasan kami)" in text
    assert "PNS dilarang memberi [-dukungan.-] {+dukungan kepada calon.+}" in text


async def test_a_difference_that_cannot_be_told_leaves_the_list(desk: Desk) -> None:
    desk.program.fails("diff", 10, "asn-ingest: The document 1f0c is not in the library.")
    shown = await desk.asks("/perubahan", TITLE)
    assert "1 perubahan menunggu." in shown.text
    assert "Selisihnya tidak dapat dihitung sekarang" in shown.text
    assert "The document 1f0c is not in the library." in shown.text


async def test_a_staging_area_that_cannot_be_read_is_told_with_the_next_step(desk: Desk) -> None:
    desk.program.fails("stage", 10, "The staging area cannot be read (ValidationError).")
    shown = await desk.asks("/perubahan", "tidak dapat dilakukan pada keadaan sekarang")
    assert "The staging area cannot be read" in shown.text


async def test_an_editor_takes_one_item_back(desk: Desk) -> None:
    desk.program.succeeds("stage", staged(item(), example()))
    overview = await desk.asks("/perubahan", TITLE, EDITOR)
    which = await desk.turned(overview, "Buang …", "Pilih yang akan dibuang")
    assert which.labels()[0] == "PP 94/2021"
    asked = await desk.turned(which, "PP 94/2021", "Buang “PP 94/2021” dari daftar tunggu?")
    assert not desk.program.calls("discard")
    desk.program.succeeds("discard", staged(example()))
    done = await desk.turned(asked, "Ya, buang", "Sudah dibuang: PP 94/2021.")
    [ran] = desk.program.calls("discard")
    assert ran.arguments == ("discard", "pp-94-2021")
    assert ran.by == EDITOR
    assert done.labels()[0].startswith("Contoh baru")


async def test_an_editor_takes_everything_back(desk: Desk) -> None:
    desk.program.succeeds("stage", staged(item(), example()))
    overview = await desk.asks("/perubahan", TITLE)
    which = await desk.turned(overview, "Buang …", "Pilih yang akan dibuang")
    asked = await desk.turned(which, "Buang semuanya", "Buang semua 2 perubahan")
    desk.program.succeeds("discard", staged())
    await desk.turned(asked, "Ya, buang", "Semua 2 perubahan sudah dibuang.")
    assert desk.program.calls("discard")[0].arguments == ("discard", "--all")


async def test_what_somebody_else_has_taken_back_is_told_so(desk: Desk) -> None:
    desk.program.succeeds("stage", staged(item(), example()))
    overview = await desk.asks("/perubahan", TITLE)
    which = await desk.turned(overview, "Buang …", "Pilih yang akan dibuang")
    asked = await desk.turned(which, "PP 94/2021", "Buang “PP 94/2021”")
    desk.program.succeeds("stage", staged(example()))
    shown = await desk.turned(asked, "Ya, buang", "Itu sudah tidak menunggu")
    assert shown.labels()[0].startswith("Contoh baru")
    assert not desk.program.calls("discard")


async def test_a_newer_document_is_not_taken_back_by_the_button_of_the_older(desk: Desk) -> None:
    overview = await desk.asks("/perubahan", TITLE)
    which = await desk.turned(overview, "Buang …", "Pilih yang akan dibuang")
    asked = await desk.turned(which, "PP 94/2021", "Buang “PP 94/2021”")
    newer = {**item()["document"], "key": "ffffffffffffffff"}
    desk.program.succeeds("stage", staged(item(document=newer)))
    await desk.turned(asked, "Ya, buang", "Daftar ini sudah berubah")
    assert not desk.program.calls("discard")


async def test_everything_is_not_taken_back_when_more_waits_by_then(desk: Desk) -> None:
    overview = await desk.asks("/perubahan", TITLE)
    which = await desk.turned(overview, "Buang …", "Pilih yang akan dibuang")
    asked = await desk.turned(which, "Buang semuanya", "Buang semua 1 perubahan")
    desk.program.succeeds("stage", staged(item(), example()))
    await desk.turned(asked, "Ya, buang", "Daftar ini sudah berubah")
    assert not desk.program.calls("discard")


async def test_a_publisher_cannot_take_back_by_a_made_up_button(desk: Desk) -> None:
    overview = await desk.asks("/perubahan", TITLE, OTHER)
    note = await desk.server.await_note(
        desk.server.user_presses(overview, "", user=OTHER, data="ysy:*:1")
    )
    assert note == load_messages().toasts.expired
    assert not desk.program.calls("discard")
