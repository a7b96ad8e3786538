"""Greeting and help."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram import keyboards
from bot.telegram.blocks import paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature
from bot.telegram.reply import Reply


def feature(dialogue: Dialogue) -> Feature:
    """What every bot must understand."""
    basics = _Basics(dialogue)
    return Feature(
        commands={
            "start": basics.start,
            "mulai": basics.start,
            "help": basics.help,
            "bantuan": basics.help,
        }
    )


@dataclass(frozen=True)
class _Basics:
    dialogue: Dialogue

    async def start(self, reply: Reply, _typed: str) -> None:
        """Greet, and offer example questions."""
        messages = self.dialogue.messages
        await reply.say(
            [paragraph(text) for text in messages.start], keyboards.examples(messages.examples)
        )

    async def help(self, reply: Reply, _typed: str) -> None:
        """Explain how the bot is used."""
        minutes = self.dialogue.settings.history_minutes
        await reply.say(
            [paragraph(text.format(minutes=minutes)) for text in self.dialogue.messages.help]
        )
