"""/langganan: hearing of changes, of all topics or of some, and of nothing any more."""

from __future__ import annotations

import pytest

from bot.storage.store import open_store
from bot.storage.subscription import subscription_of
from bot.telegram.features.subscription import TOPIC
from bot.telegram.press import Press
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.telegram.conftest import Running
from tests.telegram.user import say

TITLES = ["Media sosial", "Kampanye", "Melapor"]


async def turn(server: BotApiServer, message: SentMessage, button: str) -> str | None:
    """Press a button that changes its message in place; return the note."""
    before = (message.text, message.labels())
    note = await server.await_note(server.user_presses(message, button))
    await server.until(lambda: (message.text, message.labels()) != before, "message changed")
    return note


def kept(settings: Settings) -> frozenset[str] | None:
    """What is stored of the user's wish."""
    store = open_store(settings.database)
    try:
        return store.run_sync(subscription_of, USER)
    finally:
        store.close()


async def panel(server: BotApiServer) -> SentMessage:
    """What the command shows."""
    return await say(server, "/langganan")


async def test_at_first_nobody_hears_of_anything(
    bot: Running, server: BotApiServer, settings: Settings
) -> None:
    shown = await panel(server)
    assert "Anda belum berlangganan." in shown.text
    assert shown.labels()[0] == "Semua topik"
    assert shown.labels()[-1] == "Menu utama"
    assert "Berhenti berlangganan" not in shown.labels()
    assert kept(settings) is None


async def test_all_topics_then_one_then_two_then_none(
    bot: Running, server: BotApiServer, settings: Settings
) -> None:
    shown = await panel(server)
    first, second = shown.labels()[1:3]
    assert await turn(server, shown, "Semua topik") == "Anda berlangganan semua topik."
    assert "Anda berlangganan: semua topik." in shown.text
    assert "Semua topik ✓" in shown.labels()
    assert kept(settings) == frozenset()

    assert await turn(server, shown, first) == "Topik langganan disimpan."
    assert f"Anda berlangganan: {first}." in shown.text
    assert {"Semua topik", f"{first} ✓"} <= {*shown.labels()}
    await turn(server, shown, second)
    assert len(kept(settings) or ()) == 2

    await turn(server, shown, first)
    assert f"Anda berlangganan: {second}." in shown.text
    assert await turn(server, shown, second) == "Anda berhenti berlangganan."
    assert kept(settings) is None
    assert len(server.messages) == 1


async def test_it_is_ended_by_a_button(
    bot: Running, server: BotApiServer, settings: Settings
) -> None:
    shown = await panel(server)
    await turn(server, shown, "Semua topik")
    assert await turn(server, shown, "Berhenti berlangganan") == "Anda berhenti berlangganan."
    assert "Anda belum berlangganan." in shown.text
    assert kept(settings) is None


async def test_a_topic_may_be_typed(bot: Running, server: BotApiServer, settings: Settings) -> None:
    assert "Topik langganan disimpan." in (await say(server, "/langganan medsos")).text
    assert kept(settings) == frozenset({"medsos"})
    assert "tidak mengenal topik itu" in (await say(server, "/langganan astronomi")).text
    assert kept(settings) == frozenset({"medsos"})


@pytest.mark.parametrize(("all_topics", "left"), [(True, frozenset()), (False, None)])
async def test_a_button_of_an_older_panel_takes_away_no_more_than_it_says(
    bot: Running,
    server: BotApiServer,
    settings: Settings,
    all_topics: bool,
    left: frozenset[str] | None,
) -> None:
    shown = await panel(server)
    if all_topics:
        await turn(server, shown, "Semua topik")
    data = Press(TOPIC, "medsos", 0).encode()
    await server.await_note(server.user_presses(shown, "", data=data))
    assert kept(settings) == left


async def test_a_topic_that_is_gone(bot: Running, server: BotApiServer, settings: Settings) -> None:
    shown = await panel(server)
    data = Press(TOPIC, "lama", 1).encode()
    note = await server.await_note(server.user_presses(shown, "", data=data))
    assert note == "Topik itu sudah tidak ada."
    assert kept(settings) is None


async def test_being_forgotten_ends_it(
    bot: Running, server: BotApiServer, settings: Settings
) -> None:
    await say(server, "/langganan medsos")
    assert "langganan kabar perubahan" in (await say(server, "/hapus")).text
    await say(server, "/hapus ya")
    assert kept(settings) is None
    assert "/langganan" in (await say(server, "/privasi")).text


async def test_it_survives_a_restart(
    running: Running, server: BotApiServer, settings: Settings
) -> None:
    async with running():
        await say(server, "/langganan medsos")
    async with running():
        assert "Anda berlangganan: " in (await panel(server)).text
