"""The questions that are still remembered of a private chat: listed, and their answers shown again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.orm import Session

from bot.storage.feedback import comment_on, judgement_of
from bot.storage.history import Exchange, exchanges, minutes_remembered
from bot.storage.shown import Shown, find_shown
from bot.telegram.blocks import Block, Span, cut_short, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.durations import durations
from bot.telegram.feature import Feature, Plan
from bot.telegram.features.feedback import invites_comment
from bot.telegram.keyboards import feedback_rows
from bot.telegram.menu import Page, Panel, in_rows, page_of, panel, show, turn_to
from bot.telegram.presenting import Rows
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text, Verdict

PER_PAGE = 5
QUESTION_LENGTH = 200
"""Characters of a question in the list."""
PAGE, ANSWER = "hp", "hs"
"""Codes of the buttons: a page of the list, an answer once more."""


class HistoryTexts(CheckedTexts):
    """What is said of remembered questions."""

    title: Text
    entry: Text
    told: Text
    choose: Text
    kept: Text
    nothing: Text
    gone: Text
    now: Text
    ago: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "entry": frozenset({"number", "question"}),
        "told": frozenset({"verdict", "ago"}),
        "kept": frozenset({"time"}),
        "ago": frozenset({"time"}),
    }

    def past(self, seconds: float) -> str:
        """Write how long ago something was, roughly: ``10 menit lalu``."""
        minutes = int(seconds // 60)
        if minutes < 1:
            return self.now
        return self.ago.format(time=durations().roughly(minutes))


def feature(dialogue: Dialogue) -> Feature:
    """The command and its pages."""
    durations()  # a fault in them is told at the start, not to the first who asks
    history = _History(dialogue, load_texts("history.yaml", HistoryTexts))
    return Feature(
        commands={"riwayat": history.browse},
        presses={PAGE: history.turn, ANSWER: history.answer},
        personal=True,
    )


@dataclass(frozen=True)
class _History:
    dialogue: Dialogue
    texts: HistoryTexts

    async def browse(self, reply: Reply, _typed: str) -> None:
        """Show what is remembered."""
        await show(reply, self._listed(await self._exchanges(reply.chat), 0))

    async def turn(self, reply: Reply, press: Press) -> Plan:
        """Show a page of it."""
        found = await self._exchanges(reply.chat)
        return turn_to(reply, lambda: self._listed(found, press.number))

    async def answer(self, reply: Reply, press: Press) -> Plan:
        """Show the answers to a question once more, as they were given."""
        found = await self._exchanges(reply.chat)
        exchange = next((one for one in found if press.key in one.tokens), None)
        if exchange is None:
            return Plan(self.texts.gone)
        return Plan(act=lambda: self._again(reply, exchange))

    async def _again(self, reply: Reply, exchange: Exchange) -> None:
        dialogue = self.dialogue
        for token in exchange.tokens:
            shown, feedback = await dialogue.store.run(self._look_up, reply, token)
            if shown is None:
                continue
            if not await dialogue.show_again(reply, token, shown, feedback=feedback):
                opening = dialogue.messages.asked.format(question=exchange.question)
                await dialogue.ask(reply, exchange.question, ruling=shown.ruling, opening=opening)

    def _look_up(
        self, session: Session, reply: Reply, token: str
    ) -> tuple[Shown | None, Rows | None]:
        """What was shown, and the feedback buttons as they stand below it where it was judged."""
        now, minutes = self.dialogue.clock(), self.dialogue.settings.history_minutes
        shown = find_shown(session, reply.chat, token, now=now, minutes=minutes)
        judgement = judgement_of(session, token, reply.occasion.user)
        if judgement is None:
            return shown, None
        commented = comment_on(session, reply.chat, token) is not None
        rows = feedback_rows(
            token,
            self.dialogue.messages,
            judgement=judgement,
            offer=invites_comment(judgement, commented=commented),
        )
        return shown, rows

    async def _exchanges(self, chat: int) -> tuple[Exchange, ...]:
        return await self.dialogue.store.run(
            exchanges,
            chat,
            now=self.dialogue.clock(),
            minutes=self.dialogue.settings.history_minutes,
        )

    def _listed(self, found: tuple[Exchange, ...], number: int) -> Panel:
        texts, settings = self.texts, self.dialogue.settings
        time = durations().exactly(minutes_remembered(settings.history_minutes))
        kept = paragraph(texts.kept.format(time=time), "italic")
        page = page_of(found, number, PER_PAGE)
        if not page.entries:
            return panel([paragraph(texts.nothing), kept])
        blocks = [paragraph(texts.title, "bold"), *self._entries(page)]
        if page.words:
            blocks.append(paragraph(page.words))
        choices = [
            button(str(place), Press(ANSWER, exchange.tokens[0]))
            for place, exchange in page.numbered
        ]
        rows = [*in_rows(choices, PER_PAGE), page.turning(PAGE)]
        return panel([*blocks, paragraph(texts.choose), kept], rows)

    def _entries(self, page: Page[Exchange]) -> list[Block]:
        texts, now = self.texts, self.dialogue.clock()
        blocks = []
        for place, exchange in page.numbered:
            line = cut_short(" ".join(exchange.question.split()), QUESTION_LENGTH)
            question = texts.entry.format(number=place, question=line)
            verdicts = dict.fromkeys(
                self.dialogue.messages.verdicts[Verdict(one)] for one in exchange.verdicts
            )
            told = texts.told.format(verdict=", ".join(verdicts), ago=texts.past(now - exchange.at))
            blocks.append(Block((Span(question), Span(f"\n{told}", "italic"))))
        return blocks
