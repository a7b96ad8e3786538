"""What is typed while a form of the review queue is open: its own, or a question; and what outlasts a restart."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from bot.storage import review_drafts
from bot.storage.housekeeping import erase_old
from bot.storage.store import open_store
from bot.telegram.admin.review_queue import Queue as Items
from bot.telegram.admin.review_texts import review_texts
from bot.telegram.messages import load_messages
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.bot_api.faults import Fault
from tests.telegram.conftest import Running
from tests.telegram.review_desk import (
    LIKE,
    Queue,
    open_item,
    press,
    question,
    until_shown,
    write,
)
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.user import say

WORDS = review_texts()
OWN = "apakah menekan tombol suka dihitung dukungan"


@pytest.fixture
def queue(running: Running) -> Queue:
    """The queue; the user is an editor."""
    running.program = program = ScriptedProgram()
    running.settings = running.settings.model_copy(update={"admin_editors": frozenset({USER})})
    queue = Queue(program)
    queue.holds(question())
    queue.takes("q7", "contoh:1a2b3c4d")
    return queue


async def wording(server: BotApiServer) -> SentMessage:
    """Begin an example as far as the step that takes its wording."""
    form = await open_item(server)
    await press(server, form, "Tambahkan", "langkah 1")
    await press(server, form, "1", "langkah 2 dari 3")
    assert WORDS.form.awaits_nothing in form.text
    await press(server, form, "⛔", "langkah 3 dari 3")
    assert WORDS.form.awaits in form.text
    return form


def asked(answering: ScriptedAnswering) -> list[str]:
    """The questions that were answered."""
    return [one.question for one in answering.asked]


async def test_a_step_of_buttons_leaves_questions_alone(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await open_item(server)
    await press(server, form, "Tambahkan", "langkah 1")
    await press(server, form, "1", "langkah 2 dari 3")
    answered = await say(server, "boleh like?")
    assert asked(answering) == ["boleh like?"]
    assert answered.message_id != form.message_id
    await press(server, form, "⛔", "langkah 3 dari 3")


async def test_a_typed_text_brings_the_form_below_it(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    first = await wording(server)
    form = await write(server, OWN, "Pratinjau")
    assert form.message_id > first.message_id
    await server.until(lambda: server.find(first.message_id) is None, "the old one is gone")
    assert answering.asked == []


async def test_a_paused_form_takes_no_text_and_goes_on_from_its_item(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await wording(server)
    await press(server, form, "Jeda", "dijeda")
    await say(server, "boleh like?")
    assert asked(answering) == ["boleh like?"]
    again = await open_item(server)
    assert "Tambahkan sebagai contoh" not in again.labels()
    text = await press(server, again, "Lanjutkan isian", "langkah 3 dari 3")
    assert "• Putusan: Bolehkah ASN menyukai unggahan calon?" in text
    await write(server, OWN, "Pratinjau")
    note = await server.await_note(server.user_presses(form, "Lanjutkan"))
    assert note is None


async def test_who_has_read_something_else_since_is_asking(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await wording(server)
    await say(server, "/topik")
    await say(server, "boleh like?")
    assert asked(answering) == ["boleh like?"]
    text = await press(server, form, "1", "Pratinjau")
    assert "boleh like postingan bupati?" in text


async def test_what_is_typed_long_after_is_a_question_yet_the_form_is_there(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await wording(server)
    bot.clock.now += 3600 * 24
    await say(server, "boleh like?")
    assert asked(answering) == ["boleh like?"]
    await press(server, form, "‹ Kembali", "langkah 2")
    await press(server, form, "✓ ⛔", "langkah 3")
    await write(server, OWN, "Pratinjau")


async def test_another_dialogue_takes_over_what_is_typed(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await wording(server)
    await say(server, "/cek")
    await say(server, "boleh like?")
    assert asked(answering) == ["boleh like?"]
    await press(server, form, "1", "Pratinjau")


async def test_a_form_is_given_up_after_asking_once(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await wording(server)
    await press(server, form, "Batal", "Buang seluruh isian ini?")
    await press(server, form, "Tidak jadi", WORDS.form.awaits)
    await press(server, form, "Batal", "Buang seluruh isian ini?")
    await press(server, form, "Ya, buang", WORDS.form.left)
    await say(server, "boleh like?")
    assert asked(answering) == ["boleh like?"]
    await press(server, form, "Lihat butir ini", "Putusan terdekat")
    assert "Tambahkan sebagai contoh" in form.labels()
    assert queue.applied == []


async def test_a_form_that_went_on_elsewhere_says_so(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    old = await wording(server)
    again = await open_item(server)
    await press(server, again, "Lanjutkan isian", "langkah 3")
    note = await server.await_note(server.user_presses(old, "", data="qb::0"))
    assert note == WORDS.form.over


async def test_a_form_outlasts_a_restart(
    queue: Queue, running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        await wording(server)
    async with running():
        form = await write(server, OWN, "Pratinjau")
        await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert [act["text"] for act in queue.applied] == [OWN]
    assert answering.asked == []


async def test_a_press_that_a_restart_interrupts_counts_once(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    async with running(stop=0.1):
        form = await open_item(server)
        await press(server, form, "Buat putusan baru", "langkah 1")
        await write(server, "Bolehkah ASN memakai stiker calon?", "langkah 2")
        form = await write(server, "Mengirim stiker calon ke grup", "langkah 3")
        await press(server, form, "⛔", "langkah 4")
        form = await write(
            server, "Dilarang. Stiker calon adalah bentuk dukungan juga.", "langkah 5"
        )
        await press(server, form, "Lewati", "langkah 6")
        calls = len(server.called("editMessageText"))
        server.fail("editMessageText", fault=Fault(hang=True))
        server.user_presses(form, "PP 94/2021 Pasal 5")
        await server.await_calls("editMessageText", calls + 1)
    async with running():
        await server.until(lambda: "✓ PP 94/2021 Pasal 5 huruf n" in form.labels(), "ticked")
        await server.await_confirmed()
    assert "✓ PP 94/2021 Pasal 5 huruf n" in form.labels()


async def test_a_text_that_a_restart_interrupts_counts_once(
    queue: Queue, running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running(stop=0.1):
        await wording(server)
        calls = len(server.called("sendMessage"))
        server.fail("sendMessage", fault=Fault(hang=True))
        server.user_sends(OWN)
        await server.await_calls("sendMessage", calls + 1)
    async with running():
        await server.until(lambda: "Pratinjau" in server.messages[-1].text, "preview shown")
        form = server.messages[-1]
        await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert [act["text"] for act in queue.applied] == [OWN]
    assert answering.asked == []


async def test_who_is_an_editor_no_more_fills_nothing_in(
    queue: Queue, running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        form = await wording(server)
    running.settings = running.settings.model_copy(update={"admin_editors": frozenset({1})})
    async with running():
        note = await server.await_note(server.user_presses(form, "1"))
        assert note == load_messages().toasts.expired
        await say(server, OWN)
    assert asked(answering) == [OWN]


async def test_an_item_that_cannot_be_read_keeps_the_form(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    async with running():
        await wording(server)
    queue.program.fails("review show q7", 4, "The edition cannot be read.")
    async with running():
        shown = await say(server, OWN)
        await until_shown(server, shown, "The edition cannot be read.")
        queue.holds(question())
        await press(server, shown, "Lanjutkan isian", "langkah 3 dari 3")


async def test_words_go_neither_into_arguments_nor_into_logs(
    queue: Queue, bot: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    await wording(server)
    form = await write(server, OWN, "Pratinjau")
    await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert not any(OWN in part for ran in queue.program.ran for part in ran.arguments)
    assert OWN not in log()


def kept_form(running: Running) -> str:
    """The editor's form as it is stored."""
    store = open_store(running.settings.database)
    try:
        kept = store.run_sync(review_drafts.on_item, USER, "q7")
    finally:
        store.close()
    return json.dumps(kept.state, ensure_ascii=False) if kept else ""


