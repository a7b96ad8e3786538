"""Notices of changes: each subscriber is told once at most, slowly, across faults and restarts."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.news import (
    Change,
    Changes,
    RegulationChange,
    RulingChange,
    State,
    add_news,
    cancel_news,
    news_known,
)
from bot.storage.store import open_store
from bot.storage.subscription import subscribe
from bot.storage.tables import NewsDelivery, Subscriber
from bot.telegram.news import subscription_texts
from ingest.undo import UNDO_MINUTES
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer, Fault, SentMessage
from tests.bot_api.state import chat_of
from tests.ingest.admin import admin_of
from tests.telegram.conftest import START, Clock, Running, make_settings
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.user import say
from tests.tiny_edition import TinyEdition

EDITION, LATER = "2026-11-22.3", "2026-11-22.4"
TITLE = subscription_texts().news_title
FIRST = 50_001
MANY = 200


def ruling(number: int = 0, change: Change = Change.EDITED, **fields: str) -> RulingChange:
    """A changed ruling; number 0 is one that the edition that serves still has."""
    known = {"id": "medsos-like", "title": "Bolehkah ASN menyukai unggahan calon?"}
    other = {"id": f"medsos-{number}", "title": f"Bolehkah hal {number}?"}
    return RulingChange(
        **{"topic": "medsos", "change": change, **(other if number else known), **fields}
    )


CHANGES = Changes(rulings=(ruling(),))


class Press:
    """What the admins' command and users leave in the database."""

    def __init__(self, settings: Settings, server: BotApiServer) -> None:
        self.store = open_store(settings.database)
        self._server = server

    def do(self, function: Callable[[Session], object]) -> None:
        """Write to the database beside the bot, as the admins' command does."""
        self.store.run_sync(function)

    def publish(
        self, changes: Changes = CHANGES, edition: str = EDITION, due: float = START
    ) -> None:
        self.do(lambda session: add_news(session, edition, "2026-11-21.1", changes, due=due))

    def subscribe(self, *chats: int, topics: tuple[str, ...] = ()) -> None:
        """Let private chats, which the server knows, be subscribers."""
        for chat in chats:
            self._server.chats.setdefault(chat, chat_of(chat, "private"))

        def add(session: Session) -> None:
            for chat in chats:
                subscribe(session, chat, topics, now=START)

        self.do(add)

    def subscribers(self) -> set[int]:
        """Who subscribes now."""
        return {*self.store.run_sync(lambda s: s.scalars(select(Subscriber.chat_id)).all())}

    def states(self) -> Counter[str]:
        """How many deliveries are in which state."""
        return Counter(self.store.run_sync(lambda s: s.scalars(select(NewsDelivery.state)).all()))

    async def told(self, edition: str = EDITION) -> None:
        """Wait until everybody has been told of an edition who can be."""
        async with asyncio.timeout(25):
            done = (State.SENT, State.CANCELLED)
            while (await self.store.run(news_known))[edition] not in done:
                await asyncio.sleep(0.05)


@pytest.fixture
def press(settings: Settings, server: BotApiServer) -> Iterator[Press]:
    """The database of the bot."""
    press = Press(settings, server)
    yield press
    press.store.close()


def notices(server: BotApiServer) -> list[SentMessage]:
    """The notices that have been sent."""
    return [message for message in server.messages if message.text.startswith(TITLE)]


async def test_a_notice_is_short_and_opens_the_answers(
    running: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER)
    press.publish(
        Changes(
            rulings=(ruling(), *(ruling(n, Change.BASIS) for n in range(1, 8))),
            regulations=(
                RegulationChange(
                    id="pp-94-2021", label="PP 94/2021", status="diubah", topics=("medsos",)
                ),
            ),
        )
    )
    async with running():
        [message] = await server.await_messages(1)

    assert message.text == "\n".join(
        [
            TITLE,
            "",
            "• Status PP 94/2021: berlaku, sudah diubah",
            "• Bolehkah ASN menyukai unggahan calon? (jawabannya diperbarui)",
            *(f"• Bolehkah hal {n}? (dasar hukumnya berubah)" for n in (1, 2, 3)),
            "dan 4 perubahan lainnya",
            "",
            f"Pengetahuan edisi {EDITION}, 22 November 2026.",
        ]
    )
    links = [entity["url"] for entity in message.entities if entity["type"] == "text_link"]
    assert links == ["https://t.me/netral_bot?start=r_medsos-like"]  # the others are gone since
    assert message.labels() == ["Atur topik", "Berhenti berlangganan"]


