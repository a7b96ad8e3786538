"""What happens when a message comes in, and when handling one fails."""

from __future__ import annotations

import logging
import secrets
from collections import deque
from dataclasses import replace
from typing import Any, TypeAlias

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.admin.roles import Admins, Role
from bot.storage.conversation import asked_before
from bot.storage.sent import updates_on
from bot.telegram.addressing import Heard, Identity, hear
from bot.telegram.blocks import clean, paragraph
from bot.telegram.denials import Denials
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Features, Pressed
from bot.telegram.groups import Groups, may_not_speak, sent_on_to
from bot.telegram.inline import InlineSearch
from bot.telegram.limits import Limits
from bot.telegram.logs import describe, say
from bot.telegram.press import Press, decode
from bot.telegram.reply import Reply, occasion_of
from knowledge.errors import StoreError

log = logging.getLogger(__name__)

_Context: TypeAlias = CallbackContext[Any, Any, Any, Any]

_ALWAYS = frozenset({"hapus", "lupakan", "privasi", "help", "bantuan"})
"""Commands that work however much was asked: nobody is kept from being forgotten."""


class Handlers:
    """Brings each update to the feature that it is meant for, else to the dialogue."""

    def __init__(
        self,
        dialogue: Dialogue,
        features: Features,
        limits: Limits,
        groups: Groups,
        search: InlineSearch,
        admins: Admins,
    ) -> None:
        self._dialogue = dialogue
        self._features = features
        self._messages = dialogue.messages
        self._limits = limits
        self._groups = groups
        self._search = search
        self._admins = admins
        self._denials = Denials(dialogue.store, dialogue.clock)
        # An album comes as several messages: one hint is enough for it.
        self._albums: deque[str] = deque(maxlen=200)

    def register(self, application: Application) -> None:  # type: ignore[type-arg]
        """Tell the application what to call for which update."""
        said = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self.moved))
        application.add_handler(MessageHandler(said & ~filters.StatusUpdate.ALL, self.message))
        application.add_handler(CallbackQueryHandler(self.pressed))
        application.add_handler(InlineQueryHandler(self.searched))
        application.add_handler(
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER)
        )
        application.add_error_handler(self.failed)

    async def message(self, update: Update, context: _Context) -> None:
        """Answer what a user has written, changed or sent."""
        message, reply, me = update.effective_message, self._reply(update), _identity(context)
        if message is None or reply is None:
            return
        edited = reply.occasion.edited
        heard = hear(message, me, meant=edited)
        if heard is None:
            return
        if self._foreign(reply, heard):
            if heard.command and f"@{me.username}".lower() in (message.text or "").lower():
                roles = self._features.command_roles.get(heard.command)
                await self._denied(reply, roles, f"/{heard.command}")
            return
        if edited and not await self._changed(reply, heard):
            return
        album = message.media_group_id
        if heard.words is None and album in self._albums and not self._takes(reply, message):
            return
        if album is not None:
            self._albums.append(album)
        if await self._admitted(reply, heard, message):
            await self._answer(reply, heard, message, me)
            await reply.finish()

    async def _answer(self, reply: Reply, heard: Heard, message: Message, me: Identity) -> None:
        private = reply.occasion.private
        if message.document and await self._received(reply, message):
            return
        if heard.words is None:
            if message.voice or message.video_note:
                await reply.say([paragraph(self._messages.voice)])
            elif private:
                # In groups a sticker below an answer is no question.
                await reply.say([paragraph(self._messages.only_text)])
        elif heard.command is not None:
            await self._command(reply, heard.command, heard.typed, me)
        elif heard.words.strip() or private:
            await self._text(reply, heard.words)
        else:
            await self._groups.named_only(reply, me)

    async def _command(self, reply: Reply, name: str, typed: str, me: Identity) -> None:
        private = reply.occasion.private
        if not private and await self._groups.command(reply, name, me):
            return
        if wanted := sent_on_to(name, typed):
            name, typed = wanted, ""
        command, roles = self._features.commands.get(name), self._features.command_roles.get(name)
        if command is None or not self._may(reply, roles):
            await reply.say([paragraph(self._messages.unknown_command)])
            await self._denied(reply, roles, f"/{name}")
        else:
            await self._dialogue.ready()
            await command(reply, typed)

    def _foreign(self, reply: Reply, heard: Heard) -> bool:
        """Whether it is a command that we do not know, in a group, where it may be another bot's."""
        command = heard.command
        if reply.occasion.private or command is None:
            return False
        return command not in self._features.commands or command in self._features.command_roles

    def _may(self, reply: Reply, roles: frozenset[Role] | None) -> bool:
        """Whether what is for these roles works for this user, here."""
        return not roles or (
            reply.occasion.private and self._admins.may(reply.occasion.user, roles)
        )

    async def _denied(self, reply: Reply, roles: frozenset[Role] | None, subject: str) -> None:
        """Note that a user tried what is for these roles, once they have their answer as if it did not exist."""
        user = reply.occasion.user
        if roles and not self._admins.may(user, roles):
            await self._denials.note(user, subject)

    def _takes(self, reply: Reply, message: Message) -> bool:
        """Whether a message carries a file for which there is a feature: of an album, each is one."""
        return message.document is not None and any(
            self._may(reply, roles) for _, roles in self._features.received
        )

    async def _received(self, reply: Reply, message: Message) -> bool:
        """Whether a feature takes the file that a message carries."""
        for received, roles in self._features.received:
            if self._may(reply, roles) and await received(reply, message):
                return True
        return False

    async def _text(self, reply: Reply, words: str) -> None:
        features = self._features
        # A changed message is the old question, not what is awaited now.
        for typed, roles in features.changed if reply.occasion.edited else features.typed:
            if self._may(reply, roles) and await typed(reply, words):
                return
        await self._dialogue.ask(reply, words)

    async def _changed(self, reply: Reply, heard: Heard) -> bool:
        """Whether a changed message is to be answered anew.

        Telegram reports a change, too, when a preview of a link was loaded, or a picture replaced.
        """
        occasion, store = reply.occasion, self._dialogue.store
        if heard.words is None or occasion.message is None:
            return False
        try:
            if not occasion.private:
                answered = await store.run(updates_on, occasion.chat, occasion.message)
                if not answered:
                    return False  # it was talk among people
            before = await store.run(
                asked_before,
                reply.talk,
                now=self._dialogue.clock(),
                minutes=self._dialogue.settings.history_minutes,
            )
        except StoreError as error:
            say(log, logging.ERROR, "changed message not looked up", **describe(error))
            return occasion.private
        return before is None or before.strip() != clean(heard.words).strip()

    async def _admitted(self, reply: Reply, heard: Heard, message: Message) -> bool:
        """Whether there is room for one more question; who asks too much is told so once."""
        occasion = reply.occasion
        if heard.command in _ALWAYS:
            return self._limits.press(occasion.user) is None
        written = (message.edit_date if occasion.edited else None) or message.date
        group = None if occasion.private else occasion.chat
        refusal = self._limits.question(occasion.user, group, written.timestamp())
        if refusal is None:
            return True
        if refusal.text:
            # The answer to a changed question stays: the new one is not in its place yet.
            await _as_new(reply).say([paragraph(refusal.text)])
        return False

    async def pressed(self, update: Update, _context: _Context) -> None:
        """Acknowledge a pressed button, whatever becomes of it, and do what it stands for.

        Raises:
            Exception: what doing it raised; the press was acknowledged then, too.
        """
        query, reply = update.callback_query, self._reply(update)
        if query is None:
            return
        press = decode(query.data)
        pressed = self._pressed(reply, press) if reply and press else None
        toasts, sender = self._messages.toasts, self._dialogue.sender
        if reply is None or press is None or pressed is None:
            await sender.acknowledge(query, toasts.expired)
            if reply and press:
                roles = self._features.press_roles.get(press.code)
                await self._denied(reply, roles, f"button {press.code}")
            return
        wait = self._limits.press(reply.occasion.user)
        if wait is not None:
            await sender.acknowledge(query, self._limits.pressed(wait))
            return
        try:
            await self._dialogue.ready()
            plan = await pressed(reply, press)
        except Exception:
            await sender.acknowledge(query, toasts.failed)
            raise
        await sender.acknowledge(query, plan.note)
        if plan.act:
            await plan.act()

    def _pressed(self, reply: Reply, press: Press) -> Pressed | None:
        """What a button does in this chat; None for one that does nothing in it."""
        features = self._features
        if press.code in features.personal and not reply.occasion.private:
            return None
        if not self._may(reply, features.press_roles.get(press.code)):
            return None
        return features.presses.get(press.code)

    async def searched(self, update: Update, context: _Context) -> None:
        """Offer cards for what is typed after the bot's name in any chat."""
        if update.inline_query is not None:
            await self._search.answer(update.inline_query, _identity(context).username)

    async def membership(self, update: Update, context: _Context) -> None:
        """Greet a group that the bot has come into, and forget one that it has left."""
        reply = self._reply(update)
        if update.my_chat_member is not None and reply is not None:
            await self._groups.membership(reply, update.my_chat_member, _identity(context))

    async def moved(self, update: Update, _context: _Context) -> None:
        """Go on in a group that Telegram has made a supergroup."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id:
            await self._groups.moved(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._groups.moved(message.migrate_from_chat_id, message.chat_id)

    def _reply(self, update: Update) -> Reply | None:
        dialogue, occasion = self._dialogue, occasion_of(update)
        if occasion is None:
            return None
        return Reply(occasion, dialogue.sender, dialogue.store, dialogue.clock)

    async def failed(
        self,
        update: object,
        context: _Context,
    ) -> None:
        """Apologise to the user and give the operator the same reference, without words."""
        error = context.error
        if error is None:
            return
        if isinstance(error, TelegramError) and may_not_speak(error):
            say(log, logging.INFO, "the user has blocked the bot, or the group has muted it")
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
        if reply is None or not isinstance(update, Update) or update.my_chat_member:
            return
        apology = self._messages.apology.format(reference=reference)
        try:
            await reply.go_on()
            await reply.say([paragraph(apology)])
        except TelegramError as second:
            say(
                log,
                logging.ERROR,
                "apology not delivered",
                reference=reference,
                **describe(second),
            )


def _identity(context: _Context) -> Identity:
    return Identity(context.bot.id, context.bot.username)


def _as_new(reply: Reply) -> Reply:
    """A reply that takes the place of nothing."""
    return Reply(replace(reply.occasion, edited=False), reply.sender, reply.store, reply.clock)
