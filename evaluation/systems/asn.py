"""The bot itself as a system under evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.answer import Answer, Turn
from bot.answering.protocol import Answering
from bot.answering.understand import understand
from evaluation.metrics.citations import cited
from evaluation.outcome import Ranking
from evaluation.systems.names import ASN
from evaluation.systems.system import RANKED
from knowledge.amended import same_provision
from knowledge.edition import Edition, Manifest
from knowledge.index import PROVISIONS


@dataclass(frozen=True)
class Asn:
    """The bot's own answering; with its edition open, what it found can be ranked too."""

    answering: Answering
    opened: Edition | None = None
    name: str = ASN

    @property
    def edition(self) -> str:
        """The id of the edition that it answers from."""
        return self.answering.edition

    @property
    def manifest(self) -> Manifest | None:
        """What that edition is made of; None when it is not open here."""
        return self.opened.manifest if self.opened else None

    async def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The bot's answer."""
        return await self.answering.answer(question, history)

    async def chosen(self, question: str, history: Sequence[Turn], ruling: str) -> Answer:
        """The bot's answer after the user has pressed the button of a ruling."""
        return await self.answering.answer(question, history, ruling=ruling)

    def ranking(self, question: str, history: Sequence[Turn], answer: Answer) -> Ranking | None:
        """Rulings by the classifier's probability; provisions as cited, then by hybrid search."""
        if self.opened is None:
            return None
        understood = understand(self.opened, question, history)
        rulings = self.opened.classifier.read(understood.seen).rulings()
        seen = understood.seen
        hits = self.opened.search(PROVISIONS, seen.vector, seen.roots, RANKED)
        provisions = dict.fromkeys([c.id for c in cited(answer)] + [hit.target for hit in hits])
        return Ranking(rulings=tuple(rulings)[:RANKED], provisions=tuple(provisions)[:RANKED])

    def has(self, provision: str) -> bool:
        """Whether the edition has the provision."""
        return self.answering.citation(provision) is not None

    def names(self, provision: str) -> tuple[str, ...]:
        """The provision's other names; none where the edition is not open here."""
        if self.opened is None:
            return ()
        return same_provision(provision, self.opened.knowledge.regulations)[1:]
