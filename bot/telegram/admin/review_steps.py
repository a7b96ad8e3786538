"""What the steps of a form have in common, and the steps that take a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from bot.answering.answer import Citation
from bot.answering.library import Library
from bot.telegram.admin.review_draft import Draft
from bot.telegram.admin.review_queue import Item
from bot.telegram.admin.review_texts import FormTexts, StepTexts
from bot.telegram.blocks import Block, Span, cut_short, paragraph
from bot.telegram.menu import Row, in_rows, key_of
from bot.telegram.messages import Messages
from bot.telegram.press import Press, button

CHOOSE, LOOK = "qc", "qs"
"""Codes of the buttons that choose something in a step, and that show a provision's text."""
_TOLD = 150
"""Characters that are repeated of what was filled in."""


@dataclass(frozen=True)
class Material:
    """What a form is filled in from."""

    item: Item
    library: Library
    citation: Callable[[str], Citation | None]
    """A provision of the edition that serves; None when it has none of this id."""
    edition: str
    """Id of the edition that serves."""
    messages: Messages
    texts: FormTexts


@dataclass(frozen=True)
class Turned:
    """What a choice or a typed text has made of a form."""

    draft: Draft
    done: bool = False
    """Whether the step is over by that."""
    note: str = ""
    """What is to be said of it."""


class Step(Protocol):
    """A step of a form."""

    @property
    def name(self) -> str:
        """Where its value is kept in the draft, and its texts in ``form.steps``."""
        ...

    @property
    def awaits(self) -> bool:
        """Whether it takes typed text."""
        ...

    def needed(self, draft: Draft, material: Material) -> bool:
        """Whether there is anything to choose."""
        ...

    def ask(self, material: Material) -> str:
        """What is to be done."""
        ...

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """What there is to choose from."""
        ...

    def rows(self, draft: Draft, material: Material, place: int) -> list[Row]:
        """The buttons to choose with; ``place`` is the step's among those of its form."""
        ...

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """What is still to be filled in before the next step; None when nothing is."""
        ...

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Choose; None when there is no such choice any more."""
        ...

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Take a typed text, or say what is wrong with it. It may search: better not on the event loop."""
        ...

    def told(self, draft: Draft, material: Material) -> str:
        """What was filled in, on one line; empty when nothing was."""
        ...


def texts_of(step: str, material: Material) -> StepTexts:
    """The texts of a step."""
    return material.texts.steps[step]


def short(text: str) -> str:
    """A text on one line, as what was filled in is repeated."""
    return cut_short(" ".join(text.split()), _TOLD)


def digest(text: str) -> str:
    """A text as a button can carry it."""
    return sha256(text.encode()).hexdigest()[:16]


def numbered(lines: Iterable[tuple[Span, ...]]) -> list[Block]:
    """Entries of a list with their numbers."""
    return [Block((Span(f"{number}. "), *spans)) for number, spans in enumerate(lines, 1)]


def number_rows(keys: Iterable[str], place: int, held: Sequence[str] = ()) -> list[Row]:
    """A button for each entry of a numbered list; those that are held are ticked."""
    return in_rows(
        (
            button(f"✓ {number}" if key in held else str(number), Press(CHOOSE, key_of(key), place))
            for number, key in enumerate(keys, 1)
        ),
        5,
    )


def fault_of(text: str, least: int, most: int, texts: FormTexts) -> str | None:
    """What is wrong with the length of a text; None when nothing is."""
    if len(text) < least:
        return texts.too_short.format(least=least, length=len(text))
    if len(text) > most:
        return texts.too_long.format(most=most, length=len(text))
    return None


@dataclass(frozen=True)
class TextStep:
    """Takes one text."""

    name: str
    least: int
    most: int
    awaits: bool = True

    def needed(self, draft: Draft, material: Material) -> bool:
        """Always."""
        return True

    def ask(self, material: Material) -> str:
        """What is to be typed."""
        return texts_of(self.name, material).ask.format(least=self.least, most=self.most)

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """What was typed before, which may stay."""
        text = draft.text(self.name)
        return [paragraph(text, "italic")] if text else []

    def rows(self, draft: Draft, material: Material, place: int) -> list[Row]:
        """Nothing is chosen here."""
        return []

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """A text."""
        return None if draft.text(self.name) else material.texts.needed

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Nothing is chosen here."""
        return None

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Take the text on one line."""
        text = " ".join(words.split())
        fault = fault_of(text, self.least, self.most, material.texts)
        return fault or Turned(draft.holding(self.name, text), done=True)

    def told(self, draft: Draft, material: Material) -> str:
        """Its beginning."""
        return short(draft.text(self.name))


@dataclass(frozen=True)
class LinesStep:
    """Takes several texts, one a line; none at all is fine."""

    name: str
    most: int
    longest: int
    awaits: bool = True

    def needed(self, draft: Draft, material: Material) -> bool:
        """Always."""
        return True

    def ask(self, material: Material) -> str:
        """What is to be typed."""
        return texts_of(self.name, material).ask.format(least=0, most=self.most)

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """What was typed before, which may stay."""
        return [paragraph(f"• {line}", "italic") for line in draft.listed(self.name)]

    def rows(self, draft: Draft, material: Material, place: int) -> list[Row]:
        """Nothing is chosen here."""
        return []

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """Nothing."""
        return None

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Nothing is chosen here."""
        return None

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Take the lines, in the place of those of before."""
        lines = [" ".join(line.strip(" -•*\t").split()) for line in words.splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > self.most:
            return material.texts.too_many.format(most=self.most)
        faults = (fault_of(line, 3, self.longest, material.texts) for line in lines)
        fault = next((one for one in faults if one), None)
        return fault or Turned(draft.holding(self.name, lines), done=True)

    def told(self, draft: Draft, material: Material) -> str:
        """All of them, cut."""
        return short("; ".join(draft.listed(self.name)))
