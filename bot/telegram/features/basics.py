"""Greeting, help and the main menu."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.telegram import keyboards
from bot.telegram.blocks import Span, heading, item, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.features.topics import Topics, topic_texts
from bot.telegram.menu import MAIN, home, main_rows, menu_texts, panel, show, turn_to
from bot.telegram.press import Press
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text


class BasicTexts(CheckedTexts):
    """The texts of the main menu; those of greeting and help are in ``messages.yaml``."""

    title: Text
    intro: Text
    commands: Text


def feature(dialogue: Dialogue) -> Feature:
    """What every bot must understand."""
    menu_texts()  # a fault in them is told at the start, not to the first who opens a menu
    topics = Topics(dialogue, topic_texts())
    basics = _Basics(dialogue, topics, load_texts("basics.yaml", BasicTexts))
    return Feature(
        commands={
            "start": basics.start,
            "mulai": basics.start,
            "bantuan": basics.help,
            "help": basics.help,
        },
        presses={MAIN: basics.main},
    )


@dataclass(frozen=True)
class _Basics:
    dialogue: Dialogue
    topics: Topics
    texts: BasicTexts

    async def start(self, reply: Reply, typed: str) -> None:
        """Open what a deep link stands for; without one greet, and offer example questions."""
        if typed and await self.topics.open_link(reply, typed):
            return
        messages = self.dialogue.messages
        examples = keyboards.examples(messages.examples).inline_keyboard
        await reply.say(
            [paragraph(text) for text in messages.start],
            InlineKeyboardMarkup([*examples, [home(anew=True)]]),
        )

    async def help(self, reply: Reply, _typed: str) -> None:
        """Explain how the bot is used, with all its commands."""
        messages = self.dialogue.messages
        minutes = self.dialogue.settings.history_minutes
        blocks = [paragraph(text.format(minutes=minutes)) for text in messages.help]
        # Listed from the command menu: so neither can have what the other lacks.
        blocks.append(heading(self.texts.commands))
        blocks += [item(f"/{one.name} –", Span(one.description)) for one in messages.commands]
        await show(reply, panel(blocks, main_rows(private=reply.occasion.private)))

    async def main(self, reply: Reply, press: Press) -> Plan:
        """Show the main menu: in place of another menu, or anew where the message should stay."""
        blocks = [heading(self.texts.title), paragraph(self.texts.intro)]
        menu = panel(blocks, main_rows(private=reply.occasion.private))
        if press.number:
            return Plan(act=lambda: reply.send(menu.messages, menu.keyboard))
        return turn_to(reply, lambda: menu)
