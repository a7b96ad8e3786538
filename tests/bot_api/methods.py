"""The methods of the Bot API that a question-and-answer bot uses."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from tests.bot_api.faults import Refused, bad_request
from tests.bot_api.markup import check_keyboard, check_text, units
from tests.bot_api.state import Json, SentMessage

if TYPE_CHECKING:
    from tests.bot_api.server import BotApiServer

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Methods:
    """Carries out calls on the server's state."""

    def __init__(self, server: BotApiServer) -> None:
        self._server = server
        self.bot: Json = {
            "id": int(server.token.split(":")[0]),
            "is_bot": True,
            "first_name": "Netral",
            "username": "netral_bot",
        }

    async def call(self, method: str, params: dict[str, str]) -> Any:
        """Carry out a call.

        Raises:
            Refused: Telegram would refuse it.
        """
        match method:
            case "getMe":
                return self.bot
            case "getUpdates":
                return await self._updates(params)
            case "deleteWebhook":
                self._server.webhook = None
                return True
            case "setMyCommands":
                return self._commands(params)
            case "sendChatAction":
                self._chat(params)
                if params.get("action") not in _ACTIONS:
                    raise bad_request("wrong parameter action in request")
                return True
            case "sendMessage":
                return self._send(params)
            case "editMessageText":
                return self._edit(params, params.get("text", ""))
            case "editMessageReplyMarkup":
                return self._edit(params, None)
            case "answerCallbackQuery":
                return self._answer_query(params)
            case "getFile":
                raise bad_request("invalid file_id")
            case _:
                raise Refused(404, "Not Found")

    async def _updates(self, params: dict[str, str]) -> list[Json]:
        server = self._server
        if server.webhook:
            raise Refused(409, _WEBHOOK)
        server.polls += 1
        mine = server.polls
        server.note_change()
        offset = int(params.get("offset") or 0)
        if offset < 0:
            server.pending = server.pending[offset:]
        else:
            gone = [update for update in server.pending if update["update_id"] < offset]
            server.delivered += gone
            server.pending = [update for update in server.pending if update not in gone]
        server.note_change()
        limit = min(max(int(params.get("limit") or 100), 1), 100)
        allowed = json.loads(params.get("allowed_updates") or "[]")
        end = time.monotonic() + int(params.get("timeout") or 0)
        while True:
            ready = [
                update
                for update in server.pending
                if not allowed or any(kind in update for kind in allowed)
            ]
            left = end - time.monotonic()
            if ready or left <= 0:
                # Telegram drops a poll's connection only after a while; here the answer is due.
                await asyncio.sleep(0)
                return ready[:limit]
            await server.change(left)
            if server.polls != mine:
                raise Refused(409, _CONFLICT)

    def _commands(self, params: dict[str, str]) -> bool:
        for command in json.loads(params.get("commands") or "[]"):
            name, description = command["command"], command["description"]
            if (
                not 1 <= len(name) <= 32
                or not name.replace("_", "").isalnum()
                or name.lower() != name
            ):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        return True

    def _chat(self, params: dict[str, str]) -> int:
        source = params.get("chat_id", "")
        if not source:
            raise bad_request("chat_id is empty")
        chat = int(source) if source.lstrip("-").isdigit() else 0
        if chat not in self._server.chats:
            raise bad_request("chat not found")
        if chat in self._server.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _send(self, params: dict[str, str]) -> Json:
        chat = self._chat(params)
        mode = params.get("parse_mode")
        styled = check_text(params.get("text", ""), mode)
        message = SentMessage(
            next(self._server.numbers),
            chat,
            styled.text,
            params.get("text", ""),
            mode,
            check_keyboard(params.get("reply_markup")) or [],
        )
        self._server.messages.append(message)
        return message.as_json(self.bot)

    def _edit(self, params: dict[str, str], text: str | None) -> Json:
        chat = self._chat(params)
        number = int(params.get("message_id") or 0)
        for message in self._server.messages:
            if message.message_id == number and message.chat_id == chat:
                break
        else:
            raise bad_request("message to edit not found")
        keyboard = check_keyboard(params.get("reply_markup")) or []
        shown = message.text if text is None else check_text(text, params.get("parse_mode")).text
        if keyboard == message.keyboard and shown == message.text:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message.text, message.keyboard = shown, keyboard
        return message.as_json(self.bot)

    def _answer_query(self, params: dict[str, str]) -> bool:
        query = params.get("callback_query_id", "")
        if query not in self._server.queries:
            raise bad_request(_TOO_OLD)
        note = params.get("text")
        if note is not None and units(note) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        self._server.queries.discard(query)
        self._server.notes[query] = note
        return True
