"""Regulations, their articles, and the text of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from bot.answering.answer import Citation
from bot.answering.library import ArticleCard, Library, RegulationCard
from bot.telegram.blocks import Block, Span, heading, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.lists import ARTICLES, PER_PAGE, regulation_blocks, regulation_rows
from bot.telegram.menu import (
    KEY_LENGTH,
    REGULATIONS,
    Panel,
    Row,
    home,
    in_rows,
    key_of,
    named,
    page_of,
    paired,
    panel,
    show,
    turn_to,
)
from bot.telegram.press import Press, button
from bot.telegram.render import provision_blocks, status_spans
from bot.telegram.reply import Reply
from bot.telegram.typed_article import TypedArticle, read_typed, regulations_named
from bot.texts import CheckedTexts, load_texts
from knowledge.locator import locator_label
from knowledge.model import Text

ARTICLE = "pa"
"""Code of the buttons that show an article; their key is the provision's id."""
_GRID = 24
_LIST = 12
"""Articles on a page: where their names are short, and where they are long."""
_MOST_REGULATIONS = 20
"""Regulations offered for an article's number alone; more could not be told apart at a glance."""
_EXAMPLE = "5 PP 94/2021"


class ArticleTexts(CheckedTexts):
    """The texts of this menu."""

    title: Text
    intro: Text
    nothing: Text
    choose: Text
    source: Text
    back: Text
    which: Text
    which_not_listed: Text
    which_regulation: Text
    no_article: Text
    unknown: Text
    gone: Text
    question: Text
    edition: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "intro": frozenset({"example"}),
        "choose": frozenset({"count"}),
        "which": frozenset({"article"}),
        "which_not_listed": frozenset({"example"}),
        "no_article": frozenset({"article"}),
        "unknown": frozenset({"example"}),
        "question": frozenset({"reference"}),
        "edition": frozenset({"edition"}),
    }


def feature(dialogue: Dialogue) -> Feature:
    """The command, and the buttons of regulations and articles."""
    articles = _Articles(dialogue, load_texts("articles.yaml", ArticleTexts))
    return Feature(
        commands={"pasal": articles.browse},
        presses={
            REGULATIONS: articles.regulations,
            ARTICLES: articles.articles,
            ARTICLE: articles.article,
        },
    )


