"""A bot in a process of its own that answers many users, some in two parts: to be killed in the middle.

Usage: python -m tests.telegram.busy_bot, with the settings in the environment.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

from bot.answering.answer import Answer, Turn
from bot.telegram.run import run
from knowledge.settings import Settings
from tests.telegram.scripted import ScriptedAnswering, answer

TAKES = 0.004
"""Seconds that an answer takes; they are found one after another."""


def answer_for(question: str) -> Answer:
    """The answer to ``tanya <number>``, which its first words name; every third one has two parts."""
    number = int(question.split()[-1])
    names = [f"{number}a", f"{number}b"] if number % 3 == 0 else [str(number)]
    parts = [answer(f"Jawab {name}.", text=f"Keterangan {name}.") for name in names]
    return parts[0] if len(parts) == 1 else answer(f"Jawab {number}.", parts=tuple(parts))


class BusyAnswering(ScriptedAnswering):
    """Answers each question with what its number stands for."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = asyncio.Lock()

    async def answer(self, question: str, history: Sequence[Turn] = (), **_rest: Any) -> Answer:
        """Answer after a moment."""
        async with self._turn:
            await asyncio.sleep(TAKES)
        return answer_for(question)


def main() -> int:
    """Run the bot until a signal, or until it is killed."""
    no_file: dict[str, Any] = {"_env_file": None}

    async def serve() -> int:
        return await run(Settings(**no_file), BusyAnswering())

    return asyncio.run(serve())


if __name__ == "__main__":
    sys.exit(main())
