"""The smallest Bot API server that a bot can be timed against: users ask, and it notes when they are answered.

It checks nothing; whether Telegram would accept what a bot sends is tested elsewhere. It needs the extra ``dev``.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456789:" + "a" * 35
_BATCH = 100
"""Updates in one answer, as with Telegram."""
_BOT = {"id": 123456789, "is_bot": True, "first_name": "Netral", "username": "netral_bot"}
_Json = dict[str, Any]


@dataclass(eq=False)
class Asked:
    """One question, and the moments of its answer on the clock of ``time.perf_counter``."""

    chat: int
    at: float
    first: float | None = None
    """When the first message of the answer was there."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with the first message."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with the message that has the buttons: the last one of most answers."""

    @property
    def waited_ms(self) -> float | None:
        """Milliseconds from the question to the first message; None: none came."""
        return None if self.first is None else (self.first - self.at) * 1000


class MessageServer:
    """Serves one bot on the loopback interface."""

    def __init__(self) -> None:
        self.polled = asyncio.Event()
        """Set once the bot asks for updates."""
        self._pending: list[_Json] = []
        self._changed = asyncio.Event()
        self._open: dict[int, Asked] = {}
        self._updates = itertools.count(1)
        self._messages = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Open a port; the address to give to the bot."""
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close the port."""
        if self._runner is not None:
            await self._runner.cleanup()

    def ask(self, chat: int, text: str) -> Asked:
        """Let a user ask; the clock runs from now."""
        person = {"id": chat, "is_bot": False, "first_name": "Ani"}
        message = {
            "message_id": next(self._messages),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Ani"},
            "from": person,
            "text": text,
        }
        asked = self._open[chat] = Asked(chat, time.perf_counter())
        self._pending.append({"update_id": next(self._updates), "message": message})
        self._changed.set()
        return asked

    async def _serve(self, request: web.Request) -> web.Response:
        form = await request.post()
        params = {name: str(value) for name, value in form.items()}
        result = await self._call(request.match_info["method"], params)
        return web.json_response({"ok": True, "result": result})

    async def _call(self, method: str, params: dict[str, str]) -> Any:
        match method:
            case "getMe":
                return _BOT
            case "getUpdates":
                return await self._take(params)
            case "sendMessage":
                return self._received(params)
        return True

    async def _take(self, params: dict[str, str]) -> list[_Json]:
        self.polled.set()
        offset = int(params.get("offset") or 0)
        self._pending = [update for update in self._pending if update["update_id"] >= offset]
        if not self._pending:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), float(params.get("timeout") or 0))
            except TimeoutError:
                return []
        return self._pending[:_BATCH]

    def _received(self, params: dict[str, str]) -> _Json:
        chat = int(params["chat_id"])
        asked = self._open.get(chat)
        if asked is not None:
            if asked.first is None:
                asked.first = time.perf_counter()
                asked.answered.set()
            if "reply_markup" in params:
                asked.ended.set()
        return {
            "message_id": next(self._messages),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private"},
            "from": _BOT,
            "text": params.get("text", ""),
        }