async def test_a_form_keeps_no_words_of_users(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    async with running():
        form = await wording(server)
        await press(server, form, "2", "Pratinjau")
        assert "klik suka" in form.text
        assert "klik suka" not in kept_form(running)
    async with running():
        await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert [act["text"] for act in queue.applied] == ["klik suka di akun calon gmn"]


async def test_a_phrasing_whose_user_was_forgotten_is_chosen_anew(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    async with running():
        form = await wording(server)
        await press(server, form, "2", "Pratinjau")
    queue.holds(question(questions=[LIKE]))
    async with running():
        text = await press(server, form, "Ajukan", WORDS.form.needed)
        assert "klik suka" not in text
        await press(server, form, "1", "Pratinjau")
        await press(server, form, "Ajukan", "contoh:1a2b3c4d")
    assert [act["text"] for act in queue.applied] == [LIKE]


async def test_ticked_phrasings_outlast_a_restart_beside_own_examples(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    async with running():
        form = await open_item(server)
        await press(server, form, "Buat putusan baru", "langkah 1")
    store = open_store(running.settings.database)
    try:
        kept = store.run_sync(review_drafts.on_item, USER, "q7")
        assert kept is not None
        kept.state["step"] = "examples"
        store.run_sync(review_drafts.keep, USER, kept, now=running.clock.now)
    finally:
        store.close()
    async with running():
        await press(server, await open_item(server), "Lanjutkan isian", "langkah 11")
        form = await write(server, OWN, f"✓ {OWN}")
        await press(server, form, "1", f"1. ✓ {LIKE}")
        assert LIKE not in kept_form(running)
        assert OWN in kept_form(running)
    async with running():
        text = await press(server, form, "2", "2. ✓ klik suka")
    assert f"1. ✓ {LIKE}" in text
    assert f"4. ✓ {OWN}" in text


async def test_what_looks_like_a_command_is_one_and_the_form_stays(
    queue: Queue, bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    form = await wording(server)
    shown = await say(server, "/boleh like foto calon?")
    assert shown.text == load_messages().unknown_command
    await press(server, form, "1", "Pratinjau")
    assert answering.asked == []


async def test_an_item_is_remembered_no_longer_than_a_form_needs_it() -> None:
    program = ScriptedProgram()
    program.succeeds("review show q7", {"item": question()})
    items = Items(program, seconds_kept=0.05)
    await items.item("q7")
    await items.item("q7")
    assert len(program.ran) == 1
    assert items.remembers("q7")
    await asyncio.sleep(0.1)
    assert not items.remembers("q7")
    await items.item("q7")
    assert len(program.ran) == 2


async def test_being_forgotten_takes_the_form_along(
    queue: Queue, bot: Running, server: BotApiServer
) -> None:
    form = await wording(server)
    await say(server, "/hapus ya")
    note = await server.await_note(server.user_presses(form, "1"))
    assert note == WORDS.form.over


async def test_a_form_that_nobody_goes_on_with_is_erased_after_a_week(
    queue: Queue, running: Running, server: BotApiServer
) -> None:
    async with running():
        await wording(server)
    store = open_store(running.settings.database)
    try:
        for days, left in ((6.9, True), (7.1, False)):
            now = running.clock.now + days * 86_400
            store.run_sync(erase_old, now=now, minutes=60, feedback_days=30, review_days=30)
            kept = store.run_sync(review_drafts.on_item, USER, "q7")
            assert (kept is not None) is left
    finally:
        store.close()
