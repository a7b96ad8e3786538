"""The guided check: status, conduct and circumstances with buttons, then the verdict.

Nothing that the user does here is lost in a restart: a press that is handled again leads to the same view, and
the check ends only once its answer is sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram.error import TelegramError

from bot.answering.case import Case
from bot.answering.circumstances import Circumstance
from bot.answering.library import Library, RulingCard
from bot.storage.profile import status_of
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan, Pressed
from bot.telegram.features import check_state
from bot.telegram.features.check_state import Progress
from bot.telegram.features.check_views import (
    BACK,
    CANCEL,
    DETAIL,
    NONE,
    RULING,
    STATUS,
    TOPIC,
    CheckTexts,
    Views,
    check_texts,
    conduct_rulings,
    conduct_topics,
    details,
)
from bot.telegram.features.profile import profile_texts
from bot.telegram.logs import describe, say
from bot.telegram.menu import CHECK, Panel, key_of, named, show
from bot.telegram.press import Press
from bot.telegram.reply import Reply
from knowledge.errors import StoreError

log = logging.getLogger(__name__)
Turn = Callable[[Progress, Press], Progress | None]
"""What a press makes of a check; None when it is about something that is not there any more."""


def feature(dialogue: Dialogue) -> Feature:
    """The command, its buttons, and what is typed instead of pressing one."""
    check = _Check(dialogue, check_texts(), Views(check_texts(), profile_texts()))
    return Feature(
        commands={"cek": check.command},
        presses={
            STATUS: check.pressed(check.status),
            TOPIC: check.pressed(check.topic),
            RULING: check.pressed(check.ruling),
            DETAIL: check.pressed(check.detail),
            BACK: check.pressed(check.back),
            CANCEL: check.cancel,
            CHECK: check.again,
        },
        personal=True,
        typed=check.typed,
    )


@dataclass(frozen=True)
class _Check:
    dialogue: Dialogue
    texts: CheckTexts
    views: Views

    @property
    def _library(self) -> Library:
        return self.dialogue.answering.library

    async def command(self, reply: Reply, _typed: str) -> None:
        """Begin a check; one that was under way is over."""
        await self._go_on(reply, Progress())

    async def again(self, reply: Reply, _press: Press) -> Plan:
        """Begin a check in the place of the main menu, or of a check that is over."""
        below = reply.occasion.below
        begun = Progress(message=below.message_id if below else 0)
        return Plan(act=lambda: self._go_on(reply, begun))

    async def cancel(self, reply: Reply, _press: Press) -> Plan:
        """End the check without a verdict."""
        if await self._progress(reply) is None:
            return Plan(self.texts.over)
        await self._end(reply)
        return Plan(act=lambda: show(reply, self.views.closed(self.texts.cancelled)))

    def pressed(self, turn: Turn) -> Pressed:
        """A button that makes a choice, or takes one back."""

        async def act(reply: Reply, press: Press) -> Plan:
            progress = await self._progress(reply)
            if progress is None:
                return Plan(self.texts.over)
            turned = turn(progress, press)
            if turned is None:
                return Plan(self.texts.gone, lambda: self._go_on(reply, progress))
            return Plan(act=lambda: self._go_on(reply, turned))

        return act

    async def typed(self, reply: Reply, words: str) -> bool:
        """Take a typed number for the choice that has it; any other text is a question, and leaves the check."""
        if not reply.occasion.private or reply.occasion.edited:
            return False
        try:
            progress = await self._progress(reply)
            if progress is None:
                return False
            if progress.typed == reply.occasion.update:
                return True
            turned = self._numbered(progress, words.strip())
            if turned is None:
                await self._end(reply)
        except StoreError as error:
            say(log, logging.ERROR, "guided check not looked up", **describe(error))
            return False
        if turned is not None:
            await self._go_on(reply, turned)
            return True
        # Not said in a message of its own: handled again after a restart, there is no check to leave any more.
        await self._close(reply, progress, self.views.closed(self.texts.left))
        return False

    def status(self, progress: Progress, press: Press) -> Progress | None:
        """Choose whose conduct it is."""
        if press.key not in self.views.profile.statuses:
            return None
        return Progress(progress.message, press.key)

    def topic(self, progress: Progress, press: Press) -> Progress | None:
        """Choose what it is about, or turn to another page of it."""
        topic = named(press.key, conduct_topics(self._library), lambda topic: topic.id)
        if topic is None or progress.status is None:
            return None
        return replace(progress, topic=topic.id, page=press.number, ruling=None, picked=())

    def ruling(self, progress: Progress, press: Press) -> Progress | None:
        """Choose the conduct."""
        cards = conduct_rulings(self._library, progress.topic or "")
        card = named(press.key, cards, lambda card: card.id)
        return replace(progress, ruling=card.id, picked=()) if card else None

    def detail(self, progress: Progress, press: Press) -> Progress | None:
        """Choose a circumstance, or none."""
        number, asked = press.number, self._asked(progress)
        if number < len(progress.picked):
            return progress  # the same press again
        if number > len(progress.picked) or number >= len(asked):
            return None
        if press.key == NONE:
            return replace(progress, picked=(*progress.picked, ""))
        choice = named(press.key, asked[number].choices, lambda choice: choice.branch)
        return replace(progress, picked=(*progress.picked, choice.branch)) if choice else None

    def back(self, progress: Progress, press: Press) -> Progress:
        """Take the last choice back."""
        return progress.back() if press.number == progress.depth else progress

    def _numbered(self, progress: Progress, words: str) -> Progress | None:
        """The check with the choice of a typed number; None when the text is not the number of one."""
        if not words.isdecimal() or not 0 < int(words[:4]) < 1000 or progress.topic is None:
            return None
        at, asked = int(words) - 1, self._asked(progress)
        if progress.ruling is None:
            cards = conduct_rulings(self._library, progress.topic)
            press = Press(RULING, key_of(cards[at].id)) if at < len(cards) else None
            return self.ruling(progress, press) if press else None
        number = len(progress.picked)
        choices = asked[number].choices if number < len(asked) else ()
        if at >= len(choices):
            return None
        return self.detail(progress, Press(DETAIL, key_of(choices[at].branch), number))

    def _asked(self, progress: Progress) -> tuple[Circumstance, ...]:
        if progress.ruling is None:
            return ()
        return self._library.circumstances(progress.ruling, progress.status)

    async def _go_on(self, reply: Reply, progress: Progress) -> None:
        """Show what is to be chosen next, or answer when nothing is."""
        card = self._library.ruling(progress.ruling) if progress.ruling else None
        if card is None:
            progress = replace(progress, ruling=None, picked=())
        asked = self._asked(progress)
        if card is not None and len(progress.picked) >= len(asked):
            await self._answer(reply, progress, card, asked)
            return
        progress, shown = await self._next(reply, progress, card, asked)
        if reply.occasion.press is None:
            # A typed choice would be made twice if it were kept before it is shown.
            await show(reply, shown)
            made = replace(progress, message=reply.said[-1], typed=reply.occasion.update)
            await self._keep(reply, made)
            return
        await self._keep(reply, progress)
        await show(reply, shown)
        if reply.said:  # the old message could not be changed any more
            await self._keep(reply, replace(progress, message=reply.said[-1]))

    async def _next(
        self,
        reply: Reply,
        progress: Progress,
        card: RulingCard | None,
        asked: tuple[Circumstance, ...],
    ) -> tuple[Progress, Panel]:
        """What is to be chosen next; a choice that the knowledge no longer has is taken back."""
        topics = conduct_topics(self._library)
        if not topics:
            return progress, self.views.closed(self.texts.nothing)
        if progress.status is None:
            preset = await self.dialogue.store.run(status_of, reply.chat)
            return progress, self.views.status(preset)
        topic = next((topic for topic in topics if topic.id == progress.topic), None)
        if topic is None:
            progress = replace(progress, topic=None, page=0, ruling=None, picked=())
            return progress, self.views.topics(progress, topics)
        if card is None:
            cards = conduct_rulings(self._library, topic.id)
            return progress, self.views.rulings(progress, topic, cards)
        return progress, self.views.detail(progress, card, asked)

    async def _answer(
        self,
        reply: Reply,
        progress: Progress,
        card: RulingCard,
        asked: tuple[Circumstance, ...],
    ) -> None:
        result = self.views.result(progress, card, asked)
        status = self.views.profile.titled(progress.status or "")
        said = self.texts.said.format(ruling=card.title, status=status)
        await self.dialogue.ask(
            reply,
            card.title,
            case=Case(card.id, progress.status, progress.branches),
            said=" ".join([said, *(f"{when}." for when in details(progress, asked))]),
            opening=result,
        )
        await self._end(reply)
        await self._close(reply, progress, self.views.closed(self.texts.finished, result))

    async def _close(self, reply: Reply, progress: Progress, shown: Panel) -> None:
        """Take the buttons of a check away that is over; without harm where that cannot be done."""
        if not progress.message:
            return
        try:
            await self.dialogue.sender.edit(
                reply.chat, progress.message, shown.messages[0], shown.keyboard
            )
        except TelegramError as error:
            say(log, logging.DEBUG, "guided check not closed", **describe(error))

    async def _progress(self, reply: Reply) -> Progress | None:
        """How far the check has come whose button was pressed; None when that check is over."""
        occasion, dialogue = reply.occasion, self.dialogue
        progress = await dialogue.store.run(
            check_state.kept,
            occasion.chat,
            occasion.user,
            now=dialogue.clock(),
            minutes=dialogue.settings.history_minutes,
        )
        below = occasion.below
        if progress is not None and below is not None and below.message_id != progress.message:
            return None
        return progress

    async def _keep(self, reply: Reply, progress: Progress) -> None:
        occasion, dialogue = reply.occasion, self.dialogue
        await dialogue.store.run(
            check_state.keep, occasion.chat, occasion.user, progress, now=dialogue.clock()
        )

    async def _end(self, reply: Reply) -> None:
        await self.dialogue.store.run(check_state.end, reply.occasion.chat, reply.occasion.user)
