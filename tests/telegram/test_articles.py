"""Regulations, their articles, and what an article says."""

from __future__ import annotations

import pytest

from bot.answering.library import ArticleCard, RegulationCard
from tests.bot_api import BotApiServer
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_library import MANY
from tests.telegram.user import answer_below, say, turn

pytestmark = pytest.mark.usefixtures("bot")


async def test_from_regulations_to_an_article(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    menu = await say(server, "/pasal")
    assert "• PP 94/2021 – Disiplin Pegawai Negeri Sipil (berlaku)" in menu.text
    assert "• PP 53/2010 – Disiplin Pegawai Negeri Sipil (DICABUT – tidak berlaku)" in menu.text
    assert "<b>DICABUT – tidak berlaku</b>" in menu.source
    assert menu.labels() == ["PP 94/2021", "UU 7/2017", "PP 53/2010", "Menu utama"]
    text = await turn(server, menu, "PP 94/2021")
    assert text.startswith("PP 94/2021 – Disiplin Pegawai Negeri Sipil (berlaku)\n\n")
    assert "Ada 3 pasal atau bagian" in text
    assert menu.labels() == ["Pasal 5", "Pasal 8", "Pasal 14", "‹ Semua peraturan", "Menu utama"]
    reply = await answer_below(server, menu, "Pasal 14")
    assert reply.text.startswith("Pertanyaan: Apa isi Pasal 14 PP 94/2021?\n\n")
    assert answering.asked[-1].question == "Apa isi Pasal 14 PP 94/2021?"
    assert (await turn(server, menu, "‹ Semua peraturan")).startswith("Peraturan dan pasal\n\n")


async def test_a_regulation_of_many_articles_has_pages(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    articles = tuple(ArticleCard(f"uu-7-2017:pasal-{n}", f"Pasal {n}") for n in range(1, 51))
    answering.library.units["uu-7-2017"] = articles
    menu = await say(server, "/pasal uu 7/2017")
    assert "Halaman 1 dari 3" in menu.text
    assert [len(row) for row in menu.keyboard] == [4, 4, 4, 4, 4, 4, 1, 2]
    assert "Halaman 2 dari 3" in await turn(server, menu, "Berikutnya")
    assert "Pasal 25" in menu.labels()
    await turn(server, menu, "Berikutnya")
    assert menu.labels() == [
        "Pasal 49",
        "Pasal 50",
        "‹ Sebelumnya",
        "‹ Semua peraturan",
        "Menu utama",
    ]


async def test_many_regulations_have_pages(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.library.laws = [
        RegulationCard(f"pp-{n}-2001", f"PP {n}/2001", f"Judul {n}", "berlaku", None, 1)
        for n in range(1, 11)
    ]
    menu = await say(server, "/pasal")
    assert "Halaman 1 dari 2" in menu.text
    assert "PP 10/2001 – Judul 10" in await turn(server, menu, "Berikutnya")


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("5 PP 94/2021", "Apa isi Pasal 5 PP 94/2021?"),
        ("5 huruf n pp 94 2021", "Apa isi Pasal 5 huruf n pp 94 2021?"),
        ("280 uu pemilu", "Apa isi Pasal 280 uu pemilu?"),
        ("pasal 999 pp 94/2021?", "Apa isi pasal 999 pp 94/2021?"),
    ],
)
async def test_an_article_that_is_typed_is_answered(
    server: BotApiServer, answering: ScriptedAnswering, typed: str, question: str
) -> None:
    reply = await say(server, f"/pasal {typed}")
    assert answering.asked[-1].question == question
    # Who has typed it needs not be told what was asked.
    assert not reply.text.startswith("Pertanyaan")


@pytest.mark.parametrize("typed", ["uu pemilu", "UU Pemilu"])
async def test_a_regulation_by_what_people_call_it(
    server: BotApiServer, answering: ScriptedAnswering, typed: str
) -> None:
    menu = await say(server, f"/pasal {typed}")
    assert menu.text.startswith("UU 7/2017 – Pemilihan Umum")
    assert "Pasal 280" in menu.labels()
    assert not answering.asked


async def test_an_article_alone_asks_for_its_regulation(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    units = answering.library.units
    units["uu-7-2017"] = (*units["uu-7-2017"], ArticleCard("uu-7-2017:pasal-5", "Pasal 5"))
    menu = await say(server, "/pasal 5 ayat 2 huruf a")
    assert menu.text.startswith("Pasal 5 ayat (2) huruf a ada dalam beberapa peraturan.")
    assert menu.labels() == ["PP 94/2021", "UU 7/2017", "Menu utama"]
    assert not answering.asked
    await answer_below(server, menu, "UU 7/2017")
    assert answering.asked[-1].question == "Apa isi Pasal 5 ayat (2) huruf a UU 7/2017?"


async def test_an_article_that_only_one_regulation_has(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    reply = await say(server, f"/pasal {279 + MANY}")
    question = f"Apa isi Pasal {279 + MANY} UU 7/2017?"
    assert reply.text.startswith(f"Pertanyaan: {question}\n\n")
    assert answering.asked[-1].question == question


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("999", "Saya tidak menemukan Pasal 999 dalam peraturan mana pun"),
        ("1000", "Saya tidak mengenali peraturan itu."),
        ("pp 1/1999", "Saya tidak mengenali peraturan itu."),
        ("boleh like?", "Saya tidak mengenali peraturan itu."),
        ("<b>&", "Saya tidak mengenali peraturan itu."),
    ],
)
async def test_what_is_not_there_is_said_with_the_list(
    server: BotApiServer, answering: ScriptedAnswering, typed: str, says: str
) -> None:
    menu = await say(server, f"/pasal {typed}")
    assert menu.text.startswith(says)
    assert menu.labels()[0] == "PP 94/2021"
    assert not answering.asked


async def test_a_name_that_several_regulations_have(server: BotApiServer) -> None:
    menu = await say(server, "/pasal disiplin pegawai")
    assert menu.text.startswith("Ada beberapa peraturan dengan nama seperti itu.")
    assert menu.labels() == ["PP 94/2021", "PP 53/2010", "Menu utama"]
    assert (await turn(server, menu, "PP 53/2010")).startswith("PP 53/2010 –")


async def test_a_part_without_an_articles_number_is_shown_itself(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    row = "pp-94-2021:lampiran-2:kode-etik-1-" + "x" * 40
    label = "Lampiran II, pelanggaran kode etik nomor 1"
    answering.library.units["pp-94-2021"] += (ArticleCard(row, label),)
    menu = await say(server, "/pasal pp 94/2021")
    assert [len(r) for r in menu.keyboard] == [3, 1, 2]
    assert all(len(button["callback_data"].encode()) <= 64 for button in menu.buttons)
    reply = await answer_below(server, menu, "Lampiran II")
    assert "Menurut edisi 2026-11-21.1." in reply.text
    assert label in reply.text
    assert not answering.asked


@pytest.mark.parametrize("data", ["pr:pp-1-1999:0", "pa:pp-1-1999:pasal-5:0", "pa:x:0", "pa::0"])
async def test_buttons_of_what_is_gone(
    server: BotApiServer, answering: ScriptedAnswering, data: str
) -> None:
    menu = await say(server, "/pasal")
    before = menu.text
    server.user_presses(menu, "", data=data)
    await server.until(lambda: menu.text != before, "message changed")
    assert menu.text.startswith("Pasal atau peraturan itu tidak ada lagi")
    assert not answering.asked


async def test_an_edition_without_regulations(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.library.laws.clear()
    assert "belum memuat peraturan apa pun" in (await say(server, "/pasal")).text
