"""The forms on items of the review queue: an example, out of scope, a new ruling."""

from __future__ import annotations

import pytest

from bot.answering.library import ArticleCard, RegulationCard
from bot.telegram.admin.review_texts import review_texts
from knowledge.model import Verdict
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.telegram.conftest import Running
from tests.telegram.review_desk import (
    LIKE,
    Queue,
    complaint,
    open_item,
    press,
    question,
    until_shown,
    write,
)
from tests.telegram.scripted import ScriptedAnswering, citation
from tests.telegram.scripted_program import ScriptedProgram

WORDS = review_texts().form
OWN = "apakah menekan tombol suka dihitung dukungan"
TITLE = "Bolehkah ASN memakai stiker calon di grup?"
WHEN = "Mengirim stiker bergambar calon ke grup percakapan"
SUMMARY = "Dilarang. Stiker bergambar calon adalah bentuk dukungan, juga di grup tertutup."


@pytest.fixture
def queue(running: Running, answering: ScriptedAnswering) -> Queue:
    """The queue; the user is an editor."""
    for number in (8, 14):
        known = citation(f"pp-94-2021:pasal-{number}", label=f"PP 94/2021 Pasal {number}")
        answering.provisions[known.id] = known
    running.program = program = ScriptedProgram()
    running.settings = running.settings.model_copy(update={"admin_editors": frozenset({USER})})
    queue = Queue(program)
    queue.holds(question(), complaint())
    return queue


async def preview_of_example(server: BotApiServer) -> SentMessage:
    """Fill an example in as far as its preview."""
    form = await open_item(server)
    await press(server, form, "Tambahkan", "langkah 1")
    await press(server, form, "1", "langkah 2 dari 3")
    await press(server, form, "⛔", "langkah 3 dari 3")
    return await write(server, OWN, "Pratinjau")


