"""The server itself: HTTP on a random port of the loopback interface."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections import defaultdict, deque
from collections.abc import Callable

from aiohttp import web
from aiohttp.web import FileField

from tests.bot_api.faults import Fault, Refused
from tests.bot_api.introduction import Introduction
from tests.bot_api.methods import Methods
from tests.bot_api.state import Call, InlineAnswer, Json, SentFile, SentMessage
from tests.bot_api.users import BOT_NAME, USER, Users

__all__ = ["PATIENCE", "TOKEN", "USER", "BotApiServer"]

TOKEN = "123456789:TEST-token_of-the_tests-own-server_"
PATIENCE = 8.0
"""Seconds that a test waits for what must happen."""
_LOOK = 0.05
"""Seconds between two looks whether it has happened."""

_UPLOAD = 50 * 2**20
"""Bytes of the largest file that a bot may send."""


class BotApiServer(Users):
    """Serves one bot; records every call and plays the part of the users."""

    def __init__(self, token: str = TOKEN, patience: float | None = None) -> None:
        super().__init__(
            {
                "id": int(token.split(":")[0]),
                "is_bot": True,
                "first_name": "Netral",
                "username": BOT_NAME,
            }
        )
        self.token = token
        self._patience = patience
        self.calls: list[Call] = []
        self.messages: list[SentMessage] = []
        """What the bot has sent; those that it deleted since are marked so. A test may take messages away."""
        self.notes: dict[str, str | None] = {}
        """Texts of answered button presses by the press's id."""
        self.inline_answers: dict[str, InlineAnswer] = {}
        """What the bot offered, by the inline query's id."""
        self.introduction = Introduction()
        self.delivered: list[Json] = []
        self.blocked: set[int] = set()
        self.webhook: str | None = None
        self.polls = 0
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._changed = asyncio.Event()
        self._methods = Methods(self)
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """What TELEGRAM_API_URL must be."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Open the port; the same one as before after a stop."""
        application = web.Application(client_max_size=_UPLOAD)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        application.router.add_get("/file/bot{token}/documents/{file}", self._download)
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

    # The users' side is in Users.

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
        """Wait until something is so, here or where nobody tells the server of it: in a file, in the database."""
        try:
            async with asyncio.timeout(self._patience or PATIENCE):
                while not condition():
                    await self.change(_LOOK)
        except TimeoutError:
            seen = [call.method for call in self.calls[-12:]]
            raise AssertionError(f"never came true: {what}; last calls: {seen}") from None

    async def change(self, timeout: float) -> None:
        """Wait for anything to happen, but not for ever."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._changed.wait()

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

    async def await_edit(self, message: SentMessage, count: int = 1) -> SentMessage:
        """Wait until the text of a message was changed ``count`` times; return the message."""
        await self.until(lambda: message.edits >= count, f"{count} edits")
        return message

    async def await_inline(self, query: str) -> list[Json]:
        """Wait until an inline query is answered; return its results."""
        await self.until(lambda: query in self.inline_answers, f"inline query {query} answered")
        return list(self.inline_answers[query].results)

    async def await_confirmed(self) -> None:
        """Wait until the bot has confirmed all updates."""
        await self.until(lambda: not self.pending, "all updates confirmed")

    def called(self, method: str) -> list[Call]:
        """All calls of a method so far."""
        return [call for call in self.calls if call.method == method]

    # Serving.

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = await self._read(request)
        self.calls.append(call)
        self.note_change()
        try:
            self._check_token(request.match_info["token"])
            faults = self._faults[call.method]
            if faults:
                await self._fail(request, faults.popleft())
            result = await self._methods.call(call)
        except Refused as refusal:
            return web.json_response(refusal.body(), status=refusal.code)
        finally:
            self.note_change()
        return web.json_response({"ok": True, "result": result})

    @staticmethod
    async def _read(request: web.Request) -> Call:
        form = await request.post()
        params, files = dict(request.query), {}
        for name, value in form.items():
            if isinstance(value, FileField):
                files[name] = SentFile(value.filename, value.file.read(), value.content_type)
            else:
                params[name] = str(value)
        return Call(request.match_info["method"], params, files)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        kept = self.files.get(request.match_info["file"])
        if request.match_info["token"] != self.token or kept is None:
            raise web.HTTPNotFound
        return web.Response(body=kept.content)

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
        raise Refused(fault.code, fault.description, fault.retry_after, fault.migrate_to)
