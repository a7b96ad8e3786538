"""A bot in a process of its own whose answers are made up, but whose admins' commands are real: to be killed.

Usage: python -m tests.telegram.plain_bot, with the settings in the environment.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from bot.telegram.run import run
from knowledge.settings import Settings
from tests.telegram.scripted import ScriptedAnswering


def main() -> int:
    """Run the bot until a signal, or until it is killed."""
    no_file: dict[str, Any] = {"_env_file": None}

    async def serve() -> int:
        return await run(Settings(**no_file), ScriptedAnswering())

    return asyncio.run(serve())


if __name__ == "__main__":
    sys.exit(main())
