"""Whole programs on a tiny edition: the few that are quick enough for every run of the tests."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from ingest.build import build
from tests.bot_api import BotApiServer
from tests.e2e.programs import PATIENCE, Place
from tests.e2e.serving import serving
from tests.tiny_edition import TinyEdition

QUESTION = "apakah boleh klik suka foto calon gubernur"


def place_of(edition: TinyEdition, folder: Path) -> Place:
    """A folder whose programs answer from the tiny edition."""
    database = f"sqlite:///{folder / 'bot.sqlite3'}"
    return Place(folder, {**edition.environment, "DATABASE_URL": database})


@pytest_asyncio.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotApiServer]:
    """A running Bot API server that waits for a whole program to start."""
    monkeypatch.setattr("tests.bot_api.server.PATIENCE", PATIENCE)
    server = BotApiServer()
    await server.start()
    yield server
    await server.stop()


def test_questions_are_answered_from_the_edition(tiny_edition: TinyEdition, tmp_path: Path) -> None:
    lines = (
        json.dumps({"id": "a", "question": QUESTION}),
        "bukan json",
        json.dumps({"id": "b", "question": "menyukai unggahan KPU tentang jadwal"}),
    )
    done = place_of(tiny_edition, tmp_path).bot("ask", "--batch", typed="\n".join(lines))
    assert (done.code, done.err) == (1, "")
    first, bad, last = map(json.loads, done.out.splitlines())
    assert (first["id"], first["verdict"], first["ruling"]) == ("a", "dilarang", "suka")
    assert first["edition"] == tiny_edition.id
    assert "pp-94-2021:pasal-5" in [citation["id"] for citation in first["citations"]]
    assert (bad["id"], bad["line"]) == (None, 2)
    assert (last["id"], last["verdict"]) == ("b", "boleh")


async def test_a_new_edition_is_taken_up_without_a_restart(
    tiny_copy: TinyEdition, tmp_path: Path, server: BotApiServer
) -> None:
    place = place_of(tiny_copy, tmp_path)
    # On a fast machine more questions are asked below than one user may ask in a minute.
    async with serving(place, server, secrets=[QUESTION], QUESTIONS_PER_MINUTE="0") as bot:
        server.user_sends(QUESTION)
        [before] = await bot.said_in_full()
        assert before.text.startswith("⛔ DILARANG")
        assert f"edisi {tiny_copy.id}," in before.text

        built = build(tiny_copy.settings, root=tiny_copy.data.root, force=True)
        late = time.monotonic() + 5.0
        while True:
            server.user_sends(QUESTION)
            [after] = await bot.said_in_full()
            if f"edisi {built.edition}," in after.text:
                break
            assert f"edisi {tiny_copy.id}," in after.text
            assert time.monotonic() < late

        server.user_presses(before, "Bunyi pasal")
        provision = await server.await_edit(before)
        assert tiny_copy.id in provision.text
        assert built.edition in provision.text
