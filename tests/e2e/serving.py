"""``asn-bot run`` as a process of its own, talking to the tests' Bot API server."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot_api import TOKEN, BotApiServer, SentMessage
from tests.e2e.programs import PATIENCE, Place, program


@dataclass(frozen=True)
class Serving:
    """A bot that runs, and its users' side."""

    server: BotApiServer
    log_file: Path

    def log(self) -> str:
        """What the operator has read so far."""
        return self.log_file.read_text(encoding="utf-8")

    async def said(self, count: int = 1) -> list[SentMessage]:
        """Wait until the bot has sent ``count`` messages since the last look; take them away."""
        await self.server.await_messages(count)
        return self.take()

    async def said_in_full(self) -> list[SentMessage]:
        """Wait for the messages of one answer, however many it takes; take them away.

        The buttons stand below the last message.
        """
        await self.server.until(
            lambda: bool(self.server.messages) and bool(self.server.messages[-1].keyboard),
            "an answer with buttons",
        )
        return self.take()

    def take(self) -> list[SentMessage]:
        """Take away what was said."""
        said = [*self.server.messages]
        self.server.messages.clear()
        return said


@asynccontextmanager
async def serving(
    place: Place,
    server: BotApiServer,
    *,
    stop: signal.Signals = signal.SIGTERM,
    secrets: Sequence[str] = (),
    **settings: str,
) -> AsyncIterator[Serving]:
    """Run the bot while the body runs; then a signal ends it cleanly.

    Neither the token nor ``secrets`` may stand in its log.
    """
    with tempfile.NamedTemporaryFile(dir=place.folder, suffix=".log", delete=False) as log:
        process = await asyncio.create_subprocess_exec(
            program("asn-bot"),
            "run",
            cwd=place.folder,
            env=place.environment(
                TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url, **settings
            ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    running = Serving(server, Path(log.name))
    try:
        await server.await_calls("getUpdates")
        yield running
        process.send_signal(stop)
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0, running.log()
    except BaseException as error:
        error.add_note(running.log())
        raise
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    written = running.log()
    assert "Traceback" not in written
    assert written.splitlines()[-1].endswith(" stopped"), written
    for secret in (TOKEN, *secrets):
        assert secret not in written
