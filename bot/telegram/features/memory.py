"""What the bot remembers of a chat, and being forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.housekeeping import erase
from bot.telegram.blocks import paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature
from bot.telegram.reply import Reply


def feature(dialogue: Dialogue) -> Feature:
    """The commands about what is remembered."""
    memory = _Memory(dialogue)
    return Feature(commands={"hapus": memory.forget, "lupakan": memory.forget})


@dataclass(frozen=True)
class _Memory:
    dialogue: Dialogue

    async def forget(self, reply: Reply, _typed: str) -> None:
        """Erase what is known of the chat."""
        await self.dialogue.store.run(erase, reply.chat)
        await reply.say([paragraph(self.dialogue.messages.forgotten)])
