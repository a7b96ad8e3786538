"""The users of the tests' own server do what people do in Telegram: or the other tests would prove nothing."""

from __future__ import annotations

import json

import aiohttp
import pytest

from tests.bot_api import GROUP, TOKEN, USER, BotApiServer
from tests.bot_api.calling import call, keyboard, refusal, sent, updates
from tests.bot_api.users import entities_of


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("/cek", [("bot_command", 0, 4)]),
        ("/pasal@netral_bot 5", [("bot_command", 0, 17)]),
        ("😀 @netral_bot boleh?", [("mention", 3, 11)]),
        ("boleh /cek?", [("bot_command", 6, 4)]),
        ("a@netral_bot 1/2 dan/atau", []),
    ],
)
def test_commands_and_mentions_are_marked(text: str, marked: list[tuple[str, int, int]]) -> None:
    found = [(one["type"], one["offset"], one["length"]) for one in entities_of(text)]
    assert found == marked


async def test_a_group_keeps_its_kind_and_its_people_apart(server: BotApiServer) -> None:
    server.user_sends("@netral_bot boleh?", chat_id=GROUP, chat_type="group", user=7)
    server.user_sends("saya", chat_id=GROUP)
    first, second = (update["message"] for update in await updates(server))
    assert first["chat"] == second["chat"] == {"id": GROUP, "type": "group", "title": "Grup"}
    assert (first["from"]["id"], second["from"]["id"]) == (7, USER)
    assert first["entities"] == [{"type": "mention", "offset": 0, "length": 11}]


async def test_replies_go_both_ways(server: BotApiServer) -> None:
    server.user_sends("boleh?", chat_id=GROUP)
    asked = server.last_message_id
    answer = await sent(
        server,
        chat_id=GROUP,
        text="Tidak.",
        reply_parameters=json.dumps({"message_id": asked}),
        reply_markup=keyboard(text="Mengapa", callback_data="d"),
    )
    assert answer.answers == asked
    server.user_sends("kalau malam?", chat_id=GROUP, reply_to=answer)
    server.user_presses(answer, "Mengapa", user=7)
    _, reply, press = await updates(server)
    replied = reply["message"]["reply_to_message"]
    assert (replied["message_id"], replied["from"]["username"]) == (
        answer.message_id,
        "netral_bot",
    )
    pressed = press["callback_query"]
    assert pressed["from"]["id"] == 7
    assert pressed["message"]["chat"]["type"] == "supergroup"
    assert pressed["message"]["reply_to_message"]["message_id"] == asked


async def test_an_answer_to_a_question_that_was_taken_back(server: BotApiServer) -> None:
    server.user_sends("boleh?", chat_id=GROUP)
    asked = server.last_message_id
    server.user_deletes(asked)
    strict, lenient = (
        json.dumps({"message_id": asked, "allow_sending_without_reply": without})
        for without in (False, True)
    )
    reason = await refusal(server, "sendMessage", chat_id=GROUP, text="x", reply_parameters=strict)
    assert "to be replied not found" in reason
    answer = await sent(server, chat_id=GROUP, text="x", reply_parameters=lenient)
    assert answer.answers is None


async def test_a_reply_reaches_no_message_of_another_chat(server: BotApiServer) -> None:
    server.user_sends("boleh?", chat_id=2002)
    strict = json.dumps({"message_id": server.last_message_id})
    assert await refusal(server, "sendMessage", chat_id=USER, text="x", reply_parameters=strict)


async def test_a_changed_message_keeps_its_id(server: BotApiServer) -> None:
    server.user_sends("/cek like")
    number = server.last_message_id
    server.user_edits(number, "boleh komentar?")
    _, update = await updates(server)
    edited = update["edited_message"]
    assert (edited["message_id"], edited["text"]) == (number, "boleh komentar?")
    assert edited["edit_date"] > edited["date"]
    assert "entities" not in edited
    assert [message.text for message in server.said_in()] == ["boleh komentar?"]


async def test_in_groups_the_bot_deletes_only_its_own(server: BotApiServer) -> None:
    server.user_sends("boleh?", chat_id=GROUP)
    reason = await refusal(
        server, "deleteMessage", chat_id=GROUP, message_id=server.last_message_id
    )
    assert "can't be deleted" in reason


async def test_files_of_users_can_be_fetched(server: BotApiServer) -> None:
    server.user_sends_file("surat.txt", b"isi", "text/plain")
    [update] = await updates(server)
    shown = update["message"]["document"]
    assert (shown["file_name"], shown["file_size"]) == ("surat.txt", 3)
    _, body = await call(server, "getFile", file_id=shown["file_id"])
    address = f"{server.url}/file/bot{TOKEN}/{body['result']['file_path']}"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert await response.read() == b"isi"
    async with aiohttp.ClientSession() as session, session.get(f"{address}x") as response:
        assert response.status == 404
    assert "invalid file_id" in await refusal(server, "getFile", file_id="x")


async def test_files_of_the_bot_are_kept(server: BotApiServer) -> None:
    document = ("jawaban.pdf", b"%PDF-1.7")
    message = await sent(
        server, "sendDocument", chat_id=USER, document=document, caption="Ini berkasnya."
    )
    assert message.document is not None
    assert (message.document.name, message.document.content) == document
    assert message.document.mime == "application/pdf"
    assert message.text == "Ini berkasnya."
    again = await sent(server, "sendDocument", chat_id=USER, document=message.document.identity)
    assert again.document == message.document
    photo = await sent(server, "sendPhoto", chat_id=USER, photo=("a.png", b"png"))
    assert photo.photo is not None
    assert photo.as_json({})["photo"][0]["file_size"] == 3


async def test_refuses_files(server: BotApiServer) -> None:
    document = ("a.pdf", b"x")
    for params, reason in (
        ({}, "wrong file identifier"),
        ({"document": "nope"}, "wrong file identifier"),
        ({"document": ("a.pdf", b"")}, "non-empty"),
        ({"document": document, "caption": "x" * 1025}, "caption is too long"),
        ({"document": document, "chat_id": 5}, "chat not found"),
        ({"document": document, "filename": "b.pdf"}, "no parameter filename"),
    ):
        assert reason in await refusal(server, "sendDocument", **{"chat_id": USER, **params})
    message = await sent(server, "sendDocument", chat_id=USER, document=document)
    assert "no text" in await refusal(
        server, "editMessageText", chat_id=USER, message_id=message.message_id, text="y"
    )


async def test_a_group_tells_that_the_bot_was_added(server: BotApiServer) -> None:
    server.bot_is_added()
    [update] = await updates(server)
    assert update["my_chat_member"]["new_chat_member"]["status"] == "member"
    await sent(server, chat_id=GROUP, text="Halo")
