"""/tinjau: the queue, its items, and taking one out of it."""

from __future__ import annotations

import pytest

from bot.telegram.admin.review_forms import FORMS
from bot.telegram.admin.review_texts import review_texts
from bot.telegram.admin.ways import pending_button
from bot.telegram.messages import load_messages
from tests.bot_api import USER, BotApiServer
from tests.telegram.conftest import Running
from tests.telegram.review_desk import (
    LIKE,
    Queue,
    complaint,
    open_item,
    press,
    question,
    ruling,
    until_shown,
)
from tests.telegram.scripted import ScriptedAnswering, citation
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.user import say

WORDS = review_texts()


@pytest.fixture
def queue(running: Running) -> Queue:
    """The queue; the user is an editor."""
    program = ScriptedProgram()
    running.program = program
    running.settings = running.settings.model_copy(update={"admin_editors": frozenset({USER})})
    queue = Queue(program)
    queue.holds(question(), complaint(), ruling())
    return queue


async def test_the_queue_says_what_waits_and_how_often(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    screen = await say(server, "/tinjau")
    text = await until_shown(server, screen, "Antrean tinjauan")
    assert "Pertanyaan: 1; Penilaian negatif: 1; Putusan perlu ditinjau: 1." in text
    assert f"1. {LIKE} – Pertanyaan, 12×" in text
    assert len(server.messages) == 1
    assert screen.labels() == [
        "1",
        "2",
        "3",
        "Pertanyaan (1)",
        "Penilaian negatif (1)",
        "Putusan perlu ditinjau (1)",
        "Muat ulang",
    ]


async def test_reading_is_told_at_once(queue: Queue, bot: Running, server: BotApiServer) -> None:
    with queue.slow():
        screen = await say(server, "/tinjau")
        assert screen.text == WORDS.list.reading
    await until_shown(server, screen, "Antrean tinjauan")


async def test_the_queue_shows_one_kind_and_pages(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.holds(*(question(f"q{n}", title=f"pertanyaan ke-{n}") for n in range(1, 11)), complaint())
    screen = await say(server, "/tinjau")
    text = await until_shown(server, screen, "Halaman 1 dari 2")
    assert "8. pertanyaan ke-8" in text
    assert "pertanyaan ke-9" not in text
    text = await press(server, screen, "Berikutnya", "Halaman 2 dari 2")
    assert "9. pertanyaan ke-9" in text
    text = await press(server, screen, "Penilaian negatif", "\n1. Bolehkah ASN menyukai")
    assert "pertanyaan ke-" not in text
    assert "Semua jenis" in screen.labels()


async def test_an_empty_queue_is_good_news(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.holds()
    screen = await say(server, "/tinjau")
    assert WORDS.list.empty in await until_shown(server, screen, "Antrean tinjauan")


async def test_a_queue_that_cannot_be_read_can_be_asked_for_again(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.program.fails("review", 4, "There is no edition yet.")
    screen = await say(server, "/tinjau")
    text = await until_shown(server, screen, "tidak dapat dibaca")
    assert text.endswith("There is no edition yet.")
    queue.holds(question())
    await press(server, screen, "Muat ulang", LIKE)


async def test_an_item_shows_what_was_asked_and_what_is_near(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    screen = await open_item(server)
    assert "• kalo like doang aman ga?" in screen.text
    assert "• dan 9 lainnya" in screen.text
    assert "Jawaban bot: PERLU RINCIAN." in screen.text
    assert WORDS.item.reasons["unanswered"] in screen.text
    assert "• Bolehkah ASN menyukai unggahan calon? – DILARANG" in screen.text
    assert "• PP 94/2021 Pasal 5 huruf n: PNS dilarang memberi dukungan" in screen.text
    assert screen.labels() == [
        "Tambahkan sebagai contoh",
        "Buat putusan baru",
        "Di luar cakupan",
        "Abaikan",
        "‹ Kembali ke antrean",
    ]
    await press(server, screen, "‹ Kembali", "Antrean tinjauan")


async def test_a_complaint_shows_votes_and_comments_with_their_question(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    screen = await open_item(server, 2)
    assert "keliru 2, kurang jelas 1" in screen.text
    assert (
        "Akun KPU kan resmi, kok dilarang. (atas pertanyaan: like akun KPU boleh?)" in screen.text
    )
    assert "Tandai selesai" in screen.labels()


async def test_a_ruling_to_be_reviewed_is_left_to_publishers(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    screen = await say(server, "/tinjau")
    await until_shown(server, screen, "Antrean tinjauan")
    text = await press(server, screen, "3", "Ketentuan yang berubah")
    assert "/konfirmasi" in text
    assert screen.labels() == ["‹ Kembali ke antrean"]


async def test_a_publisher_goes_on_from_a_ruling_to_its_confirmation(
    queue: Queue, running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    known = citation("pp-94-2021:pasal-5", label="PP 94/2021 Pasal 5")
    answering.provisions[known.id] = known
    roles = {"admin_publishers": frozenset({USER})}
    running.settings = running.settings.model_copy(update=roles)
    async with running():
        screen = await say(server, "/tinjau")
        await until_shown(server, screen, "Antrean tinjauan")
        text = await press(server, screen, "3", "Ketentuan yang berubah")
    assert "• PP 94/2021 Pasal 5" in text
    assert screen.data(screen.labels()[0]) == pending_button("medsos-komentar").callback_data


async def test_an_item_is_dismissed_after_asking_once(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    queue.takes("q7", None)
    screen = await open_item(server)
    await press(server, screen, "Abaikan", "Abaikan butir ini?")
    await press(server, screen, "Tidak jadi", "Putusan terdekat")
    assert queue.applied == []
    await press(server, screen, "Abaikan", "Abaikan butir ini?")
    await press(server, screen, "Ya", WORDS.item.dismissed)
    assert queue.applied == [{"act": "dismiss"}]
    assert [ran.by for ran in queue.program.ran if ran.data] == [USER]


async def test_an_item_that_somebody_else_has_dealt_with_is_said_to_be_gone(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    screen = await open_item(server)
    await press(server, screen, "Abaikan", "Abaikan butir ini?")
    queue.loses("q7")
    await press(server, screen, "Ya", WORDS.item.gone)
    text = await press(server, screen, "‹ Kembali", "Antrean tinjauan")
    assert LIKE not in text


async def test_a_publisher_looks_and_is_told_who_may_act(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    roles = {"admin_editors": frozenset({1}), "admin_publishers": frozenset({USER})}
    running.settings = running.settings.model_copy(update=roles)
    async with running():
        screen = await open_item(server)
        assert WORDS.item.only_looking in screen.text
        assert screen.labels() == ["‹ Kembali ke antrean"]
        for data in ("rd:q7:0", "ry:q7:0", "re:q7:0", "rc:q7:0"):
            note = await server.await_note(server.user_presses(screen, "", data=data))
            assert note == WORDS.item.only_editors
    assert queue.applied == []


async def test_for_all_others_there_is_no_queue(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    running.settings = running.settings.model_copy(update={"admin_editors": frozenset({1})})
    async with running():
        shown = await say(server, "/tinjau")
        assert shown.text == load_messages().unknown_command
        note = await server.await_note(server.user_presses(shown, "", data="rl::0"))
        assert note == load_messages().toasts.expired
    assert queue.program.ran == []


async def test_no_button_reaches_the_command_line_with_words_of_its_own(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    screen = await open_item(server)
    ran = len(queue.program.ran)
    server.user_presses(screen, "", data="ri:--help:0")
    await until_shown(server, screen, WORDS.item.gone)
    assert len(queue.program.ran) == ran


@pytest.mark.parametrize("printed", [None, [], {"items": [{"id": "q1"}]}, {"total": 3}])
async def test_a_queue_of_another_shape_is_told_as_unreadable(
    queue: Queue, bot: Running, server: BotApiServer, printed: object
) -> None:
    queue.program.succeeds("review", printed)
    screen = await say(server, "/tinjau")
    assert WORDS.list.unreadable in await until_shown(server, screen, "tidak dapat dibaca")


async def test_an_item_with_a_name_too_long_for_a_button_opens(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    name = "k-" + "-".join(["panjang"] * 9)
    queue.holds({**complaint(), "id": name})
    screen = await open_item(server)
    assert "keliru 2" in screen.text
    assert queue.program.ran[-1].arguments == ("review", "show", name)


async def test_an_item_of_long_texts_is_one_message(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    long = "kata panjang sekali " * 200
    near = {"id": "medsos-like", "title": long, "verdict": "dilarang"}
    provision = {"id": "uu-7-2017:pasal-280", "label": "UU 7/2017 Pasal 280", "text": long}
    queue.holds(
        question(
            title=long,
            questions=[f"{number} {long}" for number in range(10)],
            rulings=[near] * 5,
            provisions=[provision] * 5,
        )
    )
    screen = await open_item(server)
    assert len(server.messages) == 1
    await press(server, screen, "Buat putusan baru", "langkah 1")
    assert len(server.messages) == 1


def test_every_step_has_its_texts() -> None:
    steps = {step.name for form in FORMS.values() for step in form}
    assert steps == set(WORDS.form.steps)
