"""/langganan: hearing of changes, of all topics or of those that are chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.answering.library import Topic
from bot.storage.subscription import subscribe, subscription_of, unsubscribe
from bot.telegram.blocks import heading, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.features.topics import topic_named
from bot.telegram.menu import Panel, home, key_of, named, panel, show
from bot.telegram.news import (
    END,
    OPEN,
    Newsroom,
    SubscriptionTexts,
    subscription_texts,
)
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply

ALL, TOPIC = "na", "nt"
"""Codes of the buttons: all topics; one topic, to be added (1) or taken away (0)."""


def feature(dialogue: Dialogue) -> Feature:
    """The command, its buttons and those of the notices, and the sending of notices."""
    subscription = _Subscription(dialogue, subscription_texts())
    return Feature(
        commands={"langganan": subscription.command},
        presses={
            OPEN: subscription.open,
            ALL: subscription.all,
            TOPIC: subscription.topic,
            END: subscription.end,
        },
        personal=True,
        background=Newsroom(dialogue, subscription.texts).work,
    )


@dataclass(frozen=True)
class _Subscription:
    dialogue: Dialogue
    texts: SubscriptionTexts

    async def command(self, reply: Reply, typed: str) -> None:
        """Show what the chat hears of; with a topic behind the command add that."""
        chosen = await self._chosen(reply)
        if not typed:
            await show(reply, self._view(chosen))
            return
        topic = topic_named(typed, self._topics)
        if topic is None:
            await show(reply, self._view(chosen, self.texts.unknown))
            return
        chosen = await self._keep(reply, {*(chosen or ()), topic.id})
        await show(reply, self._view(chosen, self.texts.saved))

    async def open(self, reply: Reply, _press: Press) -> Plan:
        """Show what the chat hears of, below a notice, which stays."""
        panel = self._view(await self._chosen(reply))
        return Plan(act=lambda: reply.send(panel.messages, panel.keyboard))

    async def all(self, reply: Reply, _press: Press) -> Plan:
        """Hear of all topics."""
        chosen = await self._keep(reply, ())
        return Plan(self.texts.saved_all, lambda: show(reply, self._view(chosen)))

    async def topic(self, reply: Reply, press: Press) -> Plan:
        """Hear of one more topic, or of one less; without the last one, of nothing."""
        topic = named(press.key, self._topics, lambda topic: topic.id)
        before = await self._chosen(reply)
        if topic is None:
            return Plan(self.texts.gone, lambda: show(reply, self._view(before)))
        if press.number:
            chosen = await self._keep(reply, {*(before or ()), topic.id})
            return Plan(self.texts.saved, lambda: show(reply, self._view(chosen)))
        # A button of an older panel: who hears of everything by now goes on to.
        left = {*before} - {topic.id} if before else frozenset[str]()
        if before and not left:
            return await self.end(reply, Press(END))
        kept = await self._keep(reply, left) if before else before
        return Plan(self.texts.saved, lambda: show(reply, self._view(kept)))

    async def end(self, reply: Reply, press: Press) -> Plan:
        """Hear of nothing any more; a notice (1) stays as it is but for its buttons."""
        await self.dialogue.store.run(unsubscribe, reply.chat)
        below = reply.occasion.below
        if not press.number or below is None:
            return Plan(self.texts.ended, lambda: show(reply, self._view(None)))
        again = InlineKeyboardMarkup([[button(self.texts.again, Press(OPEN))]])
        sender = self.dialogue.sender
        return Plan(
            self.texts.ended,
            lambda: sender.change_buttons(reply.chat, below.message_id, again),
        )

    @property
    def _topics(self) -> tuple[Topic, ...]:
        return self.dialogue.answering.library.topics()

    async def _chosen(self, reply: Reply) -> frozenset[str] | None:
        return await self.dialogue.store.run(subscription_of, reply.chat)

    async def _keep(self, reply: Reply, topics: Collection[str]) -> frozenset[str]:
        await self.dialogue.store.run(subscribe, reply.chat, topics, now=self.dialogue.clock())
        return frozenset(topics)

    def _view(self, chosen: frozenset[str] | None, word: str | None = None) -> Panel:
        """What is heard of now; ``word`` stands above it."""
        texts, topics = self.texts, self._topics
        blocks = [paragraph(word)] if word else []
        blocks += [heading(texts.title), paragraph(self._state(chosen, topics), "bold")]
        blocks += [paragraph(texts.meaning), paragraph(texts.kept, "italic")]
        mark = f" {texts.chosen_mark}"
        rows = [[button(texts.choose_all + (mark if chosen == frozenset() else ""), Press(ALL))]]
        for topic in topics:
            has = bool(chosen) and topic.id in (chosen or ())
            press = Press(TOPIC, key_of(topic.id), int(not has))
            rows.append([button(topic.title + (mark if has else ""), press)])
        if chosen is not None:
            rows.append([button(texts.end, Press(END))])
        return panel(blocks, [*rows, [home()]])

    def _state(self, chosen: frozenset[str] | None, topics: Collection[Topic]) -> str:
        if chosen is None:
            return self.texts.none
        if not chosen:
            return self.texts.all
        titles = [topic.title for topic in topics if topic.id in chosen]
        return self.texts.some.format(topics="; ".join(titles) or "–")
