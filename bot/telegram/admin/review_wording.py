"""The steps of a form in which questions are worded: nobody's words become an example unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.anonymous import anonymous, load_name_texts
from bot.telegram.admin.review_draft import Draft
from bot.telegram.admin.review_steps import (
    CHOOSE,
    Material,
    Turned,
    digest,
    fault_of,
    numbered,
    short,
    texts_of,
)
from bot.telegram.blocks import Block, Span, item, paragraph
from bot.telegram.menu import Row, in_rows
from bot.telegram.press import Press, button

SHORTEST, LONGEST = 5, 300
"""Characters of an example."""
_SHOWN = 10
"""Phrasings offered."""
FEWEST = 3
"""Examples that a new ruling needs to be found."""
_MOST = 15
_ASKED = "\x1f"
"""Stands before the digest of a user's phrasing; whatever is typed loses it, being white space."""


def as_kept(values: Mapping[str, Any], material: Material) -> dict[str, Any]:
    """What a form holds, with a digest in the place of each phrasing of the item.

    So a user's words are kept in one place only: erased from the queue they are in no form, either.
    """
    asked = {*_all_asked(material)}

    def kept(text: str) -> str:
        return _ASKED + digest(text) if text in asked else text

    with_digests = dict(values)
    if "text" in values:
        with_digests["text"] = kept(values["text"])
    if "examples" in values:
        with_digests["examples"] = [*map(kept, values["examples"])]
    return with_digests


def as_worded(draft: Draft, material: Material) -> Draft:
    """A form as it was kept, with the phrasings in words again that the item still has."""
    asked = {_ASKED + digest(one): one for one in _all_asked(material)}
    values = dict(draft.values)
    if (held := draft.text("text")).startswith(_ASKED):
        values["text"] = asked.get(held, "")
    if "examples" in values:
        values["examples"] = [asked.get(one, one) for one in draft.listed("examples")]
        values["examples"] = own_examples(replace(draft, values=values))
    return replace(draft, values=values)


def own_examples(draft: Draft) -> list[str]:
    """The examples of a kept form that its editor has typed."""
    return [one for one in draft.listed("examples") if not one.startswith(_ASKED)]


def fault_of_wording(text: str, material: Material) -> str | None:
    """What keeps a text from being an example; None when nothing does."""
    texts = material.texts
    if fault := fault_of(text, SHORTEST, LONGEST, texts):
        return fault
    return texts.personal if _names_somebody(text) else None


def _names_somebody(text: str) -> bool:
    """Whether a text has a number, an address or an account, or a mark of what was taken out.

    Of names only the mark counts: the rule that finds them takes many a harmless word out, too.
    """
    marks = load_name_texts()
    found = anonymous(text)
    return marks.name in text or any(
        mark in found for mark in (marks.number, marks.address, marks.account)
    )


def phrasings(material: Material) -> tuple[str, ...]:
    """The users' phrasings, as the queue has masked them, that can be taken over."""
    return tuple(one for one in _asked(material) if fault_of_wording(one, material) is None)


def _to_be_reworded(material: Material) -> list[Block]:
    """The phrasings that cannot be taken over as they are."""
    others = [one for one in _asked(material) if fault_of_wording(one, material) is not None]
    if not others:
        return []
    head = paragraph(material.texts.reword, "italic")
    return [head, *(item("•", Span(short(one))) for one in others)]


def _asked(material: Material) -> list[str]:
    return _all_asked(material)[:_SHOWN]


def _all_asked(material: Material) -> list[str]:
    asked = (*material.item.questions, *(c.question or "" for c in material.item.comments))
    tidy = dict.fromkeys(" ".join(one.split()) for one in asked)
    return [one for one in tidy if one]


