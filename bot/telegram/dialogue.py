"""One exchange: a question with its chat's memory to the answering room, and its answer back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from bot.answering.answer import Answer, Turn
from bot.answering.case import Case
from bot.answering.protocol import Consulting
from bot.kept_questions import questions_to_keep
from bot.storage.conversation import Talk, add_turns, recent_turns
from bot.storage.profile import status_of
from bot.storage.review import keep_questions
from bot.storage.sent import updates_on
from bot.storage.shown import Option, Shown, erase_words, save_shown
from bot.storage.statistics import count_answers
from bot.storage.store import Store
from bot.telegram.blocks import clean, paragraph
from bot.telegram.logs import describe, say
from bot.telegram.messages import Messages
from bot.telegram.pace import Pace
from bot.telegram.presenting import Presenter, Rows
from bot.telegram.render import answer_blocks, remembered
from bot.telegram.reply import Reply
from bot.telegram.sending import Sender
from knowledge.clock import today
from knowledge.errors import StoreError
from knowledge.model import Facts
from knowledge.settings import Settings

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Dialogue:
    """Answers questions in chats; knows neither updates nor buttons' origins."""

    answering: Consulting
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
        case: Case | None = None,
    ) -> None:
        """Answer a question where it was asked.

        ``case`` is what was chosen in a guided check; ``question`` is the title of its ruling then.

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
            history = await self._history(reply.talk, now)
            assumed = await self._profile(reply)
            async with asyncio.timeout(self.pace.answer):
                answer = await self.answering.answer(
                    question, history, ruling=ruling, assumed=assumed, case=case
                )
            await self.ready()
        answers = answer.parts or (answer,)
        shown = _shown(answers, question)
        tokens = await self._tokens(reply.talk, shown, now)
        for one, token in zip(shown, tokens, strict=True):
            await self._send(reply, one, token, opening)
        turns = (
            Turn(role="user", text=said or question),
            Turn(role="assistant", text=clean(remembered(answer))),
        )
        taken = time.monotonic() - started
        typed = question if ruling is None and case is None and opening is None else None
        await self._remember(reply.talk, turns, answer, typed, now, taken)
        say(
            log,
            logging.INFO,
            "answered",
            verdict=answer.verdict.value,
            ruling=answer.ruling or "-",
            parts=len(answers),
            edition=answer.edition,
            ms=round(taken * 1000),
        )

    async def ready(self) -> None:
        """List the edition away from the event loop, so that to look around in it takes no time afterwards."""
        await asyncio.to_thread(self.answering.library.prepare)

    @property
    def presenter(self) -> Presenter:
        """Shows answers that were given."""
        return Presenter(self.answering, self.messages, self.sender.username)

    async def show_again(
        self, reply: Reply, token: str, shown: Shown, *, feedback: Rows | None = None
    ) -> bool:
        """Send an answer once more, as it was given; False when it was not kept.

        ``feedback`` are its last buttons, by default those of an answer that nobody has judged.

        Raises:
            TelegramError: the answer cannot be delivered.
        """
        if shown.answer is None:
            return False
        presented = self.presenter.short(token, shown, shown.answer, feedback=feedback)
        await reply.send([presented.message], presented.keyboard)
        return True

    async def _send(
        self, reply: Reply, shown: Shown, token: str | None, opening: str | None
    ) -> None:
        answer = shown.answer
        assert answer is not None
        before = []
        if shown.part == 1 and opening:
            before.append(paragraph(opening, "italic"))
        if shown.part == 1 and shown.parts > 1:
            before.append(paragraph(self.messages.parts_intro.format(count=shown.parts)))
        presenter = self.presenter
        if token is None:
            # Without buttons nothing may be left out.
            title = presenter.title(shown)
            await reply.say([*before, *answer_blocks(answer, self.messages, title=title)])
            return
        presented = presenter.short(token, shown, answer, opening=before)
        await reply.send([presented.message], presented.keyboard)

    async def _history(self, talk: Talk, now: float) -> tuple[Turn, ...]:
        found = await self._stored(
            "answering without history",
            recent_turns,
            talk,
            now=now,
            minutes=self.settings.history_minutes,
            turns=self.settings.history_turns,
        )
        return found or ()

    async def _profile(self, reply: Reply) -> Facts:
        """The facts that the chat has told of its user; a group is nobody in particular."""
        if not reply.occasion.private:
            return {}
        status = await self._stored("answering without profile", status_of, reply.chat)
        return {"status": status} if status else {}

    async def _tokens(self, talk: Talk, shown: Sequence[Shown], now: float) -> Sequence[str | None]:
        def save(session: Session) -> list[str]:
            if talk.changed is not None:
                before = updates_on(session, talk.chat, talk.changed) - {talk.update}
                erase_words(session, talk.chat, before)
            return [
                save_shown(
                    session, talk.chat, one, now=now, user_id=talk.user, update_id=talk.update
                )
                for one in shown
            ]

        return await self._stored("answering without buttons", save) or [None] * len(shown)

    async def _remember(
        self,
        talk: Talk,
        turns: tuple[Turn, ...],
        answer: Answer,
        typed: str | None,
        now: float,
        taken: float,
    ) -> None:
        """Keep what the next question may follow up, and count the answers, which took so many seconds.

        Of what was ``typed`` is kept for review what was not surely answered.
        """

        def remember(session: Session) -> None:
            answers = answer.parts or (answer,)
            count_answers(session, talk.update, answers, now=now, seconds=taken)
            if typed is not None and self.settings.review_days:
                keep_questions(
                    session,
                    talk.chat,
                    talk.update,
                    questions_to_keep(answer, typed),
                    now=now,
                    user_id=talk.user,
                    changed=talk.changed,
                )
            add_turns(
                session,
                talk,
                turns,
                now=now,
                minutes=self.settings.history_minutes,
                turns=self.settings.history_turns,
            )

        await self._stored("exchange not remembered", remember)

    async def _stored(
        self,
        failure: str,
        function: Callable[Concatenate[Session, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | None:
        """What the store gives; None when it fails, which is logged: an answer comes without it, too."""
        try:
            return await self.store.run(function, *args, **kwargs)
        except StoreError as error:
            say(log, logging.ERROR, failure, **describe(error))
            return None


def _shown(answers: Sequence[Answer], question: str) -> list[Shown]:
    return [
        Shown(
            verdict=answer.verdict.value,
            edition=answer.edition,
            ruling=answer.ruling,
            citations=tuple(citation.id for citation in answer.citations),
            follow_ups=answer.follow_ups,
            options=tuple(
                Option(option.text, option.ruling)
                for option in (answer.clarify.options if answer.clarify else ())
            ),
            question=question,
            as_of=answer.as_of if answer.as_of != today() else None,
            answer=answer,
            part=number,
            parts=len(answers),
        )
        for number, answer in enumerate(answers, 1)
    ]
