"""What is evaluated: anything that answers a question with an ``Answer``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.answering.answer import Answer, Turn
from evaluation.outcome import Ranking
from knowledge.edition import Manifest

RANKED = 20
"""How deep rankings go: no metric looks further."""


class System(Protocol):
    """The bot, or a baseline that stands beside it."""

    @property
    def name(self) -> str:
        """How runs and reports call it: ``asn``, ``baseline-rag``, ``baseline-bm25`` ..."""
        ...

    @property
    def edition(self) -> str:
        """The id of the edition that it answers from."""
        ...

    @property
    def manifest(self) -> Manifest | None:
        """What that edition is made of; None where it is no edition on this machine."""
        ...

    async def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question; this is what is timed."""
        ...

    async def chosen(self, question: str, history: Sequence[Turn], ruling: str) -> Answer:
        """The answer once the user has chosen the option of a question back that means ``ruling``."""
        ...

    def ranking(self, question: str, history: Sequence[Turn], answer: Answer) -> Ranking | None:
        """What it finds for the question, at most ``RANKED`` of each; None: it ranks nothing."""
        ...

    def has(self, provision: str) -> bool:
        """Whether the edition has the provision."""
        ...

    def names(self, provision: str) -> tuple[str, ...]:
        """The provision's other names: an amended article's under the base and the amending laws."""
        ...
