"""Rulings and regulations as entries of menus, and opening one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.library import RegulationCard, RulingCard
from bot.telegram.blocks import Block, Span, item
from bot.telegram.dialogue import Dialogue
from bot.telegram.menu import Page, Row, in_rows, key_of, menu_texts, paired
from bot.telegram.messages import Messages
from bot.telegram.press import Press, button
from bot.telegram.render import status_spans
from bot.telegram.reply import Reply

RULING, ARTICLES = "tq", "pr"
"""Codes of the buttons that open a ruling, and the articles of a regulation."""
PER_PAGE = 8
PER_ROW = 4


def ruling_blocks(page: Page[RulingCard], messages: Messages | None) -> list[Block]:
    """The rulings of a page, numbered, each with its verdict in the words of ``messages``; without them bare titles.

    Those whose legal basis has changed since they were written are marked.
    """
    blocks = []
    for number, card in page.numbered:
        spans = [Span(f"{number}. {card.title}")]
        if messages is not None:
            spans += [Span(" – "), Span(messages.verdicts[card.verdict], "bold")]
        if card.review:
            spans.append(Span(f" {menu_texts().review}", "italic"))
        # Titles are questions of up to two lines: they need air between them.
        blocks.append(Block(tuple(spans)))
    return blocks


def ruling_rows(page: Page[RulingCard], code: str = RULING) -> list[Row]:
    """A button for each ruling of a page, with its number; ``code`` is what choosing it does, as a rule opening it."""
    return in_rows(
        (button(str(number), Press(code, key_of(card.id))) for number, card in page.numbered),
        PER_ROW,
    )


async def ask_ruling(dialogue: Dialogue, reply: Reply, card: RulingCard) -> None:
    """Answer a ruling as if its title had been asked.

    Raises:
        TelegramError: the answer cannot be delivered.
    """
    opening = dialogue.messages.asked.format(question=card.title)
    await dialogue.ask(reply, card.title, ruling=card.id, said=card.title, opening=opening)


def regulation_blocks(
    cards: Sequence[RegulationCard], messages: Messages, *, linked: bool = False
) -> list[Block]:
    """A line for each regulation: label, title and standing; ``linked`` to its source, where that is known."""
    lines = [
        item(
            "•",
            Span(card.label, "bold", card.url if linked else None),
            Span(f" – {card.title}"),
            *status_spans(card.status, messages),
        )
        for card in cards
    ]
    return [replace(line, tight=position > 0) for position, line in enumerate(lines)]


def regulation_rows(cards: Sequence[RegulationCard]) -> list[Row]:
    """A button for each regulation, with its label."""
    return paired(button(card.label, Press(ARTICLES, key_of(card.id))) for card in cards)
