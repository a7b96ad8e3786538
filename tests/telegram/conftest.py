"""The real application over HTTP against the tests' own Bot API server."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.admin.program import Program
from bot.answering.protocol import Consulting
from bot.telegram.pace import Pace
from bot.telegram.run import run
from knowledge.settings import Settings
from tests.bot_api import TOKEN, BotApiServer
from tests.telegram.scripted import ScriptedAnswering

FAST = Pace(
    poll=5,
    poll_slack=1.0,
    retry_first=0.02,
    retry_longest=0.1,
    send_retries=(0.01, 0.02),
    typing_first=0.0,
    typing_wait=0.3,
    answer=5.0,
    housekeeping=0.05,
    progress=0.02,
    busy=(0.02, 0.02),
    news=0.05,
    news_gap=0.0,
    news_yield=0.1,
    news_retry=0.05,
    stop=3.0,
)
START = 1_790_000_000.0


@dataclass
class Clock:
    """A clock that a test moves on."""

    now: float = START

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@dataclass
class Running:
    """Starts and stops the bot, as often as a test wants."""

    settings: Settings
    answering: Consulting
    pace: Pace = FAST
    clock: Clock = field(default_factory=Clock)
    code: int | None = None
    program: Program | None = None
    """The admins' command; None for the real one."""

    @asynccontextmanager
    async def __call__(self, **pace: Any) -> AsyncIterator[None]:
        """Run the bot while the body runs; its exit code is in ``code`` afterwards."""
        stop = asyncio.Event()
        task = asyncio.create_task(
            run(
                self.settings,
                self.answering,
                stop=stop,
                pace=replace(self.pace, **pace),
                clock=self.clock,
                program=self.program,
            )
        )
        try:
            yield
        except Exception as error:
            if task.done() and not task.cancelled():
                error.add_note(f"the bot had ended before: {task.exception() or task.result()!r}")
            raise
        finally:
            stop.set()
            self.code = await asyncio.wait_for(task, 20)

    async def start_process(
        self, module: str, *, stderr: int = asyncio.subprocess.PIPE, **environment: str
    ) -> asyncio.subprocess.Process:
        """Start a bot in a process of its own: ``module`` of the tests, with these settings."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"tests.telegram.{module}",
            env={
                **os.environ,
                "DATA_DIR": str(self.settings.data_dir),
                "DATABASE_URL": "",
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": self.settings.telegram_api_url,
                **environment,
            },
            stderr=stderr,
        )


@pytest.fixture(autouse=True)
def log_untouched() -> Iterator[None]:
    """Put logging back as it was."""
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A running Bot API server."""
    server = BotApiServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Path) -> Settings:
    """Settings for that server, with an empty database."""
    return make_settings(tmp_path, telegram_api_url=server.url)


def make_settings(tmp_path: Path, **fields: Any) -> Settings:
    """Settings independent of the environment's ``.env``."""
    values: dict[str, Any] = {
        "data_dir": tmp_path / "var",
        "telegram_bot_token": TOKEN,
        "database_url": None,
        "log_level": "DEBUG",
        **fields,
    }
    return Settings(**{"_env_file": None, **values})


@pytest.fixture
def answering() -> ScriptedAnswering:
    """An answering room to write the script of."""
    return ScriptedAnswering()


@pytest.fixture
def running(settings: Settings, answering: ScriptedAnswering) -> Running:
    """The bot, not started yet."""
    return Running(settings, answering)


@pytest_asyncio.fixture
async def bot(running: Running) -> AsyncIterator[Running]:
    """The bot, running."""
    async with running():
        yield running
    assert running.code == 0


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """What the operator has read since the last look."""
    return lambda: capsys.readouterr().err
