"""The ladder of sanctions, level by level, and the sanction of a conduct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.answering.library import Sanction
from bot.telegram.blocks import Block, Span, heading, pack, paragraph, paragraphs
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import (
    SANCTIONS,
    Panel,
    home,
    key_of,
    named,
    page_of,
    paired,
    panel,
    show,
    turn_to,
)
from bot.telegram.press import Press, button
from bot.telegram.render import status_spans
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

LEVEL = "xl"
"""Code of the buttons that show a level."""
_PER_PAGE = 4
"""Provisions of a level on a page: their texts run to paragraphs."""


class SanctionTexts(CheckedTexts):
    """The texts of this menu."""

    title: Text
    intro: Text
    nothing: Text
    example: Text
    others: Text
    entries: Text
    choose: Text
    back: Text
    ask: Text
    edition: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "intro": frozenset({"example"}),
        "nothing": frozenset({"example"}),
        "others": frozenset({"count"}),
        "entries": frozenset({"count"}),
        "ask": frozenset({"conduct"}),
        "edition": frozenset({"edition"}),
    }


def feature(dialogue: Dialogue) -> Feature:
    """The command, and the buttons of the ladder."""
    sanctions = _Sanctions(dialogue, load_texts("sanctions.yaml", SanctionTexts))
    return Feature(
        commands={"sanksi": sanctions.browse},
        presses={SANCTIONS: sanctions.ladder, LEVEL: sanctions.level},
    )


@dataclass(frozen=True)
class _Sanctions:
    dialogue: Dialogue
    texts: SanctionTexts

    async def browse(self, reply: Reply, typed: str) -> None:
        """Show the ladder; what was typed is asked, as a conduct."""
        if not typed:
            await show(reply, self._ladder())
            return
        told = re.search(r"\b(?:sanksi|hukuman)", typed.lower())
        question = typed if told else self.texts.ask.format(conduct=typed.rstrip(" ?.!"))
        await self.dialogue.ask(reply, question)

    async def ladder(self, reply: Reply, _press: Press) -> Plan:
        """Show the ladder."""
        return turn_to(reply, self._ladder)

    async def level(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the provisions of a level."""
        level = named(press.key, self._levels(), lambda level: level)
        if level is None:
            return turn_to(reply, self._ladder)
        return turn_to(reply, lambda: self._level(level, press.number))

    def _levels(self) -> dict[str, list[Sanction]]:
        """The sanctions by level, in the order of the ladder."""
        levels: dict[str, list[Sanction]] = {}
        for sanction in self.dialogue.answering.library.sanctions():
            levels.setdefault(sanction.level, []).append(sanction)
        return levels

    def _ladder(self) -> Panel:
        texts, levels = self.texts, self._levels()
        if not levels:
            nothing = texts.nothing.format(example=texts.example)
            return panel([heading(texts.title), paragraph(nothing)], [[home()]])
        blocks = self._steps(levels, written_out=True)
        if len(pack(blocks)) > 1:
            blocks = self._steps(levels, written_out=False)
        buttons = (
            button(_title(level, sanctions), Press(LEVEL, key_of(level)))
            for level, sanctions in levels.items()
        )
        return panel(blocks, [*paired(buttons), [home()]])

    def _steps(self, levels: dict[str, list[Sanction]], *, written_out: bool) -> list[Block]:
        """The levels with the first provision of each; without it where one message cannot hold them."""
        texts = self.texts
        intro = texts.intro.format(example=texts.example)
        blocks = [heading(texts.title), paragraph(intro)]
        for level, sanctions in levels.items():
            blocks.append(heading(_title(level, sanctions)))
            first, count = sanctions[0], len(sanctions)
            if written_out:
                source = Span(f" ({first.citation.label})", "italic")
                blocks.append(Block((Span(first.text), source), tight=True))
            if count > 1 or not written_out:
                told = (
                    texts.others.format(count=count - 1)
                    if written_out
                    else texts.entries.format(count=count)
                )
                blocks.append(Block((Span(told, "italic"),), tight=True))
        return [*blocks, paragraph(texts.choose), self._edition()]

    def _edition(self) -> Block:
        edition = self.dialogue.answering.edition
        return paragraph(self.texts.edition.format(edition=edition), "italic")

    def _level(self, level: str, number: int) -> Panel:
        sanctions = self._levels().get(level)
        if sanctions is None:  # another edition has come since the button was pressed
            return self._ladder()
        page = page_of(sanctions, number, _PER_PAGE)
        blocks = [heading(_title(level, sanctions))]
        if page.words:
            blocks.append(paragraph(page.words))
        kinds = {sanction.citation.kind for sanction in page.entries}
        for sanction in page.entries:
            blocks += self._provision(sanction)
            if len(kinds) > 1:
                blocks.append(replace(self._kind(sanction), tight=True))
        if len(kinds) == 1:  # said once of all
            blocks.append(self._kind(page.entries[0]))
        blocks.append(self._edition())
        back = button(self.texts.back, Press(SANCTIONS))
        return panel(blocks, [page.turning(LEVEL, key_of(level)), [back, home()]])

    def _provision(self, sanction: Sanction) -> Sequence[Block]:
        """A sanction, with the provision that it stands in."""
        citation, messages = sanction.citation, self.dialogue.messages
        source = (Span(citation.label, "italic", citation.url),)
        label = Block((*source, *status_spans(citation.status, messages)), tight=True)
        said = [paragraph(sanction.text), label]
        if " ".join(citation.text.split()) != " ".join(sanction.text.split()):
            said += [Block(block.spans, tight=True) for block in paragraphs(citation.text)]
        return said

    def _kind(self, sanction: Sanction) -> Block:
        """Whether the text is quoted or in our own words."""
        kinds = self.dialogue.messages.text_kinds
        return paragraph(getattr(kinds, sanction.citation.kind), "italic")


def _title(level: str, sanctions: Sequence[Sanction]) -> str:
    """A level in words; one without a name of its own is called by its id."""
    return sanctions[0].heading or level.replace("-", " ").capitalize()
