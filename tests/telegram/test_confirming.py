"""/konfirmasi: rulings whose legal basis has changed are read again and confirmed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.admin.program import Outcome
from bot.telegram.messages import load_messages
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.telegram.publisher_desk import EDITOR, SECOND, Desk, change, pending, review
from tests.telegram.user import say

TITLE = "Putusan yang menunggu peninjauan"
LAW, OLD = "pp-94-2021:pasal-5", "uu-10-2016:pasal-71"
WAITING = pending(
    review("medsos-like", LAW), review("medsos-komentar", LAW), review("kampanye", LAW, OLD)
)


@pytest_asyncio.fixture
async def desk(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(server, tmp_path)
    desk.program.succeeds("confirm", WAITING)
    async with desk.open():
        yield desk


async def of_the_law(desk: Desk) -> SentMessage:
    """The rulings that rest on PP 94/2021 alone."""
    listed = await desk.asks("/konfirmasi", TITLE)
    return await desk.turned(listed, "PP 94/2021", "Menunggu peninjauan karena PP 94/2021")


def confirmed(desk: Desk) -> list[tuple[str, ...]]:
    """What was confirmed."""
    return [ran.arguments[1:] for ran in desk.program.calls("confirm") if len(ran.arguments) > 1]


async def test_the_regulations_that_changed_are_listed_with_their_rulings(desk: Desk) -> None:
    listed = await desk.asks("/konfirmasi", TITLE)
    assert "3 putusan bersandar pada ketentuan yang sudah berubah" in listed.text
    assert listed.labels() == ["PP 94/2021 (2)", "Beberapa peraturan sekaligus (1)"]
    group = await desk.turned(listed, "PP 94/2021", "Menunggu peninjauan karena PP 94/2021")
    assert group.labels() == [
        "Bolehkah medsos-komentar?",
        "Bolehkah medsos-like?",
        "Konfirmasi semua (2)",
        "‹ Semua peraturan",
    ]
    back = await desk.turned(group, "‹ Semua peraturan", TITLE)
    several = await desk.turned(back, "Beberapa peraturan", "karena Beberapa peraturan sekaligus")
    assert several.labels() == ["Bolehkah kampanye?", "‹ Semua peraturan"]


async def test_a_ruling_shows_what_changed_before_it_is_confirmed(desk: Desk) -> None:
    shown = await desk.turned(
        await of_the_law(desk), "Bolehkah medsos-like?", "Ketentuan yang berubah"
    )
    assert "Putusan: DILARANG" in shown.text
    assert "PP 94/2021 Pasal 5" in shown.text
    assert "Sebelum: PNS dilarang memihak." in shown.text
    assert "Sesudah: PNS dilarang memihak calon mana pun." in shown.text
    assert not confirmed(desk)
    rest = pending(review("medsos-komentar", LAW))
    desk.program.ends("confirm", Outcome(0, WAITING), Outcome(0, rest))
    desk.program.succeeds("confirm medsos-like", {"confirmed": ["medsos-like"]})
    group = await desk.turned(shown, "Tetap berlaku", "Dikonfirmasi: Bolehkah medsos-like?")
    assert confirmed(desk) == [("medsos-like",)]
    assert desk.program.calls("confirm")[-2].by == USER
    assert group.labels() == ["Bolehkah medsos-komentar?", "‹ Semua peraturan"]


async def test_each_kind_of_change_is_told_in_its_words(desk: Desk) -> None:
    one = review(
        "medsos-like",
        changed=[
            change("pp-94-2021:pasal-5", before=None),
            change("pp-94-2021:pasal-6", after=None),
            change(
                "pp-94-2021:pasal-7",
                before="Tetap.",
                after="Tetap.",
                standing_after="dicabut, repealed by uu-20-2023",
            ),
            change("pp-94-2021:pasal-8", before="Sama.", after="Sama."),
        ],
    )
    desk.program.succeeds("confirm", pending(one))
    shown = await desk.turned(await of_the_law(desk), "Bolehkah medsos-like?", "Ketentuan yang")
    assert "Baru ada sekarang: PNS dilarang memihak calon mana pun." in shown.text
    assert "Sudah tidak ada. Bunyi semula: PNS dilarang memihak." in shown.text
    assert "Bunyinya tetap: Tetap." in shown.text
    assert "Status: berlaku → dicabut dengan UU 20/2023" in shown.text
    assert "1 ketentuan lagi" in shown.text
    desk.server.user_presses(shown, "Rincian")
    await desk.server.await_calls("sendDocument")
    document = desk.server.messages[-1].document
    assert document is not None
    assert document.name == "putusan-medsos-like.txt"
    assert "Berubah sejak putusan ini ditulis. Bunyi sekarang: Sama." in document.content.decode()


async def test_a_long_text_is_cut_in_the_chat_but_not_in_the_file(desk: Desk) -> None:
    long = "kata " * 2000
    one = review("medsos-like", changed=[change(LAW, before=long, after=long + "baru")] * 4)
    desk.program.succeeds("confirm", pending(one))
    shown = await desk.turned(await of_the_law(desk), "Bolehkah medsos-like?", "Ketentuan yang")
    assert len(shown.text) < 4096
    assert len(desk.server.messages) == 1
    desk.server.user_presses(shown, "Rincian")
    await desk.server.await_calls("sendDocument")
    document = desk.server.messages[-1].document
    assert document is not None
    assert document.content.decode().count("baru\n") == 4


async def test_a_ruling_that_another_publisher_has_confirmed_is_told_so(desk: Desk) -> None:
    shown = await desk.turned(await of_the_law(desk), "Bolehkah medsos-like?", "Ketentuan yang")
    desk.program.succeeds("confirm", pending(review("medsos-komentar", LAW)))
    listed = await desk.turned(shown, "Tetap berlaku", "Itu sudah tidak menunggu")
    assert listed.labels() == ["PP 94/2021 (1)"]
    assert not confirmed(desk)


async def test_of_two_at_once_the_second_is_told(desk: Desk) -> None:
    shown = await desk.turned(await of_the_law(desk), "Bolehkah medsos-like?", "Ketentuan yang")
    desk.program.fails("confirm medsos-like", 10, "no such ruling awaits review")
    await desk.turned(shown, "Tetap berlaku", "Itu sudah tidak menunggu")


async def test_a_basis_that_changed_again_is_not_confirmed_unread(desk: Desk) -> None:
    shown = await desk.turned(await of_the_law(desk), "Bolehkah medsos-like?", "Ketentuan yang")
    desk.program.succeeds("confirm", pending(review("medsos-like", LAW, fingerprint="other")))
    await desk.turned(shown, "Tetap berlaku", "Dasar hukumnya berubah lagi")
    assert not confirmed(desk)


async def test_all_of_a_regulation_are_confirmed_with_a_typed_reason(desk: Desk) -> None:
    prompt = await desk.pressed(await of_the_law(desk), "Konfirmasi semua (2)", "Tulis alasannya")
    assert "Konfirmasi bahwa 2 putusan tetap berlaku setelah PP 94/2021 berubah?" in prompt.text
    assert prompt.labels() == ["Batal"]
    sure = await say(desk.server, "teks resmi sama maknanya")
    assert "Alasan: teks resmi sama maknanya" in sure.text
    assert not confirmed(desk)
    rest = pending(review("kampanye", LAW, OLD))
    both = ["medsos-komentar", "medsos-like"]
    desk.program.succeeds("confirm medsos-komentar medsos-like", {"confirmed": both})
    desk.program.ends("confirm", Outcome(0, WAITING), Outcome(0, rest))
    listed = await desk.turned(sure, "Ya, konfirmasi semua", "2 putusan sudah dikonfirmasi")
    assert listed.labels() == ["Beberapa peraturan sekaligus (1)"]
    assert confirmed(desk) == [(*both, "--reason", "-")]
    [ran] = [ran for ran in desk.program.calls("confirm") if ran.data]
    assert json.loads(ran.data or b"") == "teks resmi sama maknanya"
    assert ran.by == USER


async def test_all_are_not_confirmed_when_others_wait_by_then(desk: Desk) -> None:
    await desk.pressed(await of_the_law(desk), "Konfirmasi semua (2)", "Tulis alasannya")
    sure = await say(desk.server, "sama")
    desk.program.succeeds("confirm", pending(review("medsos-like", LAW), review("baru", LAW)))
    await desk.turned(sure, "Ya, konfirmasi semua", "Dasar hukumnya berubah lagi")
    assert not confirmed(desk)


async def test_nothing_is_confirmed_after_all(desk: Desk) -> None:
    prompt = await desk.pressed(await of_the_law(desk), "Konfirmasi semua (2)", "Tulis alasannya")
    await desk.turned(prompt, "Batal", "Tidak jadi dikonfirmasi.")
    await say(desk.server, "boleh like?")
    assert [asked.question for asked in desk.answering.asked] == ["boleh like?"]
    assert not confirmed(desk)


async def test_many_rulings_come_page_by_page(desk: Desk) -> None:
    many = pending(*(review(f"putusan-{number:02}", LAW) for number in range(20)))
    desk.program.succeeds("confirm", many)
    group = await of_the_law(desk)
    assert "Halaman 1 dari 3" in group.text
    second = await desk.turned(group, "Berikutnya", "Halaman 2 dari 3")
    assert "Bolehkah putusan-08?" in second.labels()


async def test_when_nothing_waits_it_says_so(desk: Desk) -> None:
    desk.program.succeeds("confirm", pending())
    shown = await desk.asks("/konfirmasi", "Tidak ada putusan yang menunggu")
    assert SECOND in shown.text
    assert shown.labels() == []


async def test_rulings_that_cannot_be_read_are_told_with_the_next_step(desk: Desk) -> None:
    desk.program.fails("confirm", 4, "The knowledge of edition 2026-11-22.1 cannot be read.")
    shown = await desk.asks("/konfirmasi", "tidak dapat dibuka")
    assert "cannot be read" in shown.text


async def test_it_is_for_publishers_only(desk: Desk) -> None:
    shown = await desk.asks("/konfirmasi", "Saya tidak mengenal", EDITOR)
    assert shown.text == load_messages().unknown_command
    assert not desk.program.calls("confirm")
