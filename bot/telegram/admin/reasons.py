"""A reason that an admin types before something is done: awaited for a while, kept until it is done."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

from sqlalchemy.orm import Session
from telegram import InlineKeyboardMarkup

from bot.storage import flow
from bot.storage.sent import said_since
from bot.telegram.blocks import Block, clean, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.logs import describe, say
from bot.telegram.menu import Panel
from bot.telegram.messages import thousands
from bot.telegram.reply import Occasion, Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.errors import StoreError
from knowledge.model import Text

log = logging.getLogger(__name__)

MOST_CHARACTERS = 300
"""Characters of a reason."""
MINUTES_AWAITED = 15
"""Minutes after which a typed text is a question again, and a confirmation is out of date."""

_NO_UPDATE = -1


class ReasonTexts(CheckedTexts):
    """The contents of ``reason.yaml``."""

    ask: Text
    skip: Text
    cancel: Text
    too_long: Text
    reason: Text
    no_reason: Text
    expired: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "ask": frozenset({"limit"}),
        "too_long": frozenset({"length", "limit"}),
        "reason": frozenset({"reason"}),
    }

    def told(self, reason: str | None) -> Block:
        """A reason, to be read once more before it counts."""
        return paragraph(self.reason.format(reason=reason) if reason else self.no_reason)

    def fault(self, text: str) -> Block:
        """What is wrong with a text that cannot be a reason."""
        length, limit = thousands(len(text)), thousands(MOST_CHARACTERS)
        return paragraph(self.too_long.format(length=length, limit=limit))

    @property
    def asked(self) -> Block:
        """The request for a reason."""
        return paragraph(self.ask.format(limit=thousands(MOST_CHARACTERS)))


@cache
def reason_texts() -> ReasonTexts:
    """The texts of ``bot/data/reason.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("reason.yaml", ReasonTexts)


@dataclass(frozen=True)
class Act:
    """What is to be done, and why."""

    about: Mapping[str, Any]
    """JSON values of the feature's own."""
    reason: str | None
    prompt: int
    """The message that asked for the reason."""


@dataclass(frozen=True)
class TooLong:
    """A text that is too long for a reason; ``wait`` again for a shorter one."""

    about: Mapping[str, Any]
    text: str


def as_data(reason: str | None) -> bytes | None:
    """A reason as asn-ingest reads it with ``--reason -``."""
    return json.dumps(reason).encode() if reason else None


@dataclass(frozen=True)
class Reasons:
    """Reasons for one kind of act; ``name`` is that of its flow."""

    dialogue: Dialogue
    name: str

    async def wait(self, reply: Reply, about: Mapping[str, Any]) -> None:
        """Take the next typed text for the reason that the message just sent asks for."""
        await self._keep(reply, {"about": dict(about), "prompt": reply.said[-1]})

    async def skip(self, reply: Reply) -> Act | None:
        """Go on without a reason; None when nothing is awaited any more."""
        act = await self.awaited(reply)
        if act is not None:
            await self._keep(
                reply, {"about": dict(act.about), "prompt": act.prompt, "update": _NO_UPDATE}
            )
        return replace(act, reason=None) if act else None

    async def awaited(self, reply: Reply) -> Act | None:
        """What is to be done, with the reason as far as it was given; None when that is too long ago."""
        occasion = reply.occasion
        step = await self.dialogue.store.run(self._step, occasion)
        return _act(step) if step else None

    async def leave(self, reply: Reply) -> None:
        """It is done, or nothing is to be done."""

        def leave(session: Session) -> None:
            if self._step(session, reply.occasion):
                flow.leave(session, reply.chat, reply.occasion.user)

        await self.dialogue.store.run(leave)

    async def typed(self, reply: Reply, words: str) -> Act | TooLong | None:
        """Take a text for the reason; None where none is awaited.

        Of a text that is too long the user is to be told, before another one is awaited.
        """
        occasion = reply.occasion
        if not occasion.private or occasion.message is None or occasion.edited:
            return None
        text = " ".join(clean(words).split())
        try:
            return await self.dialogue.store.run(self._take, occasion, text)
        except StoreError as error:
            # Nobody can say then what is awaited: a question is answered all the same.
            say(log, logging.ERROR, "not looked for an awaited reason", **describe(error))
            return None

    async def taken(
        self,
        reply: Reply,
        words: str,
        sure: Callable[[Act], Panel],
        again: Callable[[Mapping[str, Any]], InlineKeyboardMarkup],
    ) -> bool:
        """Take a typed text for the reason where one is awaited, and say what comes next; whether it was one.

        Args:
            reply: to the message with the text.
            words: the text.
            sure: what asks, once the reason is known, whether it is really to be done.
            again: the buttons below the request for a shorter reason, by what is to be done.
        """
        found = await self.typed(reply, words)
        if isinstance(found, Act):
            shown = sure(found)
            await reply.send(shown.messages, shown.keyboard)
            await self.dialogue.sender.change_buttons(reply.chat, found.prompt, None)
        elif isinstance(found, TooLong):
            await reply.say([reason_texts().fault(found.text)], again(found.about))
            await self.wait(reply, found.about)
        return found is not None

    def _take(self, session: Session, occasion: Occasion, text: str) -> Act | TooLong | None:
        step = self._step(session, occasion)
        if step is None or not text:
            return None
        taken_on = step.state.get("update")
        if taken_on == occasion.update:
            return _act(step)  # handled again after a restart
        moved_on = said_since(session, occasion.chat, step.state["prompt"], but=occasion.update)
        if taken_on is not None or moved_on:
            return None  # the reason is known, or something else was talked of since
        if len(text) > MOST_CHARACTERS:
            return TooLong(step.state["about"], text)
        state = {**step.state, "reason": text, "update": occasion.update}
        self._begin(session, occasion, state)
        return _act(flow.Step(self.name, state))

    def _step(self, session: Session, occasion: Occasion) -> flow.Step | None:
        step = flow.current(
            session,
            occasion.chat,
            occasion.user,
            now=self.dialogue.clock(),
            minutes=min(MINUTES_AWAITED, self.dialogue.settings.history_minutes),
        )
        return step if step and step.name == self.name else None

    async def _keep(self, reply: Reply, state: dict[str, Any]) -> None:
        await self.dialogue.store.run(self._begin, reply.occasion, state)

    def _begin(self, session: Session, occasion: Occasion, state: dict[str, Any]) -> None:
        step = flow.Step(self.name, state)
        flow.begin(session, occasion.chat, occasion.user, step, now=self.dialogue.clock())


def _act(step: flow.Step) -> Act:
    state = step.state
    return Act(state["about"], state.get("reason"), state["prompt"])
