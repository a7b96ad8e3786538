"""Inline mode: "@bot like status caleg" in any chat offers the nearest rulings as cards."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.answering.library import RulingCard
from bot.telegram.blocks import Block, clean, cut_short, pack, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.limits import Limits
from bot.telegram.links import deep_link
from bot.telegram.logs import describe, say
from bot.telegram.verdicts import headed, without_verdict
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text, Verdict

log = logging.getLogger(__name__)

MOST_CARDS = 10
CACHE_SECONDS = 300
"""How long Telegram may show the same cards on the same words, to anybody: they depend on the edition alone."""
_DESCRIPTION = 160
"""Characters below a card's title; more is not seen on a phone."""
_ID_LIMIT = 64
_CONDITIONAL = frozenset({Verdict.BOLEH_BERSYARAT, Verdict.PERLU_RINCIAN})


class InlineTexts(CheckedTexts):
    """The texts of the cards."""

    conditions: Text
    review: Text
    footer: Text
    more: Text
    nothing: Text
    failed: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "footer": frozenset({"edition"}),
    }


@dataclass(eq=False)
class InlineSearch:
    """Answers inline queries; keeps nothing of them."""

    dialogue: Dialogue
    limits: Limits
    too_many: str
    texts: InlineTexts = field(default_factory=lambda: load_texts("inline.yaml", InlineTexts))
    _common: tuple[str, tuple[RulingCard, ...]] | None = None

    async def answer(self, query: InlineQuery, username: str) -> None:
        """Offer the rulings nearest to what was typed, or the common ones while nothing was.

        A query is answered at once or not at all: a second later its user has typed on.

        Raises:
            Exception: whatever the search raises; the user was offered nothing then.
        """
        if self.limits.press(query.from_user.id) is not None:
            await self._offer(query, [], self.too_many, cache=0)
            return
        words = clean(query.query).strip()
        try:
            found = await asyncio.to_thread(self._find, words)
        except Exception:
            await self._offer(query, [], self.texts.failed, cache=0)
            raise
        edition = self.dialogue.answering.edition
        cards = [self._card(card, edition, username) for card in found]
        await self._offer(query, cards, None if cards else self.texts.nothing)

    def _find(self, words: str) -> tuple[RulingCard, ...]:
        library = self.dialogue.answering.library
        if words:
            return library.find(words, MOST_CARDS)
        edition = self.dialogue.answering.edition
        kept = self._common
        if kept is None or kept[0] != edition:
            nearest = [library.find(one.question, 1) for one in self.dialogue.messages.examples]
            cards = {card.id: card for found in nearest for card in found}
            kept = self._common = (edition, (*cards.values(),))
        return kept[1][:MOST_CARDS]

    def _card(self, card: RulingCard, edition: str, username: str) -> InlineQueryResultArticle:
        content = InputTextMessageContent(
            pack(self._blocks(card, edition))[0].html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        link = InlineKeyboardButton(self.texts.more, url=deep_link(username, card.id))
        description = clean(headed(card.verdict, card.summary, self.dialogue.messages))
        return InlineQueryResultArticle(
            _identity(card.id),
            card.title,
            content,
            reply_markup=InlineKeyboardMarkup([[link]]),
            description=cut_short(description, _DESCRIPTION),
        )

    def _blocks(self, card: RulingCard, edition: str) -> Sequence[Block]:
        messages = self.dialogue.messages
        blocks = [
            paragraph(messages.verdicts[card.verdict], "bold"),
            paragraph(card.title, "bold"),
            paragraph(without_verdict(card.verdict, card.summary, messages)),
        ]
        if card.verdict in _CONDITIONAL:
            blocks.append(paragraph(self.texts.conditions))
        if card.review:
            blocks.append(paragraph(self.texts.review, "italic"))
        blocks.append(paragraph(self.texts.footer.format(edition=edition), "italic"))
        return blocks

    async def _offer(
        self,
        query: InlineQuery,
        cards: list[InlineQueryResultArticle],
        button: str | None,
        cache: int = CACHE_SECONDS,
    ) -> None:
        try:
            await query.answer(
                cards,
                cache_time=cache,
                is_personal=False,
                # The words do not come along: a start parameter would keep them in the chat.
                button=InlineQueryResultsButton(button, start_parameter="tanya")
                if button
                else None,
            )
        except TelegramError as error:
            say(log, logging.DEBUG, "inline query not answered", **describe(error))


def _identity(ruling: str) -> str:
    """The same id for the same ruling, in the bytes that the Bot API takes."""
    if len(ruling.encode()) <= _ID_LIMIT:
        return ruling
    return hashlib.sha256(ruling.encode()).hexdigest()
