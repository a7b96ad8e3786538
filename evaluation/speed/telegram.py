"""How long Telegram users wait: ``asn-bot run`` as a process of its own, on the current edition, over HTTP.

``python -m evaluation.speed.telegram``: from the moment that a question is delivered to the Bot API server until the
first message of its answer has arrived there, for one user (one question after another) and for many who ask at the
same moment. The way from the server to the users' telephones is not in it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.figures import percentile
from evaluation.speed.message_server import TOKEN, Asked, MessageServer
from evaluation.speed.processes import program
from knowledge.dataset import load_pairs
from knowledge.errors import AsnBotError

QUESTIONS = 200
"""That one user asks, one after another."""
USERS = 200
"""That ask at the same moment."""
WARM_UP = 10
_START = 120.0
"""Seconds that the bot may take to start."""
_PATIENCE = 120.0
"""Seconds for an answer after which it counts as lost."""
_REST = 0.5
"""Seconds that the user who asks again waits for the rest of an answer; a few have no buttons at their end."""
_FIRST_CHAT = 1_000_001


@dataclass(frozen=True)
class Waits:
    """How long users waited for the first message, in milliseconds."""

    users: int
    questions: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    answered: int
    """Questions to which at least the first message came."""


def waits_of(users: int, asked: Sequence[Asked]) -> Waits:
    """The waits of questions that were asked.

    Raises:
        EvaluationError: none was answered.
    """
    waited = [one.waited_ms for one in asked if one.waited_ms is not None]
    p50, p95 = percentile(waited, 50), percentile(waited, 95)
    if p50 is None or p95 is None:
        raise EvaluationError("The bot answered no question. Run asn-bot run to see why.")
    answered = sum(one.answered.is_set() for one in asked)
    return Waits(users, len(asked), p50, p95, max(waited), answered)


async def ask_in_turn(server: MessageServer, chat: int, questions: Sequence[str]) -> list[Asked]:
    """Let one user ask, each question when the one before is answered."""
    asked = []
    for text in questions:
        asked.append(server.ask(chat, text))
        await _all_set([asked[-1].answered], _PATIENCE)
        await _all_set([asked[-1].ended], _REST)
    return asked


async def ask_at_once(
    server: MessageServer, first_chat: int, questions: Sequence[str]
) -> list[Asked]:
    """Let as many users as there are questions ask at the same moment."""
    asked = [server.ask(first_chat + number, text) for number, text in enumerate(questions)]
    await _all_set([one.answered for one in asked], _PATIENCE)
    return asked


async def _all_set(events: Sequence[asyncio.Event], seconds: float) -> None:
    """Wait for events, but not for ever."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    _, late = await asyncio.wait(waiting, timeout=seconds)
    for one in late:
        one.cancel()


@asynccontextmanager
async def running_bot(server: MessageServer, command: Sequence[str]) -> AsyncIterator[None]:
    """Run a bot against the server while the body runs, with a database of its own and without limits for users.

    Raises:
        EvaluationError: it ended, or did not begin to poll.
    """
    address = await server.start()
    with tempfile.TemporaryDirectory(prefix="asn-eval-") as folder:
        env = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": address,
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bot.sqlite3'}",
            "QUESTIONS_PER_MINUTE": "0",
            "QUESTIONS_PER_DAY": "0",
            "CHAT_MODEL": "",
        }
        process = await asyncio.create_subprocess_exec(
            *command, env=env, stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await _until_polled(server, process)
            yield
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
            await server.stop()


async def _until_polled(server: MessageServer, process: asyncio.subprocess.Process) -> None:
    ended = asyncio.ensure_future(process.wait())
    polled = asyncio.ensure_future(server.polled.wait())
    await asyncio.wait({ended, polled}, timeout=_START, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    polled.cancel()
    if not server.polled.is_set():
        raise EvaluationError("The bot did not begin to poll. Run asn-bot run to see why.")


async def measure(
    questions: int = QUESTIONS, users: int = USERS, command: Sequence[str] | None = None
) -> tuple[Waits, Waits]:
    """The waits of one user, and of many at once.

    Raises:
        EvaluationError: the bot does not start, or answers nothing.
    """
    texts = [side.q for pair in load_pairs() for side in (pair.a, pair.b)]
    server = MessageServer()
    async with running_bot(server, command or [*program("bot.cli"), "run"]):
        await ask_in_turn(server, _FIRST_CHAT, texts[:WARM_UP])
        alone = await ask_in_turn(server, _FIRST_CHAT + 1, list(islice(cycle(texts), questions)))
        together = await ask_at_once(server, _FIRST_CHAT + 2, list(islice(cycle(texts), users)))
    return waits_of(1, alone), waits_of(users, together)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.speed.telegram", description=__doc__
    )
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    given = parser.parse_args(arguments)
    try:
        found = asyncio.run(measure(given.questions, given.users))
    except AsnBotError as error:
        print(f"evaluation.speed.telegram: {error}", file=sys.stderr)
        return error.exit_code
    for waits in found:
        shown = {k: round(v, 1) if isinstance(v, float) else v for k, v in asdict(waits).items()}
        if given.json:
            print(json.dumps(shown))
        else:
            print(
                f"{waits.users:4} user(s) at once, {waits.answered} of {waits.questions} answered: "
                f"first message p50 {waits.p50_ms:.0f} ms, p95 {waits.p95_ms:.0f} ms, "
                f"worst {waits.worst_ms:.0f} ms"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
