"""The steps of a form in which provisions are put together: the basis of a ruling, and its sanctions."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.answer import Citation
from bot.answering.grounds import is_provision
from bot.answering.library import Library
from bot.telegram.admin.review_draft import Draft
from bot.telegram.admin.review_steps import (
    CHOOSE,
    LOOK,
    Material,
    Turned,
    digest,
    fault_of,
    short,
    texts_of,
)
from bot.telegram.blocks import Block, Span, paragraph
from bot.telegram.menu import Row, key_of, named
from bot.telegram.press import Press, button
from bot.telegram.typed_article import read_typed, regulations_named, units_named
from knowledge.model import RegulationStatus

_UNITS = re.compile(r"^\s*\d+[a-z]?(?:\s+(?:ayat|huruf|hrf|angka)\s*\(?\w+\)?)*")
"""What follows the word for an article, as far as its regulation."""
_MOST = 10
"""Provisions offered."""
_RULINGS = 3
"""Nearest rulings whose sanctions are proposed."""
_LABEL = 40
"""Characters of a label that can be read on a button beside another."""
_SENTENCE = 300
"""Characters of a sanction in a plain sentence."""


@dataclass(frozen=True)
class _Grounds(ABC):
    """What both have in common: ticked provisions, with those that were typed among them."""

    name: str
    awaits: bool = True

    @abstractmethod
    def offered(self, draft: Draft, material: Material) -> Sequence[str]:
        """What is proposed before anything was typed."""

    def needed(self, draft: Draft, material: Material) -> bool:
        """Always."""
        return True

    def ask(self, material: Material) -> str:
        """What is to be ticked or typed."""
        return texts_of(self.name, material).ask

    def all(self, draft: Draft, material: Material) -> list[str]:
        """What is offered, what was typed, and what is ticked."""
        typed, held = draft.listed(f"{self.name}_typed"), draft.listed(self.name)
        proposed = self.offered(draft, material)[:_MOST]
        listed = dict.fromkeys([*proposed, *typed, *held])
        # Another edition may have taken a provision away.
        return [one for one in listed if not is_provision(one) or material.citation(one)]

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """Sentences and long labels in full, by the numbers on their buttons; the other buttons say it all."""
        listed = enumerate(self.all(draft, material), 1)
        return [
            paragraph(f"{number}. {label_of(one, material)}")
            for number, one in listed
            if not _on_button(one, material)
        ]

    def rows(self, draft: Draft, material: Material, place: int) -> list[Row]:
        """A button to tick each, and one to read it."""
        held, rows = draft.listed(self.name), []
        listed = self.all(draft, material)
        for number, one in enumerate(listed, 1):
            mark, said = "✓ " if one in held else "", _on_button(one, material) or str(number)
            row = [button(mark + said, Press(CHOOSE, _key(one), place))]
            if is_provision(one):
                row.append(button(material.texts.read, Press(LOOK, key_of(one), place)))
            rows.append(row)
        return rows

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """Nothing, as a rule."""
        return None

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Tick, or take the tick away."""
        wanted = next((one for one in self.all(draft, material) if _key(one) == key), None)
        return Turned(draft.toggled(self.name, wanted)) if wanted else None

    def looked_up(self, key: str, draft: Draft, material: Material) -> Citation | None:
        """The provision whose text is to be read."""
        wanted = named(key, self.all(draft, material), str)
        return material.citation(wanted) if wanted and is_provision(wanted) else None

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Look a reference up, and tick it; of an article in several parts, offer the parts."""
        found = referred(words, material)
        if isinstance(found, str):
            return found
        typed = list(dict.fromkeys([*draft.listed(f"{self.name}_typed"), *(c.id for c in found)]))
        draft = draft.holding(f"{self.name}_typed", typed)
        if len(found) > 1:
            return Turned(draft, note=material.texts.several.format(count=len(found)))
        held = draft.listed(self.name)
        return Turned(draft.holding(self.name, list(dict.fromkeys([*held, found[0].id]))))

    def told(self, draft: Draft, material: Material) -> str:
        """Their labels."""
        return short("; ".join(label_of(one, material) for one in draft.listed(self.name)))


@dataclass(frozen=True)
class BasisStep(_Grounds):
    """Puts the legal basis together; there must be one."""

    name: str = "basis"

    def offered(self, draft: Draft, material: Material) -> Sequence[str]:
        """The nearest provisions that are in force."""
        dead = {RegulationStatus.DICABUT, RegulationStatus.BELUM_BERLAKU}
        return [one.id for one in material.item.provisions if one.status not in dead]

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """At least one."""
        return None if draft.listed(self.name) else material.texts.needed


@dataclass(frozen=True)
class SanctionStep(_Grounds):
    """Puts the sanctions together; there may be none."""

    name: str = "sanctions"

    def offered(self, draft: Draft, material: Material) -> Sequence[str]:
        """Those of the nearest rulings."""
        records = [material.library.record(one.id) for one in material.item.rulings[:_RULINGS]]
        return [sanction for record in records if record for sanction in record.sanctions]

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """A reference, or else a sentence."""
        text = " ".join(words.split())
        taken = super().typed(draft, text, material)
        if isinstance(taken, Turned) or taken != material.texts.unknown_reference:
            return taken
        fault = fault_of(text, 10, _SENTENCE, material.texts)
        if fault:
            return fault
        held = [*draft.listed(self.name), text]
        return Turned(draft.holding(self.name, list(dict.fromkeys(held))))


def referred(words: str, material: Material) -> list[Citation] | str:
    """The provisions in force that a typed reference names; else what to type instead."""
    texts, library = material.texts, material.library
    named = units_named(words, library) or _article_named(words, library)
    if not named:
        return texts.unknown_reference
    found = [citation for one in named for citation in _cited(one, material)]
    if not found:
        return texts.no_article
    standing = [one for one in found if one.status != RegulationStatus.DICABUT]
    if not standing:
        return texts.repealed.format(label=found[0].label)
    return standing[:_MOST]


def _article_named(words: str, library: Library) -> list[str]:
    meant = read_typed(words, library.regulations())
    law = meant.regulation or _law_named(meant.words, library)
    return [":".join((law, *meant.units))] if law and meant.units else []


def _cited(identity: str, material: Material) -> Sequence[Citation]:
    exact = material.citation(identity)
    return [exact] if exact else material.library.article(identity)


def _law_named(words: str, library: Library) -> str | None:
    """The regulation that is called before or behind an article: ``uu pemilu pasal 280``, ``94/2021 pasal 8``."""
    before, _, after = words.lower().partition("pasal")
    regulations = library.regulations()
    for called in (before, _UNITS.sub("", after)):
        name = called.strip(" ,.;")
        if not name:
            continue
        if card := library.regulation(name):
            return card.id
        if law := read_typed(name, regulations).regulation:
            return law
        if len(found := regulations_named(name, regulations)) == 1:
            return found[0].id
    return None


def label_of(one: str, material: Material) -> str:
    """A provision as lawyers write it; a plain sentence as it is."""
    citation = material.citation(one) if is_provision(one) else None
    return citation.label if citation else one


def _on_button(one: str, material: Material) -> str:
    """What a button says of a provision; empty where only its number has room."""
    label = label_of(one, material)
    return label if is_provision(one) and len(label) <= _LABEL else ""


def looked_at(citation: Citation) -> list[Block]:
    """A provision's text, to be read before it is ticked."""
    return [Block((Span(citation.label, "bold"),)), paragraph(citation.text)]


def _key(one: str) -> str:
    """A sanction as a button carries it: a sentence by a digest."""
    return key_of(one) if is_provision(one) else digest(one)
