"""The buttons below an answer: its sources, questions to go on with, choices, votes; and the example questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answering.answer import Citation
from bot.storage.shown import Shown
from bot.telegram import keyboards
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.known import below_answer
from bot.telegram.press import Press
from bot.telegram.render import provision_blocks
from bot.telegram.reply import Reply


def feature(dialogue: Dialogue) -> Feature:
    """The buttons that every answer may have."""
    buttons = _Buttons(dialogue)
    return Feature(
        presses={
            keyboards.EXAMPLE: buttons.example,
            keyboards.CITATION: below_answer(dialogue, buttons.citation),
            keyboards.FOLLOW_UP: below_answer(dialogue, buttons.follow_up),
            keyboards.OPTION: below_answer(dialogue, buttons.option),
        }
    )


@dataclass(frozen=True)
class _Buttons:
    dialogue: Dialogue

    @property
    def _expired(self) -> Plan:
        return Plan(self.dialogue.messages.toasts.expired)

    async def example(self, reply: Reply, press: Press) -> Plan:
        for example in self.dialogue.messages.examples:
            if example.id == press.key:
                return self._question(reply, example.question)
        return self._expired

    async def follow_up(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        if press.number >= len(shown.follow_ups):
            return self._expired
        return self._question(reply, shown.follow_ups[press.number])

    def _question(self, reply: Reply, question: str) -> Plan:
        opening = self.dialogue.messages.asked.format(question=question)
        return Plan(act=lambda: self.dialogue.ask(reply, question, opening=opening))

    async def option(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        if press.number >= len(shown.options):
            return self._expired
        question = shown.question
        if question is None:
            return Plan(self.dialogue.messages.toasts.question_erased)
        option = shown.options[press.number]
        opening = self.dialogue.messages.chosen.format(option=option.text)
        return Plan(
            # A follow-up question refers to what was chosen, not to what was unclear.
            act=lambda: self.dialogue.ask(
                reply, question, ruling=option.ruling, said=option.text, opening=opening
            )
        )

    async def citation(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        if press.number >= len(shown.citations):
            return self._expired
        dialogue = self.dialogue
        edition, citation = self._provision(shown.citations[press.number], shown.as_of)
        if citation is None:
            return Plan(self.dialogue.messages.toasts.provision_gone)
        texts = dialogue.messages
        note = (
            texts.provision_edition.format(edition=edition)
            if edition == shown.edition
            else texts.provision_changed.format(old=shown.edition, new=edition)
        )
        notes = [note]
        if shown.as_of is not None:
            notes.insert(0, texts.provision_day.format(date=texts.day(shown.as_of)))
        blocks = provision_blocks(citation, texts, notes=notes)
        return Plan(act=lambda: reply.say(blocks))

    def _provision(self, identity: str, as_of: date | None) -> tuple[str, Citation | None]:
        """The provision, and the edition that it is of: another may come between two looks."""
        answering = self.dialogue.answering
        while True:
            edition = answering.edition
            citation = answering.citation(identity, as_of)
            if answering.edition == edition:
                return edition, citation
