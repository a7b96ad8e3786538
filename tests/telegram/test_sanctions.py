"""The ladder of sanctions, and the sanction of a conduct."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bot_api import BotApiServer
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.user import say, turn

pytestmark = pytest.mark.usefixtures("bot")


async def test_the_ladder_from_the_lightest_to_the_heaviest(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    headings = {"moral": "Sanksi moral", "ringan": "Hukuman ringan"}
    answering.library.ladder = [
        replace(one, heading=headings.get(one.level, "")) for one in answering.library.ladder
    ]
    menu = await say(server, "/sanksi")
    # A level that has no name of its own is called by its id.
    levels = ["Sanksi moral", "Hukuman ringan", "Sedang", "Berat", "Pidana"]
    assert menu.labels() == [*levels, "Menu utama"]
    places = [menu.text.index(f"\n\n{level}\n") for level in levels]
    assert places == sorted(places)
    assert "Pernyataan secara terbuka atas pelanggaran kode etik. (PP 42/2004 Pasal 15)" in (
        menu.text
    )
    text = await turn(server, menu, "Hukuman ringan")
    assert text == (
        "Hukuman ringan\n\n"
        "Teguran lisan, teguran tertulis, atau pernyataan tidak puas secara tertulis.\n"
        "PP 94/2021 Pasal 8 ayat (2) (berlaku)\n\n"
        "Ringkasan kami, bukan kutipan. Bunyi aslinya ada di dokumen resmi.\n\n"
        "Menurut edisi 2026-11-21.1. Bukan nasihat hukum."
    )
    assert (await turn(server, menu, "‹ Semua sanksi")).startswith("Sanksi pelanggaran netralitas")


async def test_a_level_with_many_provisions_has_pages(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    heavy = next(one for one in answering.library.ladder if one.level == "berat")
    quoted = heavy.citation.model_copy(
        update={"kind": "official", "text": "Bunyi asli.", "status": "dicabut"}
    )
    answering.library.ladder = [
        *(replace(heavy, text=f"Hukuman ke-{n}.") for n in range(1, 6)),
        replace(heavy, text="Hukuman lama.", citation=quoted),
    ]
    menu = await say(server, "/sanksi")
    assert "Hukuman ke-1. (PP 94/2021 Pasal 8 ayat (4))\ndan 5 ketentuan lain" in menu.text
    assert "Hukuman ke-2." not in menu.text
    text = await turn(server, menu, "Hukuman disiplin berat")
    assert "Halaman 1 dari 2" in text
    text = await turn(server, menu, "Berikutnya")
    # Where ours and quoted texts stand together, each says which it is.
    assert text.count("Ringkasan kami, bukan kutipan.") == 1
    assert (
        "Hukuman lama.\nPP 94/2021 Pasal 8 ayat (4) (DICABUT – tidak berlaku)\nBunyi asli.\n"
        in (text)
    )
    assert text.count("Kutipan dari dokumen resmi.") == 1


async def test_a_ladder_too_long_for_a_message_shows_its_levels(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.library.ladder = [
        replace(one, text=one.text * 30) for one in answering.library.ladder
    ]
    menu = await say(server, "/sanksi")
    assert len(server.messages) == 1
    assert "\n\nHukuman disiplin berat\n1 ketentuan\n\n" in menu.text


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("like postingan", "Apa sanksi like postingan?"),
        ("like postingan?!", "Apa sanksi like postingan?"),
        ("apa hukuman ikut kampanye?", "apa hukuman ikut kampanye?"),
    ],
)
async def test_the_sanction_of_a_conduct_is_asked(
    server: BotApiServer, answering: ScriptedAnswering, typed: str, question: str
) -> None:
    await say(server, f"/sanksi {typed}")
    assert answering.asked[-1].question == question


async def test_an_edition_without_sanctions(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    menu = await say(server, "/sanksi")
    answering.library.ladder.clear()
    assert "belum memuat tangga sanksi" in await turn(server, menu, "Hukuman disiplin berat")
    assert menu.labels() == ["Menu utama"]
