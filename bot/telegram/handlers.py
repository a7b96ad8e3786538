"""What happens when a message comes in, and when handling one fails."""

from __future__ import annotations

import logging
import re
import secrets
from collections import deque

from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    MessageHandler,
    filters,
)

from bot.telegram.blocks import paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Features
from bot.telegram.logs import describe, say
from bot.telegram.press import decode
from bot.telegram.reply import Reply, occasion_of

log = logging.getLogger(__name__)

# Groups are out of scope: what is said there is not meant for the bot.
_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
_COMMAND = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<typed>.*))?", re.DOTALL
)


class Handlers:
    """Brings each update to the feature that it is meant for, else to the dialogue."""

    def __init__(self, dialogue: Dialogue, features: Features) -> None:
        self._dialogue = dialogue
        self._features = features
        self._messages = dialogue.messages
        # An album comes as several messages: one hint is enough for it.
        self._albums: deque[str] = deque(maxlen=200)

    def register(self, application: Application) -> None:  # type: ignore[type-arg]
        """Tell the application what to call for which update."""
        application.add_handler(MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, self.message))
        application.add_handler(CallbackQueryHandler(self.pressed))
        application.add_error_handler(self.failed)

    async def message(self, update: Update, _context: object) -> None:
        """Answer what a user has written or sent."""
        message = update.message
        reply = self._reply(update)
        if message is None or reply is None:
            return
        album = message.media_group_id
        words = message.text or message.caption
        if words is None:
            if album is None or album not in self._albums:
                await reply.say([paragraph(self._messages.only_text)])
        elif message.text and (found := _COMMAND.fullmatch(words.strip())):
            await self._command(reply, found["name"].lower(), (found["typed"] or "").strip())
        else:
            await self._text(reply, words)
        if album is not None:
            self._albums.append(album)
        await reply.finish()

    async def _command(self, reply: Reply, name: str, typed: str) -> None:
        command = self._features.commands.get(name)
        if command is None:
            await reply.say([paragraph(self._messages.unknown_command)])
        else:
            await command(reply, typed)

    async def _text(self, reply: Reply, words: str) -> None:
        for typed in self._features.typed:
            if await typed(reply, words):
                return
        await self._dialogue.ask(reply, words)

    async def pressed(self, update: Update, _context: object) -> None:
        """Acknowledge a pressed button, whatever becomes of it, and do what it stands for.

        Raises:
            Exception: what doing it raised; the press was acknowledged then, too.
        """
        query, reply = update.callback_query, self._reply(update)
        if query is None:
            return
        press = decode(query.data)
        pressed = self._features.presses.get(press.code) if press else None
        toasts, sender = self._messages.toasts, self._dialogue.sender
        if reply is None or press is None or pressed is None or not reply.occasion.private:
            await sender.acknowledge(query, toasts.expired)
            return
        try:
            plan = await pressed(reply, press)
        except Exception:
            await sender.acknowledge(query, toasts.failed)
            raise
        await sender.acknowledge(query, plan.note)
        if plan.act:
            await plan.act()

    def _reply(self, update: Update) -> Reply | None:
        dialogue, occasion = self._dialogue, occasion_of(update)
        if occasion is None:
            return None
        return Reply(occasion, dialogue.sender, dialogue.store, dialogue.clock)

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
        reply = self._reply(update) if isinstance(update, Update) else None
        if reply is None or not reply.occasion.private:
            return
        apology = self._messages.apology.format(reference=reference)
        try:
            await reply.say([paragraph(apology)])
        except TelegramError as second:
            say(
                log,
                logging.ERROR,
                "apology not delivered",
                reference=reference,
                **describe(second),
            )
