"""What a chat model wrote for an answer, and the checks that it must pass before anybody sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.answer import Answer
from bot.answering.sentences import sentences
from bot.answering.statements import (
    WriteTexts,
    content_roots,
    forbids,
    load_write_texts,
    numbers,
    permits,
    states,
    support,
    tokens,
)
from knowledge.dataset import Knowledge
from knowledge.locator import Reference, find_references
from knowledge.model import Verdict
from knowledge.text import is_word, stem

FORBIDDING = frozenset({Verdict.DILARANG, Verdict.WAJIB})
WRITTEN = frozenset({*FORBIDDING, Verdict.BOLEH, Verdict.BOLEH_BERSYARAT, Verdict.INFORMASI})
"""Verdicts whose answers a model may word; questions back and refusals are never touched."""
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|id|org|net|info|io|me|ly|co)\b|@\w", re.I)
_MARKUP = re.compile(r"[<>*_`#|{}\[\]\\~]")
_CAPITAL = re.compile(r"\b[A-Z][A-Za-z0-9]+")
_ADDRESS = frozenset({"anda", "bapak", "ibu", "saudara"})


class Draft(BaseModel):
    """The form that the model fills in. It has no field for verdict, citations or sanctions."""

    model_config = ConfigDict(extra="forbid")

    headline: str = Field(description="Judul satu kalimat yang menyebut putusan.")
    text: str = Field(description="Penjelasan dalam teks polos; kosong bila tidak ada.")


class Refusal(StrEnum):
    """Why a draft is not used; these names, and nothing of the draft, go to the log."""

    EMPTY = "empty"
    LONG = "too_long"
    LINK = "link_of_its_own"
    MARKUP = "markup"
    QUESTION = "question"
    LANGUAGE = "not_indonesian"
    ARTICLE = "article_not_cited"
    NUMBER = "number_without_source"
    NAME = "name_without_source"
    WORD = "word_without_source"
    UNGROUNDED = "sentence_without_source"
    OPINION = "opinion"
    VERDICT = "verdict_not_said"
    PERMISSIVE = "more_permissive"


@dataclass(frozen=True)
class Material:
    """All that a draft may draw on: the composed answer and the texts that it cites."""

    answer: Answer
    aliases: Mapping[str, str]
    """How people name regulations, in lower case, and their ids."""
    vocabulary: frozenset[str]
    """Roots that any answer may use: see ``vocabulary_of``."""

    @cached_property
    def own(self) -> tuple[str, ...]:
        """What the composer says itself."""
        a = self.answer
        return (a.headline, a.text, *a.conditions, *a.sanctions, *a.next_steps, a.conflicts or "")

    @cached_property
    def whole(self) -> str:
        """Everything as one text."""
        cited = [f"{citation.label}: {citation.text}" for citation in self.answer.citations]
        return "\n".join((*self.own, *cited))

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words as they stand."""
        return frozenset(tokens(self.whole))

    @cached_property
    def roots(self) -> frozenset[str]:
        """Its content roots."""
        return content_roots(self.whole)

    @cached_property
    def said(self) -> frozenset[tuple[str, ...]]:
        """The composer's sentences as words: what a draft may repeat whatever it claims."""
        return frozenset(tuple(tokens(one)) for text in self.own for one in sentences(text))

    def repeats(self, sentence: str) -> bool:
        """Whether the composer says this sentence word for word."""
        return tuple(tokens(sentence)) in self.said


def refusals(draft: Draft, material: Material, texts: WriteTexts) -> tuple[Refusal, ...]:
    """Everything that keeps a draft from being used; empty when it may be shown.

    It may say nothing that the composed answer and its citations do not carry: no article, number,
    name or address of its own, and no word but theirs, the subject's and a few of explanation, so
    that unheard-of ways to allow something have no words; its headline gives the verdict; and no
    sentence loosens what the answer forbids, unless the composer says that very sentence.
    """
    whole = f"{draft.headline}\n{draft.text}"
    found = {
        Refusal.EMPTY: not tokens(draft.headline),
        Refusal.LONG: len(draft.headline)
        > max(texts.limits.headline, len(material.answer.headline))
        or len(draft.text) > max(texts.limits.text, len(material.answer.text)),
        Refusal.LINK: any(link not in material.whole for link in _LINK.findall(whole)),
        Refusal.MARKUP: bool(_MARKUP.search(whole)),
        Refusal.QUESTION: "?" in whole,
        Refusal.LANGUAGE: _indonesian(whole, material) < texts.limits.indonesian,
        Refusal.ARTICLE: not all(_cited(one, material) for one in _references(whole, material)),
        Refusal.NUMBER: not numbers(whole) <= material.words,
        Refusal.NAME: bool(_unknown_names(whole, material)),
        Refusal.WORD: not content_roots(whole) <= material.roots | material.vocabulary,
        Refusal.UNGROUNDED: any(
            support(one, material.roots) < texts.limits.grounded for one in sentences(whole)
        ),
        Refusal.OPINION: not texts.words.opinions & set(tokens(whole)) <= material.words,
        Refusal.VERDICT: not _says_verdict(draft.headline, material.answer.verdict, texts),
        Refusal.PERMISSIVE: _loosens(draft, material, texts),
    }
    return tuple(name for name, so in found.items() if so)


