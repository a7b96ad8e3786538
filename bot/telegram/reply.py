"""What the bot says on one update: where to, in place of what, and what of it was said before a restart."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Concatenate, ParamSpec

from sqlalchemy.orm import Session
from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram import Message as Received

from bot.storage.conversation import Talk
from bot.storage.doubt import settle, start, unaccounted
from bot.storage.inbox import REMEMBERED
from bot.storage.sent import answer_to, note_sent, sent_on
from bot.storage.store import Store
from bot.telegram.blocks import Block, Message, pack
from bot.telegram.logs import describe, say
from bot.telegram.sending import Document, Sender
from knowledge.errors import StoreError

log = logging.getLogger(__name__)
P = ParamSpec("P")


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
    refers: int | None = None
    """The message that the user's message is a reply to, the bot's or anybody's."""

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
    refers = message.reply_to_message if message else None
    # Who writes in a group's or a channel's name shares one user with all who do so anywhere.
    named = message.sender_chat if message else None
    return Occasion(
        update=update.update_id,
        chat=chat.id,
        user=named.id if named else user.id,
        message=message.message_id if message else None,
        private=chat.type == "private",
        edited=update.edited_message is not None,
        press=update.callback_query,
        refers=refers.message_id if refers else None,
    )


@dataclass(eq=False)
class Reply:
    """Sends what is said on one update; each message once, however often the update is handled.

    Before a message is sent that is noted, and after it its id. Should the bot be killed in between, the next attempt
    asks the server for the ids that the message may have got, and sends it only where none is found.
    """

    occasion: Occasion
    sender: Sender
    store: Store
    clock: Callable[[], float] = field(default=time.time)
    _said: list[int] = field(default_factory=list)
    _noted: tuple[int, ...] | None = None
    _started: int = -1
    """The last position that is noted as about to be sent."""
    _doubtful: int | None = None
    """The position that an earlier attempt began to send, without learning what became of it."""
    _replaced: tuple[int, ...] = ()

    @property
    def chat(self) -> int:
        """The chat that is spoken to."""
        return self.occasion.chat

    @property
    def talk(self) -> Talk:
        """Whose conversation this is, and where in it."""
        occasion, below = self.occasion, self.occasion.below
        return Talk(
            chat=occasion.chat,
            user=None if occasion.private else occasion.user,
            update=occasion.update,
            changed=occasion.message if occasion.edited else None,
            refers=below.message_id if below else occasion.refers,
        )

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
            last = position == len(messages)
            below = keyboard if last else None
            await self._once(partial(self._put, message, below), below, more=not last)

    async def send_document(self, document: Document) -> None:
        """Send a file.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """
        await self._once(
            partial(self.sender.send_document, self.chat, document, answers=self._answered), None
        )

    async def send_photo(self, photo: Document) -> None:
        """Send a picture, to be seen in the chat.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """
        await self._once(
            partial(self.sender.send_photo, self.chat, photo, answers=self._answered), None
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

    async def without_buttons(self) -> None:
        """Take the buttons away below which one was pressed, if the server lets us: they have done their service."""
        below = self.occasion.below
        if below is not None:
            await self.sender.change_buttons(self.chat, below.message_id, None)

    async def go_on(self) -> None:
        """Take what was sent on this update for said, and speak on: it was left unfinished."""
        await self._look_up()
        self._said = [*(self._noted or ())]

    async def finish(self) -> None:
        """Take away what is left of an earlier answer that this one took the place of."""
        for number in self._replaced[len(self._said) :]:
            await self.sender.delete(self.chat, number)

    @property
    def _answered(self) -> int | None:
        """In groups, the message that the bot's own hangs on."""
        occasion, below = self.occasion, self.occasion.below
        if occasion.private:
            return None
        return below.message_id if below else occasion.message

    async def _put(self, message: Message, keyboard: InlineKeyboardMarkup | None) -> int:
        position = len(self._said)
        if position < len(self._replaced):
            number = self._replaced[position]
            if await self.sender.edit(self.chat, number, message, keyboard):
                return number
        return await self.sender.send(self.chat, message, keyboard, answers=self._answered)

    async def _once(
        self,
        put: Callable[[], Awaitable[int]],
        keyboard: InlineKeyboardMarkup | None,
        *,
        more: bool = False,
    ) -> None:
        """Send one message unless it was sent before; ``more``: another one follows at once."""
        if self._noted is None:
            await self._look_up()
        position = len(self._said)
        if self._noted is not None and position < len(self._noted):
            self._said.append(self._noted[position])
            return
        if position > self._started:
            await self._note(self._start, position)
        number = await self._search(keyboard) if position == self._doubtful else None
        if number is None:
            number = await put()
        self._said.append(number)
        await self._note(self._settle, position, number, more=more)

    async def _search(self, keyboard: InlineKeyboardMarkup | None) -> int | None:
        """The id of the message at this position, if an earlier attempt sent it after all."""
        occasion, pressed = self.occasion, self.occasion.below
        if pressed is not None and pressed.date.timestamp() <= self.clock() - REMEMBERED:
            return None  # messages that came after it may be forgotten, and would pass for this one
        below = occasion.message or (pressed.message_id if pressed else None)
        if below is None or len(self._said) < len(self._replaced):
            return None  # what is put in the place of another can be put there twice
        try:
            candidates = await self.store.run(unaccounted, self.chat, max((below, *self._said)))
        except StoreError as error:
            say(log, logging.ERROR, "message in doubt not looked up", **describe(error))
            return None
        for number in candidates:
            if await self.sender.holds(self.chat, number, keyboard):
                return number
        return None

    def _start(self, session: Session, position: int) -> None:
        if start(session, self.occasion.update, position, now=self.clock()):
            self._doubtful = position
        self._started = position

    def _settle(self, session: Session, position: int, number: int, *, more: bool) -> None:
        """Note what was sent, in the same transaction with what comes next."""
        note_sent(
            session,
            self.occasion.update,
            position,
            chat_id=self.chat,
            question=self.occasion.message,
            message_id=number,
            now=self.clock(),
        )
        settle(session, self.occasion.update, position)
        if more:
            self._start(session, position + 1)

    async def _note(
        self, note: Callable[Concatenate[Session, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        try:
            await self.store.run(note, *args, **kwargs)
        except StoreError as error:
            say(log, logging.ERROR, "sent message not noted", **describe(error))

    async def _look_up(self) -> None:
        """What was sent on this update before a restart, and what answered the question before its change."""
        self._noted = ()
        occasion = self.occasion

        def look_up(session: Session) -> tuple[tuple[int, ...], tuple[int, ...]]:
            noted = sent_on(session, occasion.update)
            self._start(session, len(noted))
            replaced: tuple[int, ...] = ()
            if occasion.edited and occasion.message is not None:
                replaced = answer_to(session, self.chat, occasion.message, but=occasion.update)
            return noted, replaced

        try:
            self._noted, self._replaced = await self.store.run(look_up)
        except StoreError as error:
            say(log, logging.ERROR, "earlier messages not looked up", **describe(error))