async def test_an_example_is_chosen_previewed_and_handed_in(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.takes("q7", "contoh:1a2b3c4d")
    form = await open_item(server)
    text = await press(server, form, "Tambahkan", "langkah 1")
    assert "1. Bolehkah ASN menyukai unggahan calon? – DILARANG" in text
    text = await press(server, form, "1", "langkah 2 dari 3")
    assert "BOLEH: Akunnya milik KPU atau Bawaslu" in text
    text = await press(server, form, "✅", "langkah 3 dari 3")
    assert "• Putusan: Bolehkah ASN menyukai unggahan calon?" in text
    assert "• Jawaban: BOLEH: Akunnya milik KPU" in text
    text = await press(server, form, "3", "Pratinjau")
    assert "“kalo like doang aman ga?”" in text
    assert "✅ BOLEH" in text
    text = await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert "belum berlaku" in text
    assert "/perubahan" in text
    assert queue.applied == [
        {
            "act": "example",
            "ruling": "medsos-like",
            "verdict": "boleh",
            "text": "kalo like doang aman ga?",
        }
    ]


async def test_a_ruling_with_one_verdict_is_asked_for_none(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.takes("q7", "contoh:1a2b3c4d")
    form = await open_item(server)
    await press(server, form, "Tambahkan", "langkah 1")
    text = await press(server, form, "2", "langkah 2 dari 2")
    assert WORDS.steps["text"].label in text
    await press(server, form, "1", "Pratinjau")
    await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert queue.applied[0]["verdict"] == "dilarang"


async def test_another_ruling_is_searched_for_by_typing(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await open_item(server)
    await press(server, form, "Tambahkan", "langkah 1")
    queue.holds(question(rulings=[]))
    form = await write(server, "berkomentar unggahan", WORDS.found)
    assert "1. Bolehkah ASN berkomentar di unggahan calon?" in form.text
    assert answering.library.sought == ["berkomentar unggahan"]
    form = await write(server, "zzz", WORDS.nothing_found)
    await press(server, form, "1", WORDS.steps["text"].label)


async def test_an_example_names_nobody(queue: Queue, bot: Running, server: BotApiServer) -> None:
    await preview_of_example(server)
    form = server.messages[-1]
    await press(server, form, "Ubah: Kalimat", "langkah 3")
    for words in (
        "boleh like akun 198001012005011001",
        "boleh like @bupati_kita ya",
        "lihat https://contoh.id/calon boleh?",
        "kalau [nama] yang like boleh?",
    ):
        form = await write(server, words, WORDS.personal)
    form = await write(server, "like", "Terlalu pendek")
    form = await write(server, "boleh like foto calon saat cuti?", "Pratinjau")
    assert queue.applied == []


async def test_phrasings_with_a_mark_are_to_be_reworded(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.holds(question(questions=[LIKE, "kalau Pak [nama] like boleh?"]))
    form = await open_item(server)
    await press(server, form, "Tambahkan", "langkah 1")
    text = await press(server, form, "2", WORDS.steps["text"].label)
    assert f"{WORDS.reword}\n• kalau Pak [nama] like boleh?" in text
    assert [label for label in form.labels() if label.isdigit()] == ["1"]


async def test_a_refused_example_comes_back_to_its_wording(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    said = "The same question is an example of medsos-like, dilarang, already. There is nothing to add."
    queue.refuses("q7", said)
    form = await preview_of_example(server)
    text = await press(server, form, "Ajukan", "langkah 3 dari 3")
    assert "Kalimat yang sama sudah menjadi contoh" in text
    assert said in text
    queue.takes("q7", "contoh:5e6f7a8b")
    form = await write(server, "menyukai unggahan calon itu melanggar?", "Pratinjau")
    assert said not in form.text
    await press(server, form, "Ajukan", "contoh:5e6f7a8b")
    assert [act["text"] for act in queue.applied] == [
        OWN,
        "menyukai unggahan calon itu melanggar?",
    ]


async def test_a_form_waits_for_another_command_to_end(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.program.fails("review apply q7", 4, "Another command is changing the knowledge.")
    form = await preview_of_example(server)
    text = await press(server, form, "Ajukan", "Perubahan lain sedang berjalan")
    assert "Pratinjau" in text
    queue.takes("q7", "contoh:1a2b3c4d")
    await press(server, form, "Ajukan", "contoh:1a2b3c4d")


async def test_a_form_on_an_item_that_is_gone_ends(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await preview_of_example(server)
    queue.loses("q7")
    await press(server, form, "Ajukan", review_texts().item.gone)
    note = await server.await_note(server.user_presses(form, "", data="qa::0"))
    assert note == WORDS.over


async def test_out_of_scope_is_an_example_of_its_class(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.takes("q7", "contoh:1a2b3c4d")
    form = await open_item(server)
    text = await press(server, form, "Di luar cakupan", "langkah 1 dari 2")
    assert "1. Cuti tanpa kaitan dengan politik" in text
    assert "Tindakannya di media sosial tidak jelas" not in text  # that class asks back
    await press(server, form, "2", "langkah 2 dari 2")
    form = await write(server, "harga beras hari ini berapa", "Pratinjau")
    await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert queue.applied == [
        {"act": "outside", "class": "kelas-topik-lain", "text": "harga beras hari ini berapa"}
    ]


async def ruling_up_to_basis(server: BotApiServer) -> SentMessage:
    """Fill a new ruling in as far as its basis."""
    form = await open_item(server)
    await press(server, form, "Buat putusan baru", "langkah 1 dari 11")
    await write(server, TITLE, "langkah 2")
    form = await write(server, WHEN, "langkah 3")
    await press(server, form, "⛔", "langkah 4")
    form = await write(server, SUMMARY, "langkah 5")
    return await write(server, "- Berlaku juga di grup keluarga\n- Termasuk GIF", "langkah 6")


async def ruling_preview(server: BotApiServer) -> SentMessage:
    """Fill a new ruling in as far as its preview."""
    form = await ruling_up_to_basis(server)
    server.user_presses(form, "PP 94/2021 Pasal 5")
    await server.until(lambda: "✓ PP 94/2021 Pasal 5 huruf n" in form.labels(), "ticked")
    await press(server, form, "Lanjut", "langkah 7")
    server.user_presses(form, "PP 94/2021 Pasal 8")
    await server.until(lambda: "✓ PP 94/2021 Pasal 8" in form.labels(), "ticked")
    await press(server, form, "Lanjut", "langkah 8")
    form = await write(server, "Hapus stikernya.\nTanyakan kepada PPK.", "langkah 9")
    await press(server, form, "Kuat", "langkah 10")
    await press(server, form, "Menyukai", "langkah 11")
    await press(server, form, "1", "1. ✓ boleh like")
    form = await write(server, "kirim stiker calon boleh?\nstiker paslon di grup wa", "✓ stiker")
    await press(server, form, "Lanjut", "Pratinjau")
    return form


async def test_a_new_ruling_is_filled_in_step_by_step(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.takes("q7", "putusan:stiker-calon-grup")
    form = await ruling_preview(server)
    assert "⛔ DILARANG" in form.text
    assert "Stiker bergambar calon adalah bentuk dukungan" in form.text
    assert "• Berlaku juga di grup keluarga" in form.text
    assert "[1] PP 94/2021 Pasal 5 huruf n" in form.text
    assert "2. Tanyakan kepada PPK." in form.text
    assert "Contoh pertanyaan (3)" in form.text
    await press(server, form, "Ajukan", "putusan:stiker-calon-grup")
    [act] = queue.applied
    assert act == {
        "act": "ruling",
        "form": {
            "family": "medsos-interaksi",
            "title": TITLE,
            "verdict": "dilarang",
            "when": WHEN,
            "summary": SUMMARY,
            "conditions": ["Berlaku juga di grup keluarga", "Termasuk GIF"],
            "basis": ["pp-94-2021:pasal-5:huruf-n"],
            "sanctions": ["pp-94-2021:pasal-8"],
            "next_steps": ["Hapus stikernya.", "Tanyakan kepada PPK."],
            "strength": "eksplisit",
            "examples": [LIKE, "kirim stiker calon boleh?", "stiker paslon di grup wa"],
        },
    }


async def test_the_basis_is_read_ticked_and_typed(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await ruling_up_to_basis(server)
    assert "Lanjut ›" not in form.labels()  # there must be a basis
    assert "PP 53/2010 Pasal 4" not in form.labels()  # repealed
    await press(server, form, "Bunyi", "PNS dilarang memberi dukungan kepada calon.")
    await press(server, form, "‹ Kembali ke isian", "langkah 6")
    form = await write(server, "PP 94/2021 Pasal 8", "langkah 6")
    assert "✓ PP 94/2021 Pasal 8" in form.labels()
    assert "Lanjut ›" in form.labels()
    form = await write(server, "PP 53/2010 Pasal 4", "sudah dicabut")
    form = await write(server, "PP 94/2021 Pasal 999", "tidak ada dalam pengetahuan")
    form = await write(server, "pokoknya dilarang", "tidak dikenali")
    server.user_presses(form, "✓ PP 94/2021 Pasal 8")
    await server.until(lambda: "PP 94/2021 Pasal 8" in form.labels(), "tick taken away")
    assert "Lanjut ›" not in form.labels()


@pytest.mark.parametrize(
    "words", ["94/2021 pasal 8", "Pasal 8 PP 94/2021", "uu pemilu pasal 281", "pasal 281 uu pemilu"]
)
async def test_a_basis_may_be_called_as_people_do(
    queue: Queue, bot: Running, server: BotApiServer, words: str
) -> None:
    form = await ruling_up_to_basis(server)
    form = await write(server, words, "langkah 6")
    assert "Lanjut ›" in form.labels()


async def test_a_row_of_an_annex_is_a_basis_too(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    skb = "skb-netralitas-2022"
    library = answering.library
    library.laws.append(
        RegulationCard(skb, "SKB Netralitas ASN 2022", "Keputusan Bersama", "berlaku", None, 4)
    )
    library.units[skb] = tuple(
        ArticleCard(
            f"{skb}:lampiran-2:{kind.replace(' ', '-')}-{number}",
            f"Lampiran II, pelanggaran {kind} nomor {number}",
        )
        for kind in ("kode etik", "disiplin")
        for number in (6, 7)
    )
    for card in library.units[skb]:
        label = f"SKB Netralitas ASN 2022 {card.label}"
        answering.provisions[card.id] = citation(card.id, label=label)
    form = await ruling_up_to_basis(server)
    form = await write(server, "SKB Lampiran II nomor 6", "mencakup 2 bagian")
    row = "SKB Netralitas ASN 2022 Lampiran II, pelanggaran"
    assert f"2. {row} kode etik nomor 6\n\n3. {row} disiplin nomor 6" in form.text
    form = await write(server, "lampiran 2 disiplin angka 7 skb 2022", f"4. {row} disiplin nomor 7")
    assert {"2", "3", "✓ 4"} <= set(form.labels())


async def test_lines_are_emptied_by_a_hyphen(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await ruling_up_to_basis(server)
    text = await press(server, form, "‹ Kembali", "langkah 5")
    assert "• Termasuk GIF" in text
    form = await write(server, "-", "langkah 6")
    assert "Termasuk GIF" not in form.text


async def test_sanctions_are_proposed_by_the_nearest_rulings_and_may_be_a_sentence(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await ruling_up_to_basis(server)
    form = await write(server, "PP 94/2021 Pasal 8", "langkah 6")
    text = await press(server, form, "Lanjut", "langkah 7")
    assert "2. Teguran dari atasan langsung." in text
    assert {"PP 94/2021 Pasal 8", "PP 94/2021 Pasal 14", "2"} <= set(form.labels())
    assert "Lewati ›" in form.labels()
    form = await write(server, "Pernyataan terbuka di depan pegawai lain.", "4. Pernyataan")
    assert "✓ 4" in form.labels()
    assert "Lanjut ›" in form.labels()


async def test_a_new_ruling_needs_three_examples(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await ruling_preview(server)
    await press(server, form, "Ubah: Contoh", "langkah 11")
    server.user_presses(form, "✓ 1")
    await server.until(lambda: "✓ 1" not in form.labels(), "tick taken away")
    assert "Lanjut ›" not in form.labels()
    note = await server.await_note(server.user_presses(form, "", data="qn::0"))
    assert note is None
    await until_shown(server, form, "Baru 2 contoh")
    form = await write(server, "STIKER paslon di grup wa", WORDS.twice)


async def test_a_ruling_that_was_written_is_not_lost_with_its_item(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await ruling_preview(server)
    queue.loses("q7")
    text = await press(server, form, "Ajukan", review_texts().item.gone)
    for written in (TITLE, WHEN, SUMMARY, "Termasuk GIF", "stiker paslon di grup wa"):
        assert f"• {written}" in text


async def test_what_is_changed_from_the_preview_leads_back_to_it(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await ruling_preview(server)
    await press(server, form, "Ubah: Jawaban", "langkah 3")
    text = await press(server, form, "⚠️", "Pratinjau")
    assert "BOLEH DENGAN SYARAT" in text


async def test_a_refused_ruling_is_mended_from_its_preview(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.refuses("q7", "Not staged: putusan:x rests on uu-5-2014:pasal-2, which is dicabut today.")
    form = await ruling_preview(server)
    text = await press(server, form, "Ajukan", "tidak berlaku hari ini")
    assert "which is dicabut today" in text
    assert "Ubah: Dasar hukum" in form.labels()


async def test_a_choice_that_an_edition_has_taken_away_is_made_anew(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await preview_of_example(server)
    answering.library.records = [
        one for one in answering.library.records if one.verdict is not Verdict.DILARANG
    ]
    await press(server, form, "Ajukan", WORDS.needed)
    assert queue.applied == []


async def test_a_complaint_gives_the_questions_of_its_comments_as_examples(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await open_item(server, 2)
    await press(server, form, "Tambahkan", "langkah 1")
    text = await press(server, form, "2", WORDS.steps["text"].label)
    assert "1. like akun KPU boleh?" in text
