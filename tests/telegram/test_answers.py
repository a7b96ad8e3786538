"""What a user reads in answer to a question."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.answering.answer import Clarify, ClarifyOption
from bot.answering.wording import load_wording
from knowledge.errors import StoreError
from knowledge.model import Verdict
from tests.bot_api import USER, BotApiServer
from tests.telegram.scripted import ScriptedAnswering, answer, citation

pytestmark = pytest.mark.usefixtures("bot")


async def test_an_answer_in_short(server: BotApiServer, answering: ScriptedAnswering) -> None:
    answering.script.append(
        answer(
            "Like postingan calon: tidak boleh.",
            text="Paragraf satu.\n\nParagraf dua.",
            conditions=("Selama masa kampanye",),
            sanctions=("Disiplin sedang.", "Sanksi moral."),
            next_steps=("Hapus like itu", "Lapor atasan"),
            strength="pernyataan_pejabat",
            conflicts="BKN dan Bawaslu berbeda.",
            citations=(
                citation(),
                citation("uu-5-2014:pasal-2", label="UU 5/2014 Pasal 2", status="dicabut"),
                citation(label="SE 18/2023 Isi", status="tidak_pasti", kind="official"),
                citation(label="SE 18/2023 Isi", status="tidak_pasti", kind="official"),
                citation(label="UU 20/2023 Pasal 9"),
            ),
            follow_ups=("Kalau saya PPPK?",),
        )
    )
    server.user_sends("boleh like?")
    [message] = await server.await_messages(1)
    assert message.text == (
        "⛔ DILARANG\n\nLike postingan calon: tidak boleh.\n\nParagraf satu.\n\nParagraf dua.\n\n"
        "Sanksi: Disiplin sedang. (dan 1 lainnya)\n\n"
        "Dasar hukum: PP 94/2021 Pasal 5 huruf n; "
        "UU 5/2014 Pasal 2 (DICABUT \N{EN DASH} tidak berlaku); "
        "SE 18/2023 Isi (status belum pasti) (dan 1 lainnya)\n\n"
        "Pengetahuan edisi 2026-11-21.1, per 21 November 2026. Bukan nasihat hukum."
    )
    assert "<b>DICABUT \N{EN DASH} tidak berlaku</b>" in message.source
    assert [[one["text"] for one in row] for row in message.keyboard][:4] == [
        ["Syarat", "Sanksi", "Dasar hukum"],
        ["Bunyi pasal", "Selengkapnya"],
        ["Kalau saya PPPK?"],
        ["Bagikan", "Simpan PDF"],
    ]


@pytest.mark.parametrize("verdict", [Verdict.BOLEH, Verdict.BOLEH_BERSYARAT])
async def test_what_is_allowed_is_never_told_without_its_conditions(
    server: BotApiServer, answering: ScriptedAnswering, verdict: Verdict
) -> None:
    conditions = tuple(f"Syarat nomor {number}" for number in range(12))
    answering.script.append(
        answer(
            "Boleh hadir.", verdict=verdict, text="Kalimat panjang. " * 300, conditions=conditions
        )
    )
    server.user_sends("boleh hadir?")
    [message] = await server.await_messages(1)
    assert all(f"• {condition}\n" in message.text for condition in conditions)
    assert "Syarat" not in message.labels()


async def test_a_long_explanation_ends_with_a_sentence_and_says_that_it_goes_on(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    told = [f"Paragraf {number} dimulai. " + "Ini kalimat pengisi. " * 40 for number in "123"]
    warning = "Catatan: UU 5/2014 sudah dicabut oleh UU 20/2023, jadi tidak lagi menjadi dasar yang berlaku."
    answering.script.append(answer(text="\n\n".join([*told, warning])))
    server.user_sends("boleh like?")
    [message] = await server.await_messages(1)
    paragraphs = message.text.split("\n\n")
    assert paragraphs[2].startswith("Paragraf 1 dimulai.")
    assert paragraphs[3].startswith("Paragraf 2 dimulai.")
    assert all(one.endswith("pengisi.") and len(one) <= 600 for one in paragraphs[2:4])
    assert paragraphs[4:6] == [warning, "Masih ada lanjutannya: tekan “Selengkapnya”."]


async def test_asked_for_the_sanction_all_of_them_are_told(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(
        answer(kind="akibat_sanksi", sanctions=("Disiplin berat.", "Sanksi moral."))
    )
    server.user_sends("apa sanksinya?")
    [message] = await server.await_messages(1)
    assert "Sanksi\n• Disiplin berat.\n• Sanksi moral.\n" in message.text
    assert "Sanksi" not in message.labels()


async def test_asked_for_the_way_the_steps_are_told(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer(kind="siapa_bagaimana_prosedur", next_steps=("Catat", "Lapor")))
    server.user_sends("bagaimana melapor?")
    [message] = await server.await_messages(1)
    assert "Langkah berikutnya\n1. Catat\n2. Lapor" in message.text


async def test_marks_say_what_an_answer_cannot_be_relied_on_for(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    note = load_wording().review.note
    official = citation("uu-20-2023:pasal-9", kind="official")
    answering.script += [
        answer(text=f"{note}\n\nPenjelasan.", review=True),
        answer(citations=(citation(), official)),
    ]
    server.user_sends("satu")
    server.user_sends("dua")
    first, second = await server.await_messages(2)
    assert note not in first.text
    assert first.text.endswith(
        "Sedang ditinjau ulang: dasar hukumnya telah berubah. "
        "Pastikan dahulu kepada BKPSDM/BKD atau Bawaslu setempat.\n"
        "Berdasarkan ringkasan kami, bukan naskah resmi.\n"
        "Pengetahuan edisi 2026-11-21.1, per 21 November 2026. Bukan nasihat hukum."
    )
    assert "ditinjau ulang" not in second.text
    assert "ringkasan kami" not in second.text


async def test_without_the_store_nothing_is_left_out(
    server: BotApiServer, answering: ScriptedAnswering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No button could show the rest."""

    def full(*_: object, **__: object) -> str:
        raise StoreError("disk full")

    monkeypatch.setattr("bot.telegram.dialogue.save_shown", full)
    answering.script.append(answer(next_steps=("Lapor atasan",), conditions=("Kecuali dinas",)))
    server.user_sends("boleh like?")
    [message] = await server.await_messages(1)
    assert "1. Lapor atasan" in message.text
    assert "• Kecuali dinas" in message.text
    assert message.buttons == []


