"""Browsing topics and rulings, and links that open a ruling."""

from __future__ import annotations

import pytest

from bot.telegram.links import deep_link
from knowledge.model import Verdict
from tests.bot_api import BotApiServer
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_library import MANY, ruling
from tests.telegram.user import say, turn

pytestmark = pytest.mark.usefixtures("bot")


async def test_topics_lead_to_rulings_and_these_to_answers(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    menu = await say(server, "/topik")
    assert menu.labels() == [
        "Media sosial (3)",
        f"Kampanye ({MANY})",
        "Melapor dan keberatan (2)",
        "Menu utama",
    ]
    assert [len(row) for row in menu.keyboard] == [2, 1, 1]
    text = await turn(server, menu, "Media sosial")
    assert text.startswith("Media sosial\n\n3 pertanyaan.")
    assert "\n\n1. Bolehkah ASN menyukai unggahan calon? – ⛔ DILARANG\n\n" in text
    assert "2. Bolehkah ASN berkomentar di unggahan calon? – ⛔ DILARANG (menunggu peninj" in text
    assert "3. Bolehkah ASN mengikuti akun resmi KPU? – ✅ BOLEH\n\n" in text
    assert "Putusan di daftar ini adalah putusan umumnya." in text
    server.user_presses(menu, "3")
    reply = (await server.await_messages(2))[-1]
    assert reply.text.startswith("Pertanyaan: Bolehkah ASN mengikuti akun resmi KPU?\n\n")
    asked = answering.asked[-1]
    assert (asked.question, asked.ruling) == (
        "Bolehkah ASN mengikuti akun resmi KPU?",
        "medsos-ikuti-resmi",
    )
    # The list stays where it is, for the next look.
    assert menu.text == text


async def test_a_long_topic_has_pages(server: BotApiServer) -> None:
    menu = await say(server, "/topik kampanye")
    assert f"{MANY} pertanyaan. Tekan nomornya untuk membuka jawabannya. Halaman 1 dari 3" in (
        menu.text
    )
    assert menu.labels() == [*"12345678", "Berikutnya ›", "‹ Semua topik", "Menu utama"]
    assert "9. " in await turn(server, menu, "Berikutnya")
    assert menu.labels()[8:] == ["‹ Sebelumnya", "Berikutnya ›", "‹ Semua topik", "Menu utama"]
    assert f"{MANY}. Bolehkah ASN hadir di kampanye ke-{MANY}?" in (
        await turn(server, menu, "Berikutnya")
    )
    assert menu.labels()[-3:] == ["‹ Sebelumnya", "‹ Semua topik", "Menu utama"]
    assert "Halaman 2 dari 3" in await turn(server, menu, "‹ Sebelumnya")
    assert (await turn(server, menu, "‹ Semua topik")).startswith("Topik\n\n")
    assert (await turn(server, menu, "Menu utama")).startswith("Menu utama")
    assert (await turn(server, menu, "Topik")).startswith("Topik\n\n")
    assert len(server.messages) == 1


async def test_a_word_that_names_no_topic_is_searched_for(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    found = await say(server, "/topik berkomentar")
    assert found.text.startswith("Saya tidak menemukan topik itu. Pertanyaan yang paling dekat:")
    assert "1. Bolehkah ASN berkomentar di unggahan calon?" in found.text
    server.user_presses(found, "1")
    await answering.await_asked(1)
    assert answering.asked[-1].ruling == "medsos-komentar"


async def test_a_word_that_nothing_is_near_to(server: BotApiServer) -> None:
    message = await say(server, "/topik <umroh> & co")
    assert message.text.startswith("Saya tidak menemukan topik itu. Silakan pilih")
    assert "Media sosial (3)" in message.labels()


async def test_a_link_opens_its_ruling(server: BotApiServer, answering: ScriptedAnswering) -> None:
    link = deep_link("netral_bot", "medsos-like")
    assert link == "https://t.me/netral_bot?start=r_medsos-like"
    reply = await say(server, "/start " + link.partition("start=")[2])
    assert reply.text.startswith("Pertanyaan: Bolehkah ASN menyukai unggahan calon?\n\n")
    assert answering.asked[-1].ruling == "medsos-like"


@pytest.mark.parametrize("payload", ["r_tidak-ada", "r_-"])
async def test_a_link_to_a_ruling_that_is_gone(
    server: BotApiServer, answering: ScriptedAnswering, payload: str
) -> None:
    reply = await say(server, f"/start {payload}")
    assert reply.text.startswith("Jawaban yang dituju tautan atau tombol itu tidak ada lagi")
    assert "Media sosial (3)" in reply.labels()
    assert not answering.asked


@pytest.mark.parametrize("payload", ["x", "r_", "r_A", "r_a b", "'; --", "r_" + "ä"])
async def test_a_link_of_nobodys_greets(server: BotApiServer, payload: str) -> None:
    assert (await say(server, f"/start {payload}")).text.startswith("Halo!")


async def test_a_button_whose_ruling_or_topic_is_gone(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    menu = await say(server, "/topik medsos")
    answering.library.cards = [c for c in answering.library.cards if c.topic != "medsos"]
    assert (await turn(server, menu, "1")).startswith("Jawaban yang dituju tautan atau tombol itu")
    menu = await say(server, "/topik kampanye")
    answering.library.cards.clear()
    assert (await turn(server, menu, "Berikutnya")).startswith("Saya tidak menemukan topik itu.")
    assert menu.labels() == ["Menu utama"]


async def test_a_topic_that_has_shrunk_shows_its_last_page(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    menu = await say(server, "/topik kampanye")
    answering.library.cards = [c for c in answering.library.cards if not c.id.endswith(("2", "3"))]
    await turn(server, menu, "Berikutnya")
    answering.library.cards = [ruling("kampanye-satu", topic="kampanye")]
    assert "1. Bolehkah ASN menyukai unggahan calon?" in await turn(server, menu, "Berikutnya")


async def test_ids_too_long_for_a_button(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    library = answering.library
    long = "topik-" + "x" * 80
    library.titles[long] = "Topik panjang"
    library.cards += [
        ruling(f"{'y' * 90}-{n}", topic=long, title=f"Soal {n}?", verdict=Verdict.BOLEH)
        for n in (1, 2)
    ]
    menu = await say(server, "/topik")
    assert "Soal 2?" in await turn(server, menu, "Topik panjang")
    assert all(len(button["callback_data"].encode()) <= 64 for button in menu.buttons)
    server.user_presses(menu, "2")
    await answering.await_asked(1)
    assert answering.asked[-1].ruling == f"{'y' * 90}-2"
