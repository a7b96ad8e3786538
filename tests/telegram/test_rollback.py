"""/kembalikan: let an earlier edition serve again, with a reason or without."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.telegram.admin.reasons import MINUTES_AWAITED, MOST_CHARACTERS
from bot.telegram.messages import load_messages
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.telegram.publisher_desk import EDITOR, FIRST, OTHER, SECOND, Desk
from tests.telegram.user import say

TITLE = "Kembalikan edisi"
BROKEN = "2026-11-20.1"
COUNTS = {"provisions": 1234, "official provisions": 200, "rulings": 310}


def edition(identity: str, **fields: Any) -> dict[str, Any]:
    """An edition that is kept."""
    return {
        "id": identity,
        "current": False,
        "built": "2026-11-21T07:05:00+00:00",
        "counts": COUNTS,
        **fields,
    }


def kept(serving: str = SECOND, *others: dict[str, Any]) -> dict[str, Any]:
    """What ``asn-ingest list --json`` prints."""
    editions = [edition(one, current=one == serving) for one in (SECOND, FIRST)]
    return {"editions": [*editions, *others], "documents": [], "staged": {}}


@pytest_asyncio.fixture
async def desk(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(server, tmp_path)
    desk.program.succeeds("list", kept())
    desk.program.succeeds("rollback", {"edition": FIRST, "previous": SECOND})
    async with desk.open():
        yield desk


async def prompted(desk: Desk) -> SentMessage:
    """Choose the first edition; the request for a reason."""
    listed = await desk.asks("/kembalikan", TITLE)
    return await desk.pressed(listed, FIRST, "Tulis alasannya sekarang")


async def test_the_editions_are_listed_with_what_they_hold(desk: Desk) -> None:
    desk.program.succeeds("list", kept(SECOND, edition(BROKEN, counts=None, built=None)))
    listed = await desk.asks("/kembalikan", TITLE)
    assert f"{SECOND} (melayani sekarang)" in listed.text
    assert f"{FIRST} – dibuat 21 November 2026 pukul 14.05 WIB; 1.234 ketentuan" in listed.text
    assert f"{BROKEN} – tidak dapat dibaca" in listed.text
    assert listed.labels() == [FIRST]


async def test_it_goes_back_with_the_reason_that_was_typed(desk: Desk) -> None:
    prompt = await prompted(desk)
    assert f"Edisi {FIRST} akan melayani lagi, menggantikan edisi {SECOND}." in prompt.text
    sure = await say(desk.server, "Pasal 5\nsalah terbaca")
    assert f"Kembali ke edisi {FIRST}, menggantikan edisi {SECOND}?" in sure.text
    assert "Alasan: Pasal 5 salah terbaca" in sure.text
    await desk.server.until(lambda: not prompt.labels(), "buttons of the prompt gone")
    assert not desk.program.calls("rollback")
    await desk.turned(sure, "Ya, kembalikan", f"Edisi {FIRST} melayani lagi")
    [ran] = desk.program.calls("rollback")
    assert ran.arguments == ("rollback", FIRST, "--reason", "-")
    assert json.loads(ran.data or b"") == "Pasal 5 salah terbaca"
    assert ran.by == USER
    told = await desk.said("dikembalikan oleh", OTHER)
    assert "Alasan: Pasal 5 salah terbaca" in told.text
    assert not desk.answering.asked


async def test_it_goes_back_without_a_reason(desk: Desk) -> None:
    prompt = await prompted(desk)
    sure = await desk.turned(prompt, "Lewati", "Tanpa alasan.")
    await desk.turned(sure, "Ya, kembalikan", f"Edisi {FIRST} melayani lagi")
    [ran] = desk.program.calls("rollback")
    assert (ran.arguments, ran.data) == (("rollback", FIRST), None)


async def test_it_is_dropped_before_the_reason_and_after(desk: Desk) -> None:
    prompt = await prompted(desk)
    await desk.turned(prompt, "Batal", "Tidak jadi.")
    prompt = await prompted(desk)
    sure = await say(desk.server, "salah terbaca")
    await desk.turned(sure, "Batal", "Tidak jadi.")
    await say(desk.server, "boleh like?")
    assert [asked.question for asked in desk.answering.asked] == ["boleh like?"]
    assert not desk.program.calls("rollback")


async def test_a_question_after_something_else_was_said_is_no_reason(desk: Desk) -> None:
    await prompted(desk)
    await say(desk.server, "/bantuan")
    await say(desk.server, "boleh like?")
    assert [asked.question for asked in desk.answering.asked] == ["boleh like?"]


async def test_a_text_after_the_reason_is_a_question(desk: Desk) -> None:
    await prompted(desk)
    await say(desk.server, "salah terbaca")
    await say(desk.server, "boleh like?")
    assert [asked.question for asked in desk.answering.asked] == ["boleh like?"]


async def test_a_text_is_a_question_again_after_some_minutes(desk: Desk) -> None:
    prompt = await prompted(desk)
    await desk.settled(prompt)
    desk.clock.now += MINUTES_AWAITED * 60 + 1
    await say(desk.server, "boleh like?")
    assert [asked.question for asked in desk.answering.asked] == ["boleh like?"]
    note = await desk.server.await_note(desk.server.user_presses(prompt, "Lewati"))
    assert note is not None
    assert "terlalu lama" in note


async def test_a_confirmation_is_out_of_date_after_some_minutes(desk: Desk) -> None:
    await prompted(desk)
    sure = await say(desk.server, "salah terbaca")
    await desk.settled(sure)
    desk.clock.now += MINUTES_AWAITED * 60 + 1
    note = await desk.server.await_note(desk.server.user_presses(sure, "Ya, kembalikan"))
    assert note is not None
    assert "terlalu lama" in note
    assert not desk.program.calls("rollback")


async def test_a_reason_that_is_too_long_is_asked_for_again(desk: Desk) -> None:
    await prompted(desk)
    long = await say(desk.server, "x" * (MOST_CHARACTERS + 1))
    assert "301 karakter; paling banyak 300" in long.text
    sure = await say(desk.server, "salah terbaca")
    assert "Alasan: salah terbaca" in sure.text


async def test_the_older_of_two_confirmations_does_nothing(desk: Desk) -> None:
    await prompted(desk)
    older = await say(desk.server, "alasan pertama")
    await prompted(desk)
    await say(desk.server, "alasan kedua")
    note = await desk.server.await_note(desk.server.user_presses(older, "Ya, kembalikan"))
    assert note is not None
    assert not desk.program.calls("rollback")


async def test_when_another_edition_serves_by_then_nothing_is_done(desk: Desk) -> None:
    await prompted(desk)
    sure = await say(desk.server, "salah terbaca")
    newer = edition("2026-11-22.2", current=True)
    desk.program.succeeds("list", kept("", newer))
    await desk.turned(sure, "Ya, kembalikan", "Edisi yang melayani sudah berganti")
    assert not desk.program.calls("rollback")


async def test_an_edition_that_serves_already_or_is_gone_is_told_so(desk: Desk) -> None:
    listed = await desk.asks("/kembalikan", TITLE)
    desk.program.succeeds("list", kept(FIRST))
    shown = await desk.turned(listed, FIRST, f"Edisi {FIRST} sudah melayani.")
    desk.program.succeeds("list", {"editions": [edition(FIRST, current=True)]})
    shown = await desk.turned(shown, SECOND, "Edisi itu tidak disimpan lagi.")
    assert "Tidak ada edisi lain yang disimpan." in shown.text
    assert shown.labels() == []


@pytest.mark.parametrize(
    ("code", "message", "says"),
    [
        (4, "Edition 2026-11-21.1 cannot be opened (damaged).", "tidak dapat dibuka"),
        (10, "Edition 2026-11-21.1 is not kept.", "sudah berganti"),
    ],
)
async def test_an_edition_that_cannot_serve_is_told_so(
    desk: Desk, code: int, message: str, says: str
) -> None:
    desk.program.fails("rollback", code, message)
    prompt = await prompted(desk)
    sure = await desk.turned(prompt, "Lewati", "Tanpa alasan.")
    told = await desk.pressed(sure, "Ya, kembalikan", message)
    assert says in told.text
    assert not desk.told(OTHER, "melayani lagi")


async def test_it_is_for_publishers_only(desk: Desk) -> None:
    shown = await desk.asks("/kembalikan", "Saya tidak mengenal", EDITOR)
    assert shown.text == load_messages().unknown_command
    assert not desk.program.calls("list")
