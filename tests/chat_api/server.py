"""A server with OpenAI's chat protocol on a port of the loopback interface, on a thread of its own.

It checks what a real one checks (path, key, form of the request) and answers as the test's script
says: rightly, wrongly, late, or not at all.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

KEY = "sk-test-0123456789abcdefghij"
MODEL = "juru-tulis"
Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request as the server got it."""

    headers: dict[str, str]
    body: Json

    @property
    def task(self) -> str:
        """What the system message says."""
        return self._said("system")

    @property
    def material(self) -> Json:
        """What the user's message holds: one JSON object."""
        found: Json = json.loads(self._said("user"))
        return found

    def _said(self, role: str) -> str:
        (text,) = [m["content"] for m in self.body["messages"] if m["role"] == role]
        return str(text)


@dataclass(frozen=True)
class Reply:
    """What the server does with a request."""

    content: str = ""
    status: int = 200
    seconds: float = 0.0
    """How long it waits before its first byte; long enough is for ever."""
    raw: bytes | None = None
    """The body instead of a completion."""
    cut: bool = False
    """Whether the connection is cut after half of the body."""
    drip: bool = False
    """Whether the body comes one byte a time, slowly."""


Script = Callable[[Asked], Reply]


def says(**form: Any) -> Reply:
    """A reply that fills in the form."""
    return Reply(json.dumps(form, ensure_ascii=False))


def fails(status: int) -> Reply:
    """A reply with an error status, its text as telling as that of real servers."""
    fault = {"error": {"message": f"Incorrect API key provided: {KEY}", "type": "error"}}
    return Reply(status=status, raw=json.dumps(fault).encode())


class ChatServer:
    """Serves until the block of ``chat_server`` ends; remembers every request."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.faults: list[str] = []
        """What was wrong with requests, as a real server would say."""
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="chat server", daemon=True)

    def start(self) -> None:
        """Open the port."""
        self._thread.start()
        assert self._ready.wait(10), "the chat server did not start"

    def stop(self) -> None:
        """Close the port and cut off who is connected; may be repeated."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    def _serve(self) -> None:
        self._loop.run_until_complete(self._open())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        self._loop.close()

    async def _open(self) -> None:
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(
            application, handler_cancellation=True, shutdown_timeout=0.1, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        asked = Asked(dict(request.headers), body)
        self.asked.append(asked)
        if fault := _fault(body):
            self.faults.append(fault)
            return web.json_response({"error": {"message": fault}}, status=400)
        reply = self.script(asked)
        await asyncio.sleep(reply.seconds)
        data = reply.raw
        if data is None:
            data = json.dumps(_completion(body["model"], reply.content)).encode()
        if not (reply.cut or reply.drip):
            return web.Response(body=data, status=reply.status, content_type="application/json")
        response = web.StreamResponse(status=reply.status)
        response.content_type = "application/json"
        response.content_length = len(data)
        await response.prepare(request)
        if reply.drip:
            for byte in data:
                await response.write(bytes([byte]))
                await asyncio.sleep(0.05)
            return response
        await response.write(data[: len(data) // 2])
        assert request.transport is not None
        request.transport.close()
        return response


def _fault(body: Json) -> str:
    """What a real server would refuse in a request; empty when nothing."""
    if not isinstance(body.get("model"), str):
        return "model is missing"
    if [m.get("role") for m in body.get("messages", [])] != ["system", "user"]:
        return "messages must be one of the system and one of the user"
    form = body.get("response_format", {})
    if form.get("type") != "json_schema" or not form["json_schema"].get("schema"):
        return "response_format must be a JSON schema"
    if body.get("stream"):
        return "streaming is not expected here"
    return ""


def _completion(model: str, content: str) -> Json:
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
    }


@contextmanager
def chat_server(script: Script) -> Iterator[ChatServer]:
    """A running server that answers by the script."""
    server = ChatServer(script)
    server.start()
    try:
        yield server
    finally:
        server.stop()
