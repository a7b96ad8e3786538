"""Publishing, trying and undoing from the chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.admin.program import Outcome, Step
from bot.telegram.messages import load_messages
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.telegram.publisher_desk import (
    CHANGED,
    EDITOR,
    FIRST,
    OTHER,
    SECOND,
    UNTIL,
    Desk,
    difference,
    example,
    item,
    judgement,
    pending,
    published,
    refused,
    review,
    staged,
)

TITLE = "Perubahan yang menunggu penerbitan"
PUBLISHED = "sudah terbit dan mulai melayani"
UNDOABLE = {"edition": SECOND, "previous": FIRST, "until": UNTIL}


@pytest_asyncio.fixture
async def desk(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk(server, tmp_path).open() as desk:
        yield desk


async def asked(desk: Desk, user: int = USER) -> SentMessage:
    """Ask for a publish; the question back."""
    overview = await desk.asks("/perubahan", TITLE, user)
    return await desk.pressed(overview, "Terbitkan", "Sebelum terbit, soal uji dijalankan")


async def publish(desk: Desk, says: str = PUBLISHED, user: int = USER) -> SentMessage:
    """Publish what waits; the message with a text on how that ended."""
    return await desk.pressed(await asked(desk, user), "Ya, terbitkan", says)


def no_publish(desk: Desk) -> bool:
    """Whether nothing was published, nor tried to be."""
    return not desk.program.calls("publish")


async def test_a_publish_is_asked_about_told_as_it_goes_on_and_told_when_it_is_done(
    desk: Desk,
) -> None:
    question = await asked(desk)
    assert "Terbitkan 1 perubahan ini?" in question.text
    assert f"Edisi yang melayani sekarang: {FIRST}." in question.text
    assert no_publish(desk)
    desk.program.steps["publish"] = [Step("test", 40, 80)]
    gate = desk.program.hold("publish")
    desk.program.succeeds("confirm", pending(review(), review("medsos-komentar")))
    progress = await desk.pressed(question, "Ya, terbitkan", "Penerbitan edisi baru")
    await desk.shown(progress, "40 dari 80 (50%)")
    assert question.labels() == []
    gate.set()
    done = await desk.said(PUBLISHED)
    assert f"Edisi {SECOND}" in done.text
    assert f"menggantikan edisi {FIRST}" in done.text
    assert "1.234 ketentuan (200 dari naskah resmi) dan 310 putusan" in done.text
    assert "putusan benar 95,0% → 96,4%" in done.text
    assert "1 jawaban atas soal uji berubah, 0 di antaranya" in done.text
    assert "2 putusan menunggu peninjauan" in done.text
    assert "dapat dibatalkan sampai pukul 14.15 WIB" in done.text
    assert done.labels() == ["Batalkan penerbitan", "Rincian", "Tinjau putusan"]
    [ran] = desk.program.calls("publish")
    assert (ran.arguments, ran.by) == (("publish",), USER)


async def test_the_other_publishers_are_told_who_published(desk: Desk) -> None:
    await publish(desk)
    told = await desk.said(f"Edisi {SECOND} baru saja diterbitkan oleh", OTHER)
    assert f"pengguna Telegram {USER}" in told.text
    assert "/kembalikan" in told.text
    assert told.labels() == ["Batalkan penerbitan", "Kembalikan edisi"]
    assert not desk.told(EDITOR, "diterbitkan")


async def test_a_publish_is_not_done_after_all(desk: Desk) -> None:
    question = await asked(desk)
    await desk.turned(question, "Tidak jadi", "Tidak jadi diterbitkan.")
    assert no_publish(desk)


async def test_with_nothing_staged_there_is_nothing_to_ask(desk: Desk) -> None:
    overview = await desk.asks("/perubahan", TITLE)
    desk.program.succeeds("stage", staged(serving=SECOND))
    desk.program.succeeds("diff", difference())
    told = await desk.pressed(overview, "Terbitkan", "Tidak ada perubahan yang menunggu")
    assert SECOND in told.text


async def test_new_data_files_are_published_without_anything_staged(desk: Desk) -> None:
    desk.program.succeeds("stage", staged())
    desk.program.succeeds("diff", difference(changed=[CHANGED]))
    overview = await desk.asks("/perubahan", TITLE)
    question = await desk.pressed(overview, "Terbitkan", "Terbitkan berkas data bawaan")
    await desk.pressed(question, "Ya, terbitkan", PUBLISHED)


async def test_what_was_published_meanwhile_is_told_so(desk: Desk) -> None:
    question = await asked(desk)
    desk.program.succeeds("stage", staged(serving=SECOND))
    told = await desk.pressed(question, "Ya, terbitkan", "Perubahan itu sudah tidak menunggu")
    assert f"Edisi {SECOND} sedang melayani" in told.text
    assert no_publish(desk)


async def test_more_than_was_asked_about_is_not_published(desk: Desk) -> None:
    question = await asked(desk)
    desk.program.succeeds("stage", staged(item(), example()))
    told = await desk.pressed(question, "Ya, terbitkan", "Daftar tunggu sudah berubah")
    assert told.labels() == ["Lihat perubahan"]
    assert no_publish(desk)


async def test_of_two_publishers_at_once_one_publishes_and_the_other_is_told(desk: Desk) -> None:
    mine, theirs = await asked(desk), await asked(desk, OTHER)
    gate = desk.program.hold("publish")
    desk.server.user_presses(mine, "Ya, terbitkan")
    await desk.program.await_ran("publish")
    await desk.pressed(theirs, "Ya, terbitkan", "Menunggu giliran")
    desk.program.succeeds("stage", staged(serving=SECOND))
    gate.set()
    await desk.said(PUBLISHED)
    await desk.said("Perubahan itu sudah tidak menunggu", OTHER)
    assert len(desk.program.calls("publish")) == 1


async def test_a_refusal_names_the_thresholds_and_changes_nothing(desk: Desk) -> None:
    desk.program.fails("publish", 11, "Not published", refused())
    told = await publish(desk, "Tidak diterbitkan: hasil uji tidak mencapai ambang")
    assert f"Edisi {FIRST} tetap melayani" in told.text
    assert "dev: putusan benar 90,0%, seharusnya paling sedikit 91,2%" in told.text
    assert "1 di antaranya menjadi terlalu longgar" in told.text
    assert "lewat terminal" in told.text
    assert told.labels() == ["Rincian", "Lihat perubahan"]
    assert not desk.told(OTHER, "diterbitkan")
    desk.server.user_presses(told, "Rincian")
    await desk.server.await_calls("sendDocument")
    document = desk.server.messages[-1].document
    assert document is not None
    text = document.content.decode()
    assert "dev S-1: BOLEH → DILARANG (seharusnya DILARANG)" in text
    assert "TERLALU LONGGAR" in text
    assert "dasar hukum yang baru: PP 94/2021 Pasal 5" in text


@pytest.mark.parametrize(
    ("code", "message", "says"),
    [
        (4, "Another command is changing the knowledge (siti: build)", "perintah lain"),
        (5, "The embedder cannot be loaded.", "Model bahasa"),
        (10, "The document 1f0c of pp-94-2021 is not there.", "/perubahan"),
        (1, "Cannot write to the folder.", "ruang diska"),
    ],
)
async def test_a_publish_that_fails_says_why_and_that_the_old_edition_serves(
    desk: Desk, code: int, message: str, says: str
) -> None:
    desk.program.fails("publish", code, message)
    told = await publish(desk, message)
    assert says in told.text
    assert f"Edisi {FIRST} tetap melayani" in told.text


async def test_a_locked_knowledge_is_waited_for(desk: Desk) -> None:
    busy = Outcome(4, None, "Another command is changing the knowledge in this data folder.")
    desk.program.ends("publish", busy, Outcome(0, published()))
    await publish(desk)
    assert len(desk.program.calls("publish")) == 2


class TestFourEyes:
    """Who staged may not publish."""

    @pytest_asyncio.fixture
    async def desk(self, server: BotApiServer, tmp_path: Path) -> AsyncIterator[Desk]:
        async with Desk(server, tmp_path, {"four_eyes": True}).open() as desk:
            yield desk

    async def test_who_staged_is_told_who_else_can(self, desk: Desk) -> None:
        desk.program.succeeds("stage", staged(item(by=[f"telegram:{USER}"])))
        overview = await desk.asks("/perubahan", TITLE)
        told = await desk.pressed(overview, "Terbitkan", "Aturan empat mata")
        assert "PP 94/2021" in told.text
        assert f"Yang dapat menerbitkan: pengguna Telegram {OTHER}." in told.text
        assert no_publish(desk)

    async def test_when_everybody_has_staged_something_nobody_can(self, desk: Desk) -> None:
        both = [f"telegram:{USER}", f"telegram:{OTHER}"]
        desk.program.succeeds("stage", staged(item(by=both)))
        overview = await desk.asks("/perubahan", TITLE)
        told = await desk.pressed(overview, "Terbitkan", "Aturan empat mata")
        assert "Tidak ada penerbit lain" in told.text

    async def test_somebody_else_publishes(self, desk: Desk) -> None:
        desk.program.succeeds("stage", staged(item(by=[f"telegram:{USER}"])))
        await publish(desk, user=OTHER)
        assert desk.program.calls("publish")[0].by == OTHER

    async def test_the_command_itself_has_the_last_word(self, desk: Desk) -> None:
        desk.program.fails("publish", 12, "Not published: telegram:1001 has staged pp-94-2021")
        told = await publish(desk, "Aturan empat mata")
        assert told.labels() == ["Lihat perubahan"]


async def test_a_trial_tells_how_the_changes_test_and_publishes_nothing(desk: Desk) -> None:
    desk.program.succeeds("publish --trial", published(switched=False, undo_until=None))
    overview = await desk.asks("/perubahan", TITLE)
    done = await desk.pressed(overview, "Uji dahulu", "Uji selesai.")
    assert "putusan benar 95,0% → 96,4%" in done.text
    assert "lolos uji" in done.text
    assert done.labels() == ["Rincian", "Terbitkan"]
    assert [ran.arguments for ran in desk.program.calls("publish")] == [("publish", "--trial")]


async def test_an_editor_tries_but_is_not_offered_to_publish(desk: Desk) -> None:
    found = judgement(missed=["dev"], misses=refused()["judgement"]["misses"])
    desk.program.succeeds("publish --trial", published(switched=False, judgement=found))
    overview = await desk.asks("/perubahan", TITLE, EDITOR)
    desk.server.user_presses(overview, "Uji dahulu")
    done = await desk.said("Uji selesai.", EDITOR)
    assert "akan ditolak" in done.text
    assert done.labels() == ["Rincian"]


async def test_a_publish_is_undone_by_one_button(desk: Desk) -> None:
    done = await publish(desk)
    desk.program.succeeds("rollback --undo", {"edition": FIRST, "previous": SECOND})
    undone = await desk.pressed(done, "Batalkan penerbitan", "dibatalkan. Edisi")
    assert f"Edisi {FIRST} melayani lagi" in undone.text
    [ran] = desk.program.calls("rollback")
    assert (ran.arguments, ran.by) == (("rollback", "--undo", SECOND), USER)
    assert done.labels() == []
    told = await desk.said(f"Penerbitan edisi {SECOND} dibatalkan oleh", OTHER)
    assert f"pengguna Telegram {USER}" in told.text


async def test_after_ten_minutes_the_button_points_to_kembalikan(desk: Desk) -> None:
    done = await publish(desk)
    desk.program.fails("rollback --undo", 10, "too late")
    desk.program.succeeds("stage", staged(serving=SECOND))
    told = await desk.pressed(done, "Batalkan penerbitan", "sudah lewat sepuluh menit")
    assert told.labels() == ["Kembalikan edisi"]
    assert done.labels() == []


async def test_an_edition_that_no_longer_serves_is_not_undone(desk: Desk) -> None:
    done = await publish(desk)
    desk.program.fails("rollback --undo", 10, "not serving")
    desk.program.succeeds("stage", staged(serving="2026-11-22.2"))
    told = await desk.pressed(done, "Batalkan penerbitan", "sudah tidak melayani")
    assert "yang melayani sekarang edisi 2026-11-22.2" in told.text


async def test_an_undo_that_fails_for_now_can_be_tried_again(desk: Desk) -> None:
    done = await publish(desk)
    desk.program.fails("rollback --undo", 4, "Another command is changing the knowledge")
    await desk.pressed(done, "Batalkan penerbitan", "perintah lain")
    assert "Batalkan penerbitan" in done.labels()


async def broken_off(desk: Desk, after: dict[str, Any]) -> None:
    """Stop the bot in the midst of a publish; what is found after its next start is ``after``."""
    async with desk.open():
        question = await asked(desk)
        desk.program.hold("publish")
        desk.server.user_presses(question, "Ya, terbitkan")
        await desk.program.await_ran("publish")
    assert len(desk.program.cancelled) == 1
    desk.program.succeeds("stage", after)


async def test_after_a_restart_in_mid_publish_it_says_that_nothing_was_published(
    server: BotApiServer, tmp_path: Path
) -> None:
    desk = Desk(server, tmp_path)
    await broken_off(desk, staged(item()))
    async with desk.open():
        told = await desk.said("Bot dimulai ulang saat penerbitan berjalan. Tidak ada yang terbit")
        assert f"edisi {FIRST} tetap melayani, dan 1 perubahan" in told.text
        assert told.labels() == ["Lihat perubahan", "Terbitkan"]
    assert len(desk.program.calls("publish")) == 1


async def test_after_a_restart_in_mid_publish_it_says_that_the_new_edition_serves(
    server: BotApiServer, tmp_path: Path
) -> None:
    desk = Desk(server, tmp_path)
    await broken_off(desk, staged(serving=SECOND, undo=UNDOABLE))
    async with desk.open():
        told = await desk.said(f"edisi {SECOND} sudah melayani")
        assert told.labels() == ["Batalkan penerbitan", "Kembalikan edisi"]
        await desk.said("baru saja diterbitkan oleh", OTHER)


async def test_a_publish_that_is_still_ending_is_waited_for(
    server: BotApiServer, tmp_path: Path
) -> None:
    desk = Desk(server, tmp_path)
    await broken_off(desk, staged())
    ending, ended = staged(item(), writing="publish"), staged(serving=SECOND, undo=UNDOABLE)
    desk.program.ends("stage", Outcome(0, ending), Outcome(0, ended))
    async with desk.open():
        await desk.said(f"edisi {SECOND} sudah melayani")
    assert not desk.told(USER, "Tidak ada yang terbit")


async def test_who_lost_the_role_while_a_publish_waited_does_not_publish(
    server: BotApiServer, tmp_path: Path
) -> None:
    desk = Desk(server, tmp_path)
    async with desk.open():
        mine, theirs = await asked(desk), await asked(desk, OTHER)
        desk.program.hold("publish")
        desk.server.user_presses(mine, "Ya, terbitkan")
        await desk.program.await_ran("publish")
        await desk.pressed(theirs, "Ya, terbitkan", "Menunggu giliran")
        await desk.settled(theirs)
    desk.fields = {"admin_publishers": frozenset({USER}), "admin_editors": frozenset({OTHER})}
    async with desk.open():
        await desk.said("Bot dimulai ulang saat penerbitan berjalan.")
        await desk.said("Terputus di tengah jalan.", OTHER)
    assert [ran.by for ran in desk.program.calls("publish")] == [USER]


async def test_what_the_command_staged_that_was_waited_for_is_not_published_unseen(
    desk: Desk,
) -> None:
    question = await asked(desk)
    desk.program.ends(
        "publish",
        Outcome(4, None, "Another command is changing the knowledge (siti: add)."),
        Outcome(0, published()),
    )
    seen, more = staged(item()), staged(item(), example())
    desk.program.ends("stage", Outcome(0, seen), Outcome(0, more))
    told = await desk.pressed(question, "Ya, terbitkan", "Daftar tunggu sudah berubah")
    assert told.labels() == ["Lihat perubahan"]
    assert len(desk.program.calls("publish")) == 1


async def test_a_publish_that_died_after_its_switch_is_told_as_done(desk: Desk) -> None:
    question = await asked(desk)
    desk.program.ends("publish", Outcome(-9))
    gone = staged(serving=SECOND, undo=UNDOABLE)
    desk.program.ends("stage", Outcome(0, staged(item())), Outcome(0, gone))
    told = await desk.pressed(question, "Ya, terbitkan", f"edisi {SECOND} sudah melayani")
    assert told.labels() == ["Batalkan penerbitan", "Kembalikan edisi"]
    assert not desk.told(USER, "tetap melayani")


@pytest.mark.parametrize(("command", "title"), [("/perubahan", TITLE), ("/admin", "Peran Anda")])
async def test_a_publish_can_be_undone_from_where_a_publisher_looks(
    desk: Desk, command: str, title: str
) -> None:
    desk.program.succeeds("stage", staged(item(), serving=SECOND, undo=UNDOABLE))
    desk.program.succeeds("rollback --undo", {"edition": FIRST, "previous": SECOND})
    assert "Batalkan penerbitan" not in (await desk.asks(command, title, EDITOR)).labels()
    shown = await desk.asks(command, title)
    await desk.pressed(shown, "Batalkan penerbitan", f"Edisi {FIRST} melayani lagi")
    assert [ran.arguments[-1] for ran in desk.program.calls("rollback")] == [SECOND]


async def test_an_editor_who_gets_hold_of_the_undo_button_undoes_nothing(desk: Desk) -> None:
    done = await publish(desk)
    desk.server.user_sends("/start", chat_id=EDITOR)
    theirs = await desk.said("", EDITOR)
    data = done.data("Batalkan penerbitan")
    note = await desk.server.await_note(desk.server.user_presses(theirs, "", data=data))
    assert note == load_messages().toasts.expired
    assert desk.program.calls("rollback") == []


async def test_a_publish_is_broken_off_by_who_began_it(desk: Desk) -> None:
    question = await asked(desk)
    desk.program.hold("publish")
    progress = await desk.pressed(question, "Ya, terbitkan", "Penerbitan edisi baru")
    await desk.program.await_ran("publish")
    told = await desk.pressed(progress, "Batalkan", "Penerbitan dihentikan.")
    assert f"Edisi {FIRST} tetap melayani, dan 1 perubahan masih menunggu" in told.text


async def test_the_bot_answers_while_it_publishes(desk: Desk) -> None:
    question = await asked(desk)
    gate = desk.program.hold("publish")
    desk.server.user_presses(question, "Ya, terbitkan")
    await desk.program.await_ran("publish")
    desk.server.user_sends("boleh like?")
    await desk.said("Menyukai unggahan calon")
    gate.set()
    await desk.said(PUBLISHED)
    await asyncio.sleep(0)
