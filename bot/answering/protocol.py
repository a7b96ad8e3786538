"""What a room that talks to people needs from the answering room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.answering.answer import Answer, Citation, Turn
from bot.answering.library import Library
from knowledge.model import Facts


class Answering(Protocol):
    """From a question to an answer; knows nothing of the channel that the question came by."""

    async def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        ruling: str | None = None,
        as_of: date | None = None,
        assumed: Facts | None = None,
    ) -> Answer:
        """Answer a question in the light of the earlier turns of its chat, oldest first.

        ``ruling`` forces the ruling chosen with a clarifying button, while ``question`` stays
        the user's own question; ``as_of`` is the day whose law counts, by default today;
        ``assumed`` are facts that hold of the asker wherever the question does not say otherwise.
        """
        ...

    def citation(self, provision_id: str, as_of: date | None = None) -> Citation | None:
        """Return the provision as the current edition has it on a day; None when it is not there."""
        ...

    @property
    def library(self) -> Library:
        """What the current edition holds, to look around in."""
        ...

    @property
    def edition(self) -> str:
        """The id of the edition that answers rest on now."""
        ...
