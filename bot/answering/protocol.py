"""What a room that talks to people needs from the answering room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.answering.answer import Answer, Citation, Turn
from bot.answering.case import Case
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
    ) -> Answer:
        """Answer a question in the light of the earlier turns of its chat, oldest first.

        ``ruling`` forces the ruling chosen with a clarifying button, while ``question`` stays
        the user's own question; ``as_of`` is the day whose law counts, by default today.
        """
        ...

    def citation(self, provision_id: str, as_of: date | None = None) -> Citation | None:
        """Return the provision as the current edition has it on a day; None when it is not there."""
        ...

    @property
    def edition(self) -> str:
        """The id of the edition that answers rest on now."""
        ...


class Consulting(Answering, Protocol):
    """Answering for people whom the bot knows a little, and who look around themselves."""

    async def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        ruling: str | None = None,
        as_of: date | None = None,
        assumed: Facts | None = None,
        case: Case | None = None,
    ) -> Answer:
        """Answer as `Answering.answer` does.

        ``assumed`` are facts that hold of the asker wherever the question does not say otherwise;
        ``case`` is what was chosen with buttons, instead of reading ``question``.
        """
        ...

    @property
    def library(self) -> Library:
        """What the current edition holds, to look around in."""
        ...
