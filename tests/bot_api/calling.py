"""Calls to the server as any client makes them."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from tests.bot_api import TOKEN, BotApiServer, SentMessage


async def call(
    server: BotApiServer, method: str, token: str = TOKEN, **params: Any
) -> tuple[int, dict[str, Any]]:
    """Call a method; a file is a pair of name and bytes."""
    form = aiohttp.FormData()
    for name, value in params.items():
        if isinstance(value, tuple):
            form.add_field(name, value[1], filename=value[0])
        else:
            form.add_field(name, str(value))
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.url}/bot{token}/{method}", data=form) as response,
    ):
        return response.status, await response.json()


async def refusal(server: BotApiServer, method: str, **params: Any) -> str:
    """Why the server refuses a call."""
    status, body = await call(server, method, **params)
    assert status == 400
    reason = body["description"]
    assert isinstance(reason, str)
    return reason


async def sent(server: BotApiServer, method: str = "sendMessage", **params: Any) -> SentMessage:
    """The message that the server takes."""
    status, body = await call(server, method, **params)
    assert status == 200, body
    return server.messages[-1]


async def updates(server: BotApiServer) -> list[dict[str, Any]]:
    """The updates that wait for the bot, without their ids."""
    _, body = await call(server, "getUpdates")
    return [
        {name: value for name, value in update.items() if name != "update_id"}
        for update in body["result"]
    ]


def keyboard(**button: Any) -> str:
    """A keyboard of one button."""
    return json.dumps({"inline_keyboard": [[button]]})
