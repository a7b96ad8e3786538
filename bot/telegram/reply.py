"""What the bot says on one update: where to, in place of what, and what of it was said before a restart."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram import Message as Received

from bot.storage.sent import answer_to, note_sent, sent_on
from bot.storage.store import Store
from bot.telegram.blocks import Block, Message, pack
from bot.telegram.logs import describe, say
from bot.telegram.sending import Document, Sender
from knowledge.errors import StoreError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Occasion:
    """The update that the bot reacts to."""

    update: int
    chat: int
    user: int
    message: int | None = None
    """The user's message; None for a pressed button."""
    private: bool = True
    edited: bool = False
    """Whether the user changed a message that was answered before."""
    press: CallbackQuery | None = None

    @property
    def below(self) -> Received | None:
        """The message whose button was pressed, where the server still knows it."""
        found = self.press.message if self.press else None
        return found if isinstance(found, Received) else None


def occasion_of(update: Update) -> Occasion | None:
    """What an update is about; None when it has no chat or nobody stands behind it."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return None
    message = update.message or update.edited_message
    return Occasion(
        update=update.update_id,
        chat=chat.id,
        user=user.id,
        message=message.message_id if message else None,
        private=chat.type == "private",
        edited=update.edited_message is not None,
        press=update.callback_query,
    )


@dataclass(eq=False)
class Reply:
    """Sends what is said on one update; each message once, however often the update is handled.

    A message counts as sent once that is noted. Should the bot be killed between the server's receipt and the note,
    the message comes twice: the Bot API has no way to ask.
    """

    occasion: Occasion
    sender: Sender
    store: Store
    clock: Callable[[], float] = field(default=time.time)
    _said: list[int] = field(default_factory=list)
    _noted: tuple[int, ...] | None = None
    _replaced: tuple[int, ...] = ()

    @property
    def chat(self) -> int:
        """The chat that is spoken to."""
        return self.occasion.chat

    @property
    def said(self) -> tuple[int, ...]:
        """The ids of the messages that were sent so far."""
        return tuple(self._said)

    async def say(
        self, blocks: Sequence[Block], keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Send blocks of text, the keyboard below the last message.

        Raises:
            TelegramError: a message could not be delivered after all repetitions.
        """
        await self.send(pack(blocks), keyboard)

    async def send(
        self, messages: Sequence[Message], keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Send messages, the keyboard below the last; to a changed question, in place of the earlier answer.

        Raises:
            TelegramError: a message could not be delivered after all repetitions.
        """
        for position, message in enumerate(messages, 1):
            below = keyboard if position == len(messages) else None
            await self._once(partial(self._put, message, below))

    async def send_document(self, document: Document) -> None:
        """Send a file.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """
        await self._once(
            partial(self.sender.send_document, self.chat, document, answers=self._answered)
        )

    async def edit(self, message: Message, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Put a message in the place of the one whose button was pressed.

        Where that cannot be changed any more, the message is sent anew.

        Raises:
            TelegramError: the message could not be delivered after all repetitions.
        """
        below = self.occasion.below
        if below is None or not await self.sender.edit(
            self.chat, below.message_id, message, keyboard
        ):
            await self.send([message], keyboard)

    async def finish(self) -> None:
        """Take away what is left of an earlier answer that this one took the place of."""
        for number in self._replaced[len(self._said) :]:
            await self.sender.delete(self.chat, number)

    @property
    def _answered(self) -> int | None:
        """In groups, the message that the bot's own hangs on."""
        return None if self.occasion.private else self.occasion.message

    async def _put(self, message: Message, keyboard: InlineKeyboardMarkup | None) -> int:
        position = len(self._said)
        if position < len(self._replaced):
            number = self._replaced[position]
            if await self.sender.edit(self.chat, number, message, keyboard):
                return number
        return await self.sender.send(self.chat, message, keyboard, answers=self._answered)

    async def _once(self, put: Callable[[], Awaitable[int]]) -> None:
        if self._noted is None:
            await self._look_up()
        position = len(self._said)
        if self._noted is not None and position < len(self._noted):
            self._said.append(self._noted[position])
            return
        number = await put()
        self._said.append(number)
        try:
            await self.store.run(
                note_sent,
                self.occasion.update,
                position,
                chat_id=self.chat,
                question=self.occasion.message,
                message_id=number,
                now=self.clock(),
            )
        except StoreError as error:
            say(log, logging.ERROR, "sent message not noted", **describe(error))

    async def _look_up(self) -> None:
        """What was sent on this update before a restart, and what answered the question before its change."""
        self._noted = ()
        occasion = self.occasion
        try:
            self._noted = await self.store.run(sent_on, occasion.update)
            if occasion.edited and occasion.message is not None:
                self._replaced = await self.store.run(
                    answer_to, self.chat, occasion.message, but=occasion.update
                )
        except StoreError as error:
            say(log, logging.ERROR, "earlier messages not looked up", **describe(error))
