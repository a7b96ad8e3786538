"""Getting messages to a chat in spite of the network, the markup and the flood limits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from telegram import CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, NetworkError

from bot.telegram.blocks import Message
from bot.telegram.client import Client
from bot.telegram.logs import describe, say
from bot.telegram.pace import Pace

log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends to chats; calls that no answer needs may fail without consequence."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def send(
        self,
        chat: int,
        messages: Sequence[Message],
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Send messages one after another, the keyboard below the last.

        Raises:
            TelegramError: a message could not be delivered after all repetitions.
        """
        for position, message in enumerate(messages, 1):
            await self._deliver(chat, message, keyboard if position == len(messages) else None)

    async def _deliver(
        self, chat: int, message: Message, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        try:
            await self._persistently(chat, message.html, ParseMode.HTML, keyboard)
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            say(log, logging.ERROR, "markup refused, sent as plain text", **describe(error))
            await self._persistently(chat, message.plain, None, keyboard)

    async def _persistently(
        self, chat: int, text: str, mode: ParseMode | None, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        for pause in (*self._pace.send_retries, None):
            try:
                await self._client.send_message(
                    chat,
                    text,
                    parse_mode=mode,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
                return
            except BadRequest:
                raise
            except NetworkError as error:
                # A message may arrive twice when only its receipt was lost. That does less
                # harm than a question without an answer.
                if pause is None:
                    raise
                say(log, logging.WARNING, "message not delivered; trying again", **describe(error))
                await asyncio.sleep(pause)

    @asynccontextmanager
    async def typing(self, chat: int) -> AsyncIterator[None]:
        """Show the typing indicator while the body runs; never keep the body waiting for it."""
        first = asyncio.create_task(self._type_once(chat))
        again = asyncio.create_task(self._keep_typing(chat))
        try:
            yield
            # An indicator that comes after the answer would announce another one.
            await asyncio.wait({first}, timeout=self._pace.typing_wait)
        finally:
            for task in (first, again):
                task.cancel()
            await asyncio.gather(first, again, return_exceptions=True)

    async def _keep_typing(self, chat: int) -> None:
        while True:
            await asyncio.sleep(self._pace.typing_again)
            await self._type_once(chat)

    async def _type_once(self, chat: int) -> None:
        try:
            await self._client.send_chat_action(chat, ChatAction.TYPING)
        except Exception as error:
            say(log, logging.DEBUG, "typing indicator refused", **describe(error))

    async def acknowledge(self, query: CallbackQuery, note: str | None = None) -> None:
        """Answer a pressed button, with a short note if there is something to say."""
        try:
            await self._client.answer_callback_query(query.id, text=note)
        except Exception as error:
            say(log, logging.DEBUG, "button not acknowledged", **describe(error))

    async def change_buttons(
        self, chat: int, message_id: int, keyboard: InlineKeyboardMarkup
    ) -> None:
        """Replace the buttons of a message, if the server lets us."""
        try:
            await self._client.edit_message_reply_markup(
                chat_id=chat, message_id=message_id, reply_markup=keyboard
            )
        except Exception as error:
            say(log, logging.DEBUG, "buttons not changed", **describe(error))
