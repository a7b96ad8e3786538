"""/tinjau: what users asked without a sure answer, or were told badly, and what an editor makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.admin.roles import ANY_ADMIN, Role
from bot.telegram.admin.review_form import Forms
from bot.telegram.admin.review_form_view import ITEM, LIST, failed_panel, gone_panel
from bot.telegram.admin.review_queue import Failed, Kind, Queue
from bot.telegram.admin.review_screen import Screen
from bot.telegram.admin.review_texts import ReviewTexts, review_texts
from bot.telegram.admin.review_view import (
    DISMISS,
    DISMISS_SURELY,
    dismiss_panel,
    dismissed_panel,
    item_panel,
    list_panel,
)
from bot.telegram.blocks import paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import key_of, panel
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply


def feature(desk: Desk) -> Feature:
    """The command, the buttons of the list, of an item and of the forms, and what is typed into those."""
    texts = review_texts()
    queue = Queue(desk.program)
    forms = Forms(desk, queue, texts)
    review = _Review(desk, queue, forms, texts)
    return Feature(
        commands={"tinjau": review.command},
        presses={
            LIST: review.list,
            ITEM: review.item,
            DISMISS: review.ask_dismiss,
            DISMISS_SURELY: review.dismiss,
            **forms.presses(),
        },
        typed=forms.typed,
        roles=ANY_ADMIN,
    )


@dataclass(frozen=True)
class _Review:
    desk: Desk
    queue: Queue
    forms: Forms
    texts: ReviewTexts

    async def command(self, reply: Reply, _typed: str) -> None:
        """Show the queue."""
        await self._list(reply, "", 0)

    async def list(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the queue, or of one kind of items."""
        kind = press.key if press.key in set(Kind) else ""
        return Plan(act=lambda: self._list(reply, kind, press.number))

    async def item(self, reply: Reply, press: Press) -> Plan:
        """Show an item."""
        return Plan(act=lambda: self._item(reply, press.key))

    async def ask_dismiss(self, reply: Reply, press: Press) -> Plan:
        """Ask whether an item is to be taken out of the queue."""
        if not self.forms.may(reply):
            return Plan(self.texts.item.only_editors)
        return Plan(act=lambda: self._ask_dismiss(reply, press.key))

    async def dismiss(self, reply: Reply, press: Press) -> Plan:
        """Take an item out of the queue."""
        if not self.forms.may(reply):
            return Plan(self.texts.item.only_editors)
        return Plan(act=lambda: self._dismiss(reply, press.key))

    async def _list(self, reply: Reply, kind: str, number: int) -> None:
        screen, words = Screen.of(reply), self.texts.list
        await screen.show(panel([paragraph(words.reading)]))
        items = await self.queue.items()
        if isinstance(items, Failed):
            again = button(words.again, Press(LIST, kind, number))
            await screen.show(failed_panel(items, words.unreadable, [[again]]))
        else:
            await screen.show(list_panel(items, kind, number, self.texts))

    async def _item(self, reply: Reply, key: str) -> None:
        screen = Screen.of(reply)
        await screen.show(panel([paragraph(self.texts.item.reading)]))
        item = await self.queue.item(key, anew=True)
        if isinstance(item, Failed):
            await self._not_read(screen, key, item)
            return
        begun = await self.forms.on_item(reply, item.id) is not None
        shown = item_panel(
            item,
            self.desk.dialogue.messages,
            self.texts,
            label=self._label,
            may_act=self.forms.may(reply),
            may_confirm=self.desk.admins.may(reply.occasion.user, {Role.PUBLISHER}),
            begun=begun,
        )
        await screen.show(shown)

    def _label(self, provision: str) -> str:
        """A provision as lawyers write it; by its id where the edition that serves has it no more."""
        citation = self.desk.dialogue.answering.citation(provision)
        return citation.label if citation else provision

    async def _ask_dismiss(self, reply: Reply, key: str) -> None:
        screen = Screen.of(reply)
        item = await self.queue.item(key)
        if isinstance(item, Failed):
            await self._not_read(screen, key, item)
        else:
            await screen.show(dismiss_panel(item, self.texts))

    async def _dismiss(self, reply: Reply, key: str) -> None:
        screen = Screen.of(reply)
        await screen.show(panel([paragraph(self.texts.item.dismissing)]))
        item = await self.queue.item(key)
        if isinstance(item, Failed):
            await self._not_read(screen, key, item)
            return
        done = await self.queue.apply(item.id, {"act": "dismiss"}, by=reply.occasion.user)
        if isinstance(done, Failed):
            await self._not_read(screen, key, done)
            return
        await self.forms.forget(reply, item.id)
        await screen.show(dismissed_panel(self.texts))

    async def _not_read(self, screen: Screen, key: str, failed: Failed) -> None:
        """Say that an item is gone, or that something went wrong."""
        if failed.gone:
            await screen.show(gone_panel(self.texts))
            return
        words = self.texts.item
        rows = [[button(words.again, Press(ITEM, key_of(key))), button(words.back, Press(LIST))]]
        await screen.show(failed_panel(failed, words.failed, rows))