@pytest.mark.parametrize("verdict", list(Verdict))
async def test_every_verdict_reads_without_colour(
    server: BotApiServer, answering: ScriptedAnswering, verdict: Verdict
) -> None:
    answering.script.append(answer(verdict=verdict))
    server.user_sends("q")
    [message] = await server.await_messages(1)
    assert message.text.split("\n")[0].split(" ", 1)[1] == verdict.replace(
        "_", " "
    ).upper().replace("BOLEH BERSYARAT", "BOLEH DENGAN SYARAT")


async def test_typing_is_shown_before_the_answer(server: BotApiServer) -> None:
    server.user_sends("q")
    await server.await_messages(1)
    methods = [call.method for call in server.calls]
    assert methods.index("sendChatAction") < methods.index("sendMessage")


async def test_parts_come_one_after_another(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    parts = (
        answer("Like: tidak boleh."),
        answer("Hadir: boleh.", verdict=Verdict.BOLEH, citations=(citation(), citation("a-1:b"))),
    )
    answering.script.append(answer("Dua hal.", parts=parts))
    server.user_sends("boleh like dan hadir?")
    first, second = await server.await_messages(2)
    assert first.text.startswith("Pesan Anda memuat 2 hal.")
    assert "Bagian 1 dari 2\n\n⛔ DILARANG\n\nLike" in first.text
    assert second.text.startswith("Bagian 2 dari 2\n\n✅ BOLEH\n\nHadir")
    assert "Bunyi pasal" in first.labels()
    assert "Bunyi pasal" in second.labels()
    assert "Dua hal." not in first.text + second.text


async def test_a_question_back_offers_its_options(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(
        answer(
            "Apa yang dibagikan?",
            verdict=Verdict.PERLU_RINCIAN,
            text="Jawabannya bergantung pada isinya.",
            citations=(),
            clarify=Clarify(
                question="Apa yang dibagikan?",
                options=(
                    ClarifyOption(text="Jadwal dari KPU", ruling="jadwal"),
                    ClarifyOption(text="Poster calon " + "x" * 80, ruling="poster"),
                ),
            ),
        )
    )
    server.user_sends("boleh share?")
    [message] = await server.await_messages(1)
    assert message.text.count("Apa yang dibagikan?") == 1
    assert "1. Jadwal dari KPU\n2. Poster calon xxx" in message.text
    assert [label[:14] for label in message.labels()] == ["1. Jadwal dari", "2. Poster calo"]
    assert "edisi" not in message.text


async def test_small_talk_has_no_apparatus(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(
        answer("Halo!", verdict=Verdict.DI_LUAR_CAKUPAN, citations=(), text="Silakan bertanya.")
    )
    server.user_sends("hai")
    [message] = await server.await_messages(1)
    assert message.text == "↩️ DI LUAR CAKUPAN\n\nHalo!\n\nSilakan bertanya."
    assert message.buttons == []


async def test_earlier_turns_come_with_the_question(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.user_sends("boleh like?")
    await server.await_messages(1)
    server.user_sends("kalau saya PPPK?")
    server.user_sends("orang lain", chat_id=2002)
    await server.await_messages(3)
    by_question = {asked.question: asked.history for asked in answering.asked}
    assert [(turn.role, turn.text) for turn in by_question["kalau saya PPPK?"]] == [
        ("user", "boleh like?"),
        ("assistant", "Tidak boleh.\nMenyukai unggahan calon adalah bentuk dukungan."),
    ]
    assert by_question["boleh like?"] == by_question["orang lain"] == ()


async def test_one_chat_in_order_others_side_by_side(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.gate = asyncio.Event()
    server.user_sends("satu")
    server.user_sends("dua")
    server.user_sends("tiga", chat_id=2002)
    asked = await answering.await_asked(2)
    assert sorted(one.question for one in asked) == ["satu", "tiga"]
    answering.gate.set()
    await server.await_messages(3)
    assert answering.asked[-1].question == "dua"


async def test_start_greets_with_examples(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.user_sends("/start")
    [greeting] = await server.await_messages(1)
    assert "bukan nasihat hukum" in greeting.text
    assert len(greeting.buttons) >= 3
    server.user_presses(greeting, "Bolehkah like")
    _, reply = await server.await_messages(2)
    assert reply.text.startswith("Pertanyaan: Bolehkah PNS menyukai (like)")
    assert answering.asked[0].question.startswith("Bolehkah PNS menyukai (like)")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("/help", "paling lama 60 menit"),
        ("/bantuan", "paling lama 60 menit"),
        ("/start halo", "Saya bot netralitas ASN"),
        ("/apaini", "tidak mengenal perintah"),
    ],
)
async def test_commands(
    server: BotApiServer, answering: ScriptedAnswering, command: str, says: str
) -> None:
    server.user_sends(command)
    [message] = await server.await_messages(1)
    assert says in message.text
    assert not answering.asked


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


@pytest.mark.parametrize(
    "content",
    [
        {
            "sticker": {
                "file_id": "f",
                "file_unique_id": "u",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            }
        },
        {"photo": PHOTO},
        {"document": {"file_id": "f", "file_unique_id": "u"}},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"contact": {"phone_number": "1", "first_name": "A"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"a_kind_of_tomorrow": {"x": 1}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_is_no_text_gets_a_hint(
    server: BotApiServer, answering: ScriptedAnswering, content: dict[str, Any]
) -> None:
    server.user_sends_message(**content)
    [message] = await server.await_messages(1)
    assert "baru bisa membaca teks" in message.text
    assert not answering.asked


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
        {"video_note": {"file_id": "f", "file_unique_id": "u", "duration": 1, "length": 240}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_is_spoken_gets_a_hint_of_its_own(
    server: BotApiServer, answering: ScriptedAnswering, content: dict[str, Any]
) -> None:
    server.user_sends_message(**content)
    [message] = await server.await_messages(1)
    assert "belum bisa mendengar" in message.text
    assert "ikon mikrofon" in message.text
    assert not answering.asked


async def test_words_below_a_photo_are_answered(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.user_sends_message(photo=PHOTO, caption="boleh pasang ini?", media_group_id="g1")
    server.user_sends_message(photo=PHOTO, media_group_id="g1")
    server.user_sends_message(photo=PHOTO, media_group_id="g2")
    server.user_sends_message(photo=PHOTO, media_group_id="g2")
    server.user_sends("akhir")
    first, second, third = await server.await_messages(3)
    assert [asked.question for asked in answering.asked] == ["boleh pasang ini?", "akhir"]
    assert first.text == third.text
    assert "baru bisa membaca teks" in second.text


async def test_what_is_not_for_the_bot_is_passed_over(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.user_sends("di grup", chat_id=-100500, chat_type="supergroup")
    server.user_sends_message(chat_id=-100500, chat_type="channel", kind="channel_post", text="x")
    server.user_sends_message(pinned_message=None, delete_chat_photo=True)
    server.deliver({"a_kind_of_tomorrow": {}})
    server.user_sends("pribadi")
    [message] = await server.await_messages(1)
    assert message.chat_id == USER
    assert [asked.question for asked in answering.asked] == ["pribadi"]


async def test_an_unreadable_update_spoils_no_other(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.deliver({"message": {"message_id": 1}})
    server.user_sends("tetap dijawab")
    await server.await_messages(1)
    assert [asked.question for asked in answering.asked] == ["tetap dijawab"]
    await server.await_confirmed()


async def test_control_characters_are_taken_out(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.user_sends("boleh\x00 like\x1b?")
    await server.await_messages(1)
    assert answering.asked[0].question == "boleh like?"


async def test_the_command_menu_is_offered(server: BotApiServer) -> None:
    [call, *_] = await server.await_calls("setMyCommands")
    assert "hapus" in call.params["commands"]
