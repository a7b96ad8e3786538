"""The tests' own server refuses what Telegram refuses: or the other tests would prove nothing."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from tests.bot_api import TOKEN, USER, BotApiServer, Fault
from tests.bot_api.calling import call, keyboard, refusal, sent
from tests.bot_api.faults import Refused
from tests.bot_api.markup import check_text, read_html

ROW_OF_NINE = json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "d"}] * 9]})


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


def test_tells_what_is_styled_as_telegram_does() -> None:
    styled = check_text(' 😀<b>ab <a href="https://a.id/?x=1&amp;y=2">cd</a></b><i> </i>', "HTML")
    assert styled.text == "😀ab cd"
    assert styled.as_json() == [
        {"type": "bold", "offset": 2, "length": 5},
        {"type": "text_link", "offset": 5, "length": 2, "url": "https://a.id/?x=1&y=2"},
    ]


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
        ({"text": "x", "reply_markup": keyboard(text="a", url="http:/a")}, "Wrong HTTP URL"),
        ({"text": "x", "reply_markup": keyboard(text="a", url="javascript:a()")}, "Wrong HTTP URL"),
        (
            {"text": "x", "reply_markup": keyboard(text="a", url="https://a.id", pay=True)},
            "one known",
        ),
        ({"text": "x", "reply_markup": keyboard(text="a", web_app={})}, "one known"),
        ({"text": "x", "reply_markup": keyboard(text="a", copy_text={"text": ""})}, "COPY_TEXT"),
        (
            {"text": "x", "reply_markup": keyboard(text="a", switch_inline_query="q" * 257)},
            "SWITCH",
        ),
        ({"text": "x", "reply_markup": ROW_OF_NINE}, "more than 8"),
        (
            {"text": "x", "reply_markup": '{"force_reply": true, "input_field_placeholder": ""}'},
            "1 to 64",
        ),
        ({"text": "x", "link_preview_options": "true"}, "object expected"),
        ({"text": "x", "parse_mode": "Markdown"}, "parse_mode"),
        ({"text": "x", "reply_parameters": "{}"}, "reply parameters"),
        ({"text": "x", "reply_parameters": '{"message_id": 99}'}, "to be replied not found"),
        ({"text": "x", "disable_web_page_preview": True}, "no parameter disable_web_page_preview"),
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


@pytest.mark.parametrize(
    "button",
    [
        {"url": "https://bawaslu.go.id/id/lapor?x=1"},
        {"url": "tg://resolve?domain=netral_bot"},
        {"switch_inline_query": ""},
        {"switch_inline_query_current_chat": "like"},
        {"copy_text": {"text": "Pasal 5"}},
        {"callback_data": "d", "style": "primary"},
    ],
    ids=lambda button: next(iter(button)),
)
async def test_takes_buttons_of_every_kind(server: BotApiServer, button: dict[str, Any]) -> None:
    message = await sent(
        server, chat_id=USER, text="x", reply_markup=keyboard(text="Buka", **button)
    )
    assert message.button("Bu") == {"text": "Buka", **button}


async def test_an_edit_changes_what_was_sent(server: BotApiServer) -> None:
    markup = keyboard(text="a", callback_data="d")
    message = await sent(server, chat_id=USER, text="x", reply_markup=markup)
    server.messages.clear()
    named: dict[str, Any] = {"chat_id": USER, "message_id": message.message_id}
    same = await refusal(server, "editMessageText", **named, text="x", reply_markup=markup)
    assert "message is not modified" in same
    same = await refusal(server, "editMessageReplyMarkup", **named, reply_markup=markup)
    assert "message is not modified" in same
    await call(server, "editMessageText", **named, text="<b>x</b>", parse_mode="HTML")
    assert await server.await_edit(message) is message
    assert (message.text, message.source, message.keyboard) == ("x", "<b>x</b>", [])
    assert "too long" in await refusal(server, "editMessageText", **named, text="x" * 4097)
    assert message.as_json({})["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_refuses_to_edit_what_is_not_the_bots(server: BotApiServer) -> None:
    server.user_sends("halo")
    theirs = {"chat_id": USER, "message_id": server.last_message_id, "text": "x"}
    assert "can't be edited" in await refusal(server, "editMessageText", **theirs)
    assert "not found" in await refusal(
        server, "editMessageText", chat_id=USER, message_id=99, text="x"
    )
    message = await sent(server, chat_id=USER, text="x")
    server.user_sends("halo", chat_id=2002)
    assert "not found" in await refusal(
        server, "editMessageText", chat_id=2002, message_id=message.message_id, text="y"
    )


async def test_a_deleted_message_is_gone(server: BotApiServer) -> None:
    message = await sent(server, chat_id=USER, text="x")
    named: dict[str, Any] = {"chat_id": USER, "message_id": message.message_id}
    assert (await call(server, "deleteMessage", **named))[0] == 200
    assert message.deleted
    assert server.said_in() == []
    assert "not found" in await refusal(server, "deleteMessage", **named)
    assert "not found" in await refusal(server, "editMessageText", **named, text="y")


async def test_fails_on_demand(server: BotApiServer) -> None:
    server.fail("getMe", fault=Fault.flood(3))
    status, body = await call(server, "getMe")
    assert (status, body["parameters"]) == (429, {"retry_after": 3})
    assert (await call(server, "getMe"))[0] == 200
    server.fail("getMe", fault=Fault(drop=True))
    with pytest.raises(aiohttp.ClientError):
        await call(server, "getMe")
    assert (await call(server, "nope"))[0] == 404


async def test_remembers_how_the_bot_introduces_itself(server: BotApiServer) -> None:
    menu = json.dumps([{"command": "topik", "description": "Jelajahi topik"}])
    await call(server, "setMyCommands", commands=menu)
    scope = json.dumps({"type": "all_group_chats"})
    await call(server, "setMyCommands", commands="[]", scope=scope)
    assert server.introduction.commands == {"topik": "Jelajahi topik"}
    assert (await call(server, "getMyCommands"))[1]["result"] == json.loads(menu)
    await call(server, "deleteMyCommands")
    assert server.introduction.commands == {}
    await call(server, "setMyDescription", description="d" * 512, language_code="id")
    assert server.introduction.texts["description", "id"] == "d" * 512


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("setMyCommands", {"commands": '[{"command": "Topik", "description": "x"}]'}),
        ("setMyCommands", {"commands": '[{"command": "topik", "description": ""}]'}),
        ("setMyCommands", {"commands": '[{"command": "topik"}]'}),
        ("setMyCommands", {"commands": "[]", "scope": '{"type": "everybody"}'}),
        ("setMyCommands", {"commands": "[]", "scope": '{"type": "chat"}'}),
        ("setMyCommands", {"commands": "[]", "scope": '{"type": "chat", "chat_id": 4}'}),
        ("setMyName", {"name": "n" * 65}),
        ("setMyDescription", {"description": "d" * 513}),
        ("setMyShortDescription", {"short_description": "d" * 121}),
        ("setMyShortDescription", {"description": "d"}),
    ],
)
async def test_refuses_introductions(
    server: BotApiServer, method: str, params: dict[str, str]
) -> None:
    assert await refusal(server, method, **params)
