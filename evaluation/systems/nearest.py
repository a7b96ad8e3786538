"""A baseline that answers with the ruling of its best hit, by whatever it searches with.

It has the bot's knowledge, normalisation, index and composer, and nothing else of it: no classifier,
no cost of a verdict, no facts, no question back, no verification. What the bot is better by, these are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from bot.answering.answer import Answer, Turn
from bot.answering.citations import citation_of
from bot.answering.compose import Composer
from bot.answering.decide import Decision
from bot.answering.understand import Understood
from bot.answering.wording import load_wording
from evaluation.metrics.citations import cited
from evaluation.outcome import Ranking
from evaluation.systems.questions import COUNTED, agreement, standard_words
from evaluation.systems.system import RANKED
from knowledge.amended import same_provision
from knowledge.classifier.features import Seen
from knowledge.edition import Edition, Manifest
from knowledge.index import PROVISIONS, RULINGS
from knowledge.model import QuestionClass, QuestionKind, Ruling, Verdict

_DEEP = 10 * RANKED
"""Hits looked at for a ranking: several rows may lead to one ruling."""


class Finder(Protocol):
    """A way to search one collection of an edition."""

    def find(self, collection: str, words: str, limit: int) -> list[str]:
        """What the best hits for a normalised question lead to, best first.

        What is hit twice stands twice; empty when nothing fits.
        """
        ...


@dataclass(frozen=True)
class Nearest:
    """Answers with the default answer of the ruling, or class of questions, hit first."""

    name: str
    opened: Edition
    finder: Finder

    @property
    def edition(self) -> str:
        """The id of the edition that it answers from."""
        return self.opened.id

    @property
    def manifest(self) -> Manifest:
        """What that edition is made of."""
        return self.opened.manifest

    async def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The default answer of the first hit; its confidence is the hits' ``agreement``."""
        words = standard_words(self.opened, question, history)
        found = self._answerables(words, COUNTED)
        if not found:
            return self._nothing(question, words)
        verdict = found[0].verdict
        sure = agreement(verdict, [one.verdict for one in found])
        return self._default(question, words, found[0], sure)

    async def chosen(self, question: str, history: Sequence[Turn], ruling: str) -> Answer:
        """The default answer of the ruling that was chosen."""
        words = standard_words(self.opened, question, history)
        target = self.opened.knowledge.answerable(ruling)
        if target is None:
            return self._nothing(question, words)
        return self._default(question, words, target, 1.0)

    def ranking(self, question: str, history: Sequence[Turn], answer: Answer) -> Ranking:
        """Rulings in the order of the search; provisions as cited, then in that of the search."""
        words = standard_words(self.opened, question, history)
        rulings = dict.fromkeys(self.finder.find(RULINGS, words, _DEEP))
        own = [citation.id for citation in cited(answer)]
        provisions = dict.fromkeys(own + self.finder.find(PROVISIONS, words, RANKED))
        return Ranking(rulings=tuple(rulings)[:RANKED], provisions=tuple(provisions)[:RANKED])

    def has(self, provision: str) -> bool:
        """Whether the edition has the provision."""
        return citation_of(self.opened.knowledge, provision) is not None

    def names(self, provision: str) -> tuple[str, ...]:
        """The provision's other names, under the base law and its amendments."""
        return same_provision(provision, self.opened.knowledge.regulations)[1:]

    @cached_property
    def _composer(self) -> Composer:
        return Composer(self.opened, load_wording())

    def _answerables(self, words: str, limit: int) -> list[Ruling | QuestionClass]:
        knowledge = self.opened.knowledge
        found = (knowledge.answerable(one) for one in self.finder.find(RULINGS, words, limit))
        return [target for target in found if target is not None]

    def _default(
        self, question: str, words: str, target: Ruling | QuestionClass, sure: float
    ) -> Answer:
        decision = Decision(target.verdict, target, None, sure)
        return self._composer.compose(decision, self._without_facts(question, words))

    def _nothing(self, question: str, words: str) -> Answer:
        told = load_wording().not_found
        return self._composer.make(
            Verdict.PERLU_RINCIAN,
            headline=told.headline,
            text=told.text,
            next_steps=told.next_steps,
            understood=self._without_facts(question, words),
            confidence=0.0,
        )

    def _without_facts(self, question: str, words: str) -> Understood:
        """The question with nothing read from it: the composer then writes the default answer."""
        nowhere = np.zeros(self.opened.reader.embedder.dimension, np.float32)
        seen = Seen(words, (), nowhere)
        return Understood(question, seen, {}, QuestionKind.BOLEH_TIDAK, ())
