"""/cek: status, conduct and circumstances chosen with buttons, then the verdict."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.answering.case import Case
from bot.answering.circumstances import Choice, Circumstance
from bot.storage.store import Store
from bot.telegram.features.check_state import Progress
from bot.telegram.features.check_views import (
    Views,
    check_texts,
    conduct_rulings,
    conduct_topics,
)
from bot.telegram.features.profile import profile_texts
from knowledge.dataset import load_knowledge
from knowledge.model import FACT_VALUES, Verdict
from tests.bot.answering.scripted_edition import answerer_of, edition_of
from tests.bot_api import BotApiServer, Fault, SentMessage
from tests.bot_api.markup import check_keyboard, check_text
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer
from tests.telegram.scripted_library import MANY
from tests.telegram.user import say, turn

LIKE = "Bolehkah ASN menyukai unggahan calon?"
TURNS = (
    Circumstance(
        "objek",
        (
            Choice("bakal-calon", "Orangnya masih bakal calon"),
            Choice("akun-kpu", "Akunnya milik KPU atau Bawaslu"),
        ),
    ),
    Circumstance(None, (Choice("terlanjur", "Sudah telanjur lalu dibatalkan"),)),
)


@pytest.fixture
def answering(answering: ScriptedAnswering) -> ScriptedAnswering:
    """An answering room with one ruling on which circumstances matter."""
    answering.library.turns["medsos-like"] = TURNS
    return answering


async def finish(server: BotApiServer, message: SentMessage, button: str) -> SentMessage:
    """Press the last button of a check; return the answer, once the check is closed."""
    before = len(server.messages)
    server.user_presses(message, button)
    answered = (await server.await_messages(before + 1))[-1]
    await server.until(lambda: "Pemeriksaan selesai." in message.text, "check closed")
    return answered


async def test_a_check_leads_step_by_step_to_the_verdict(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    assert check.text.startswith("Periksa sebelum bertindak\n\nLangkah 1: siapa")
    assert check.labels()[:3] == ["PNS", "PPPK", "CPNS"]
    assert "Status: PPPK\n\nLangkah 2: tentang apa" in await turn(server, check, "PPPK")
    # Only what one does can be checked: reporting is a procedure.
    assert check.labels() == ["Media sosial", "Kampanye", "‹ Kembali", "Batal"]
    shown = await turn(server, check, "Media sosial")
    assert f"\n\n1. {LIKE}\n\n2. " in shown
    assert "DILARANG" not in shown  # the verdict comes at the end
    shown = await turn(server, check, "1")
    assert f"Perbuatan: {LIKE}" in shown
    assert "Langkah 3 (1 dari 2): Siapa atau apa yang dituju?" in shown
    assert "\n1. Orangnya masih bakal calon\n2. Akunnya milik KPU atau Bawaslu" in shown
    shown = await turn(server, check, "2. Akunnya")
    assert "Keadaan: Akunnya milik KPU atau Bawaslu" in shown
    assert "Langkah 3 (2 dari 2): Adakah keadaan khusus?" in shown
    answering.script.append(answer("Boleh.", verdict=Verdict.BOLEH))
    reply = await finish(server, check, "Tidak ada yang sesuai")
    assert reply.text.startswith(
        f"Hasil pemeriksaan untuk PPPK: {LIKE} "
        "Keadaan yang dipilih: Akunnya milik KPU atau Bawaslu.\n\n✅ BOLEH"
    )
    asked = answering.asked[-1]
    assert (asked.question, asked.case) == (
        LIKE,
        Case("medsos-like", "pppk", ("akun-kpu",)),
    )
    assert "Akunnya milik KPU" in check.text
    assert check.labels() == ["Periksa hal lain"]
    assert len(server.messages) == 2


async def test_a_follow_up_goes_on_from_the_case(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, "Kepala desa", "Media sosial", "1", "1. Orangnya")
    await finish(server, check, "Tidak ada yang sesuai")
    await say(server, "kalau saat cuti?")
    assert answering.asked[-1].history[0].text == (
        f"{LIKE} Saya Kepala desa. Orangnya masih bakal calon."
    )


async def test_a_conduct_without_circumstances_is_answered_at_once(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, "PNS", "Media sosial")
    reply = await finish(server, check, "2")
    assert reply.text.startswith(
        "Hasil pemeriksaan untuk PNS: Bolehkah ASN berkomentar di unggahan calon?\n\n"
    )
    assert answering.asked[-1].case == Case("medsos-komentar", "pns")


async def test_the_profile_is_offered_but_another_may_be_chosen(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await say(server, "/profil pppk")
    check = await say(server, "/cek")
    assert "Profil Anda: PPPK. Tekan nama itu untuk melanjutkan" in check.text
    assert "PPPK ✓" in check.labels()
    await turn(server, check, "CPNS", "Media sosial")
    await finish(server, check, "2")
    assert answering.asked[-1].case == Case("medsos-komentar", "cpns")
    await say(server, "boleh like?")
    assert answering.asked[-1].assumed == {"status": "pppk"}  # the profile stays as it was


async def test_one_can_go_back_at_every_step(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    views = [check.text]
    for button in ("PNS", "Media sosial", "1", "1. Orangnya"):
        views.append(await turn(server, check, button))
    for view in reversed(views[:-1]):
        assert await turn(server, check, "‹ Kembali") == view
    assert "‹ Kembali" not in check.labels()
    await turn(server, check, "PNS", "Media sosial", "1", "2. Akunnya")
    await finish(server, check, "1. Sudah")
    case = answering.asked[-1].case
    assert case == Case("medsos-like", "pns", ("akun-kpu", "terlanjur"))


@pytest.mark.parametrize(
    "steps", [[], ["PNS"], ["PNS", "Media sosial"], ["PNS", "Media sosial", "1"]]
)
async def test_one_can_cancel_at_every_step(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering, steps: list[str]
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, *steps)
    assert "Pemeriksaan dibatalkan." in await turn(server, check, "Batal")
    assert check.labels() == ["Periksa hal lain"]
    assert "Langkah 1" in await turn(server, check, "Periksa hal lain")
    assert "Langkah 2" in await turn(server, check, "PNS")
    assert answering.asked == []
    assert len(server.messages) == 1


async def test_long_lists_have_pages(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    assert "Halaman 1 dari 3" in await turn(server, check, "PNS", "Kampanye")
    assert "Halaman 3 dari 3" in await turn(server, check, "Berikutnya", "Berikutnya")
    await finish(server, check, str(MANY))
    assert answering.asked[-1].case == Case(f"kampanye-hadir-{MANY}", "pns")


async def test_a_typed_question_is_answered_and_leaves_the_check(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, "PNS", "Media sosial")
    reply = await say(server, "boleh pasang stiker?")
    assert (answering.asked[-1].question, answering.asked[-1].case) == (
        "boleh pasang stiker?",
        None,
    )
    assert reply.text.startswith("⛔ DILARANG")
    assert "Pemeriksaan terpandu saya tutup dulu" in check.text
    assert check.labels() == ["Periksa hal lain"]
    await say(server, "kalau dua?")
    assert len(server.messages) == 3
    note = await server.await_note(server.user_presses(check, "Periksa", data="kr:medsos-like:0"))
    assert note is not None
    assert note.startswith("Pemeriksaan ini sudah berakhir.")


async def test_a_number_may_be_typed_instead_of_pressed(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, "PNS", "Media sosial")
    details = await say(server, "1")
    assert "Langkah 3 (1 dari 2)" in details.text
    special = await say(server, " 2 ")
    assert "Keadaan: Akunnya milik KPU" in special.text
    await finish(server, special, "1. Sudah")
    case = answering.asked[-1].case
    assert case == Case("medsos-like", "pns", ("akun-kpu", "terlanjur"))


async def test_a_number_that_is_no_choice_is_a_question(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, "PNS", "Media sosial")
    await say(server, "99")
    assert answering.asked[-1].question == "99"


async def test_a_check_goes_on_after_a_restart(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        check = await say(server, "/cek")
        await turn(server, check, "PNS", "Media sosial", "1")
    async with running():
        await turn(server, check, "2. Akunnya")
        await finish(server, check, "Tidak ada")
    assert answering.asked[-1].case == Case("medsos-like", "pns", ("akun-kpu",))


async def test_a_typed_choice_that_is_handled_again_is_made_once(
    running: Running,
    server: BotApiServer,
    answering: ScriptedAnswering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def killed_before(_store: Store, _update: int) -> None:
        """The bot ends before it can note that the update is handled."""

    with monkeypatch.context() as patch:
        async with running():
            check = await say(server, "/cek")
            await turn(server, check, "PNS", "Media sosial")
            await server.await_confirmed()
            patch.setattr("bot.telegram.application.finish", killed_before)
            shown = await say(server, "1")
    async with running():
        await turn(server, shown, "2. Akunnya")
        await finish(server, shown, "Tidak ada")
    assert answering.asked[-1].case == Case("medsos-like", "pns", ("akun-kpu",))


async def test_what_is_handled_again_changes_nothing_more(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    """The database is gone from under the bot while the server delivers everything anew."""
    async with running():
        check = await say(server, "/cek")
        await turn(server, check, "PNS", "Media sosial", "1", "1. Orangnya")
        shown, data = check.text, "kd:bakal-calon:0"
        server.user_presses(check, "1.", data=data)  # pressed twice, the second time too late
        await server.until(lambda: len(server.notes) >= 5, "press answered")
        await server.await_confirmed()
    assert check.text == shown
    async with running():
        await finish(server, check, "Tidak ada")
    assert answering.asked[-1].case == Case("medsos-like", "pns", ("bakal-calon",))


async def test_an_answer_that_fails_can_be_asked_for_again(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, "PNS", "Media sosial")
    answering.script.append(RuntimeError("gagal"))
    server.user_presses(check, "2")
    assert "gagal menjawab" in (await server.await_messages(2))[-1].text
    await finish(server, check, "2")
    assert answering.asked[-1].case == Case("medsos-komentar", "pns")


async def test_a_check_that_is_left_is_forgotten(running: Running, server: BotApiServer) -> None:
    async with running():
        check = await say(server, "/cek")
        await turn(server, check, "PNS")
        running.clock.now += running.settings.history_minutes * 60 + 1
        note = await server.await_note(server.user_presses(check, "Media sosial"))
        assert note == "Pemeriksaan ini sudah berakhir. Kirim /cek untuk mulai lagi."
        await say(server, "boleh like?")
        assert "Langkah 2" in check.text  # no check to leave


async def test_nothing_but_choices_is_kept(running: Running, server: BotApiServer) -> None:
    async with running():
        check = await say(server, "/cek tentang tetangga saya Budi")
        await turn(server, check, "PNS", "Media sosial", "1", "1. Orangnya")
    engine = create_engine(running.settings.database)
    with engine.connect() as connection:
        states = [str(row) for row in connection.execute(text("SELECT state FROM flows"))]
    engine.dispose()
    assert len(states) == 1
    assert "bakal-calon" in states[0]
    assert "Budi" not in states[0]


async def test_the_buttons_of_an_earlier_check_are_over(bot: Running, server: BotApiServer) -> None:
    first = await say(server, "/cek")
    second = await say(server, "/cek")
    note = await server.await_note(server.user_presses(first, "PPPK"))
    assert note is not None
    assert note.startswith("Pemeriksaan ini sudah berakhir.")
    assert "Status: PNS" in await turn(server, second, "PNS")


async def test_a_check_that_cannot_be_changed_any_more_goes_on_below(
    bot: Running, server: BotApiServer
) -> None:
    check = await say(server, "/cek")
    server.fail("editMessageText", 1, Fault(400, "Bad Request: message can't be edited"))
    server.user_presses(check, "PNS")
    below = (await server.await_messages(2))[-1]
    assert "Langkah 2" in below.text
    assert "1. " in await turn(server, below, "Media sosial")


@pytest.mark.parametrize(
    "data", ["ks:raja:0", "kt:tidak-ada:0", "kr:tidak-ada:0", "kd:tidak-ada:0"]
)
async def test_a_choice_that_is_gone_shows_what_there_is(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering, data: str
) -> None:
    check = await say(server, "/cek")
    shown = await turn(server, check, "PNS", "Media sosial", "1")
    note = await server.await_note(server.user_presses(check, "1.", data=data))
    assert note == "Pilihan itu tidak ada lagi dalam pengetahuan saya. Silakan pilih lagi."
    await server.await_confirmed()
    assert check.text == shown


async def test_a_conduct_that_a_new_edition_lacks_is_chosen_anew(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    check = await say(server, "/cek")
    await turn(server, check, "PNS", "Media sosial", "1")
    cards = answering.library.cards
    cards[:] = [card for card in cards if card.id != "medsos-like"]
    assert "1. Bolehkah ASN berkomentar" in await turn(server, check, "Tidak ada yang sesuai")
    cards[:] = [card for card in cards if card.topic != "medsos"]
    assert "Langkah 2: tentang apa" in await turn(server, check, "1")
    cards.clear()
    assert "Belum ada perbuatan" in await turn(server, check, "Kampanye")


async def test_the_check_is_not_done_in_front_of_a_group(
    bot: Running, server: BotApiServer
) -> None:
    server.user_sends("/cek@netral_bot", chat_id=-100500, chat_type="supergroup", user=1001)
    shown = (await server.await_messages(1))[-1]
    assert "Langkah 1" not in shown.text


def test_every_step_of_the_bundled_rulings_is_one_message_that_telegram_takes(
    tmp_path: Path,
) -> None:
    library = answerer_of(edition_of(load_knowledge()), tmp_path).library
    views = Views(check_texts(), profile_texts())
    panels = [views.status(None), views.status("pppk")]
    for status in FACT_VALUES["status"]:
        begun = Progress(1, status)
        topics = conduct_topics(library)
        panels.append(views.topics(begun, topics))
        for topic in topics:
            inside = Progress(1, status, topic.id)
            cards = conduct_rulings(library, topic.id)
            panels += [
                views.rulings(Progress(1, status, topic.id, page), topic, cards)
                for page in range(len(cards) // 8 + 1)
            ]
            for card in cards:
                asked = library.circumstances(card.id, status)
                last = tuple(one.choices[-1].branch for one in asked)
                panels += [
                    views.detail(
                        Progress(1, status, inside.topic, 0, card.id, last[:n]), card, asked
                    )
                    for n in range(len(asked))
                ]
                result = views.result(Progress(1, status, topic.id, 0, card.id, last), card, asked)
                panels.append(views.closed(check_texts().finished, result))
    assert len(panels) > 1000
    for panel in panels:
        assert len(panel.messages) == 1
        check_text(panel.messages[0].html, "HTML")
        assert panel.keyboard is not None
        check_keyboard(panel.keyboard.to_json())
