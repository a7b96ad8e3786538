"""The program ``asn-bot`` on a scripted answering room: ``python -m tests.bot.scripted_bot``."""

from __future__ import annotations

import os
import sys

from bot.cli import main
from bot.commands import Tools
from tests.bot.scripted import ScriptedAnswering

HEAVY = ("telegram", "sqlalchemy", "chromadb", "numpy", "langchain_core", "httpx")

if __name__ == "__main__":
    try:
        main(Tools(answering=lambda _: ScriptedAnswering()))
    finally:
        if os.environ.get("TELL_MODULES"):
            print([name for name in HEAVY if name in sys.modules], file=sys.stderr)
