"""A bot in a process of its own whose answers never come: to be stopped or killed.

Usage: python -m tests.telegram.stuck_bot, with the settings in the environment.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from bot.telegram.run import run
from knowledge.settings import Settings
from tests.telegram.scripted import ScriptedAnswering


def main() -> int:
    """Run the bot until a signal; with ``FREE`` set its answers do come."""
    answering = ScriptedAnswering()
    no_file: dict[str, Any] = {"_env_file": None}

    async def serve() -> int:
        if "FREE" not in os.environ:
            answering.gate = asyncio.Event()
        return await run(Settings(**no_file), answering)

    return asyncio.run(serve())


if __name__ == "__main__":
    sys.exit(main())