async def test_it_comes_when_it_is_due(bot: Running, server: BotApiServer, press: Press) -> None:
    press.subscribe(USER)
    press.publish(due=START + 600)
    await asyncio.sleep(0.3)
    assert not server.messages
    bot.clock.now += 600
    await server.await_messages(1)


async def test_what_is_undone_before_it_is_due_is_told_to_nobody(
    bot: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER)
    press.publish(due=START + 600)
    press.do(lambda session: cancel_news(session, [EDITION]))
    bot.clock.now += 600
    await asyncio.sleep(0.3)
    assert not server.messages


async def test_two_hundred_subscribers_with_some_who_blocked_the_bot_and_a_restart(
    running: Running, server: BotApiServer, press: Press
) -> None:
    everybody = range(FIRST, FIRST + MANY)
    server.blocked |= {*everybody[::20]}
    press.subscribe(*everybody)
    press.publish()
    async with running():
        await server.until(lambda: len(notices(server)) >= 60, "sixty notices")
    before = len(notices(server))
    assert before < MANY - 20
    async with running():
        await press.told()
    told = Counter(message.chat_id for message in notices(server))
    assert set(told.values()) == {1}
    missing = {*everybody} - {*told} - server.blocked
    # One may have been under way when the bot was stopped, and have arrived or not.
    assert len(missing) <= press.states()[State.LOST] <= 1
    assert press.subscribers() == {*everybody} - server.blocked


async def test_a_bot_that_was_killed_repeats_nothing(
    running: Running, server: BotApiServer, press: Press
) -> None:
    """Killed while the server takes a notice but does not say so."""
    press.subscribe(USER, 2002, 2003)
    press.publish()
    server.fail("sendMessage", 1, Fault(hang=True))
    process = await running.start_process("stuck_bot")
    await server.await_calls("sendMessage", 1)
    process.kill()
    await process.communicate()
    server.heal()
    running.clock.now = time.time() + 1  # the bot that was killed told the time by the real clock
    async with running():
        await press.told()
    assert sorted(message.chat_id for message in notices(server)) == [2002, 2003]
    assert press.states() == {State.LOST: 1, State.SENT: 2}


async def test_a_flood_limit_is_waited_for(
    running: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER, 2002)
    press.publish()
    server.fail("sendMessage", 1, Fault.flood(1))
    async with running():
        await press.told()
    assert sorted(message.chat_id for message in notices(server)) == [USER, 2002]


async def test_what_the_network_lost_is_sent_later(
    running: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER, 2002)
    press.publish()
    server.fail("sendMessage", 1, Fault(502, "Bad Gateway"))
    async with running():
        async with asyncio.timeout(10):
            while len(notices(server)) < 2:
                running.clock.now += 1
                await asyncio.sleep(0.05)
        await press.told()
    assert sorted(message.chat_id for message in notices(server)) == [USER, 2002]


async def test_a_notice_that_is_refused_holds_up_nobody(
    running: Running, server: BotApiServer, press: Press, log: Callable[[], str]
) -> None:
    press.subscribe(USER, 2002)
    press.publish()
    server.fail("sendMessage", 1, Fault(400, "Bad Request: something new"))
    async with running():
        await press.told()
    assert [message.chat_id for message in notices(server)] == [2002]
    assert press.subscribers() == {USER, 2002}
    assert "notice refused" in log()


async def test_editions_that_follow_closely_are_told_in_one(
    running: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER)
    press.publish()
    async with running():
        await server.await_messages(1)
        press.publish(Changes(rulings=(ruling(1),)), LATER, START + 60)
        press.publish(Changes(rulings=(ruling(2),)), "2026-11-22.5", START + 120)
        running.clock.now += 300
        await asyncio.sleep(0.3)
        assert len(server.messages) == 1
        running.clock.now += timedelta(hours=1).total_seconds()
        await server.await_messages(2)
        await press.told("2026-11-22.5")
    assert len(server.messages) == 2
    assert "hal 1?" in server.messages[1].text
    assert "hal 2?" in server.messages[1].text
    assert "edisi 2026-11-22.5" in server.messages[1].text


