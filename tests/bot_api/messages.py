"""Sends, changes and deletes the bot's messages by Telegram's rules."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.bot_api.faults import Refused, bad_request
from tests.bot_api.keyboards import check_keyboard
from tests.bot_api.markup import Styled, check_caption, check_text
from tests.bot_api.state import Call, Json, SentFile, SentMessage, UserMessage

if TYPE_CHECKING:
    from tests.bot_api.server import BotApiServer

_NAME = 255
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def chat_in(server: BotApiServer, params: Mapping[str, str]) -> int:
    """The chat that a call is about.

    Raises:
        Refused: there is none, or its user does not want the bot.
    """
    source = params.get("chat_id", "")
    if not source:
        raise bad_request("chat_id is empty")
    chat = int(source) if source.lstrip("-").isdigit() else 0
    if chat not in server.chats:
        raise bad_request("chat not found")
    if chat in server.blocked:
        raise Refused(403, "Forbidden: bot was blocked by the user")
    return chat


def send_text(server: BotApiServer, call: Call) -> Json:
    """``sendMessage``.

    Raises:
        Refused: Telegram would refuse it.
    """
    params = call.params
    chat = chat_in(server, params)
    _check_preview(params)
    styled = check_text(params.get("text", ""), params.get("parse_mode"))
    return _keep(server, call, chat, styled, params.get("text", ""))


def send_file(server: BotApiServer, call: Call, field: str) -> Json:
    """``sendDocument`` and ``sendPhoto``.

    Raises:
        Refused: Telegram would refuse it.
    """
    params = call.params
    chat = chat_in(server, params)
    sent = _file(server, call, field)
    styled = check_caption(params.get("caption", ""), params.get("parse_mode"))
    return _keep(server, call, chat, styled, params.get("caption", ""), sent)


def _keep(
    server: BotApiServer,
    call: Call,
    chat: int,
    styled: Styled,
    source: str,
    file: SentFile | None = None,
) -> Json:
    params = call.params
    answered = _answered(server, chat, params.get("reply_parameters"))
    message = SentMessage(
        next(server.numbers),
        chat,
        styled.text,
        source,
        params.get("parse_mode"),
        check_keyboard(params.get("reply_markup")) or [],
        chat=server.chats[chat],
        entities=styled.as_json(),
        answers=answered.message_id if answered else None,
        answered=_shown(server, answered),
        document=file if call.method == "sendDocument" else None,
        photo=file if call.method == "sendPhoto" else None,
    )
    server.messages.append(message)
    server.log.append(message)
    return message.as_json(server.bot)


def _file(server: BotApiServer, call: Call, field: str) -> SentFile:
    named = call.params.get(field, "")
    # A part of the request, by its own name or by the one that the field points to.
    sent = call.files.get(named.removeprefix("attach://") if named else field)
    if sent is None:
        if named not in server.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return server.files[named]
    if not sent.content:
        raise bad_request("file must be non-empty")
    if not sent.name or len(sent.name) > _NAME or "/" in sent.name:
        raise bad_request("file name is invalid")
    mime = mimetypes.guess_type(sent.name)[0] or sent.mime
    return server.keep_file(sent.name, sent.content, mime)


def _answered(
    server: BotApiServer, chat: int, source: str | None
) -> SentMessage | UserMessage | None:
    if source is None:
        return None
    try:
        wanted = json.loads(source)
        number = int(wanted["message_id"])
    except (ValueError, KeyError, TypeError):
        raise bad_request("can't parse reply parameters JSON object") from None
    message = server.find(number)
    if message is not None and message.chat_id == chat:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _shown(server: BotApiServer, message: SentMessage | UserMessage | None) -> Json | None:
    if isinstance(message, SentMessage):
        return message.as_json(server.bot, nested=True)
    if message is None:
        return None
    shown = message.as_json()
    shown.pop("reply_to_message", None)
    return shown


def _check_preview(params: Mapping[str, str]) -> None:
    try:
        options = json.loads(params.get("link_preview_options") or "{}")
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")


def edit(server: BotApiServer, call: Call, *, text: bool) -> Json:
    """``editMessageText``, and ``editMessageReplyMarkup`` without a text.

    Raises:
        Refused: the message is not the bot's, is gone, or would stay as it is.
    """
    params = call.params
    chat = chat_in(server, params)
    message = server.find(int(params.get("message_id") or 0))
    if message is None or message.chat_id != chat:
        raise bad_request("message to edit not found")
    if isinstance(message, UserMessage):
        raise bad_request("message can't be edited")
    keyboard = check_keyboard(params.get("reply_markup"), only_inline=True) or []
    before = (message.text, message.entities, message.keyboard)
    if not text:
        if keyboard == message.keyboard:
            raise bad_request(_NOT_MODIFIED)
        message.keyboard = keyboard
        return message.as_json(server.bot)
    if message.document or message.photo:
        raise bad_request("there is no text in the message to edit")
    _check_preview(params)
    styled = check_text(params.get("text", ""), params.get("parse_mode"))
    if (styled.text, styled.as_json(), keyboard) == before:
        raise bad_request(_NOT_MODIFIED)
    message.text, message.entities, message.keyboard = styled.text, styled.as_json(), keyboard
    message.source, message.parse_mode = params.get("text", ""), params.get("parse_mode")
    message.edits += 1
    return message.as_json(server.bot)


def delete(server: BotApiServer, call: Call) -> bool:
    """``deleteMessage``: the chat shows it no more.

    Raises:
        Refused: there is no such message, or it is a group member's.
    """
    chat = chat_in(server, call.params)
    message = server.find(int(call.params.get("message_id") or 0))
    if message is None or message.chat_id != chat:
        raise bad_request("message to delete not found")
    if isinstance(message, SentMessage):
        message.deleted = True
    elif server.chats[chat]["type"] != "private":
        raise bad_request("message can't be deleted")
    server.log.remove(message)
    return True
