"""What a user reads in answer to a question."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.answering.answer import Clarify, ClarifyOption
from knowledge.model import Verdict
from tests.bot_api import USER, BotApiServer
from tests.telegram.scripted import ScriptedAnswering, answer, citation

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_full_answer(server: BotApiServer, answering: ScriptedAnswering) -> None:
    answering.script.append(
        answer(
            "Like postingan calon: tidak boleh.",
            text="Paragraf satu.\n\nParagraf dua.",
            conditions=("Selama masa kampanye",),
            sanctions=("Disiplin sedang",),
            next_steps=("Hapus like itu", "Lapor atasan"),
            strength="pernyataan_pejabat",
            conflicts="BKN dan Bawaslu berbeda.",
            citations=(
                citation(),
                citation("uu-5-2014:pasal-2", label="UU 5/2014 Pasal 2", status="dicabut"),
            ),
            follow_ups=("Kalau saya PPPK?",),
        )
    )
    server.user_sends("boleh like?")
    [message] = await server.await_messages(1)
    assert message.text == (
        "⛔ DILARANG\n\nLike postingan calon: tidak boleh.\n\nParagraf satu.\n\nParagraf dua.\n\n"
        "Syarat dan batasnya\n• Selama masa kampanye\n\n"
        "Sanksi\n• Disiplin sedang\n\n"
        "Langkah berikutnya\n1. Hapus like itu\n2. Lapor atasan\n\n"
        "Kekuatan dasar: sedang \N{EN DASH} bersandar pada pernyataan resmi pejabat atau lembaga, "
        "bukan bunyi pasal\n\n"
        "Perbedaan pendapat antarlembaga\nBKN dan Bawaslu berbeda.\n\n"
        "Dasar hukum\n[1] PP 94/2021 Pasal 5 huruf n (berlaku)\n"
        "[2] UU 5/2014 Pasal 2 (DICABUT \N{EN DASH} tidak berlaku)\n\n"
        "Pengetahuan edisi 2026-11-21.1, per 21 November 2026. Bukan nasihat hukum."
    )
    assert "<b>DICABUT \N{EN DASH} tidak berlaku</b>" in message.source
    assert message.labels() == ["[1]", "[2]", "Kalau saya PPPK?", "👍 Berguna", "👎 Kurang"]
    assert all(len(button["callback_data"].encode()) <= 64 for button in message.buttons)


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
    assert first.labels()[:1] == ["[1]"]
    assert second.labels()[:2] == ["[1]", "[2]"]
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
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
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
    server.user_sends("/start", chat_id=-100500, chat_type="supergroup")
    server.user_sends_message(chat_id=-100500, chat_type="channel", kind="channel_post", text="x")
    server.user_sends("diubah", kind="edited_message")
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
    [call] = await server.await_calls("setMyCommands")
    assert "hapus" in call.params["commands"]