async def test_a_notice_ends_the_subscription_by_a_button(
    bot: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER, topics=("medsos",))
    press.publish()
    [notice] = await server.await_messages(1)
    text = notice.text
    note = await server.await_note(server.user_presses(notice, "Berhenti berlangganan"))
    assert note == "Anda berhenti berlangganan."
    assert press.subscribers() == set()
    await server.until(lambda: notice.labels() == ["Berlangganan lagi"], "buttons exchanged")
    assert notice.text == text
    server.user_presses(notice, "Berlangganan lagi")
    _, panel = await server.await_messages(2)
    assert "Anda belum berlangganan." in panel.text


async def test_topics_are_changed_below_a_notice(
    bot: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER, topics=("medsos",))
    press.publish()
    [notice] = await server.await_messages(1)
    server.user_presses(notice, "Atur topik")
    _, panel = await server.await_messages(2)
    assert panel.text.startswith("Kabar perubahan")
    assert notice.text.startswith(TITLE)


async def test_who_is_forgotten_is_not_told(
    bot: Running, server: BotApiServer, press: Press
) -> None:
    await say(server, "/langganan medsos")
    await say(server, "/hapus ya")
    press.publish()
    await press.told()
    assert not notices(server)


async def test_who_is_forgotten_between_two_editions_is_not_told_the_second(
    bot: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER)
    press.publish()
    await server.await_messages(1)
    press.publish(edition=LATER)
    async with asyncio.timeout(10):
        while press.states()[State.WAITING] != 1:
            await asyncio.sleep(0.02)
    await say(server, "/hapus ya")
    assert not press.states()
    bot.clock.now += 3700
    await press.told(LATER)
    assert len(notices(server)) == 1


async def test_a_notice_of_long_titles_is_one_message(
    bot: Running, server: BotApiServer, press: Press
) -> None:
    press.subscribe(USER)
    press.publish(Changes(rulings=tuple(ruling(n, title="kata " * 400) for n in range(1, 6))))
    [notice] = await server.await_messages(1)
    assert notice.text.count("jawabannya diperbarui") == 5


@asynccontextmanager
async def under_way(
    running: Running, server: BotApiServer, answering: ScriptedAnswering, *, news_yield: float
) -> AsyncIterator[asyncio.Event]:
    """A bot that is answering a question until the event is set."""
    answering.gate = asyncio.Event()
    async with running(news_yield=news_yield):
        server.user_sends("boleh like?")
        await answering.await_asked(1)
        yield answering.gate


async def test_answers_come_first(
    running: Running, server: BotApiServer, press: Press, answering: ScriptedAnswering
) -> None:
    press.subscribe(2002)
    async with under_way(running, server, answering, news_yield=60.0) as gate:
        press.publish()
        await asyncio.sleep(0.4)
        assert not server.messages
        gate.set()
        await server.await_messages(1)
        assert not notices(server)


async def test_a_bot_that_is_always_busy_tells_its_news_too(
    running: Running, server: BotApiServer, press: Press, answering: ScriptedAnswering
) -> None:
    press.subscribe(2002)
    async with under_way(running, server, answering, news_yield=0.2) as gate:
        press.publish()
        await server.await_messages(1)
        assert notices(server)
        gate.set()


async def test_a_real_publish_is_told_when_it_can_no_longer_be_undone(
    server: BotApiServer, answering: ScriptedAnswering, tiny_copy: TinyEdition, tmp_path: Path
) -> None:
    admin = admin_of(tiny_copy, tmp_path)
    settings = make_settings(tmp_path, telegram_api_url=server.url)
    assert settings.database == admin.settings.database
    running = Running(settings, answering, clock=Clock(time.time()))
    async with running():
        await say(server, "/langganan medsos")
        admin.stage()
        edition = (await asyncio.to_thread(admin.publish)).edition
        await asyncio.sleep(0.3)
        assert not notices(server)
        running.clock.now += UNDO_MINUTES * 60 + 60
        await server.await_messages(2)
    told = "• Bolehkah menyukai unggahan calon? (kini mengutip bunyi resmi peraturannya)"
    assert told in server.messages[1].text
    assert f"edisi {edition}" in server.messages[1].text
