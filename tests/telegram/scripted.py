"""An answering room that says what the test tells it to, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answering.answer import Answer, Citation, Turn
from bot.answering.case import Case
from knowledge.model import Facts, Verdict
from tests.telegram.scripted_library import ScriptedLibrary

PATIENCE = 8.0
EDITION = "2026-11-21.1"


def citation(identity: str = "pp-94-2021:pasal-5:huruf-n", **fields: Any) -> Citation:
    """A citation; by default of law in force."""
    return Citation(
        **{
            "id": identity,
            "regulation": identity.split(":")[0],
            "label": "PP 94/2021 Pasal 5 huruf n",
            "status": "berlaku",
            "text": "PNS dilarang memberi dukungan kepada calon.",
            "kind": "digest",
            **fields,
        }
    )


def answer(headline: str = "Tidak boleh.", **fields: Any) -> Answer:
    """An answer; by default a plain prohibition without apparatus."""
    return Answer(
        **{
            "verdict": Verdict.DILARANG,
            "ruling": "medsos-like",
            "headline": headline,
            "text": "Menyukai unggahan calon adalah bentuk dukungan.",
            "citations": (citation(),),
            "confidence": 0.9,
            "edition": EDITION,
            "as_of": date(2026, 11, 21),
            **fields,
        }
    )


@dataclass(frozen=True)
class Asked:
    """One question as the answering room got it."""

    question: str
    history: tuple[Turn, ...]
    ruling: str | None
    assumed: Facts = field(default_factory=dict)
    """What the profile of the chat holds."""
    case: Case | None = None
    """What was chosen in a guided check."""


class ScriptedAnswering:
    """Answers from a queue; with an empty queue always the same."""

    def __init__(self) -> None:
        self.script: deque[Answer | Exception] = deque()
        self.asked: list[Asked] = []
        self.looked_up: list[tuple[str, date | None]] = []
        self.provisions: dict[str, Citation] = {citation().id: citation()}
        self.gate: asyncio.Event | None = None
        """While it is set to an event, answers wait for that."""
        self.edition = EDITION
        self.library = ScriptedLibrary()
        self._heard = asyncio.Event()

    async def await_asked(self, count: int) -> list[Asked]:
        """Wait until ``count`` questions were asked; return them."""
        async with asyncio.timeout(PATIENCE):
            while len(self.asked) < count:
                await self._heard.wait()
        return self.asked

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
        """Answer with what comes next in the script."""
        self.asked.append(Asked(question, tuple(history), ruling, dict(assumed or {}), case))
        self._heard.set()
        self._heard = asyncio.Event()
        if self.gate:
            await self.gate.wait()
        said = self.script.popleft() if self.script else answer()
        if isinstance(said, Exception):
            raise said
        return said

    def citation(self, provision_id: str, as_of: date | None = None) -> Citation | None:
        """Look a provision up."""
        self.looked_up.append((provision_id, as_of))
        return self.provisions.get(provision_id)
