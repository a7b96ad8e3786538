"""A process that opens the answering, answers questions, and tells how much memory it then holds.

Run as ``python -m evaluation.speed.probe``: reads a JSON list of {"question", "history"} from standard
input and prints {"resident_mb", "peak_mb"}. A process of its own, so that only the bot is weighed.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.answering.answer import Turn
from bot.answering.protocol import Answering
from knowledge.errors import AsnBotError

_STATUS = Path("/proc/self/status")


def memory(status: Path = _STATUS) -> tuple[float, float]:
    """This process's resident memory and its highest ever, in MB of 2**20 bytes.

    Where the system does not tell the present figure, the highest stands for both.
    """
    try:
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return _kib(lines["VmRSS"]), _kib(lines["VmHWM"])
    except (OSError, KeyError, ValueError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak_mb = peak / 2**20 if sys.platform == "darwin" else peak / 2**10
        return peak_mb, peak_mb


def _kib(field: str) -> float:
    return int(field.split()[0]) / 2**10


async def answer_all(answering: Answering, asked: Sequence[tuple[str, Sequence[Turn]]]) -> None:
    """Answer every question, and let the answers go."""
    for question, history in asked:
        await answering.answer(question, history)


def main() -> int:
    """Measure and print; the questions come from standard input."""
    from bot.answering.answerer import open_answerer
    from knowledge.settings import load_settings

    asked = [
        (item["question"], [Turn.model_validate(turn) for turn in item["history"]])
        for item in json.load(sys.stdin)
    ]
    try:
        answering = open_answerer(load_settings())
        asyncio.run(answer_all(answering, asked))
    except AsnBotError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    resident, peak = memory()
    print(json.dumps({"resident_mb": round(resident, 1), "peak_mb": round(peak, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
