"""Comments on answers: asked for by who has voted, with a word on who will read them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

from sqlalchemy.orm import Session
from telegram import InlineKeyboardMarkup

from bot.judgement import Judgement
from bot.storage import feedback as stored
from bot.storage import flow
from bot.storage.sent import said_since
from bot.storage.shown import Shown, find_shown
from bot.telegram import keyboards
from bot.telegram.blocks import clean, pack, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.features.feedback import marking
from bot.telegram.known import below_answer
from bot.telegram.logs import describe, say
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Occasion, Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.errors import StoreError
from knowledge.model import Text

log = logging.getLogger(__name__)

MOST_CHARACTERS = 1000
"""Characters of a comment."""
MINUTES_AWAITED = 15
"""Minutes after which a typed text is a question again; fewer where the bot forgets sooner."""
CANCEL, AS_QUESTION = "vb", "vq"
"""Codes of the buttons: no comment after all; what was taken for a comment is a question."""
AWAITED = "comment"
"""Name of the flow of a user whose comment is awaited."""
# Not kenapa, kok and the like: so begins many a complaint.
_OPENER = re.compile(
    r"(?:(?:halo|hai|min|kak|pak|bu|permisi|maaf|assalamu\S*)[\s,]+)*"
    r"(?:apa(?:kah)?|bolehkah|boleh|bisakah|bagaimana(?:kah)?|gimana|siapa(?:kah)?|kapan(?:kah)?"
    r"|berapa(?:kah)?|(?:di|ke) ?mana(?:kah)?|haruskah|wajibkah|kalau|jika|bila)\b",
    re.IGNORECASE,
)


class CommentTexts(CheckedTexts):
    """What is said around a comment."""

    ask: Text
    consent: Text
    consent_without_question: Text
    cancel: Text
    cancelled: Text
    too_long: Text
    empty: Text
    saved: Text
    changed: Text
    not_changed: Text
    already: Text
    as_question: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "ask": frozenset({"limit"}),
        "consent": frozenset({"days"}),
        "consent_without_question": frozenset({"days"}),
        "too_long": frozenset({"length", "limit"}),
        "not_changed": frozenset({"limit"}),
    }


def feature(dialogue: Dialogue) -> Feature:
    """The button that asks for a comment, and the text that is one."""
    comments = _Comments(dialogue, load_texts("comments.yaml", CommentTexts))
    return Feature(
        presses={
            keyboards.COMMENT: below_answer(dialogue, comments.offered),
            CANCEL: comments.cancel,
            AS_QUESTION: comments.as_question,
        },
        personal=True,
        typed=comments.typed,
        changed=comments.typed,
    )


class _Became(Enum):
    """What became of a typed text."""

    NO_COMMENT = auto()
    SAVED = auto()
    CHANGED = auto()
    NOT_CHANGED = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class _Typed:
    became: _Became
    token: str = ""
    """The answer that it is about."""
    prompt: int | None = None
    """The message that asked for it."""


@dataclass(frozen=True)
class _Comments:
    dialogue: Dialogue
    texts: CommentTexts

    async def offered(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        """Ask for a comment, and say what becomes of it; the offer itself is gone then."""

        def look(session: Session) -> tuple[bool, Judgement | None]:
            commented = stored.comment_on(session, reply.chat, press.key) is not None
            return commented, stored.judgement_of(session, press.key, reply.occasion.user)

        commented, judgement = await self.dialogue.store.run(look)
        take_back = marking(self.dialogue, reply, press.key, judgement, offer=False)
        if commented:
            return Plan(self.texts.already, take_back)

        async def ask() -> None:
            await self._ask(reply, press.key, shown)
            if take_back:
                await take_back()

        return Plan(act=ask)

    async def _ask(self, reply: Reply, token: str, shown: Shown) -> None:
        texts = self.texts
        consent = texts.consent if shown.question else texts.consent_without_question
        await reply.say(
            [
                paragraph(texts.ask.format(limit=thousands(MOST_CHARACTERS))),
                paragraph(consent.format(days=self.dialogue.settings.feedback_days), "italic"),
            ],
            self._cancelling(token),
        )
        await self._wait(reply, token)

    async def _wait(self, reply: Reply, token: str) -> None:
        """Take the next typed text for the comment that was just asked for."""
        step = flow.Step(AWAITED, {"token": token, "prompt": reply.said[-1]})
        await self.dialogue.store.run(
            flow.begin, reply.chat, reply.occasion.user, step, now=self.dialogue.clock()
        )

    def _cancelling(self, token: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[button(self.texts.cancel, Press(CANCEL, token))]])

    async def cancel(self, reply: Reply, press: Press) -> Plan:
        """Wait for no comment any more."""
        chat, user = reply.chat, reply.occasion.user

        def leave(session: Session) -> bool:
            step = self._awaited(session, chat, user)
            if step is not None and step.state["token"] == press.key:
                flow.leave(session, chat, user)
            return stored.comment_on(session, chat, press.key) is not None

        if await self.dialogue.store.run(leave):
            return Plan(self.texts.already)
        [message] = pack([paragraph(self.texts.cancelled)])
        return Plan(act=lambda: reply.edit(message))

    async def as_question(self, reply: Reply, press: Press) -> Plan:
        """Answer what was taken for a comment, and do not keep it as one."""
        store = self.dialogue.store
        words = await store.run(stored.comment_on, reply.chat, press.key)
        if not words:
            return Plan(self.dialogue.messages.toasts.expired)

        async def answer() -> None:
            await self.dialogue.ask(
                reply, words, opening=self.dialogue.messages.asked.format(question=words)
            )
            # Not before: what a restart interrupts is answered again.
            await store.run(stored.erase_comment, reply.chat, press.key)

        return Plan(act=answer)

    async def typed(self, reply: Reply, words: str) -> bool:
        """Take a text for a comment where one is awaited."""
        occasion = reply.occasion
        if not occasion.private or occasion.message is None:
            return False
        text = clean(words).strip()
        try:
            typed = await self.dialogue.store.run(self._take, occasion, occasion.message, text)
        except StoreError as error:
            # Nobody can say then what is awaited: a question is answered all the same.
            say(log, logging.ERROR, "not looked for an awaited comment", **describe(error))
            return False
        if typed.became is _Became.NO_COMMENT:
            return False
        await self._acknowledge(reply, typed, text)
        return True

    def _take(self, session: Session, occasion: Occasion, message: int, text: str) -> _Typed:
        """Decide what a text is and keep it, in one transaction: a restart finds all of it done, or nothing."""
        chat, now = occasion.chat, self.dialogue.clock()
        if token := stored.commented_by(session, chat, message):
            # The same message again: after a restart, or because the user has changed it.
            if not _fits(text):
                return _Typed(_Became.NOT_CHANGED, token)
            stored.change_comment(session, chat, message, text)
            return _Typed(_Became.CHANGED if occasion.edited else _Became.SAVED, token)
        step = self._awaited(session, chat, occasion.user)
        if step is None or occasion.edited:
            return _Typed(_Became.NO_COMMENT)
        token, prompt = step.state["token"], step.state["prompt"]
        minutes = self.dialogue.settings.history_minutes
        shown = find_shown(session, chat, token, now=now, minutes=minutes)
        # Who has seen something else since was not thinking of the comment any more.
        moved_on = said_since(session, chat, prompt, but=occasion.update)
        if shown is None or moved_on or (text.endswith("?") and _OPENER.match(text)):
            flow.leave(session, chat, occasion.user)
            return _Typed(_Became.NO_COMMENT)
        if not _fits(text):
            return _Typed(_Became.REFUSED, token, prompt)
        stored.save_comment(session, chat, message, token, shown, text, now=now)
        flow.leave(session, chat, occasion.user)
        return _Typed(_Became.SAVED, token, prompt)

    def _awaited(self, session: Session, chat: int, user: int) -> flow.Step | None:
        minutes = min(MINUTES_AWAITED, self.dialogue.settings.history_minutes)
        step = flow.current(session, chat, user, now=self.dialogue.clock(), minutes=minutes)
        return step if step and step.name == AWAITED else None

    async def _acknowledge(self, reply: Reply, typed: _Typed, text: str) -> None:
        texts = self.texts
        match typed.became:
            case _Became.SAVED:
                await reply.say([paragraph(texts.saved)], self._doubt(typed.token, text))
            case _Became.CHANGED:
                await reply.say([paragraph(texts.changed)])
            case _Became.NOT_CHANGED:
                said = texts.not_changed.format(limit=thousands(MOST_CHARACTERS))
                await reply.say([paragraph(said)])
            case _:
                await reply.say([paragraph(self._fault(text))], self._cancelling(typed.token))
                await self._wait(reply, typed.token)
        if typed.prompt is not None:
            await self.dialogue.sender.change_buttons(reply.chat, typed.prompt, None)

    def _fault(self, text: str) -> str:
        if not text:
            return self.texts.empty
        return self.texts.too_long.format(
            length=thousands(len(text)), limit=thousands(MOST_CHARACTERS)
        )

    def _doubt(self, token: str, text: str) -> InlineKeyboardMarkup | None:
        """A way back for who has typed the next question while a comment was awaited."""
        if "?" not in text and not _OPENER.match(text):
            return None
        return InlineKeyboardMarkup([[button(self.texts.as_question, Press(AS_QUESTION, token))]])


def _fits(text: str) -> bool:
    return 0 < len(text) <= MOST_CHARACTERS
