"""What the buttons below an answer show in its place."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import create_engine, text

from bot.answering.answer import Answer, Citation
from knowledge.clock import today
from knowledge.model import Verdict
from tests.bot_api import BotApiServer, SentMessage
from tests.bot_api.markup import units
from tests.telegram.conftest import Running
from tests.telegram.scripted import EDITION, ScriptedAnswering, answer, citation
from tests.telegram.scripted_library import ruling
from tests.telegram.user import ask

HEAD = "⛔ DILARANG\n\nTidak boleh.\n\n"
FOOT = (
    "Berdasarkan ringkasan kami, bukan naskah resmi.\n"
    f"Pengetahuan edisi {EDITION}, per 21 November 2026. Bukan nasihat hukum."
)
NEW = "2026-12-01.1"
BACK = "« Kembali"


async def press(server: BotApiServer, message: SentMessage, button: str) -> str:
    """Press a button of a message; return what then stands in its place."""
    edits = len(server.called("editMessageText"))
    server.user_presses(message, button)
    await server.await_calls("editMessageText", edits + 1)
    await server.await_confirmed()
    return message.text


def rows(message: SentMessage) -> list[list[str]]:
    return [[button["text"] for button in row] for row in message.keyboard]


def rich(**fields: Any) -> Answer:
    return answer(
        **{
            "text": "Penjelasan.",
            "conditions": ("Kecuali tugas dinas",),
            "sanctions": ("Disiplin sedang.", "Sanksi moral."),
            "next_steps": ("Batalkan", "Lapor"),
            "strength": "eksplisit",
            "conflicts": "BKN dan Bawaslu berbeda.",
            "citations": (citation(), citation("uu-1-2020:pasal-1", label="UU 1/2020 Pasal 1")),
            **fields,
        }
    )


async def test_each_section_stands_below_the_verdict(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(rich())
    message = await ask(server)
    short = message.text
    before = rows(message)
    assert await press(server, message, "Syarat") == (
        f"{HEAD}Syarat dan batasnya\n• Kecuali tugas dinas\n\n{FOOT}"
    )
    assert rows(message)[:2] == [["Sanksi", "Dasar hukum"], ["Bunyi pasal", "Selengkapnya"]]
    assert await press(server, message, "Sanksi") == (
        f"{HEAD}Sanksi\n• Disiplin sedang.\n• Sanksi moral.\n\n{FOOT}"
    )
    assert await press(server, message, "Dasar hukum") == (
        f"{HEAD}Kekuatan dasar: kuat \N{EN DASH} tertulis tegas dalam peraturan\n\n"
        "Perbedaan pendapat antarlembaga\nBKN dan Bawaslu berbeda.\n\n"
        "Dasar hukum\n[1] PP 94/2021 Pasal 5 huruf n (berlaku)\n[2] UU 1/2020 Pasal 1 (berlaku)"
        f"\n\n{FOOT}"
    )
    whole = await press(server, message, "Selengkapnya")
    assert whole.startswith(f"{HEAD}Penjelasan.\n\nSyarat dan batasnya\n• Kecuali tugas dinas")
    assert "Langkah berikutnya\n1. Batalkan\n2. Lapor\n\nKekuatan dasar: kuat" in whole
    assert await press(server, message, BACK) == short
    assert rows(message) == before
    assert len(server.messages) == 1


async def test_a_section_is_offered_only_where_it_says_more(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script += [
        answer(citations=(), text="Penjelasan."),
        answer(sanctions=("Disiplin sedang.",)),
        answer(verdict=Verdict.DI_LUAR_CAKUPAN, citations=(), text="Silakan bertanya."),
    ]
    bare, plain, small_talk = [await ask(server) for _ in range(3)]
    assert bare.labels()[0] == "Bagikan"
    assert plain.labels()[:3] == ["Dasar hukum", "Bunyi pasal", "Selengkapnya"]
    assert small_talk.buttons == []


async def test_long_sections_turn_their_pages(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    sanctions = tuple(f"Sanksi {number}: " + "kata " * 60 for number in range(30))
    answering.script.append(answer(sanctions=sanctions))
    message = await ask(server)
    page = await press(server, message, "Sanksi")
    assert rows(message)[0] == ["1/5", "›"]
    seen = [page]
    while "›" in message.labels():
        seen.append(await press(server, message, "›"))
    assert rows(message)[0] == ["‹", "5/5"]
    assert all(page.startswith(HEAD) and page.endswith(FOOT) for page in seen)
    assert all(units(page) <= 2500 for page in seen)
    told = "".join(seen)
    assert all(told.count(f"• {sanction.strip()}") == 1 for sanction in sanctions)
    await press(server, message, "‹")
    assert rows(message)[0] == ["‹", "4/5", "›"]
    server.user_presses(message, "4/5")
    await server.await_confirmed()
    assert len(server.messages) == 1


async def test_the_texts_of_the_sources_with_their_standing_and_origin(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    old = citation(
        "uu-5-2014:pasal-2",
        label="UU 5/2014 Pasal 2",
        status="dicabut",
        text="Ayat satu.\n\nAyat dua.",
        kind="official",
        url="https://contoh.go.id/uu?a=1&b=<2>",
    )
    answering.script.append(answer(citations=(citation(), old), as_of=today()))
    message = await ask(server)
    assert await press(server, message, "Bunyi pasal") == (
        f"{HEAD}Ketentuan 1 dari 2\n\nPP 94/2021 Pasal 5 huruf n (berlaku)\n\n"
        "PNS dilarang memberi dukungan kepada calon.\n\n"
        "Ringkasan kami, bukan kutipan. Bunyi aslinya ada di dokumen resmi.\n\n"
        f"Menurut edisi {EDITION}."
    )
    assert rows(message)[0] == ["· 1 ·", "[2]"]
    assert await press(server, message, "[2]") == (
        f"{HEAD}Ketentuan 2 dari 2\n\nUU 5/2014 Pasal 2 (DICABUT \N{EN DASH} tidak berlaku)\n\n"
        "Ayat satu.\n\nAyat dua.\n\nKutipan dari dokumen resmi.\n\n"
        f"Sumber: https://contoh.go.id/uu?a=1&b=<2>\n\nMenurut edisi {EDITION}."
    )
    assert (
        '<a href="https://contoh.go.id/uu?a=1&amp;b=&lt;2&gt;">'
        in (server.called("editMessageText")[-1].params["text"])
    )
    assert rows(message)[0] == ["[1]", "· 2 ·"]


async def test_many_sources_stand_in_even_rows(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    sources = tuple(citation(f"uu-1-2020:pasal-{number}") for number in range(6))
    answering.script.append(answer(citations=sources))
    message = await ask(server)
    await press(server, message, "Bunyi pasal")
    assert rows(message)[:2] == [["· 1 ·", "[2]", "[3]"], ["[4]", "[5]", "[6]"]]


async def test_a_long_text_turns_its_pages(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    words = [f"kata{number:04}" for number in range(900)]
    long = citation("a-1:b", label="UU 1/2020 Pasal 9", text=" ".join(words))
    answering.script.append(answer(citations=(citation(), long)))
    message = await ask(server)
    await press(server, message, "Bunyi pasal")
    told = await press(server, message, "[2]")
    while "›" in message.labels():
        told += await press(server, message, "›")
        assert "· 2 ·" in message.labels()
    assert [told.count(word) for word in words] == [1] * len(words)


async def test_what_was_answered_is_shown_although_the_edition_changed(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    kept = citation("uu-1-2020:pasal-1", label="UU 1/2020 Pasal 1")
    gone = citation("uu-2-2020:pasal-2", label="UU 2/2020 Pasal 2")
    answering.script.append(answer(citations=(citation(), kept, gone), sanctions=("A.", "B.")))
    message = await ask(server)
    answering.edition = NEW
    answering.provisions = {
        citation().id: citation(text="Teks baru."),
        kept.id: kept,
    }
    newer = f"Jawaban ini memakai edisi {EDITION}. Sejak itu terbit edisi {NEW};"
    changed = await press(server, message, "Bunyi pasal")
    assert "PNS dilarang memberi dukungan" in changed
    assert "Teks baru." not in changed
    assert f"Dalam edisi {NEW} ketentuan ini berbunyi lain atau berstatus lain." in changed
    assert newer in await press(server, message, "[2]")
    assert f"Ketentuan ini tidak ada lagi dalam edisi {NEW}." in await press(server, message, "[3]")
    assert newer in await press(server, message, "Sanksi")
    assert newer in await press(server, message, BACK)


async def test_a_repealed_provision_is_told_even_when_only_its_standing_changed(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    message = await ask(server)
    answering.edition = NEW
    answering.provisions = {citation().id: citation(status="dicabut")}
    assert "berstatus lain" in await press(server, message, "Bunyi pasal")


async def test_a_provision_is_compared_as_of_the_day_of_its_answer(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer(as_of=date(2020, 6, 1)), answer(as_of=today())))
    past, present = await ask(server), await ask(server)
    assert "Menurut hukum per 1 Juni 2020." in await press(server, past, "Bunyi pasal")
    assert "Menurut hukum per" not in await press(server, present, "Bunyi pasal")
    assert answering.looked_up == [(citation().id, date(2020, 6, 1)), (citation().id, None)]


async def test_a_newer_edition_that_comes_between_two_looks_is_named_rightly(
    bot: Running,
    server: BotApiServer,
    answering: ScriptedAnswering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = await ask(server)
    look_up = answering.citation

    def changing(identity: str, as_of: date | None = None) -> Citation | None:
        found = look_up(identity, as_of)
        if answering.edition == EDITION:
            answering.edition, answering.provisions = NEW, {}
        return found

    monkeypatch.setattr(answering, "citation", changing)
    assert f"tidak ada lagi dalam edisi {NEW}." in await press(server, message, "Bunyi pasal")


async def test_a_part_keeps_its_place_among_the_others(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    parts = (answer("Like: tidak boleh."), answer("Hadir: boleh.", verdict=Verdict.BOLEH))
    answering.script.append(answer("Dua hal.", parts=parts))
    server.user_sends("boleh like dan hadir?")
    first, second = await server.await_messages(2)
    shown = await press(server, second, "Bunyi pasal")
    assert shown.startswith("Bagian 2 dari 2\n\n✅ BOLEH\n\nHadir: boleh.\n\nKetentuan 1 dari 1")
    assert (await press(server, second, BACK)).startswith("Bagian 2 dari 2\n\n✅ BOLEH")
    assert first.text.startswith("Pesan Anda memuat 2 hal.")


async def test_a_vote_stays_to_be_seen_when_a_section_is_opened(
    bot: Running, server: BotApiServer
) -> None:
    message = await ask(server)
    server.user_presses(message, "👍")
    await server.until(lambda: "✓ Berguna" in message.labels(), "mark")
    await press(server, message, "Bunyi pasal")
    assert "✓ Berguna" in message.labels()


async def test_sections_outlive_a_restart_but_not_answers_kept_in_another_shape(
    running: Running, server: BotApiServer
) -> None:
    async with running():
        message = await ask(server)
    async with running():
        assert "Ketentuan 1 dari 1" in await press(server, message, "Bunyi pasal")
    engine = create_engine(running.settings.database)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE shown_answers SET content = json_remove(content, '$.answer')")
        )
    engine.dispose()
    async with running():
        for button in ("Dasar hukum", BACK, "Selengkapnya"):
            note = await server.await_note(server.user_presses(message, button))
            assert "kedaluwarsa" in (note or "")


async def test_sharing_tells_the_ruling_and_nothing_of_the_user(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer("Untuk PPPK: wajib cuti.", verdict=Verdict.WAJIB))
    message = await ask(server, "saya PPPK dinas X, boleh like?")
    address = urlsplit(message.button("Bagikan")["url"])
    assert (address.scheme, address.netloc, address.path) == ("https", "t.me", "/share/url")
    assert parse_qs(address.query) == {
        "url": ["https://t.me/netral_bot?start=r_medsos-like"],
        "text": [f"{ruling().title}\nDILARANG. Dasar hukum dan penjelasannya:"],
    }


async def test_what_no_link_opens_is_not_shared(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script += [answer(ruling=None), answer(ruling="tidak-ada-lagi")]
    for _ in range(2):
        assert "Bagikan" not in (await ask(server)).labels()
