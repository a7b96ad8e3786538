"""Where to report, to ask, and to object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.telegram.blocks import heading, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.lists import ruling_blocks, ruling_rows
from bot.telegram.menu import CHANNELS, Panel, home, page_of, panel, show, turn_to
from bot.telegram.press import Press
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

_PER_PAGE = 12
"""Their titles are short, and all of them serve one purpose."""


class ContactTexts(CheckedTexts):
    """The texts of this menu."""

    title: Text
    intro: Text
    private: Text
    nothing: Text
    ask: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {"ask": frozenset({"conduct"})}


def feature(dialogue: Dialogue) -> Feature:
    """The command and its pages; the rulings themselves open as those of topics do."""
    contact = _Contact(dialogue, load_texts("contact.yaml", ContactTexts))
    return Feature(commands={"lapor": contact.browse}, presses={CHANNELS: contact.turn})


@dataclass(frozen=True)
class _Contact:
    dialogue: Dialogue
    texts: ContactTexts

    async def browse(self, reply: Reply, typed: str) -> None:
        """Show the channels; what was typed is asked, as a conduct to report."""
        if typed:
            await self.dialogue.ask(reply, self.texts.ask.format(conduct=typed.rstrip(" ?.!")))
        else:
            await show(reply, self._channels(0))

    async def turn(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the channels."""
        return turn_to(reply, lambda: self._channels(press.number))

    def _channels(self, number: int) -> Panel:
        texts = self.texts
        page = page_of(self.dialogue.answering.library.channels(), number, _PER_PAGE)
        if not page.entries:
            return panel([heading(texts.title), paragraph(texts.nothing)], [[home()]])
        blocks = [
            heading(texts.title),
            paragraph(f"{texts.intro} {page.words}".strip()),
            # All of them inform: a verdict on each line would tell nothing.
            *ruling_blocks(page, None),
            paragraph(texts.private, "italic"),
        ]
        return panel(blocks, [*ruling_rows(page), page.turning(CHANNELS), [home()]])
