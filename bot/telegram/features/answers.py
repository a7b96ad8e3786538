"""The buttons below an answer that ask on: questions to go on with, choices; and the example questions."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.shown import Shown
from bot.telegram import keyboards
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.known import below_answer
from bot.telegram.press import Press
from bot.telegram.reply import Reply


def feature(dialogue: Dialogue) -> Feature:
    """The buttons by which a question is asked."""
    buttons = _Buttons(dialogue)
    return Feature(
        presses={
            keyboards.EXAMPLE: buttons.example,
            keyboards.FOLLOW_UP: below_answer(dialogue, buttons.follow_up),
            keyboards.OPTION: below_answer(dialogue, buttons.option),
        }
    )


def choose(dialogue: Dialogue, reply: Reply, shown: Shown, number: int) -> Plan:
    """What choosing an option of a question back does, counted from 0: the question is answered by its ruling."""
    toasts = dialogue.messages.toasts
    if number >= len(shown.options):
        return Plan(toasts.expired)
    question = shown.question
    if question is None:
        return Plan(toasts.question_erased)
    option = shown.options[number]
    opening = dialogue.messages.chosen.format(option=option.text)
    return Plan(
        # A follow-up question refers to what was chosen, not to what was unclear.
        act=lambda: dialogue.ask(
            reply, question, ruling=option.ruling, said=option.text, opening=opening
        )
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
        return choose(self.dialogue, reply, shown, press.number)
