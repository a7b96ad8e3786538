"""The steps of a form in which one of several is chosen: a ruling, a verdict, a class, a strength, a family."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.circumstances import CONDUCT
from bot.telegram.admin.review_draft import Draft
from bot.telegram.admin.review_steps import (
    CHOOSE,
    Material,
    Turned,
    number_rows,
    numbered,
    short,
    texts_of,
)
from bot.telegram.blocks import Block, Span, paragraph
from bot.telegram.menu import Row, key_of, named
from bot.telegram.press import Press, button
from bot.telegram.render import strength_words, verdict_words
from knowledge.model import Strength, Verdict

_MOST = 5
"""Rulings or families offered at a time."""
VERDICTS = (*sorted(CONDUCT, key=list(Verdict).index), Verdict.INFORMASI)
"""What a ruling may say."""


@dataclass(frozen=True)
class _Option:
    key: str
    spans: tuple[Span, ...]
    """Its entry in the list."""
    told: str
    label: str = ""
    """On its button; empty: its number."""


@dataclass(frozen=True)
class _Choosing(ABC):
    """What all of these steps have in common; each says what there is to choose from."""

    name: str
    awaits: bool = False

    @abstractmethod
    def options(self, draft: Draft, material: Material) -> Sequence[_Option]:
        """What there is to choose from."""

    def needed(self, draft: Draft, material: Material) -> bool:
        """Always, as a rule."""
        return True

    def ask(self, material: Material) -> str:
        """What is to be chosen."""
        return texts_of(self.name, material).ask

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """The list."""
        return numbered(option.spans for option in self.options(draft, material) if option.spans)

    def rows(self, draft: Draft, material: Material, place: int) -> list[Row]:
        """A button each."""
        options = self.options(draft, material)
        held = (draft.text(self.name),)
        if all(option.label for option in options):
            return [
                [
                    button(
                        f"✓ {option.label}" if option.key in held else option.label,
                        Press(CHOOSE, key_of(option.key), place),
                    )
                ]
                for option in options
            ]
        return number_rows([option.key for option in options], place, held)

    def lacks(self, draft: Draft, material: Material) -> str | None:
        """A choice that there still is."""
        options = self.options(draft, material)
        held = any(option.key == draft.text(self.name) for option in options)
        return None if held else material.texts.needed

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Choose one of those that are offered."""
        option = named(key, self.options(draft, material), lambda option: option.key)
        return Turned(draft.holding(self.name, option.key), done=True) if option else None

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Only those steps that can be searched take text."""
        return material.texts.nothing_found

    def told(self, draft: Draft, material: Material) -> str:
        """The choice in words."""
        held = draft.text(self.name)
        option = next((o for o in self.options(draft, material) if o.key == held), None)
        return short(option.told if option else held)


@dataclass(frozen=True)
class RulingStep(_Choosing):
    """Chooses the ruling that is to answer: one of the nearest, or of those that typed words find."""

    name: str = "ruling"
    awaits: bool = True

    def options(self, draft: Draft, material: Material) -> Sequence[_Option]:
        """Those that were found, else the nearest, and the one that was chosen."""
        near = {one.id: one.title for one in material.item.rulings[:_MOST]}
        listed = list(draft.listed("found") or near)
        if held := draft.text(self.name):
            listed = list(dict.fromkeys([*listed, held]))
        options = []
        for ruling in listed:
            record = material.library.record(ruling)
            if record is None:  # an edition without it has come since
                continue
            verdict = Span(verdict_words(record.verdict, material.messages), "bold")
            spans = (Span(f"{record.title} – "), verdict)
            options.append(_Option(ruling, spans, record.title))
        return options

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """The list, with a word on where it comes from."""
        texts = material.texts
        word = texts.found if draft.listed("found") else texts.nearest
        listed = super().blocks(draft, material)
        return [paragraph(word), *listed] if listed else []

    def chosen(self, draft: Draft, key: str, material: Material) -> Turned | None:
        """Another ruling has other verdicts."""
        turned = super().chosen(draft, key, material)
        if turned is None or turned.draft.text(self.name) == draft.text(self.name):
            return turned
        kept = {name: held for name, held in turned.draft.values.items() if name != "branch"}
        return Turned(replace(turned.draft, values=kept), done=True)

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Search."""
        found = [card.id for card in material.library.find(words, _MOST)]
        return Turned(draft.holding("found", found)) if found else material.texts.nothing_found


