"""The texts that users see, read from ``bot/data/messages.yaml`` and checked at start."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from bot.judgement import Judgement
from bot.texts import CheckedTexts, load_texts
from knowledge.model import RegulationStatus, Strength, Text, Verdict

_Toast = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""The Bot API refuses longer notes on a pressed button."""


class Headings(CheckedTexts):
    """Titles of the sections of an answer."""

    conditions: Text
    sanctions: Text
    next_steps: Text
    strength: Text
    conflicts: Text
    citations: Text
    options: Text
    source: Text


class Details(CheckedTexts):
    """Lines of the short form of an answer and of the sections below it."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "others": frozenset({"count"}),
        "more": frozenset({"button"}),
        "newer_edition": frozenset({"old", "new"}),
        "changed_text": frozenset({"new"}),
        "gone_text": frozenset({"new"}),
        "position": frozenset({"number", "count"}),
        "shared": frozenset({"title", "verdict"}),
        "document": frozenset({"edition"}),
    }

    sanction: Text
    basis: Text
    others: Text
    more: Text
    review: Text
    digest_only: Text
    newer_edition: Text
    changed_text: Text
    gone_text: Text
    position: Text
    shared: Text
    document: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Buttons(CheckedTexts):
    """Labels of the buttons below an answer: its sections, turning pages, passing it on, and feedback."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "page": frozenset({"page", "count"}),
        "here": frozenset({"number"}),
    }

    conditions: Text
    sanctions: Text
    basis: Text
    text: Text
    whole: Text
    back: Text
    earlier: Text
    later: Text
    page: Text
    here: Text
    share: Text
    document: Text
    votes: dict[Judgement, Text]
    chosen: dict[Judgement, Text]
    """The same, of the vote that was given."""
    comment: Text


class Toasts(CheckedTexts):
    """Short notes shown when a button is pressed."""

    expired: _Toast
    question_erased: _Toast
    document: _Toast
    failed: _Toast


class TextKinds(CheckedTexts):
    """How the text of a provision came to be."""

    digest: Text
    official: Text


class ExampleQuestion(CheckedTexts):
    """A question offered as a button at the start."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
    label: Text
    question: Text


class Command(CheckedTexts):
    """An entry of the command menu, in the limits of the Bot API."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$")]
    description: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class Messages(CheckedTexts):
    """All texts of the Telegram room."""

    verdicts: dict[Verdict, Text]
    same_verdicts: dict[Verdict, tuple[Text, ...]]
    """How summaries give a verdict in other words: a sentence of these alone is not repeated after the verdict."""
    strengths: dict[Strength, Text]
    statuses: dict[RegulationStatus, Text]
    text_kinds: TextKinds
    headings: Headings
    months: tuple[Text, ...] = Field(min_length=12, max_length=12)
    parts_intro: Text
    part_title: Text
    asked: Text
    chosen: Text
    footer: Text
    provision_edition: Text
    provision_day: Text
    details: Details
    buttons: Buttons
    toasts: Toasts
    start: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[ExampleQuestion, ...] = Field(min_length=1)
    help: tuple[Text, ...] = Field(min_length=1)
    unknown_command: Text
    only_text: Text
    voice: Text
    apology: Text
    commands: tuple[Command, ...]

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "parts_intro": frozenset({"count"}),
        "part_title": frozenset({"number", "count"}),
        "asked": frozenset({"question"}),
        "chosen": frozenset({"option"}),
        "footer": frozenset({"edition", "date"}),
        "provision_edition": frozenset({"edition"}),
        "provision_day": frozenset({"date"}),
        "help": frozenset({"minutes"}),
        "apology": frozenset({"reference"}),
    }

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name, table, kind in (
            ("verdicts", self.verdicts, Verdict),
            ("strengths", self.strengths, Strength),
            ("statuses", self.statuses, RegulationStatus),
            ("buttons.votes", self.buttons.votes, Judgement),
            ("buttons.chosen", self.buttons.chosen, Judgement),
        ):
            missing = sorted(set(kind) - set(table))
            if missing:
                raise ValueError(f"{name} lacks {', '.join(missing)}")
        ids = [example.id for example in self.examples]
        if len(set(ids)) < len(ids):
            raise ValueError("two examples have the same id")
        return self

    def day(self, day: date) -> str:
        """Write a date in words: ``21 November 2026``."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"


def thousands(number: int) -> str:
    """A number as Indonesian writes it: ``1.234``."""
    return f"{number:,}".replace(",", ".")


def load_messages(path: Path | None = None) -> Messages:
    """Read and check the texts; by default the bundled ones.

    Raises:
        DataError: the file is unreadable or breaks the schema; names the first fault.
    """
    return load_texts("messages.yaml", Messages, path)