def vocabulary_of(knowledge: Knowledge) -> frozenset[str]:
    """Roots of the words by which the knowledge names conduct, and of those that explain.

    They come from us, never from a question: what a user writes gives a draft no words.
    """
    named = [family.title for family in knowledge.families.values()]
    for ruling in knowledge.rulings.values():
        named += [ruling.title, ruling.when, *(branch.when for branch in ruling.branches)]
    known = load_write_texts().words
    # What words of verdicts claim is looked into by themselves.
    claims = known.allowing | known.forbidding | known.obliging | known.negations
    always = known.explaining | claims | known.conditional
    return content_roots("\n".join(named)) | {stem(word) for word in always}


def _indonesian(text: str, material: Material) -> float:
    """Share of the words that the dictionary of roots or the material has."""
    alphabetic = [word for word in tokens(text) if word.isalpha()]
    known = sum(word in material.words or is_word(word) for word in alphabetic)
    return known / len(alphabetic) if alphabetic else 1.0


def _references(text: str, material: Material) -> list[Reference]:
    return find_references(text.lower(), material.aliases)


def _cited(reference: Reference, material: Material) -> bool:
    """Whether a provision named is one that the answer cites or the material names."""
    cited = [_units(citation.id) for citation in material.answer.citations]
    named = [(one.regulation, one.units) for one in _references(material.whole, material)]
    wanted = len(reference.units)
    return any(
        reference.regulation in (None, regulation) and units[:wanted] == reference.units
        for regulation, units in (*cited, *named)
    )


def _units(provision: str) -> tuple[str, tuple[str, ...]]:
    """Regulation and units of a provision's id; the elucidation counts as its article."""
    regulation, *units = provision.split(":")
    return regulation, tuple(unit for unit in units if unit != "penjelasan")


def _unknown_names(text: str, material: Material) -> list[str]:
    """Capitalised words that the material does not have.

    One that begins a sentence may be any Indonesian word.
    """
    unknown = []
    for sentence in sentences(text):
        for match in _CAPITAL.finditer(sentence):
            word = match[0].lower()
            first = not tokens(sentence[: match.start()])
            if word in material.words or word in _ADDRESS or (first and is_word(word)):
                continue
            unknown.append(match[0])
    return unknown


def _says_verdict(headline: str, verdict: Verdict, texts: WriteTexts) -> bool:
    """Whether a headline gives the verdict with a word of its own, and no other one."""
    known = texts.words
    if verdict is Verdict.DILARANG:
        return forbids(headline)
    if verdict is Verdict.WAJIB:
        return states(headline, known.obliging)
    if verdict is Verdict.BOLEH:
        return states(headline, known.allowing) and not forbids(headline)
    if verdict is Verdict.BOLEH_BERSYARAT:
        conditional = not known.conditional.isdisjoint(tokens(headline))
        return states(headline, known.allowing) and conditional
    return True


def _loosens(draft: Draft, material: Material, texts: WriteTexts) -> bool:
    """Whether a draft allows more than the composed answer.

    Under a prohibition or a duty, and in mere information, no sentence may loosen unless the
    composer says it word for word. Under a permission nothing is called unconditional of itself;
    under a conditional one each loosening sentence must rest on one of the composer's that loosens.
    """
    verdict = material.answer.verdict
    said = [one for one in (*sentences(draft.headline), *sentences(draft.text)) if permits(one)]
    said = [one for one in said if not material.repeats(one)]
    if verdict not in (Verdict.BOLEH, Verdict.BOLEH_BERSYARAT):
        return bool(said)
    if texts.words.unconditional & set(tokens(f"{draft.headline}\n{draft.text}")) - material.words:
        return True
    if verdict is Verdict.BOLEH:
        return False
    grounds = [
        content_roots(one) for text in material.own for one in sentences(text) if permits(one)
    ]
    conditions = content_roots(" ".join(material.answer.conditions))
    return any(not _rests(one, grounds, conditions, texts.limits.grounded) for one in said)


def _rests(
    sentence: str, grounds: Iterable[frozenset[str]], conditions: frozenset[str], least: float
) -> bool:
    return any(support(sentence, ground | conditions) >= least for ground in grounds)