@dataclass(frozen=True)
class BranchStep(_Choosing):
    """Chooses which of the verdicts of a ruling the question gets."""

    name: str = "branch"

    def options(self, draft: Draft, material: Material) -> Sequence[_Option]:
        """A verdict each, with the circumstances under which it holds."""
        record = material.library.record(draft.text("ruling"))
        if record is None:
            return ()
        whens: dict[Verdict, list[str]] = {record.verdict: [record.when]}
        for branch in record.branches:
            whens.setdefault(branch.verdict, []).append(branch.when)
        messages, texts = material.messages, material.texts
        return [
            _Option(
                verdict.value,
                (
                    Span(f"{verdict_words(verdict, messages)}: ", "bold"),
                    Span("; ".join(map(short, held))),
                ),
                texts.options.format(label=verdict_words(verdict, messages), when=held[0]),
                label=messages.verdicts[verdict],
            )
            for verdict, held in whens.items()
        ]

    def needed(self, draft: Draft, material: Material) -> bool:
        """Only where the ruling has several."""
        return len(self.options(draft, material)) > 1


@dataclass(frozen=True)
class ClassStep(_Choosing):
    """Chooses why a question is none for the bot."""

    name: str = "class"

    def options(self, draft: Draft, material: Material) -> Sequence[_Option]:
        """The classes that are answered with a word that they are out of scope."""
        return [
            _Option(one.id, (Span(short(one.when)),), one.when)
            for one in material.library.classes()
            if one.verdict is Verdict.DI_LUAR_CAKUPAN
        ]


@dataclass(frozen=True)
class VerdictStep(_Choosing):
    """Chooses what a new ruling says."""

    name: str = "verdict"

    def options(self, draft: Draft, material: Material) -> Sequence[_Option]:
        """All that a ruling may say."""
        messages = material.messages
        return [
            _Option(one.value, (), verdict_words(one, messages), label=messages.verdicts[one])
            for one in VERDICTS
        ]


@dataclass(frozen=True)
class StrengthStep(_Choosing):
    """Chooses how firmly a new ruling stands."""

    name: str = "strength"

    def options(self, draft: Draft, material: Material) -> Sequence[_Option]:
        """A written norm, an official's statement, our reasoning."""
        words = {one.value: strength_words(one, material.messages) for one in Strength}
        return [
            _Option(key, (Span(text),), text, label=text.partition(" – ")[0].capitalize())
            for key, text in words.items()
        ]


@dataclass(frozen=True)
class FamilyStep(_Choosing):
    """Chooses the family of a new ruling: one of the nearest rulings', or of those that typed words find."""

    name: str = "family"
    awaits: bool = True

    def options(self, draft: Draft, material: Material) -> Sequence[_Option]:
        """Those of the rulings that were found, else of the nearest, and the one that was chosen."""
        rulings = draft.listed("found_family") or [one.id for one in material.item.rulings]
        records = (material.library.record(ruling) for ruling in rulings)
        wanted = list(dict.fromkeys(record.family for record in records if record))[:_MOST]
        if held := draft.text(self.name):
            wanted = list(dict.fromkeys([*wanted, held]))
        families = {one.id: one for one in material.library.families()}
        return [
            _Option(one, (Span(families[one].title),), families[one].title, families[one].title)
            for one in wanted
            if one in families
        ]

    def blocks(self, draft: Draft, material: Material) -> list[Block]:
        """The buttons say it all."""
        return []

    def typed(self, draft: Draft, words: str, material: Material) -> Turned | str:
        """Search for rulings; theirs are the families."""
        found = [card.id for card in material.library.find(words, 2 * _MOST)]
        if not any(map(material.library.record, found)):
            return material.texts.nothing_found
        return Turned(draft.holding("found_family", found))
