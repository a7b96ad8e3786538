"""The tests' own server refuses what Telegram refuses: or the other tests would prove nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.bot_api import TOKEN, USER, BotApiServer, Fault
from tests.bot_api.faults import Refused
from tests.bot_api.markup import read_html


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A running server."""
    server = BotApiServer()
    await server.start()
    yield server
    await server.stop()


async def call(
    server: BotApiServer, method: str, token: str = TOKEN, **params: Any
) -> tuple[int, dict[str, Any]]:
    """Call a method as any client would."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.url}/bot{token}/{method}", data=params) as response,
    ):
        return response.status, await response.json()


def keyboard(**button: str) -> str:
    """A keyboard of one button."""
    return json.dumps({"inline_keyboard": [[button]]})


@pytest.mark.parametrize(
    ("source", "visible", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"', 0),
        ("<b>x</b><i>y</i>", "xy", 2),
        ('<a href="https://a.id/?x=1&amp;y=2">z</a>', "z", 1),
        ("R&D > 3 &nbsp; &#33;", "R&D > 3 &nbsp; !", 0),
        ('<span class="tg-spoiler">s</span>', "s", 1),
    ],
)
def test_reads_the_html_of_telegram(source: str, visible: str, entities: int) -> None:
    styled = read_html(source)
    assert (styled.text, styled.entities) == (visible, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é <b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é <b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", "must have class"),
    ],
)
def test_refuses_other_html(source: str, reason: str) -> None:
    with pytest.raises(Refused, match="can't parse entities") as refusal:
        read_html(source)
    assert reason in refusal.value.description


@pytest.mark.parametrize(
    ("token", "code"), [("12", 404), ("1:short", 404), (TOKEN[:-1] + "x", 401)]
)
async def test_refuses_tokens(server: BotApiServer, token: str, code: int) -> None:
    status, body = await call(server, "getMe", token)
    assert (status, body["error_code"], body["ok"]) == (code, code, False)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": " \n"}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": keyboard(text="a", callback_data="d" * 65)}, "BUTTON_DATA"),
        ({"text": "x", "reply_markup": keyboard(text="a", callback_data="")}, "BUTTON_DATA"),
        ({"text": "x", "reply_markup": keyboard(text="a")}, "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": keyboard(text=" ", callback_data="d")}, "non-empty"),
    ],
)
async def test_refuses_messages(server: BotApiServer, params: dict[str, Any], reason: str) -> None:
    status, body = await call(server, "sendMessage", **{"chat_id": USER, **params})
    assert status == 400
    assert reason in body["description"]
    assert not server.messages


async def test_counts_length_after_markup(server: BotApiServer) -> None:
    text = f"<b>{'x' * 4095}</b>&amp;"
    status, _ = await call(server, "sendMessage", chat_id=USER, text=text, parse_mode="HTML")
    assert status == 200


async def test_hands_out_updates_until_they_are_confirmed(server: BotApiServer) -> None:
    first, second = server.user_sends("satu"), server.user_sends("dua")
    for _ in range(2):
        _, body = await call(server, "getUpdates")
        assert [update["update_id"] for update in body["result"]] == [first, second]
    _, body = await call(server, "getUpdates", offset=second)
    assert [update["update_id"] for update in body["result"]] == [second]
    _, body = await call(server, "getUpdates")
    assert [update["update_id"] for update in body["result"]] == [second]


async def test_a_press_is_answered_once(server: BotApiServer) -> None:
    markup = keyboard(text="a", callback_data="d")
    await call(server, "sendMessage", chat_id=USER, text="x", reply_markup=markup)
    query = server.user_presses(server.messages[0], "a")
    for code in (200, 400):
        status, body = await call(server, "answerCallbackQuery", callback_query_id=query)
        assert status == code
    assert "query is too old" in body["description"]


async def test_refuses_an_edit_without_change(server: BotApiServer) -> None:
    markup = keyboard(text="a", callback_data="d")
    await call(server, "sendMessage", chat_id=USER, text="x", reply_markup=markup)
    status, body = await call(
        server,
        "editMessageReplyMarkup",
        chat_id=USER,
        message_id=server.messages[0].message_id,
        reply_markup=markup,
    )
    assert status == 400
    assert "message is not modified" in body["description"]


async def test_fails_on_demand(server: BotApiServer) -> None:
    server.fail("getMe", fault=Fault.flood(3))
    status, body = await call(server, "getMe")
    assert (status, body["parameters"]) == (429, {"retry_after": 3})
    assert (await call(server, "getMe"))[0] == 200
    server.fail("getMe", fault=Fault(drop=True))
    with pytest.raises(aiohttp.ClientError):
        await call(server, "getMe")
    assert (await call(server, "nope"))[0] == 404
