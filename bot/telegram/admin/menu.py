"""/admin: what an admin may do, which edition serves, and what waits to be published."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.admin.roles import ANY_ADMIN, Role
from bot.telegram.admin.commands import AdminTexts, admin_texts, commands_for
from bot.telegram.admin.naming import time_of
from bot.telegram.admin.panels import announce, present, present_soon
from bot.telegram.admin.running import refusal
from bot.telegram.admin.telling import JobTexts, job_texts
from bot.telegram.admin.trail import ADMIN, TRAIL
from bot.telegram.admin.waiting import Waiting, read_waiting
from bot.telegram.admin.ways import (
    confirming_button,
    overview_button,
    publish_button,
    rollback_button,
    undo_button,
)
from bot.telegram.blocks import Block, Span, heading, item, paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import Panel, Row, paired, panel
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply


def feature(desk: Desk) -> Feature:
    """The command and its button."""
    menu = _Menu(desk, admin_texts(), job_texts())
    return Feature(commands={"admin": menu.command}, presses={ADMIN: menu.refresh}, roles=ANY_ADMIN)


@dataclass(frozen=True)
class _Menu:
    desk: Desk
    texts: AdminTexts
    refusals: JobTexts

    async def command(self, reply: Reply, _typed: str) -> None:
        """Show how things stand, and what this admin may do."""
        await announce(reply, self.texts.reading)
        # At the start Telegram may have refused the menu of an admin who had not written to the bot.
        _, shown = await asyncio.gather(
            self.desk.menus.offer_to(reply.occasion.user), self._view(reply.occasion.user)
        )
        await present(reply, shown)

    async def refresh(self, reply: Reply, _press: Press) -> Plan:
        """Show how things stand now."""
        return present_soon(reply, self.texts.reading, lambda: self._view(reply.occasion.user))

    async def _view(self, user: int) -> Panel:
        texts, roles = self.texts, self.desk.admins.roles(user)
        named = ", ".join(texts.roles[role] for role in Role if role in roles)
        blocks = [heading(texts.title), paragraph(texts.your_roles.format(roles=named))]
        outcome = await self.desk.program("stage")
        waiting = read_waiting(outcome.result) if outcome.ok else None
        blocks += self._standing(waiting, user) if waiting else refusal(self.refusals, outcome)
        blocks.append(heading(texts.list))
        blocks += [item(f"/{one.name} –", Span(one.description)) for one in commands_for(roles)]
        return panel(blocks, self._rows(publisher=Role.PUBLISHER in roles, waiting=waiting))

    def _standing(self, waiting: Waiting, user: int) -> list[Block]:
        """Which edition serves, what waits, and what can be undone."""
        texts, count = self.texts, len(waiting.items)
        lines = [
            texts.serving.format(edition=waiting.serving) if waiting.serving else texts.no_edition,
            texts.waiting.format(count=thousands(count)) if count else texts.nothing_waits,
        ]
        own = len(waiting.of(user))
        publisher = Role.PUBLISHER in self.desk.admins.roles(user)
        if own and publisher and self.desk.dialogue.settings.four_eyes:
            lines.append(texts.four_eyes.format(count=thousands(own)))
        if waiting.undo and publisher:
            until = time_of(waiting.undo["until"])
            lines.append(texts.undo.format(edition=waiting.undo["edition"], time=until))
        return [paragraph(line) for line in lines]

    def _rows(self, *, publisher: bool, waiting: Waiting | None) -> list[Row]:
        texts = self.texts
        buttons = [overview_button()]
        if publisher:
            if waiting and waiting.undo:
                buttons.append(undo_button(waiting.undo["edition"]))
            if waiting and waiting.items:
                buttons.append(publish_button())
            buttons += [confirming_button(), rollback_button()]
        buttons += [button(texts.trail, Press(TRAIL)), button(texts.refresh, Press(ADMIN))]
        return paired(buttons)
