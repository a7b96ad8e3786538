"""The command menus that Telegram shows: for everybody, for groups, and for each admin's private chat."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from dataclasses import dataclass

from telegram import BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import BadRequest

from bot.admin.roles import Admins
from bot.storage.menus import chats_with_menu, forget_menu, note_menu
from bot.storage.store import Store
from bot.telegram.admin.commands import commands_for
from bot.telegram.client import Client
from bot.telegram.groups import PRIVATE_COMMANDS
from bot.telegram.logs import describe, say
from bot.telegram.messages import Messages

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Menus:
    """Sets the menus. Nothing depends on them, so that what fails is only logged."""

    client: Client
    store: Store
    messages: Messages
    admins: Admins

    async def offer(self) -> None:
        """Set all of them; who was an admin when the bot ran before, and is none now, gets everybody's back."""
        shared = [command for command in self._common if command[0] not in PRIVATE_COMMANDS]
        groups = BotCommandScopeAllGroupChats()
        await not_needed(self.client.set_my_commands(self._common), "command menu refused")
        await not_needed(
            self.client.set_my_commands(shared, scope=groups), "command menu of groups refused"
        )
        for admin in sorted(self.admins.all):
            await self.offer_to(admin)
        await not_needed(self._take_back(), "command menu not taken back")

    async def offer_to(self, admin: int) -> None:
        """Set that of an admin's private chat: the commands of the admin's roles, and everybody's.

        Telegram refuses it as long as the admin has not written to the bot.
        """
        await not_needed(
            self._offer_to(admin), "command menu of an admin refused: they write to the bot first"
        )

    async def _offer_to(self, admin: int) -> None:
        own = [(one.name, one.description) for one in commands_for(self.admins.roles(admin))]
        scope = BotCommandScopeChat(admin)
        await self.client.set_my_commands([*own, *self._common], scope=scope)
        await self.store.run(note_menu, admin)

    async def _take_back(self) -> None:
        for former in sorted(await self.store.run(chats_with_menu) - self.admins.all):
            try:
                await self.client.delete_my_commands(scope=BotCommandScopeChat(former))
            except (
                BadRequest
            ) as error:  # the chat is no more; whatever else, the next start tries again
                say(log, logging.INFO, "command menu of a former admin is gone", **describe(error))
            await self.store.run(forget_menu, former)

    @property
    def _common(self) -> list[tuple[str, str]]:
        return [(command.name, command.description) for command in self.messages.commands]


async def not_needed(call: Awaitable[object], what: str) -> None:
    """Make a call that nothing depends on; ``what`` is said to the operator when it fails."""
    try:
        await call
    except Exception as error:
        say(log, logging.WARNING, what, **describe(error))
