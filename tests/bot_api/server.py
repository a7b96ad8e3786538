"""The server itself: HTTP on a random port of the loopback interface."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.bot_api.faults import Fault, Refused
from tests.bot_api.methods import Methods
from tests.bot_api.state import Call, Json, SentMessage

TOKEN = "123456789:TEST-token_of-the_tests-own-server_"
USER = 1001
PATIENCE = 8.0
"""Seconds that a test waits for what must happen."""


class BotApiServer:
    """Serves one bot; records every call and plays the part of the users."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.messages: list[SentMessage] = []
        self.notes: dict[str, str | None] = {}
        """Texts of answered button presses by the press's id."""
        self.pending: list[Json] = []
        """Updates that the bot has not confirmed."""
        self.delivered: list[Json] = []
        self.chats: set[int] = {USER}
        self.blocked: set[int] = set()
        self.queries: set[str] = set()
        """Presses that can still be answered."""
        self.numbers = itertools.count(1)
        self.webhook: str | None = None
        self.polls = 0
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._changed = asyncio.Event()
        self._update_ids = itertools.count(700_000_001)
        self._methods = Methods(self)
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """What TELEGRAM_API_URL must be."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Open the port; the same one as before after a stop."""
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(
            application, handler_cancellation=True, shutdown_timeout=0.1, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the port, cutting off who is connected."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    # Playing the users.

    def user_sends(self, text: str, *, chat_id: int = USER, **extra: Any) -> int:
        """Let a user send a text; return the update's id."""
        if text.startswith("/") and "entities" not in extra:
            length = len(text.split()[0])
            extra["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.user_sends_message(chat_id=chat_id, text=text, **extra)

    def user_sends_message(
        self,
        *,
        chat_id: int = USER,
        chat_type: str = "private",
        kind: str = "message",
        **fields: Any,
    ) -> int:
        """Let a user send a message of any content; return the update's id."""
        self.chats.add(chat_id)
        chat: Json = {"id": chat_id, "type": chat_type}
        chat |= {"first_name": "Ani"} if chat_type == "private" else {"title": "Grup"}
        return self.deliver(
            {
                kind: {
                    "message_id": next(self.numbers),
                    "date": 1_790_000_000,
                    "chat": chat,
                    "from": {"id": abs(chat_id), "is_bot": False, "first_name": "Ani"},
                    **fields,
                }
            }
        )

    def user_presses(
        self, message: SentMessage, button: str, *, user: int | None = None, data: str | None = None
    ) -> str:
        """Let a user press the button whose label begins with ``button``; return the press's id."""
        query = str(next(self.numbers) + 10**15)
        self.queries.add(query)
        self.deliver(
            {
                "callback_query": {
                    "id": query,
                    "from": {"id": user or message.chat_id, "is_bot": False, "first_name": "Ani"},
                    "chat_instance": "1",
                    "message": message.as_json(self._methods.bot),
                    "data": message.data(button) if data is None else data,
                }
            }
        )
        return query

    def deliver(self, update: Json) -> int:
        """Put an update in line; return its id."""
        number = next(self._update_ids)
        self.pending.append({"update_id": number, **update})
        self.note_change()
        return number

    def redeliver(self) -> None:
        """Forget that the bot confirmed anything, as after a failure of the server's."""
        self.pending = [*self.delivered, *self.pending]
        self.delivered = []
        self.note_change()

    # Ordering failures.

    def fail(self, method: str, times: int = 1, fault: Fault | None = None) -> None:
        """Let the next calls of a method fail."""
        self._faults[method].extend([fault or Fault()] * times)

    def heal(self) -> None:
        """Take back all failures ordered."""
        self._faults.clear()

    # Waiting.

    def note_change(self) -> None:
        """Wake everyone who waits for something to happen."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Callable[[], bool], what: str = "condition") -> None:
        """Wait until something is so."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await self._changed.wait()
        except TimeoutError:
            seen = [call.method for call in self.calls[-12:]]
            raise AssertionError(f"never came true: {what}; last calls: {seen}") from None

    async def change(self, timeout: float) -> None:
        """Wait for anything to happen, but not for ever."""
        waiting = self._changed.wait()
        try:
            await asyncio.wait_for(waiting, timeout)
        except TimeoutError:
            return

    async def await_messages(self, count: int) -> list[SentMessage]:
        """Wait until the bot has sent ``count`` messages in all; return them."""
        await self.until(lambda: len(self.messages) >= count, f"{count} messages")
        return self.messages

    async def await_calls(self, method: str, count: int = 1) -> list[Call]:
        """Wait until a method was called ``count`` times; return those calls."""
        await self.until(lambda: len(self.called(method)) >= count, f"{count} x {method}")
        return self.called(method)

    async def await_note(self, query: str) -> str | None:
        """Wait until a press is answered; return its note."""
        await self.until(lambda: query in self.notes, f"press {query} answered")
        return self.notes[query]

    async def await_confirmed(self) -> None:
        """Wait until the bot has confirmed all updates."""
        await self.until(lambda: not self.pending, "all updates confirmed")

    def called(self, method: str) -> list[Call]:
        """All calls of a method so far."""
        return [call for call in self.calls if call.method == method]

    # Serving.

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        form = await request.post()
        params = {**request.query, **{name: str(value) for name, value in form.items()}}
        self.calls.append(Call(method, params))
        self.note_change()
        try:
            self._check_token(token)
            faults = self._faults[method]
            if faults:
                await self._fail(request, faults.popleft())
            result = await self._methods.call(method, params)
        except Refused as refusal:
            return web.json_response(refusal.body(), status=refusal.code)
        finally:
            self.note_change()
        return web.json_response({"ok": True, "result": result})

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]{20,}", token):
            raise Refused(404, "Not Found")
        if token != self.token:
            raise Refused(401, "Unauthorized")

    @staticmethod
    async def _fail(request: web.Request, fault: Fault) -> None:
        if fault.hang:
            await asyncio.Event().wait()
        if fault.drop and request.transport:
            request.transport.close()
        raise Refused(fault.code, fault.description, fault.retry_after)
