"""A question back that is answered by typing: "2", "yang kedua", or the option's own words."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.storage.choices import latest_options
from bot.telegram.blocks import paragraph
from bot.telegram.choosing import chosen, load_choice_texts
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature
from bot.telegram.features.answers import choose
from bot.telegram.logs import describe, say
from bot.telegram.reply import Reply
from knowledge.errors import StoreError

log = logging.getLogger(__name__)


def feature(dialogue: Dialogue) -> Feature:
    """Typed answers to clarifying questions."""
    load_choice_texts()  # a fault in them is told at the start, not to the first who types
    return Feature(typed=_Choices(dialogue).typed)


@dataclass(frozen=True)
class _Choices:
    dialogue: Dialogue

    async def typed(self, reply: Reply, text: str) -> bool:
        """Choose the option that a text means; a text that may be a question of its own is left alone.

        Only in private chats: in a group the question back was for somebody, the text perhaps
        another's.
        """
        dialogue = self.dialogue
        if not reply.occasion.private:
            return False
        try:
            shown = await dialogue.store.run(
                latest_options,
                reply.chat,
                but=reply.occasion.update,
                now=dialogue.clock(),
                minutes=dialogue.settings.history_minutes,
            )
        except StoreError as error:
            say(log, logging.ERROR, "typed choice not looked up", **describe(error))
            return False
        if shown is None:
            return False
        number = chosen(text, [option.text for option in shown.options])
        if number is None:
            return False
        if number >= len(shown.options):
            texts = load_choice_texts()
            await reply.say([paragraph(texts.no_such_option.format(count=len(shown.options)))])
            return True
        plan = choose(dialogue, reply, shown, number)
        if plan.act is not None:
            await plan.act()
        elif plan.note:
            await reply.say([paragraph(plan.note)])
        return True
