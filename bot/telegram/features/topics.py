"""Browsing: topics, the rulings of a topic, and opening one of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from rapidfuzz import fuzz, process

from bot.answering.library import Library, RulingCard, Topic
from bot.telegram.blocks import Block, heading, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.links import ruling_of_payload
from bot.telegram.lists import PER_PAGE, RULING, ask_ruling, ruling_blocks, ruling_rows
from bot.telegram.menu import (
    TOPICS,
    Panel,
    home,
    key_of,
    named,
    page_of,
    paired,
    panel,
    show,
    turn_to,
)
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

RULINGS = "tr"
"""Code of the buttons that open a topic."""
_NEAREST = 5
_SURE = 80
"""Likeness (0 to 100) from which a mistyped name counts as that topic's: one slip in five letters."""


class TopicTexts(CheckedTexts):
    """The texts of this menu."""

    title: Text
    intro: Text
    topic: Text
    rulings_intro: Text
    remark: Text
    back: Text
    unknown: Text
    nearest: Text
    ruling_gone: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "intro": frozenset({"example"}),
        "topic": frozenset({"title", "count"}),
        "rulings_intro": frozenset({"count"}),
    }


def feature(dialogue: Dialogue) -> Feature:
    """The command, and the buttons of topics and rulings."""
    topics = Topics(dialogue, topic_texts())
    return Feature(
        commands={"topik": topics.browse},
        presses={TOPICS: topics.all, RULINGS: topics.rulings, RULING: topics.ruling},
    )


@cache
def topic_texts() -> TopicTexts:
    """The texts of ``bot/data/topics.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("topics.yaml", TopicTexts)


@dataclass(frozen=True)
class Topics:
    """Shows topics and rulings, and answers a ruling that is chosen."""

    dialogue: Dialogue
    texts: TopicTexts

    @property
    def _library(self) -> Library:
        return self.dialogue.answering.library

    async def browse(self, reply: Reply, typed: str) -> None:
        """Show all topics, or the one whose name was typed."""
        topics = self._library.topics()
        if not typed:
            await show(reply, self._topics())
        elif topic := topic_named(typed, topics):
            await show(reply, self._rulings(topic, 0))
        else:
            near = await asyncio.to_thread(self._library.find, typed, _NEAREST)
            await show(reply, self._found(near) if near else self._topics(self.texts.unknown))

    async def open_link(self, reply: Reply, payload: str) -> bool:
        """Open what a deep link stands for; False when it is none of ours."""
        identity = ruling_of_payload(payload)
        if identity is None:
            return False
        card = self._library.ruling(identity)
        if card is None:
            await show(reply, self._topics(self.texts.ruling_gone))
        else:
            await ask_ruling(self.dialogue, reply, card)
        return True

    async def all(self, reply: Reply, _press: Press) -> Plan:
        """Show all topics."""
        return turn_to(reply, self._topics)

    async def rulings(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the rulings of a topic."""
        topic = named(press.key, self._library.topics(), lambda topic: topic.id)
        if topic is None:
            return turn_to(reply, lambda: self._topics(self.texts.unknown))
        return turn_to(reply, lambda: self._rulings(topic, press.number))

    async def ruling(self, reply: Reply, press: Press) -> Plan:
        """Answer a ruling."""
        card = self._library.ruling(press.key) or self._by_key(press.key)
        if card is None:
            return turn_to(reply, lambda: self._topics(self.texts.ruling_gone))
        return Plan(act=lambda: ask_ruling(self.dialogue, reply, card))

    def _by_key(self, key: str) -> RulingCard | None:
        library = self._library
        cards = (card for topic in library.topics() for card in library.rulings(topic.id))
        return named(key, cards, lambda card: card.id)

    def _topics(self, word: str | None = None) -> Panel:
        """All topics; ``word`` stands above them."""
        topics, texts = self._library.topics(), self.texts
        blocks = [paragraph(word)] if word else []
        blocks.append(heading(texts.title))
        if topics:
            example = _words(topics[0].title).split()[0]
            blocks.append(paragraph(texts.intro.format(example=example)))
        labels = [(texts.topic.format(title=t.title, count=t.rulings), t.id) for t in topics]
        buttons = (button(label, Press(RULINGS, key_of(topic))) for label, topic in labels)
        return panel(blocks, [*paired(buttons), [home()]])

    def _rulings(self, topic: Topic, number: int) -> Panel:
        cards = self._library.rulings(topic.id)
        texts, page = self.texts, page_of(cards, number, PER_PAGE)
        intro = texts.rulings_intro.format(count=len(cards))
        blocks: list[Block] = [
            heading(topic.title),
            paragraph(f"{intro} {page.words}".strip()),
            *ruling_blocks(page, self.dialogue.messages),
            paragraph(texts.remark, "italic"),
        ]
        turning = page.turning(RULINGS, key_of(topic.id))
        back = button(texts.back, Press(TOPICS))
        return panel(blocks, [*ruling_rows(page), turning, [back, home()]])

    def _found(self, cards: Sequence[RulingCard]) -> Panel:
        page = page_of(cards, 0, _NEAREST)
        blocks = [
            paragraph(self.texts.nearest),
            *ruling_blocks(page, self.dialogue.messages),
            paragraph(self.texts.remark, "italic"),
        ]
        return panel(blocks, [*ruling_rows(page), [button(self.texts.back, Press(TOPICS)), home()]])


def topic_named(typed: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic that somebody means by a name: whole, its beginning, one of its words, or with a slip.

    None when no topic or, but for slips, more than one could be meant.
    """
    wanted = _words(typed)
    if not wanted:
        return None
    names = {name: topic for topic in topics for name in (_words(topic.title), _words(topic.id))}
    if wanted in names:
        return names[wanted]
    beginning = {topic.id: topic for name, topic in names.items() if name.startswith(wanted)}
    within = {topic.id: topic for name, topic in names.items() if f" {wanted}" in f" {name}"}
    for meant in (beginning, within):
        if len(meant) == 1:
            return next(iter(meant.values()))
    return None if within else _with_a_slip(wanted, names)


def _with_a_slip(wanted: str, names: dict[str, Topic]) -> Topic | None:
    """The topic one of whose names, or of their longer words, is almost what was typed."""
    spelled: dict[str, set[str]] = {}
    for name, topic in names.items():
        for word in (name, *(part for part in name.split() if len(part) > 3)):
            spelled.setdefault(word, set()).add(topic.id)
    best = process.extractOne(wanted, list(spelled), scorer=fuzz.ratio, score_cutoff=_SURE)
    if best is None or len(spelled[best[0]]) > 1:
        return None
    return next(topic for topic in names.values() if topic.id in spelled[best[0]])


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
