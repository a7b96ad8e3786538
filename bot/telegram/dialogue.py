"""One exchange: a question with its chat's memory to the answering room, and its answer back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.answering.answer import Answer, Turn
from bot.answering.protocol import Answering
from bot.storage.conversation import add_turns, recent_turns
from bot.storage.profile import status_of
from bot.storage.shown import Option, Shown, save_shown
from bot.storage.store import Store
from bot.telegram import keyboards
from bot.telegram.blocks import clean, paragraph
from bot.telegram.logs import describe, say
from bot.telegram.messages import Messages
from bot.telegram.pace import Pace
from bot.telegram.render import answer_blocks, remembered, shows_grounds
from bot.telegram.reply import Reply
from bot.telegram.sending import Sender
from knowledge.clock import today
from knowledge.errors import StoreError
from knowledge.model import Facts
from knowledge.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Dialogue:
    """Answers questions in chats; knows neither updates nor buttons' origins."""

    answering: Answering
    store: Store
    sender: Sender
    messages: Messages
    settings: Settings
    pace: Pace
    clock: Callable[[], float] = field(default=time.time)

    async def ask(
        self,
        reply: Reply,
        question: str,
        *,
        ruling: str | None = None,
        said: str | None = None,
        opening: str | None = None,
    ) -> None:
        """Answer a question where it was asked.

        ``said`` is what the user's turn is remembered as, if not the question itself;
        ``opening`` stands above the answer to a question that was not typed.

        Raises:
            TelegramError: the answer cannot be delivered.
            Exception: whatever the answering room raises; nothing was sent then.
        """
        started = time.monotonic()
        chat = reply.chat
        # Words are as old as the question, however long its answer takes.
        now = self.clock()
        question = clean(question)
        async with self.sender.typing(chat):
            history = await self._history(chat, now)
            assumed = await self._profile(chat)
            async with asyncio.timeout(self.pace.answer):
                answer = await self.answering.answer(
                    question, history, ruling=ruling, assumed=assumed
                )
        answers = answer.parts or (answer,)
        tokens = await self._tokens(chat, question, answers, now)
        for number, (part, token) in enumerate(zip(answers, tokens, strict=True), 1):
            await self._send(reply, part, token, number, len(answers), opening)
        turns = (
            Turn(role="user", text=said or question),
            Turn(role="assistant", text=clean(remembered(answer))),
        )
        await self._remember(chat, turns, now)
        say(
            log,
            logging.INFO,
            "answered",
            verdict=answer.verdict.value,
            ruling=answer.ruling or "-",
            parts=len(answers),
            edition=answer.edition,
            ms=round((time.monotonic() - started) * 1000),
        )

    async def _send(
        self,
        reply: Reply,
        part: Answer,
        token: str | None,
        number: int,
        count: int,
        opening: str | None,
    ) -> None:
        before = []
        if number == 1 and opening:
            before.append(paragraph(opening, "italic"))
        if number == 1 and count > 1:
            before.append(paragraph(self.messages.parts_intro.format(count=count)))
        title = self.messages.part_title.format(number=number, count=count) if count > 1 else None
        blocks = [*before, *answer_blocks(part, self.messages, title=title)]
        keyboard = (
            keyboards.below_answer(
                token, _shown(part, None), self.messages, feedback=shows_grounds(part)
            )
            if token
            else None
        )
        await reply.say(blocks, keyboard)

    async def _history(self, chat: int, now: float) -> tuple[Turn, ...]:
        try:
            return await self.store.run(
                recent_turns,
                chat,
                now=now,
                minutes=self.settings.history_minutes,
                turns=self.settings.history_turns,
            )
        except StoreError as error:
            say(log, logging.ERROR, "answering without history", **describe(error))
            return ()

    async def _profile(self, chat: int) -> Facts:
        """The facts that the chat has told of its user."""
        try:
            status = await self.store.run(status_of, chat)
        except StoreError as error:
            say(log, logging.ERROR, "answering without profile", **describe(error))
            return {}
        return {"status": status} if status else {}

    async def _tokens(
        self, chat: int, question: str, answers: tuple[Answer, ...], now: float
    ) -> list[str | None]:
        shown = [_shown(part, question) for part in answers]

        def save(session: Session) -> list[str | None]:
            return [save_shown(session, chat, one, now=now) for one in shown]

        try:
            return await self.store.run(save)
        except StoreError as error:
            say(log, logging.ERROR, "answering without buttons", **describe(error))
            return [None] * len(answers)

    async def _remember(self, chat: int, turns: tuple[Turn, ...], now: float) -> None:
        try:
            await self.store.run(
                add_turns,
                chat,
                turns,
                now=now,
                minutes=self.settings.history_minutes,
                turns=self.settings.history_turns,
            )
        except StoreError as error:
            say(log, logging.ERROR, "exchange not remembered", **describe(error))


def _shown(answer: Answer, question: str | None) -> Shown:
    options = answer.clarify.options if answer.clarify else ()
    return Shown(
        verdict=answer.verdict.value,
        edition=answer.edition,
        ruling=answer.ruling,
        citations=tuple(citation.id for citation in answer.citations),
        follow_ups=answer.follow_ups,
        options=tuple(Option(option.text, option.ruling) for option in options),
        # Only a clarifying button needs the user's own words again.
        question=question if options else None,
        as_of=answer.as_of if answer.as_of != today() else None,
    )
