"""Long polling that loses no update: each is stored before the server may forget it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application

from bot.storage import inbox
from bot.storage.inbox import Payload
from bot.storage.store import Store
from bot.telegram.addressing import Identity, overheard
from bot.telegram.client import Client
from bot.telegram.logs import describe, say
from bot.telegram.order import ChatOrder
from bot.telegram.pace import Pace
from knowledge.errors import SettingsError, StoreError

log = logging.getLogger(__name__)

_CONFIRM_SECONDS = 3.0

# The start has shown the token to be good: a single refusal may be a server's restart.
_REFUSALS = 3

REFUSED = (
    "The Bot API server refuses TELEGRAM_BOT_TOKEN. Copy the token anew from @BotFather, "
    "and check TELEGRAM_API_URL."
)


class Poller:
    """Brings updates from the server to the application, through the inbox."""

    def __init__(
        self,
        client: Client,
        application: Application,  # type: ignore[type-arg]
        order: ChatOrder,
        store: Store,
        pace: Pace,
    ) -> None:
        self._client = client
        self._queue = application.update_queue
        self._order = order
        self._store = store
        self._pace = pace
        self._offset: int | None = None
        self._pause = 0.0
        self._failed_since: float | None = None
        self._refusals = 0

    async def run(self) -> None:
        """Take up what an earlier run left, then poll until cancelled.

        Raises:
            SettingsError: the server refuses the token.
            StoreError: the inbox cannot be read at start.
        """
        left = await self._store.run(inbox.take_up, now=time.time())
        if left:
            say(log, logging.INFO, "unanswered updates taken up", count=len(left))
        await self._hand_over(left)
        while True:
            updates = await self._poll()
            if not updates:
                continue
            fresh = await self._receive(self._not_overheard(updates))
            self._offset = max(item["update_id"] for item in updates) + 1
            await self._hand_over(fresh)

    async def confirm(self) -> None:
        """Tell the server what was received, so that it does not deliver it again."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(_CONFIRM_SECONDS):
                await self._client.raw_updates(self._offset, wait=0, slack=_CONFIRM_SECONDS)
        except (TelegramError, TimeoutError) as error:
            # No harm done: the inbox knows what it has received.
            say(log, logging.DEBUG, "receipt not confirmed", **describe(error))

    async def _poll(self) -> list[Payload]:
        if self._pause:
            await asyncio.sleep(self._pause)
        wait, slack = self._pace.poll, self._pace.poll_slack
        try:
            # The library's own timeouts restart with every byte; a poll must end.
            async with asyncio.timeout(wait + 2 * slack):
                updates = await self._client.raw_updates(self._offset, wait=wait, slack=slack)
        except InvalidToken as error:
            self._refusals += 1
            if self._refusals >= _REFUSALS:
                raise SettingsError(REFUSED) from None
            self._failed(error)
            return []
        except Exception as error:  # a reply may be anything; polling goes on whatever it was
            self._failed(error)
            if isinstance(error, Conflict) and "webhook" in error.message:
                await self._delete_webhook()
            return []
        if self._failed_since is not None:
            down = time.monotonic() - self._failed_since
            say(log, logging.INFO, "updates come in again", seconds=round(down, 1))
        self._pause, self._failed_since, self._refusals = 0.0, None, 0
        return updates

    async def _delete_webhook(self) -> None:
        try:
            await self._client.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            say(log, logging.WARNING, "webhook not deleted", **describe(error))

    def _failed(self, error: Exception) -> None:
        now = time.monotonic()
        self._failed_since = self._failed_since or now
        self._pause = min(max(self._pause * 2, self._pace.retry_first), self._pace.retry_longest)
        if isinstance(error, RetryAfter):
            self._pause = max(self._pause, _seconds(error.retry_after))
        what = (
            "another program receives this bot's updates; stop it, or use another token"
            if isinstance(error, Conflict)
            else "updates cannot be fetched; trying again"
        )
        say(
            log,
            logging.WARNING,
            what,
            pause=self._pause,
            failing_for=round(now - self._failed_since, 1),
            **describe(error),
        )

    def _not_overheard(self, updates: Sequence[Payload]) -> list[Payload]:
        """Leave out what people say to each other in groups, before any of it is stored."""
        me = Identity(self._client.id, self._client.username)
        return [item for item in updates if not _read_overheard(item, me)]

    async def _receive(self, updates: Sequence[Payload]) -> list[Payload]:
        try:
            return await self._store.run(inbox.receive, updates, now=time.time())
        except StoreError as error:
            # Better answered without a safety net than not at all.
            say(log, logging.ERROR, "updates are handled without inbox", **describe(error))
            return list(updates)

    async def _hand_over(self, updates: Sequence[Payload]) -> None:
        for item in updates:
            try:
                update = Update.de_json(item, self._client)
            except Exception as error:  # whatever the library stumbles over, the next one counts
                number = item["update_id"]
                say(log, logging.ERROR, "update unreadable", update=number, **describe(error))
                await finish(self._store, number)
                continue
            await self._order.admit()
            await self._queue.put(update)


def _read_overheard(item: Payload, me: Identity) -> bool:
    try:
        chat = inbox.chat_of(item)
        if chat is None or chat > 0:
            return False  # a private chat has its user's id: there nothing is overheard
        update = Update.de_json(item, None)
    except Exception:  # told where it is handed over
        return False
    return overheard(update, me)


def _seconds(wait: int | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def finish(store: Store, update_id: int) -> None:
    """Note that an update is handled; without the database it is only logged."""
    try:
        await store.run(inbox.finish, update_id)
    except StoreError as error:
        say(log, logging.ERROR, "update not marked as handled", update=update_id, **describe(error))
