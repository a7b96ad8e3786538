"""/perubahan: what waits for a publish, what it would change, and taking it back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from telegram import InlineKeyboardButton

from bot.admin.program import Outcome
from bot.admin.roles import ANY_ADMIN, Role
from bot.telegram.admin.difference import changes_anything, difference_blocks, difference_file
from bot.telegram.admin.jobs import Jobs
from bot.telegram.admin.panels import announce, present
from bot.telegram.admin.running import refusal
from bot.telegram.admin.waiting import Item, Waiting, item_blocks, read_waiting, title_of
from bot.telegram.admin.ways import (
    OVERVIEW,
    overview_button,
    publish_button,
    trial_button,
    undo_button,
)
from bot.telegram.blocks import Block, heading, paragraph
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import Panel, in_rows, key_of, named, page_of, panel
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

_DETAILS, _WHICH, _ASK, _DISCARD = "ysd", "ysw", "ysa", "ysy"
_EVERYTHING = "*"
"""Key of the buttons that discard everything: no item has that name."""
_SHOWN = 10
"""Items that are listed in the overview."""
_PER_PAGE = 8


class StagedTexts(CheckedTexts):
    """The contents of ``staged.yaml``."""

    reading: Text
    title: Text
    serving: Text
    no_edition: Text
    count: Text
    data_files: Text
    more: Text
    nothing: Text
    no_difference: Text
    publisher_needed: Text
    refresh: Text
    details: Text
    discard: Text
    back: Text
    preparing: Text
    discard_title: Text
    discard_which: Text
    discard_everything: Text
    discard_one: Text
    discard_all: Text
    discard_yes: Text
    discarded: Text
    discarded_all: Text
    gone: Text
    changed: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "serving": frozenset({"edition"}),
        "count": frozenset({"count"}),
        "more": frozenset({"count"}),
        "discard_one": frozenset({"title"}),
        "discard_all": frozenset({"count"}),
        "discarded": frozenset({"title"}),
        "discarded_all": frozenset({"count"}),
    }


@cache
def staged_texts() -> StagedTexts:
    """The texts of ``bot/data/staged.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("staged.yaml", StagedTexts)


def feature(jobs: Jobs) -> Feature:
    """The command and its buttons; ``discard_feature`` has those for editors."""
    staged = _Staged(jobs, staged_texts())
    return Feature(
        commands={"perubahan": staged.command},
        presses={OVERVIEW: staged.refresh, _DETAILS: staged.details},
        roles=ANY_ADMIN,
    )


def discard_feature(jobs: Jobs) -> Feature:
    """The buttons that take back what waits."""
    staged = _Staged(jobs, staged_texts())
    return Feature(
        presses={_WHICH: staged.which, _ASK: staged.ask, _DISCARD: staged.discard},
        roles=frozenset({Role.EDITOR}),
    )


