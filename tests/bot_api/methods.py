"""The methods of the Bot API that a question-and-answer bot uses."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.bot_api import messages
from tests.bot_api.faults import Refused, bad_request
from tests.bot_api.inline import read_answer
from tests.bot_api.introduction import chat_meant
from tests.bot_api.markup import units
from tests.bot_api.parameters import check_parameters
from tests.bot_api.state import Call, Json

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
_FIELDS = {
    "setMyName": "name",
    "setMyDescription": "description",
    "setMyShortDescription": "short_description",
}
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

    async def call(self, call: Call) -> Any:
        """Carry out a call.

        Raises:
            Refused: Telegram would refuse it.
        """
        server, params = self._server, call.params
        check_parameters(call.method, [*params, *call.files])
        match call.method:
            case "getMe":
                return {"supports_inline_queries": True, "can_join_groups": True, **server.bot}
            case "getUpdates":
                return await self._updates(params)
            case "deleteWebhook":
                server.webhook = None
                return True
            case "setMyCommands" | "getMyCommands" | "deleteMyCommands" as method:
                return self._menu(method, params)
            case "setMyName" | "setMyDescription" | "setMyShortDescription" as method:
                return server.introduction.set_text(_FIELDS[method], params)
            case "sendChatAction":
                messages.chat_in(server, params)
                if params.get("action") not in _ACTIONS:
                    raise bad_request("wrong parameter action in request")
                return True
            case "sendMessage":
                return messages.send_text(server, call)
            case "sendDocument":
                return messages.send_file(server, call, "document")
            case "sendPhoto":
                return messages.send_file(server, call, "photo")
            case "editMessageText":
                return messages.edit(server, call, text=True)
            case "editMessageReplyMarkup":
                return messages.edit(server, call, text=False)
            case "deleteMessage":
                return messages.delete(server, call)
            case "answerCallbackQuery":
                return self._answer_query(params)
            case "answerInlineQuery":
                return self._answer_inline(params)
            case "getFile":
                return self._file(params)
        raise AssertionError(f"{call.method} is known but not carried out")

    async def _updates(self, params: Mapping[str, str]) -> list[Json]:
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

    def _menu(self, method: str, params: Mapping[str, str]) -> Any:
        introduction = self._server.introduction
        chat = chat_meant(params)
        if chat is not None:
            messages.chat_in(self._server, {"chat_id": chat})
        if method == "setMyCommands":
            return introduction.set_commands(params)
        if method == "getMyCommands":
            return introduction.get_commands(params)
        return introduction.delete_commands(params)

    def _answer_query(self, params: Mapping[str, str]) -> bool:
        query = params.get("callback_query_id", "")
        if query not in self._server.queries:
            raise bad_request(_TOO_OLD)
        note = params.get("text")
        if note is not None and units(note) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        self._server.queries.discard(query)
        self._server.notes[query] = note
        return True

    def _answer_inline(self, params: Mapping[str, str]) -> bool:
        query = params.get("inline_query_id", "")
        if query not in self._server.inline_queries:
            raise bad_request(_TOO_OLD)
        answer = read_answer(params)
        self._server.inline_queries.discard(query)
        self._server.inline_answers[query] = answer
        return True

    def _file(self, params: Mapping[str, str]) -> Json:
        kept = self._server.files.get(params.get("file_id", ""))
        if kept is None:
            raise bad_request("invalid file_id")
        shown = kept.as_json()
        return {
            **{name: shown[name] for name in ("file_id", "file_unique_id", "file_size")},
            "file_path": f"documents/{kept.identity}",
        }
