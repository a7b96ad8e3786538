"""All that the bot does on Telegram besides answering questions, a module each."""

from __future__ import annotations

from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Features, together
from bot.telegram.features import answers, basics, feedback, memory


def all_features(dialogue: Dialogue) -> Features:
    """Every feature of the bot; a typed text is offered to them in this order."""
    return together(
        (
            basics.feature(dialogue),
            answers.feature(dialogue),
            feedback.feature(dialogue),
            memory.feature(dialogue),
        )
    )
