"""Answers arrive in spite of their length, their characters, the network and flood limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.telegram import sending
from bot.telegram.blocks import Message, units
from tests.bot_api import BotApiServer, Fault, SentMessage
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer, citation

NASTY = "<b>&\"'</b> &lt; <script> 1 < 2 > 0 \u202e\x00 😀"


async def test_every_field_is_escaped(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    nasty = citation(label=NASTY, status=NASTY, text=NASTY, url=f"https://x.id/{NASTY}")
    answering.provisions[nasty.id] = nasty
    answering.edition = NASTY
    fields = ("text", "strength", "conflicts", "edition")
    lists = ("conditions", "sanctions", "next_steps", "follow_ups")
    answering.script.append(
        answer(
            NASTY,
            citations=(nasty,),
            **dict.fromkeys(fields, NASTY),
            **dict.fromkeys(lists, (NASTY,)),
        )
    )
    server.user_sends("q")
    [message] = await server.await_messages(1)
    shown = NASTY.replace("\x00", "")
    assert message.text.count(shown) == 6
    assert message.parse_mode == "HTML"
    assert await pressed(server, message, "Selengkapnya")
    assert message.text.count(shown) == 10
    await pressed(server, message, "Bunyi pasal")
    assert message.text.count(shown.strip()) >= 4
    await pressed(server, message, "« Kembali")
    server.user_presses(message, shown)
    _, echoed = await server.await_messages(2)
    assert echoed.text.startswith(f"Pertanyaan: {shown}")
    for call in (*server.called("sendMessage"), *server.called("editMessageText")):
        assert call.params["parse_mode"] == "HTML"


async def pressed(server: BotApiServer, message: SentMessage, button: str) -> str:
    """Press a button of a message; return what then stands in its place."""
    edits = len(server.called("editMessageText"))
    server.user_presses(message, button)
    await server.await_calls("editMessageText", edits + 1)
    await server.await_confirmed()
    return message.text


async def every_page(server: BotApiServer, message: SentMessage) -> list[str]:
    """Turn the pages of a message to the last; return them."""
    pages = [message.text]
    while "›" in message.labels():
        pages.append(await pressed(server, message, "›"))
    return pages


async def test_a_long_answer_parts_its_pages_at_paragraphs(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    paragraphs = [f"Paragraf {number} <b>&: " + "kata " * 90 + "selesai." for number in range(12)]
    answering.script.append(answer(text="\n\n".join(paragraphs)))
    server.user_sends("q")
    [message] = await server.await_messages(1)
    await pressed(server, message, "Selengkapnya")
    pages = await every_page(server, message)
    assert sum(units(page) for page in pages) > 5000
    assert all(sum(paragraph in page for page in pages) == 1 for paragraph in paragraphs)
    assert len(server.messages) == 1


async def test_one_endless_sentence_turns_pages_too(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer(text="😀" * 5000, conditions=("kata " * 2000,)))
    server.user_sends("q")
    [message] = await server.await_messages(1)
    short = await every_page(server, message)
    assert "".join(short).count("😀") == 5000
    await pressed(server, message, "Syarat")
    assert "".join(await every_page(server, message)).count("kata") == 2000


async def test_a_flood_limit_is_waited_for(bot: Running, server: BotApiServer) -> None:
    server.fail("sendMessage", fault=Fault.flood(1))
    started = time.monotonic()
    server.user_sends("q")
    await server.await_messages(1)
    assert time.monotonic() - started >= 1.0
    assert len(server.called("sendMessage")) == 2


@pytest.mark.parametrize(
    "fault", [Fault(), Fault(502, "Bad Gateway"), Fault(drop=True)], ids=["500", "502", "dropped"]
)
async def test_a_lost_message_is_sent_again(
    bot: Running, server: BotApiServer, fault: Fault
) -> None:
    server.fail("sendMessage", 2, fault)
    server.user_sends("q")
    [message] = await server.await_messages(1)
    assert message.text.startswith("⛔ DILARANG")


async def test_refused_markup_is_sent_plain(
    running: Running,
    server: BotApiServer,
    monkeypatch: pytest.MonkeyPatch,
    log: Callable[[], str],
) -> None:
    deliver = sending.Sender.send

    async def broken(
        self: sending.Sender, chat: int, message: Message, *rest: Any, **more: Any
    ) -> int:
        return await deliver(
            self, chat, Message(message.html + "<b>", message.plain), *rest, **more
        )

    monkeypatch.setattr(sending.Sender, "send", broken)
    async with running():
        server.user_sends("q")
        [message] = await server.await_messages(1)
    assert message.parse_mode is None
    assert message.text.startswith("⛔ DILARANG\n\nTidak boleh.")
    assert "Bunyi pasal" in message.labels()
    assert "sent as plain text" in log()


async def test_a_user_who_blocked_the_bot_is_no_fault(
    running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    async with running():
        server.blocked.add(1001)
        server.user_sends("q")
        await server.await_calls("sendMessage")
        server.user_sends("q2", chat_id=2002)
        await server.await_messages(1)
    written = log()
    assert "the user has blocked the bot" in written
    assert "ERROR" not in written