@dataclass(frozen=True)
class _Articles:
    dialogue: Dialogue
    texts: ArticleTexts

    @property
    def _library(self) -> Library:
        return self.dialogue.answering.library

    async def browse(self, reply: Reply, typed: str) -> None:
        """Answer the article that was typed; ask for what was left out."""
        if not typed:
            await show(reply, self._regulations(0))
            return
        if called := self._library.regulation(typed):
            await show(reply, self._articles(called, 0))
            return
        regulations = self._library.regulations()
        meant = read_typed(typed, regulations)
        if meant.alone and meant.regulation is None:
            await self._of_any(reply, meant, regulations)
        elif meant.units:
            await self._ask(reply, meant.words)
        else:
            named_so = [card for card in regulations if card.id == meant.regulation]
            await show(reply, self._of(named_so or regulations_named(meant.words, regulations)))

    async def regulations(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the regulations."""
        return turn_to(reply, lambda: self._regulations(press.number))

    async def articles(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the articles of a regulation."""
        card = named(press.key, self._library.regulations(), lambda card: card.id)
        if card is None:
            return turn_to(reply, lambda: self._regulations(0, self.texts.gone))
        return turn_to(reply, lambda: self._articles(card, press.number))

    async def article(self, reply: Reply, press: Press) -> Plan:
        """Show an article: as an answer, so that questions can follow on it."""
        identity = self._identity(press.key)
        law, *units = (identity or "").split(":")
        card = named(law, self._library.regulations(), lambda card: card.id)
        if identity is None or card is None or not units:
            return turn_to(reply, lambda: self._regulations(0, self.texts.gone))
        # A row of an annex or a part without a number: no words would lead a question to it.
        numbered = units[0].startswith("pasal-")
        if not numbered and (found := self._library.article(identity)):
            return Plan(act=lambda: reply.say(self._written_out(found)))
        reference = f"{locator_label(tuple(units))} {card.label}"
        return Plan(act=lambda: self._ask(reply, reference, told=True))

    def _written_out(self, citations: Sequence[Citation]) -> list[Block]:
        """The texts of a part's provisions, one after the other."""
        messages = self.dialogue.messages
        edition = self.texts.edition.format(edition=self.dialogue.answering.edition)
        blocks = [b for one in citations for b in provision_blocks(one, messages)]
        return [*blocks, paragraph(edition, "italic")]

    def _identity(self, key: str) -> str | None:
        """The provision that a button's key stands for."""
        if "~" not in key:
            return key
        library = self._library
        every = (a for law in library.regulations() for a in library.articles(law.id))
        found = named(key, every, lambda article: article.id)
        return found.id if found else None

    async def _ask(self, reply: Reply, reference: str, *, told: bool = False) -> None:
        """Answer what an article says; ``told`` stands above the answer which one was pressed."""
        question = self.texts.question.format(reference=reference.rstrip(" ?.!"))
        opening = self.dialogue.messages.asked.format(question=question) if told else None
        await self.dialogue.ask(reply, question, opening=opening)

    async def _of_any(
        self, reply: Reply, meant: TypedArticle, regulations: Sequence[RegulationCard]
    ) -> None:
        """Ask which regulation's article is meant, where only its number was typed."""
        having = [
            card
            for card in regulations
            if any(
                article.id == f"{card.id}:{meant.units[0]}"
                for article in self._library.articles(card.id)
            )
        ]
        if not having:
            word = self.texts.no_article.format(article=meant.label)
            await show(reply, self._regulations(0, word))
        elif len(having) == 1:
            await self._ask(reply, f"{meant.label} {having[0].label}", told=True)
        else:
            await show(reply, self._which(meant, having[:_MOST_REGULATIONS]))

    def _of(self, cards: Sequence[RegulationCard]) -> Panel:
        """The articles of the only regulation that may be meant, or those that may."""
        if not cards or len(cards) > _MOST_REGULATIONS:
            return self._regulations(0, self.texts.unknown.format(example=_EXAMPLE))
        if len(cards) == 1:
            return self._articles(cards[0], 0)
        messages = self.dialogue.messages
        lines = regulation_blocks(cards, messages)
        blocks = [paragraph(self.texts.which_regulation), *lines]
        return panel(blocks, [*regulation_rows(cards), [home()]])

    def _which(self, meant: TypedArticle, having: Sequence[RegulationCard]) -> Panel:
        texts, messages = self.texts, self.dialogue.messages
        blocks = [
            paragraph(texts.which.format(article=meant.label)),
            *regulation_blocks(having, messages),
            paragraph(texts.which_not_listed.format(example=_EXAMPLE), "italic"),
        ]
        buttons = (
            button(card.label, Press(ARTICLE, _path(card.id, meant.units))) for card in having
        )
        return panel(blocks, [*paired(buttons), [home()]])

    def _regulations(self, number: int, word: str | None = None) -> Panel:
        """A page of the regulations; ``word`` stands above them."""
        texts, cards = self.texts, self._library.regulations()
        blocks = [paragraph(word)] if word else []
        if not cards:
            return panel([*blocks, paragraph(texts.nothing)], [[home()]])
        page = page_of(cards, number, PER_PAGE)
        intro = texts.intro.format(example=_EXAMPLE)
        blocks += [
            heading(texts.title),
            paragraph(f"{intro} {page.words}".strip()),
            *regulation_blocks(page.entries, self.dialogue.messages),
        ]
        return panel(blocks, [*regulation_rows(page.entries), page.turning(REGULATIONS), [home()]])

    def _articles(self, card: RegulationCard, number: int) -> Panel:
        texts, articles = self.texts, self._library.articles(card.id)
        page = page_of(articles, number, _per_page(articles))
        standing = status_spans(card.status, self.dialogue.messages)
        blocks = [
            Block((Span(card.label, "bold"), Span(f" – {card.title}"), *standing)),
            paragraph(f"{texts.choose.format(count=len(articles))} {page.words}".strip()),
        ]
        if card.url:
            blocks.append(Block((Span(texts.source, url=card.url),)))
        back = button(texts.back, Press(REGULATIONS))
        turning = page.turning(ARTICLES, key_of(card.id))
        return panel(blocks, [*_grid(page.entries), turning, [back, home()]])


def _grid(articles: Sequence[ArticleCard]) -> list[Row]:
    """Articles by number four in a row; parts with longer names have a row of their own."""
    rows: list[Row] = []
    for short, together in groupby(articles, key=_is_short):
        buttons = (button(card.label, Press(ARTICLE, key_of(card.id))) for card in together)
        rows += in_rows(buttons, 4 if short else 1)
    return rows


def _per_page(articles: Sequence[ArticleCard]) -> int:
    """As many as a screen shows at once: long names need a row each."""
    long = sum(not _is_short(article) for article in articles)
    return _LIST if 4 * long > len(articles) else _GRID


def _is_short(article: ArticleCard) -> bool:
    return len(article.label) <= len("Pasal 280AB")


def _path(regulation: str, units: Sequence[str]) -> str:
    """The id of a unit, cut at the unit that a button can still carry."""
    kept = [*units]
    while len(":".join((regulation, *kept))) > KEY_LENGTH and len(kept) > 1:
        kept.pop()
    return key_of(":".join((regulation, *kept)))
