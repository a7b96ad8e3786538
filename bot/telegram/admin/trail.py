"""/audit: who did what to the knowledge, the latest first, page by page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import InlineKeyboardButton

from bot.admin.roles import ANY_ADMIN
from bot.telegram.admin.commands import AdminTexts, admin_texts
from bot.telegram.admin.naming import person, regulation_name
from bot.telegram.admin.panels import announce, present, present_soon
from bot.telegram.admin.running import refusal
from bot.telegram.admin.telling import JobTexts, job_texts
from bot.telegram.blocks import Block, Span, cut_short, heading, item, paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import Page, Panel, panel
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from knowledge.clock import in_jakarta

ADMIN, TRAIL = "z", "za"
"""Codes of the buttons: the admins' menu, and a page of the log, by its number from 0."""
PER_PAGE = 10
_SUBJECT, _REASON = 200, 300
"""Characters shown of what was acted on, and of the reason."""
_TOLD_BY_NAME = frozenset({"sweep", "refused"})
"""Acts whose name says it all: what stands behind them is for the terminal."""
_REGULATION = re.compile(r"\b([a-z]+(?:-[a-z]+)*-\d+[a-z]?-\d{4})(?:@[0-9a-f]+)?(?![\w:-])")


def feature(desk: Desk) -> Feature:
    """The command and the buttons that turn its pages."""
    trail = _Trail(desk, admin_texts(), job_texts())
    return Feature(commands={"audit": trail.command}, presses={TRAIL: trail.turn}, roles=ANY_ADMIN)


@dataclass(frozen=True)
class _Trail:
    desk: Desk
    texts: AdminTexts
    refusals: JobTexts

    async def command(self, reply: Reply, _typed: str) -> None:
        """Show the latest acts."""
        await announce(reply, self.texts.trail_reading)
        await present(reply, await self._page(reply.occasion.user, 0))

    async def turn(self, reply: Reply, press: Press) -> Plan:
        """Show another page."""
        reader, number = reply.occasion.user, press.number
        return present_soon(reply, self.texts.trail_reading, lambda: self._page(reader, number))

    async def _page(self, reader: int, number: int) -> Panel:
        outcome = await self.desk.program(
            "audit", "--limit", str(PER_PAGE), "--page", str(number + 1)
        )
        if not outcome.ok:
            return panel(refusal(self.refusals, outcome), [[self._back]])
        acts, total, pages = (outcome.result[name] for name in ("acts", "total", "pages"))
        blocks = [heading(self.texts.trail_title)]
        if total:
            blocks.append(paragraph(self.texts.trail_count.format(count=thousands(total))))
        else:
            blocks.append(paragraph(self.texts.trail_empty))
        blocks += self._days(acts, reader)
        page = Page(acts, number, pages, number * PER_PAGE)
        if page.words:
            blocks.append(paragraph(page.words, "italic"))
        return panel(blocks, [page.turning(TRAIL), [self._back]])

    @property
    def _back(self) -> InlineKeyboardButton:
        return button(self.texts.back, Press(ADMIN))

    def _days(self, acts: list[Mapping[str, Any]], reader: int) -> list[Block]:
        """The acts, each day's below its date."""
        blocks, day = [], None
        for act in acts:
            moment = in_jakarta(datetime.fromisoformat(act["moment"]))
            if moment.date() != day:
                day = moment.date()
                blocks.append(heading(self.desk.dialogue.messages.day(day)))
            blocks.append(self._line(act, moment, reader))
        return blocks

    def _line(self, act: Mapping[str, Any], moment: datetime, reader: int) -> Block:
        texts, name = self.texts, str(act["act"])
        done = texts.acts.get(name, name)
        if act["edition"]:
            done = f"{done} {texts.edition.format(edition=act['edition'])}"
        spans = [Span(f"{person(act['who'], reader)} ", "bold"), Span(done)]
        if act["subject"] and name not in _TOLD_BY_NAME:
            spans.append(Span(f": {self._subject(name, act['subject'])}"))
        if act["reason"]:
            reason = cut_short(str(act["reason"]), _REASON)
            spans.append(Span(f". {texts.reason.format(reason=reason)}", "italic"))
        return item(f"{moment:%H.%M}", *spans)

    def _subject(self, name: str, subject: str) -> str:
        """What was acted on, with regulations by their names, and the log's own words in Indonesian."""
        library = self.desk.dialogue.answering.library
        told = _REGULATION.sub(lambda found: regulation_name(library, found[1]), subject)
        if name in self.texts.acts:
            for word, shown in self.texts.words.items():
                told = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", shown, told)
        return cut_short(told, _SUBJECT)