@dataclass(frozen=True)
class WordingStep:
    """Takes one example: a phrasing of the item, or one's own."""

    name: str = "text"
    awaits: bool = True

    def needed(self, draft: Draft, material: Material) -> bool:
        """Always."""
        return True

    def ask(self, material: Material) -> str:
        """What is to be chosen or typed."""
        return texts_of(self.name, material).ask.format(least=SHORTEST, most=LONGEST)

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """The phrasings, and what was typed before."""
        listed = _listed(_with_own(phrasings(material), (draft.text(self.name),)))
        return [*listed, *_to_be_reworded(material)]

    def rows(self, draft: Draft, material: Material, place: int) -> list[Row]:
        """A button for each phrasing."""
        held = (draft.text(self.name),)
        return _rows(_with_own(phrasings(material), held), held, place)

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """A wording."""
        return None if draft.text(self.name) else material.texts.needed

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Take a phrasing over."""
        listed = _with_own(phrasings(material), (draft.text(self.name),))
        wanted = next((one for one in listed if digest(one) == key), None)
        return Turned(draft.holding(self.name, wanted), done=True) if wanted else None

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Take what was typed."""
        text = " ".join(words.split())
        fault = fault_of_wording(text, material)
        return fault or Turned(draft.holding(self.name, text), done=True)

    def told(self, draft: Draft, material: Material) -> str:
        """The wording."""
        return short(draft.text(self.name))


@dataclass(frozen=True)
class ExamplesStep:
    """Takes the examples of a new ruling: phrasings that are ticked, and one's own, one a line."""

    name: str = "examples"
    awaits: bool = True

    def needed(self, draft: Draft, material: Material) -> bool:
        """Always."""
        return True

    def ask(self, material: Material) -> str:
        """What is to be ticked or typed."""
        return texts_of(self.name, material).ask.format(least=FEWEST, most=_MOST)

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """The phrasings and what was typed, with a tick where they are taken."""
        listed = _listed(self._all(draft, material), draft.listed(self.name))
        return [*listed, *_to_be_reworded(material)]

    def rows(self, draft: Draft, material: Material, place: int) -> list[Row]:
        """A button each, to tick it or take the tick away."""
        return _rows(self._all(draft, material), draft.listed(self.name), place)

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """Three of them."""
        count = len(draft.listed(self.name))
        if count >= FEWEST:
            return None
        return material.texts.few_examples.format(least=FEWEST, count=count)

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Tick a phrasing, or take the tick away."""
        listed = self._all(draft, material)
        wanted = next((one for one in listed if digest(one) == key), None)
        return Turned(draft.toggled(self.name, wanted)) if wanted else None

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Take each line, beside what is taken already."""
        lines = [" ".join(line.strip(" -•*\t").split()) for line in words.splitlines()]
        lines = [line for line in lines if line]
        faults = (fault_of_wording(line, material) for line in lines)
        if fault := next((one for one in faults if one), None):
            return fault
        held = draft.listed(self.name)
        known = {one.casefold() for one in held}
        if not lines or any(line.casefold() in known for line in lines):
            return material.texts.twice
        together = list(dict.fromkeys([*held, *lines]))
        if len(together) > _MOST:
            return material.texts.too_many.format(most=_MOST)
        return Turned(draft.holding(self.name, together))

    def told(self, draft: Draft, material: Material) -> str:
        """How many there are."""
        count = len(draft.listed(self.name))
        return material.texts.listed.format(count=count) if count else ""

    def _all(self, draft: Draft, material: Material) -> tuple[str, ...]:
        return _with_own(phrasings(material), draft.listed(self.name))


def _with_own(offered: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in (*offered, *own) if one))


def _listed(texts: tuple[str, ...], held: tuple[str, ...] = ()) -> list[Block]:
    if held:
        return [
            paragraph(f"{number}. {'✓ ' if one in held else ''}{short(one)}")
            for number, one in enumerate(texts, 1)
        ]
    return numbered((Span(short(one)),) for one in texts)


def _rows(texts: tuple[str, ...], held: tuple[str, ...], place: int) -> list[Row]:
    return in_rows(
        (
            button(f"✓ {number}" if one in held else str(number), Press(CHOOSE, digest(one), place))
            for number, one in enumerate(texts, 1)
        ),
        5,
    )
