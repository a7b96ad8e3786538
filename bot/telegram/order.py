"""In which order updates are handled: chats side by side, the updates of one chat in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, cast
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 32
"""Chats that are answered at the same time."""
WAITING = 1000
"""Updates in memory; beyond that the poller waits, and the server keeps the rest."""


class ChatOrder(BaseUpdateProcessor):
    """Keeps a chat's questions in order, and one busy chat from holding up the others."""

    def __init__(self, finished: Callable[[int], Awaitable[None]]) -> None:
        super().__init__(WAITING)
        self._finished = finished
        self._room = asyncio.Semaphore(WAITING)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._chats: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._closing = False
        self._under_way: set[asyncio.Task[Any]] = set()

    async def admit(self) -> None:
        """Wait until there is room for one more update; each one handled makes room again."""
        await self._room.acquire()

    def close(self) -> None:
        """Start no further update: those not begun stay in the inbox for the next start."""
        self._closing = True

    async def abandon(self) -> None:
        """Cut off what is under way; it stays in the inbox, too.

        Left alone it would run on into closed connections, fail, and count as handled.
        """
        tasks = [*self._under_way]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update when its turn has come, and note that it is handled."""
        work = cast("Coroutine[Any, Any, None]", coroutine)
        key = _line(update)
        # The lock lives as long as anyone of this chat waits for it.
        lock = self._chats.setdefault(key, asyncio.Lock())
        task = asyncio.current_task()
        assert task is not None  # a coroutine always runs in one
        self._under_way.add(task)
        try:
            async with lock, self._slots:
                if self._closing:
                    return
                await work
                if isinstance(update, Update):
                    await self._finished(update.update_id)
        finally:
            self._under_way.discard(task)
            work.close()
            self._room.release()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""


def _line(update: object) -> tuple[int, int]:
    """In which line an update waits for its turn: its chat's, or its user's if it comes from no chat."""
    if not isinstance(update, Update):
        return 0, 0
    if update.effective_chat:
        return update.effective_chat.id, 0
    return 0, update.effective_user.id if update.effective_user else 0
