"""What a guided check shows at each step, and the buttons below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Self

from pydantic import model_validator
from telegram import InlineKeyboardButton

from bot.answering.circumstances import CONDUCT, Circumstance
from bot.answering.library import Library, RulingCard, Topic
from bot.telegram.blocks import Block, Span, heading, item, paragraph
from bot.telegram.features.check_state import Progress
from bot.telegram.features.profile import ProfileTexts, status_rows
from bot.telegram.lists import PER_PAGE, ruling_rows
from bot.telegram.menu import CHECK, Panel, Row, in_rows, key_of, page_of, panel
from bot.telegram.press import Press, button
from bot.texts import CheckedTexts, load_texts
from knowledge.model import FACT_VALUES, Text

STATUS, TOPIC, RULING, DETAIL = "ks", "kt", "kr", "kd"
"""Codes of the buttons that choose; a topic's number is the page of its rulings, a detail's how many came before."""
BACK, CANCEL = "kb", "kx"
"""Codes of the buttons that go back (with the number of choices made), and that end the check."""
NONE = "-"
"""Key of the button for none of the circumstances."""


class CheckTexts(CheckedTexts):
    """The texts of the guided check."""

    title: Text
    status: Text
    status_preset: Text
    topic: Text
    ruling: Text
    detail: Text
    details: Text
    chosen_status: Text
    chosen_topic: Text
    chosen_ruling: Text
    chosen_detail: Text
    questions: dict[str, Text]
    question_other: Text
    none: Text
    back: Text
    cancel: Text
    again: Text
    result: Text
    result_details: Text
    result_plain: Text
    said: Text
    finished: Text
    cancelled: Text
    left: Text
    over: Text
    gone: Text
    nothing: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "status_preset": frozenset({"status"}),
        "detail": frozenset({"question"}),
        "details": frozenset({"question", "number", "count"}),
        "chosen_status": frozenset({"status"}),
        "chosen_topic": frozenset({"topic"}),
        "chosen_ruling": frozenset({"ruling"}),
        "chosen_detail": frozenset({"detail"}),
        "result": frozenset({"status", "ruling"}),
        "result_details": frozenset({"details"}),
        "said": frozenset({"ruling", "status"}),
    }

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := sorted(set(FACT_VALUES) - set(self.questions)):
            raise ValueError(f"questions lacks {', '.join(missing)}")
        return self


@cache
def check_texts() -> CheckTexts:
    """The texts of ``bot/data/check.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("check.yaml", CheckTexts)


@dataclass(frozen=True)
class Views:
    """Builds the views of the check."""

    texts: CheckTexts
    profile: ProfileTexts

    def status(self, preset: str | None) -> Panel:
        """Whose conduct it is; ``preset`` is the status of the profile."""
        blocks = [heading(self.texts.title), paragraph(self.texts.status)]
        if preset is not None:
            titled = self.profile.titled(preset)
            blocks.append(paragraph(self.texts.status_preset.format(status=titled), "italic"))
        rows = status_rows(STATUS, self.profile, marked=preset)
        return panel(blocks, [*rows, [self._cancel()]])

    def topics(self, progress: Progress, topics: Sequence[Topic]) -> Panel:
        """What the conduct is about."""
        buttons = (button(topic.title, Press(TOPIC, key_of(topic.id))) for topic in topics)
        return panel(
            [*self._chosen(progress), paragraph(self.texts.topic)],
            [*in_rows(buttons, 1), self._leaving(progress)],
        )

    def rulings(self, progress: Progress, topic: Topic, cards: Sequence[RulingCard]) -> Panel:
        """Which conduct it is; the verdicts come at the end."""
        page = page_of(cards, progress.page, PER_PAGE)
        blocks = [
            *self._chosen(progress),
            paragraph(self.texts.chosen_topic.format(topic=topic.title)),
            paragraph(f"{self.texts.ruling} {page.words}".strip()),
            *(paragraph(f"{n}. {card.title}") for n, card in page.numbered),
        ]
        turning = page.turning(TOPIC, key_of(topic.id))
        rows = [*ruling_rows(page, RULING), turning, self._leaving(progress)]
        return panel(blocks, rows)

    def detail(self, progress: Progress, card: RulingCard, asked: Sequence[Circumstance]) -> Panel:
        """Which of some circumstances holds."""
        number = len(progress.picked)
        circumstance = asked[number]
        listed = list(enumerate(circumstance.choices, 1))
        blocks = [
            *self._chosen(progress),
            paragraph(self.texts.chosen_ruling.format(ruling=card.title)),
            *(
                paragraph(self.texts.chosen_detail.format(detail=when))
                for when in details(progress, asked)
            ),
            paragraph(self._question(circumstance, number, len(asked)), "bold"),
            *(item(f"{n}.", Span(choice.when)) for n, choice in listed),
        ]
        numbers = [
            button(f"{n}. {choice.when}", Press(DETAIL, key_of(choice.branch), number))
            for n, choice in listed
        ]
        none = button(self.texts.none, Press(DETAIL, NONE, number))
        return panel(blocks, [*([one] for one in numbers), [none], self._leaving(progress)])

    def result(self, progress: Progress, card: RulingCard, asked: Sequence[Circumstance]) -> str:
        """What the verdict is for: status, conduct and circumstances."""
        texts, chosen = self.texts, details(progress, asked)
        status = self.profile.titled(progress.status or "")
        told = texts.result_details.format(details="; ".join(chosen)) if chosen else ""
        if not told and asked:
            told = texts.result_plain
        return f"{texts.result.format(status=status, ruling=card.title)} {told}".strip()

    def closed(self, word: str, *more: str) -> Panel:
        """The check is over; another can be begun."""
        blocks = [heading(self.texts.title), *(paragraph(text) for text in (word, *more))]
        return panel(blocks, [[button(self.texts.again, Press(CHECK))]])

    def _question(self, circumstance: Circumstance, number: int, count: int) -> str:
        texts = self.texts
        question = texts.questions.get(circumstance.fact or "", texts.question_other)
        if count == 1:
            return texts.detail.format(question=question)
        return texts.details.format(question=question, number=number + 1, count=count)

    def _chosen(self, progress: Progress) -> list[Block]:
        titled = self.profile.titled(progress.status or "")
        return [
            heading(self.texts.title),
            paragraph(self.texts.chosen_status.format(status=titled)),
        ]

    def _leaving(self, progress: Progress) -> Row:
        return [button(self.texts.back, Press(BACK, "", progress.depth)), self._cancel()]

    def _cancel(self) -> InlineKeyboardButton:
        return button(self.texts.cancel, Press(CANCEL))


def details(progress: Progress, asked: Sequence[Circumstance]) -> tuple[str, ...]:
    """The circumstances that were chosen, in the words of the data."""
    return tuple(
        choice.when
        for circumstance, branch in zip(asked, progress.picked, strict=False)
        for choice in circumstance.choices
        if choice.branch == branch
    )


def conduct_topics(library: Library) -> tuple[Topic, ...]:
    """The topics in which there is a conduct to check."""
    return tuple(topic for topic in library.topics() if conduct_rulings(library, topic.id))


def conduct_rulings(library: Library, topic: str) -> tuple[RulingCard, ...]:
    """The rulings of a topic on something that one does."""
    return tuple(card for card in library.rulings(topic) if card.verdict in CONDUCT)
