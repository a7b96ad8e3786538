"""Telling subscribers of changes: one short notice each, slowly, and never in the way of an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import ClassVar, Self

from pydantic import model_validator
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.storage import news as stored
from bot.storage.news import Change, Notice
from bot.storage.subscription import unsubscribe
from bot.telegram.blocks import Block, Span, cut_short, heading, item, pack, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.links import deep_link
from bot.telegram.logs import describe, say
from bot.telegram.press import Press, button
from bot.texts import CheckedTexts, load_texts
from knowledge.model import RegulationStatus, Text

log = logging.getLogger(__name__)

OPEN, END = "no", "nx"
"""Codes of the buttons: what is heard of; nothing any more (1: below a notice)."""
_SHOWN = 5
"""Changes that a notice names."""
_TITLE = 300
"""Characters of a title, so that a notice is one message however long the titles are."""


class SubscriptionTexts(CheckedTexts):
    """The contents of ``subscription.yaml``."""

    title: Text
    none: Text
    all: Text
    some: Text
    meaning: Text
    kept: Text
    unknown: Text
    gone: Text
    choose_all: Text
    chosen_mark: Text
    end: Text
    manage: Text
    again: Text
    saved_all: Text
    saved: Text
    ended: Text
    news_title: Text
    changes: dict[Change, Text]
    change: str
    regulation: Text
    more: Text
    edition: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "some": frozenset({"topics"}),
        "change": frozenset({"change"}),
        "regulation": frozenset({"label", "status"}),
        "more": frozenset({"count"}),
        "edition": frozenset({"edition", "date"}),
    }

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := sorted(set(Change) - set(self.changes)):
            raise ValueError(f"changes lacks {', '.join(missing)}")
        return self


@cache
def subscription_texts() -> SubscriptionTexts:
    """The texts of ``bot/data/subscription.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("subscription.yaml", SubscriptionTexts)


@dataclass(frozen=True)
class Newsroom:
    """Sends the notices that are due, as long as the bot runs."""

    dialogue: Dialogue
    texts: SubscriptionTexts

    async def work(self) -> None:
        """Look for news from time to time, and send them."""
        store, pace = self.dialogue.store, self.dialogue.pace
        await store.run(stored.lose_under_way)
        while True:
            await store.run(stored.plan, now=self.dialogue.clock())
            while await self._send_next():
                await asyncio.sleep(pace.news_gap)
            await asyncio.sleep(pace.news)

    async def _send_next(self) -> bool:
        """Send one notice; False when none is due."""
        await self._give_way()
        dialogue = self.dialogue
        notice = await dialogue.store.run(stored.take_next, now=dialogue.clock())
        if notice is None:
            return False
        await self._send(notice)
        return True

    async def _give_way(self) -> None:
        """Wait while answers are under way, but not for ever: a busy bot tells its news, too."""
        pace, sender = self.dialogue.pace, self.dialogue.sender
        step = pace.news_yield / 10
        for _ in range(10):
            if not sender.busy:
                return
            await asyncio.sleep(step)

    async def _send(self, notice: Notice) -> None:
        dialogue = self.dialogue
        store, clock = dialogue.store, dialogue.clock
        [message] = pack([*self.blocks(notice)])
        try:
            await dialogue.sender.send_once(notice.chat, message, end_and_manage(self.texts))
        except RetryAfter as error:
            # The client has waited as often as it may: this one has to wait longer.
            await store.run(stored.put_off, notice, until=clock() + _seconds(error))
            say(log, logging.WARNING, "notice put off", **describe(error))
        except (Forbidden, BadRequest) as error:
            if isinstance(error, Forbidden) or "chat not found" in error.message.lower():
                await store.run(unsubscribe, notice.chat)
                say(log, logging.INFO, "a subscriber has blocked the bot, or is gone")
            else:
                await store.run(stored.note_failed, notice, now=clock())
                say(log, logging.ERROR, "notice refused", **describe(error))
        except TimedOut as error:
            # It may have arrived: to be told nothing does less harm than to be told twice.
            await store.run(stored.note_lost, notice, now=clock())
            say(log, logging.WARNING, "notice perhaps not delivered", **describe(error))
        except NetworkError as error:
            await store.run(stored.put_off, notice, until=clock() + dialogue.pace.news_retry)
            say(log, logging.WARNING, "notice not delivered; trying again", **describe(error))
        except TelegramError as error:
            await store.run(stored.note_failed, notice, now=clock())
            say(log, logging.ERROR, "notice refused", **describe(error))
        else:
            await store.run(stored.note_sent, notice, now=clock())

    def blocks(self, notice: Notice) -> Iterator[Block]:
        """What a notice says."""
        texts, changes = self.texts, notice.changes
        yield heading(texts.news_title)
        lines = [*self._rulings(notice), *self._regulations(notice)]
        # What few changes of standing there are stands beside the many rulings that rest on them.
        if changes.regulations and len(lines) > _SHOWN:
            lines = [*self._regulations(notice), *self._rulings(notice)]
        for position, line in enumerate(islice(lines, _SHOWN)):
            yield replace(line, tight=position > 0)
        if len(lines) > _SHOWN:
            yield replace(paragraph(texts.more.format(count=len(lines) - _SHOWN)), tight=True)
        edition = notice.editions[-1]
        yield paragraph(texts.edition.format(edition=edition, date=self._day(edition)), "italic")

    def _rulings(self, notice: Notice) -> Iterator[Block]:
        texts, dialogue = self.texts, self.dialogue
        for ruling in notice.changes.rulings:
            known = dialogue.answering.library.ruling(ruling.id) is not None
            link = deep_link(dialogue.sender.username, ruling.id) if known else None
            change = texts.change.format(change=texts.changes[ruling.change])
            yield item("•", Span(cut_short(ruling.title, _TITLE), url=link), Span(change))

    def _regulations(self, notice: Notice) -> Iterator[Block]:
        messages = self.dialogue.messages
        for one in notice.changes.regulations:
            status = messages.statuses[RegulationStatus(one.status)]
            yield item("•", Span(self.texts.regulation.format(label=one.label, status=status)))

    def _day(self, edition: str) -> str:
        """The day of an edition in words; its name begins with it."""
        return self.dialogue.messages.day(date.fromisoformat(edition.partition(".")[0]))


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def end_and_manage(texts: SubscriptionTexts) -> InlineKeyboardMarkup:
    """The buttons below a notice."""
    return InlineKeyboardMarkup(
        [[button(texts.manage, Press(OPEN)), button(texts.end, Press(END, "", 1))]]
    )
