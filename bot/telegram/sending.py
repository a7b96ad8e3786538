"""Getting messages to a chat in spite of the network, the markup and the flood limits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from telegram import CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram import Message as Sent
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError

from bot.telegram.blocks import Message
from bot.telegram.client import Client
from bot.telegram.logs import describe, say
from bot.telegram.pace import Pace

log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
R = TypeVar("R")


@dataclass(frozen=True)
class Document:
    """A file to send."""

    name: str
    content: bytes
    caption: str | None = None
    """At most 1,024 characters, without markup."""


def _hanging_on(message: int | None) -> ReplyParameters | None:
    if message is None:
        return None
    # Whoever asked may have deleted the question: the answer comes all the same.
    return ReplyParameters(message, allow_sending_without_reply=True)


class Sender:
    """Sends to chats; calls that no answer needs may fail without consequence."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._announced = 0

    @property
    def username(self) -> str:
        """The bot's own name, as links and mentions write it."""
        return self._client.username

    @property
    def busy(self) -> bool:
        """Whether answers are under way: what can wait, waits for them."""
        return self._announced > 0

    async def send(
        self,
        chat: int,
        message: Message,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        answers: int | None = None,
    ) -> int:
        """Send a message and return its id; ``answers`` is the message that it hangs on.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """

        put = partial(self._put, chat, keyboard, answers)
        try:
            return await self._styled(message, put)
        except ChatMigrated as moved:
            # The group became a supergroup while the answer was on its way.
            return await self.send(moved.new_chat_id, message, keyboard)

    async def send_once(
        self, chat: int, message: Message, keyboard: InlineKeyboardMarkup | None = None
    ) -> int:
        """Send a message that nobody waits for and return its id: it is not repeated where the network fails.

        Raises:
            TelegramError: it was not delivered; after ``TimedOut`` it may have been all the same.
        """
        return await self._styled(message, partial(self._put, chat, keyboard, None), again=False)

    async def _put(
        self,
        chat: int,
        keyboard: InlineKeyboardMarkup | None,
        answers: int | None,
        text: str,
        mode: ParseMode | None,
    ) -> int:
        sent = await self._client.send_message(
            chat,
            text,
            parse_mode=mode,
            reply_markup=keyboard,
            reply_parameters=_hanging_on(answers),
            link_preview_options=_NO_PREVIEW,
        )
        return sent.message_id

    async def send_document(
        self, chat: int, document: Document, *, answers: int | None = None
    ) -> int:
        """Send a file and return the message's id.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """
        return await self._send_file(self._client.send_document, chat, document, answers)

    async def send_photo(self, chat: int, photo: Document, *, answers: int | None = None) -> int:
        """Send a picture, to be seen in the chat, and return the message's id.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """
        return await self._send_file(self._client.send_photo, chat, photo, answers)

    async def _send_file(
        self,
        call: Callable[..., Awaitable[Sent]],
        chat: int,
        file: Document,
        answers: int | None,
    ) -> int:
        async def put() -> int:
            sent = await call(
                chat,
                file.content,
                filename=file.name,
                caption=file.caption,
                reply_parameters=_hanging_on(answers),
            )
            return sent.message_id

        return await self._persistently(put)

    async def download(self, file_id: str, to: Path) -> int:
        """Write a file that a user has sent to ``to``, whole or not at all; return its size in bytes.

        Raises:
            TelegramError: the server does not hand it out, or is out of reach after all repetitions.
            OSError: the file cannot be written.
        """
        return await self._persistently(partial(self._client.download, file_id, to))

    async def edit(
        self,
        chat: int,
        message_id: int,
        message: Message,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Put a message in the place of another; False when the server no longer lets it be changed.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """

        async def put(text: str, mode: ParseMode | None) -> bool:
            await self._client.edit_message_text(
                text,
                chat_id=chat,
                message_id=message_id,
                parse_mode=mode,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
            return True

        try:
            return await self._styled(message, put)
        except BadRequest as error:
            if "message is not modified" in error.message.lower():
                return True
            say(log, logging.DEBUG, "message not changed", **describe(error))
            return False

    async def holds(
        self, chat: int, message_id: int, keyboard: InlineKeyboardMarkup | None = None
    ) -> bool:
        """Whether a chat has a message of the bot's of this id; it has the keyboard then.

        Raises:
            TelegramError: the server could not be asked after all repetitions.
        """

        async def put() -> bool:
            await self._client.edit_message_reply_markup(
                chat_id=chat, message_id=message_id, reply_markup=keyboard
            )
            return True

        try:
            return await self._persistently(put)
        except BadRequest as error:
            return "message is not modified" in error.message.lower()

    async def delete(self, chat: int, message_id: int) -> None:
        """Take a message away, if the server lets us."""
        try:
            await self._client.delete_message(chat, message_id)
        except Exception as error:
            say(log, logging.DEBUG, "message not deleted", **describe(error))

    async def _styled(
        self,
        message: Message,
        put: Callable[[str, ParseMode | None], Awaitable[R]],
        *,
        again: bool = True,
    ) -> R:
        """Put a message with its markup, or without should the server refuse that; ``again``: repeat lost calls."""

        async def attempt(text: str, mode: ParseMode | None) -> R:
            return await (
                self._persistently(partial(put, text, mode)) if again else put(text, mode)
            )

        try:
            return await attempt(message.html, ParseMode.HTML)
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            say(log, logging.ERROR, "markup refused, sent as plain text", **describe(error))
            return await attempt(message.plain, None)

    async def _persistently(self, put: Callable[[], Awaitable[R]]) -> R:
        for pause in self._pace.send_retries:
            try:
                return await put()
            except BadRequest:
                raise
            except NetworkError as error:
                # A message may arrive twice when only its receipt was lost. That does less
                # harm than a question without an answer.
                say(log, logging.WARNING, "message not delivered; trying again", **describe(error))
                await asyncio.sleep(pause)
        return await put()

    @asynccontextmanager
    async def typing(self, chat: int) -> AsyncIterator[None]:
        """Show the typing indicator while the body runs; never keep the body waiting for it."""
        self._announced += 1
        begun = asyncio.Event()
        first = asyncio.create_task(self._type_first(chat, begun))
        again = asyncio.create_task(self._keep_typing(chat))
        try:
            yield
            if begun.is_set():
                # An indicator that comes after the answer would announce another one.
                await asyncio.wait({first}, timeout=self._pace.typing_wait)
        finally:
            self._announced -= 1
            for task in (first, again):
                task.cancel()
            await asyncio.gather(first, again, return_exceptions=True)

    async def _type_first(self, chat: int, begun: asyncio.Event) -> None:
        await asyncio.sleep(self._pace.typing_first)
        begun.set()
        await self._type_once(chat)

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
        self, chat: int, message_id: int, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Replace the buttons of a message, or take them away, if the server lets us."""
        try:
            await self._client.edit_message_reply_markup(
                chat_id=chat, message_id=message_id, reply_markup=keyboard
            )
        except Exception as error:
            say(log, logging.DEBUG, "buttons not changed", **describe(error))