@dataclass(frozen=True)
class _Staged:
    jobs: Jobs
    texts: StagedTexts

    async def command(self, reply: Reply, _typed: str) -> None:
        """Show what waits."""
        await announce(reply, self.texts.reading)
        await present(reply, await self._overview(reply.occasion.user))

    async def refresh(self, reply: Reply, _press: Press) -> Plan:
        """Show what waits now."""
        return Plan(self.texts.reading, lambda: self.command(reply, ""))

    async def details(self, reply: Reply, _press: Press) -> Plan:
        """Send the whole difference as a file."""

        async def act() -> None:
            desk = self.jobs.desk
            outcome = await desk.program("diff")
            if not outcome.ok:
                await reply.say(refusal(self.jobs.texts, outcome))
                return
            library, messages = desk.dialogue.answering.library, desk.dialogue.messages
            await reply.send_document(difference_file(outcome.result, library, messages))

        return Plan(self.texts.preparing, act)

    async def which(self, reply: Reply, press: Press) -> Plan:
        """Show the items to be taken back, page by page."""

        async def act() -> None:
            found, told = await self._waiting()
            shown = told if found is None else self._which(found, press.number)
            await present(reply, shown)

        return Plan(act=act)

    async def ask(self, reply: Reply, press: Press) -> Plan:
        """Ask whether an item, or everything, is really to be taken back."""

        async def act() -> None:
            found, told = await self._waiting()
            await present(
                reply, told if found is None else self._ask(found, press, reply.occasion.user)
            )

        return Plan(act=act)

    async def discard(self, reply: Reply, press: Press) -> Plan:
        """Take an item back, or everything, as it was shown when that was asked."""

        async def act() -> None:
            found, told = await self._waiting()
            if found is None:
                await present(reply, told)
                return
            await present(reply, await self._discarded(found, press, reply.occasion.user))

        return Plan(act=act)

    async def _discarded(self, found: Waiting, press: Press, user: int) -> Panel:
        texts, desk = self.texts, self.jobs.desk
        if press.key == _EVERYTHING:
            if found.mark != press.number:
                return self._which(found, 0, texts.changed)
            count = thousands(len(found.items))
            done, arguments = texts.discarded_all.format(count=count), ["--all"]
        else:
            meant = named(press.key, found.items, lambda one: one.name)
            if meant is None:
                return self._which(found, 0, texts.gone)
            if meant.mark != press.number:
                return self._which(found, 0, texts.changed)
            done = texts.discarded.format(title=title_of(meant, desk.dialogue))
            arguments = [meant.name]
        outcome = await desk.program("discard", *arguments, by=user)
        if not outcome.ok:
            return self._refused(outcome)
        return self._which(read_waiting(outcome.result), 0, done)

    async def _waiting(self) -> tuple[Waiting | None, Panel]:
        """What waits, or why that cannot be told."""
        outcome = await self.jobs.desk.program("stage")
        if not outcome.ok:
            return None, self._refused(outcome)
        return read_waiting(outcome.result), panel([])

    def _refused(self, outcome: Outcome) -> Panel:
        return panel(refusal(self.jobs.texts, outcome), [[overview_button()]])

    async def _overview(self, user: int) -> Panel:
        """What waits, in short what it changes, and what this admin may do with it."""
        (found, told), difference = await asyncio.gather(
            self._waiting(), self.jobs.desk.program("diff")
        )
        if found is None:
            return told
        changes: list[Block] = []
        if difference.ok:
            library = self.jobs.desk.dialogue.answering.library
            changes = difference_blocks(difference.result, library)
        else:
            changes = refusal(self.jobs.texts, difference, self.texts.no_difference)
        texts = self.texts
        serving = texts.serving.format(edition=found.serving or texts.no_edition)
        blocks = [heading(texts.title), paragraph(serving)]
        if found.items:
            blocks += self._items(found.items, user)
        elif difference.ok and changes_anything(difference.result):
            blocks.append(paragraph(texts.data_files))
        else:
            rows = [self._undo(found, user), [self._again()]]
            return panel([*blocks, paragraph(texts.nothing)], rows)
        return panel([*blocks, *changes, *self._advice(user)], self._buttons(found, user))

    def _items(self, items: Sequence[Item], user: int) -> list[Block]:
        texts, dialogue = self.texts, self.jobs.desk.dialogue
        blocks = [paragraph(texts.count.format(count=thousands(len(items))))]
        blocks += item_blocks(items[:_SHOWN], dialogue, user)
        if (more := len(items) - _SHOWN) > 0:
            blocks.append(paragraph(texts.more.format(count=thousands(more)), "italic"))
        return blocks

    def _advice(self, user: int) -> list[Block]:
        if self.jobs.desk.admins.may(user, {Role.PUBLISHER}):
            return []
        return [paragraph(self.texts.publisher_needed, "italic")]

    def _buttons(self, found: Waiting, user: int) -> list[list[InlineKeyboardButton]]:
        texts, roles = self.texts, self.jobs.desk.admins.roles(user)
        act = [trial_button()]
        if Role.PUBLISHER in roles:
            act.append(publish_button())
        last = [self._again()]
        if Role.EDITOR in roles and found.items:
            last.insert(0, button(texts.discard, Press(_WHICH)))
        return [[button(texts.details, Press(_DETAILS))], act, self._undo(found, user), last]

    def _undo(self, found: Waiting, user: int) -> list[InlineKeyboardButton]:
        """The way to take a publisher's slip back, as long as it is open."""
        if found.undo and self.jobs.desk.admins.may(user, {Role.PUBLISHER}):
            return [undo_button(found.undo["edition"])]
        return []

    def _again(self) -> InlineKeyboardButton:
        return button(self.texts.refresh, Press(OVERVIEW))

    def _which(self, found: Waiting, number: int, word: str | None = None) -> Panel:
        """The items to choose from; ``word`` stands above them."""
        texts, dialogue = self.texts, self.jobs.desk.dialogue
        blocks = [paragraph(word, "bold")] if word else []
        back = button(texts.back, Press(OVERVIEW))
        if not found.items:
            return panel([*blocks, paragraph(texts.nothing)], [[back]])
        page = page_of(found.items, number, _PER_PAGE)
        blocks += [heading(texts.discard_title), paragraph(f"{texts.discard_which} {page.words}")]
        rows = in_rows(
            (
                button(title_of(one, dialogue), Press(_ASK, key_of(one.name), one.mark))
                for one in page.entries
            ),
            1,
        )
        everything = button(texts.discard_everything, Press(_ASK, _EVERYTHING, found.mark))
        return panel(blocks, [*rows, page.turning(_WHICH), [everything], [back]])

    def _ask(self, found: Waiting, press: Press, user: int) -> Panel:
        texts, dialogue = self.texts, self.jobs.desk.dialogue
        if press.key == _EVERYTHING:
            if found.mark != press.number:
                return self._which(found, 0, texts.changed)
            count = thousands(len(found.items))
            blocks = [paragraph(texts.discard_all.format(count=count), "bold")]
        else:
            meant = named(press.key, found.items, lambda one: one.name)
            if meant is None:
                return self._which(found, 0, texts.gone)
            if meant.mark != press.number:
                return self._which(found, 0, texts.changed)
            title = title_of(meant, dialogue)
            blocks = [paragraph(texts.discard_one.format(title=title), "bold")]
            blocks += item_blocks([meant], dialogue, user)
        sure = button(texts.discard_yes, Press(_DISCARD, press.key, press.number))
        return panel(blocks, [[sure], [button(texts.back, Press(_WHICH))]])
