"""What the bot's knowledge is made of, and what becomes of what users write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from bot.storage.inbox import HOURS_REMEMBERED
from bot.storage.shown import DAYS_SHOWN
from bot.telegram.blocks import Block, heading, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.durations import durations
from bot.telegram.feature import Feature, Plan
from bot.telegram.lists import regulation_blocks
from bot.telegram.menu import ABOUT, PRIVACY, Panel, home, page_of, panel, show, turn_to
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

SOURCES = "er"
"""Code of the buttons that list the regulations with their sources."""
_PER_PAGE = 15


class AboutTexts(CheckedTexts):
    """The texts of both commands."""

    about_title: Text
    about: tuple[Text, ...] = Field(min_length=1)
    official: Text
    digests: Text
    about_end: tuple[Text, ...] = Field(min_length=1)
    regulations: Text
    regulations_title: Text
    regulations_intro: Text
    back: Text
    privacy_title: Text
    privacy: tuple[Text, ...] = Field(min_length=1)
    review: Text
    no_review: Text
    writer: Text
    privacy_end: tuple[Text, ...] = Field(min_length=1)

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "about": frozenset({"edition", "date", "rulings", "provisions", "regulations"}),
        "official": frozenset({"official", "share"}),
        "regulations_intro": frozenset({"count"}),
        "privacy": frozenset({"history", "shown", "feedback", "ids"}),
        "review": frozenset({"review"}),
    }


def feature(dialogue: Dialogue) -> Feature:
    """Both commands, and their buttons."""
    about = _About(dialogue, load_texts("about.yaml", AboutTexts))
    return Feature(
        commands={"tentang": about.tell, "privasi": about.tell_privacy},
        presses={ABOUT: about.about, SOURCES: about.sources, PRIVACY: about.privacy},
    )


@dataclass(frozen=True)
class _About:
    dialogue: Dialogue
    texts: AboutTexts

    async def tell(self, reply: Reply, _typed: str) -> None:
        """Say what the edition is made of."""
        await show(reply, self._edition())

    async def tell_privacy(self, reply: Reply, _typed: str) -> None:
        """Say what is kept of a user, how long, and how it is erased."""
        await show(reply, self._privacy())

    async def about(self, reply: Reply, _press: Press) -> Plan:
        """Show what the edition is made of."""
        return turn_to(reply, self._edition)

    async def sources(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the regulations with their sources."""
        return turn_to(reply, lambda: self._sources(press.number))

    async def privacy(self, reply: Reply, _press: Press) -> Plan:
        """Show what is kept of a user."""
        return turn_to(reply, self._privacy)

    def _edition(self) -> Panel:
        card, texts = self.dialogue.answering.library.about(), self.texts
        figures = {
            "edition": card.id,
            "date": self.dialogue.messages.day(card.built),
            "rulings": thousands(card.rulings),
            "provisions": thousands(card.provisions),
            "regulations": thousands(len(card.regulations)),
            "official": thousands(card.official),
            "share": _share(card.official, card.provisions),
        }
        blocks = [heading(texts.about_title)]
        told = (*texts.about, texts.official if card.official else texts.digests, *texts.about_end)
        blocks += [paragraph(text.format(**figures)) for text in told]
        return panel(blocks, [[button(texts.regulations, Press(SOURCES))], [home()]])

    def _sources(self, number: int) -> Panel:
        texts, messages = self.texts, self.dialogue.messages
        regulations = self.dialogue.answering.library.about().regulations
        page = page_of(regulations, number, _PER_PAGE)
        intro = texts.regulations_intro.format(count=len(regulations))
        blocks = [
            heading(texts.regulations_title),
            paragraph(f"{intro} {page.words}".strip()),
            *regulation_blocks(page.entries, messages, linked=True),
        ]
        return panel(blocks, [page.turning(SOURCES), [button(texts.back, Press(ABOUT)), home()]])

    def _privacy(self) -> Panel:
        texts, settings, span = self.texts, self.dialogue.settings, durations().exactly
        times = {
            "history": span(settings.history_minutes),
            "shown": span(DAYS_SHOWN * 1440),
            "feedback": span(settings.feedback_days * 1440),
            "review": span(settings.review_days * 1440),
            "ids": span(HOURS_REMEMBERED * 60),
        }
        kept: list[Block] = [paragraph(text.format(**times)) for text in texts.privacy]
        review = texts.review if settings.review_days else texts.no_review
        kept.append(paragraph(review.format(**times)))
        if settings.chat_model is not None:
            kept.append(paragraph(texts.writer))
        end = [paragraph(text) for text in texts.privacy_end]
        return panel([heading(texts.privacy_title), *kept, *end], [[home()]])


def _share(part: int, whole: int) -> str:
    """A share in percent that calls neither a little nothing nor nearly all everything."""
    if part == whole:
        return "100%"
    percent = 100 * part / whole
    return "<1%" if percent < 1 else ">99%" if percent > 99 else f"{round(percent)}%"
