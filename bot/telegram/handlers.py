"""What happens when a message comes in, and when handling one fails."""

from __future__ import annotations

import logging
import secrets
from collections import deque
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.storage.housekeeping import erase
from bot.telegram import keyboards
from bot.telegram.blocks import pack, paragraph
from bot.telegram.buttons import Buttons
from bot.telegram.dialogue import Dialogue
from bot.telegram.logs import describe, say

log = logging.getLogger(__name__)

# Groups are out of scope: what is said there is not meant for the bot.
_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class Handlers:
    """Handles messages of private chats."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue
        self._messages = dialogue.messages
        # An album comes as several messages: one hint is enough for it.
        self._albums: deque[str] = deque(maxlen=200)

    def register(self, application: Application) -> None:  # type: ignore[type-arg]
        """Tell the application what to call for which update."""
        buttons = Buttons(self._dialogue)
        for names, callback in (
            (("start", "mulai"), self.start),
            (("help", "bantuan"), self.help),
            (("hapus", "lupakan"), self.forget),
        ):
            application.add_handler(CommandHandler(names, callback, filters=_PRIVATE))
        for kind, answer in (
            (filters.COMMAND, self.unknown_command),
            (filters.TEXT, self.text),
            (filters.CAPTION, self.caption),
            (~filters.StatusUpdate.ALL, self.anything_else),
        ):
            application.add_handler(MessageHandler(_PRIVATE & kind, answer))
        application.add_handler(CallbackQueryHandler(buttons.pressed))
        application.add_error_handler(self.failed)

    async def start(self, update: Update, _context: object) -> None:
        """Greet, and offer example questions."""
        await self._say(update, self._messages.start, keyboards.examples(self._messages.examples))

    async def help(self, update: Update, _context: object) -> None:
        """Explain how the bot is used."""
        minutes = self._dialogue.settings.history_minutes
        await self._say(update, [text.format(minutes=minutes) for text in self._messages.help])

    async def forget(self, update: Update, _context: object) -> None:
        """Erase what is known of the chat."""
        if update.effective_chat:
            await self._dialogue.store.run(erase, update.effective_chat.id)
            await self._say(update, [self._messages.forgotten])

    async def unknown_command(self, update: Update, _context: object) -> None:
        """Point to the help."""
        await self._say(update, [self._messages.unknown_command])

    async def text(self, update: Update, _context: object) -> None:
        """Answer a question."""
        if update.message and update.message.text:
            await self._dialogue.ask(update.message.chat.id, update.message.text)

    async def caption(self, update: Update, _context: object) -> None:
        """Answer the words below a picture or file."""
        if update.message and update.message.caption:
            if update.message.media_group_id:
                self._albums.append(update.message.media_group_id)
            await self._dialogue.ask(update.message.chat.id, update.message.caption)

    async def anything_else(self, update: Update, _context: object) -> None:
        """Say that only text is understood; once for an album."""
        album = update.message.media_group_id if update.message else None
        if album is not None:
            if album in self._albums:
                return
            self._albums.append(album)
        await self._say(update, [self._messages.only_text])

    async def failed(
        self,
        update: object,
        context: CallbackContext,  # type: ignore[type-arg]
    ) -> None:
        """Apologise to the user and give the operator the same reference, without words."""
        error = context.error
        if error is None:
            return
        if isinstance(error, Forbidden):
            say(log, logging.INFO, "the user has blocked the bot")
            return
        reference = secrets.token_hex(4)
        number = update.update_id if isinstance(update, Update) else "-"
        say(
            log,
            logging.ERROR,
            "update failed",
            reference=reference,
            update=number,
            **describe(error),
        )
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None or chat.type != "private":
            return
        apology = self._messages.apology.format(reference=reference)
        try:
            await self._dialogue.sender.send(chat.id, pack([paragraph(apology)]))
        except TelegramError as second:
            say(
                log,
                logging.ERROR,
                "apology not delivered",
                reference=reference,
                **describe(second),
            )

    async def _say(
        self,
        update: Update,
        texts: Sequence[str],
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        if update.effective_chat:
            blocks = [paragraph(text) for text in texts]
            await self._dialogue.sender.send(update.effective_chat.id, pack(blocks), keyboard)
