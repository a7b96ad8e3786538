"""Being forgotten: everything that is kept of a private chat is erased, once its user has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field
from telegram import InlineKeyboardMarkup

from bot.storage.housekeeping import erase, erase_rest
from bot.telegram.blocks import Block, Span, heading, item, pack, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

ERASE, KEEP = "my", "mb"
"""Codes of the buttons: erase everything, erase nothing."""


class MemoryTexts(CheckedTexts):
    """What is said about erasing."""

    ask: Text
    listed: Text
    kept: tuple[Text, ...] = Field(min_length=1)
    votes: Text
    erase: Text
    cancel: Text
    typed: Text
    """What confirms the command when it is typed behind it."""
    erased: Text
    nothing_erased: Text


def feature(dialogue: Dialogue) -> Feature:
    """The command that erases, and its confirmation."""
    memory = _Memory(dialogue, load_texts("memory.yaml", MemoryTexts))
    return Feature(
        commands={"hapus": memory.forget, "lupakan": memory.forget},
        presses={ERASE: memory.confirmed, KEEP: memory.kept},
        personal=True,
    )


@dataclass(frozen=True)
class _Memory:
    dialogue: Dialogue
    texts: MemoryTexts

    async def forget(self, reply: Reply, typed: str) -> None:
        """Ask whether everything is to be erased; with "ya" behind the command erase it at once."""
        texts = self.texts
        if typed.strip(" .!").lower() == texts.typed:
            await self._erase(reply)
        else:
            choice = [button(texts.erase, Press(ERASE)), button(texts.cancel, Press(KEEP))]
            await reply.say(self._question(), InlineKeyboardMarkup([choice]))

    def _question(self) -> list[Block]:
        texts = self.texts
        return [
            paragraph(texts.ask, "bold"),
            heading(texts.listed),
            *(item("•", Span(kept)) for kept in texts.kept),
            paragraph(texts.votes),
        ]

    async def confirmed(self, reply: Reply, _press: Press) -> Plan:
        """Erase everything."""
        return Plan(act=lambda: self._erase(reply))

    async def kept(self, reply: Reply, _press: Press) -> Plan:
        """Erase nothing."""
        [message] = pack([paragraph(self.texts.nothing_erased)])
        return Plan(act=lambda: reply.edit(message))

    async def _erase(self, reply: Reply) -> None:
        store, update = self.dialogue.store, reply.occasion.update
        await store.run(erase, reply.chat, but=update)
        [message] = pack([paragraph(self.texts.erased)])
        await reply.edit(message)
        # Only what was needed to say this once is left; whoever was told so finds that gone, too.
        await store.run(erase_rest, reply.chat, update)
        await store.scrub()
