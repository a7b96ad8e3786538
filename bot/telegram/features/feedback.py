"""Whether an answer was useful."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.feedback import vote
from bot.storage.shown import Shown
from bot.telegram import keyboards
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.known import below_answer
from bot.telegram.press import Press
from bot.telegram.reply import Reply


def feature(dialogue: Dialogue) -> Feature:
    """The votes below an answer."""
    feedback = _Feedback(dialogue)
    return Feature(presses={keyboards.VOTE: below_answer(dialogue, feedback.vote)})


@dataclass(frozen=True)
class _Feedback:
    dialogue: Dialogue

    async def vote(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        """Record a vote, and mark the button."""
        dialogue = self.dialogue
        useful = press.number == 1
        changed = await dialogue.store.run(
            vote, press.key, reply.occasion.user, shown, useful=useful, now=dialogue.clock()
        )
        toasts, below = dialogue.messages.toasts, reply.occasion.below
        thanks = toasts.thanks_useful if useful else toasts.thanks_useless
        if not changed or below is None or below.reply_markup is None:
            return Plan(thanks)
        markup = keyboards.mark_vote(
            below.reply_markup, press.key, dialogue.messages, useful=useful
        )
        return Plan(
            thanks,
            lambda: dialogue.sender.change_buttons(reply.chat, below.message_id, markup),
        )
