"""The bot's client of the Bot API, with what the library's own lacks."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable, Coroutine
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from telegram.error import BadRequest
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.storage.inbox import Payload
from bot.telegram.pace import Pace
from knowledge.settings import Settings

WANTED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""Kinds of update that the bot asks for: no posts of channels, and nobody's coming and going but its own."""
NOT_NEEDED = frozenset(
    {
        "sendChatAction",
        "answerCallbackQuery",
        "answerInlineQuery",
        "setMyCommands",
        "deleteMyCommands",
        "deleteWebhook",
    }
)
"""Calls that no answer depends on."""

_CONNECTIONS = 64
_PER_SECOND = 30
"""Messages that Telegram lets a bot send in the long run (core.telegram.org/bots/faq)."""
_BURST = 240
"""Messages sent at once after a lull, so that users who all ask at the same moment do not wait for each other; the
next ones come at the long-run rate. Should Telegram put one off (429), all wait as long as it says.
"""


class NeededFirst(AIORateLimiter):
    """Repeats calls that the server put off (429), but never those that no answer needs.

    The base class holds back every call while it waits for one: a refused typing indicator
    would hold back the answer itself.
    """

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Make the call, with the limits and repetitions that are right for it."""
        if endpoint in NOT_NEEDED:
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )


class Client(ExtBot[int]):
    """A bot that hands out updates as the server sent them.

    As they came they can be stored, and one that the library cannot read spoils only itself:
    the library's own ``get_updates`` fails for the whole batch, for ever.
    """

    async def raw_updates(self, offset: int | None, *, wait: int, slack: float) -> list[Payload]:
        """Ask for the updates from ``offset`` on; the server holds the request if there are none.

        Raises:
            TelegramError: the server is out of reach or refuses.
        """
        found = await self._post(
            "getUpdates",
            {"offset": offset, "timeout": wait, "allowed_updates": list(WANTED)},
            read_timeout=wait + slack,
        )
        return [
            item
            for item in (found if isinstance(found, list) else [])
            if isinstance(item.get("update_id"), int)
        ]

    async def download(self, file_id: str, to: Path) -> int:
        """Write a file that a user has sent to ``to``, whole or not at all; return its size in bytes.

        Raises:
            TelegramError: the server is out of reach, or does not hand the file out: its cloud gives at most 20 MB.
            OSError: the file cannot be written.
        """
        found = await self.get_file(file_id)
        if not found.file_path:
            raise BadRequest("file without a path")
        content = await found.download_as_bytearray()
        await asyncio.to_thread(_write, content, to)
        return len(content)


def _write(content: bytearray, to: Path) -> None:
    part = to.with_name(f".{to.name}.part")
    part.write_bytes(content)
    part.replace(to)


@cache
def _trust() -> ssl.SSLContext:
    """Load the certificates once: it takes longer than all else that the client needs."""
    return httpx.create_ssl_context()


def build_client(token: str, settings: Settings, pace: Pace) -> Client:
    """Build the client for the server that the settings name."""
    # The library's way from numbers to durations: without it each 429 is a deprecation warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    server = settings.telegram_api_url.rstrip("/")
    trust = {"verify": _trust()}
    return Client(
        token,
        base_url=f"{server}/bot",
        base_file_url=f"{server}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=_CONNECTIONS,
            connect_timeout=10.0,
            read_timeout=20.0,
            write_timeout=20.0,
            pool_timeout=20.0,
            httpx_kwargs=trust,
        ),
        get_updates_request=HTTPXRequest(
            connection_pool_size=1,
            connect_timeout=10.0,
            write_timeout=20.0,
            pool_timeout=20.0,
            httpx_kwargs=trust,
        ),
        rate_limiter=NeededFirst(
            overall_max_rate=_BURST,
            overall_time_period=_BURST / _PER_SECOND,
            max_retries=pace.flood_retries,
        ),
    )
