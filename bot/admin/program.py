"""The admins' command as the bot runs it: ``asn-ingest`` in a process of its own.

What it does is long, takes memory, and may fail; the bot goes on answering beside it. The command is tethered: it
tells its progress as JSON lines on standard error, and ends when the bot does.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import SecretStr

from bot.admin.roles import actor
from knowledge.settings import Settings

_LONGEST_LINE = 64 * 1024 * 1024
_COMMAND = (sys.executable, "-m", "ingest", "--tethered")
_GRACE = 15.0
"""Seconds in which a command that is told to end has to; it gives itself fewer."""
_SILENT = 70
"""Code of a command that ended as wished, but did not say what it did."""
_NOT_ITS_BUSINESS = frozenset({"telegram_bot_token", "chat_api_key"})


@dataclass(frozen=True)
class Step:
    """How far a command is."""

    stage: str
    """As ``ingest.progress`` names it."""
    done: int
    total: int


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    """0: as wished; below 0: ended by that signal; otherwise as the command's ``--help`` says."""
    result: Any = None
    """What it printed as JSON, always there when it ended as wished; None when it printed nothing or something else."""
    message: str = ""
    """What it said to people: why it failed, or warnings; a line each."""

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return self.code == 0


Watch = Callable[[Step], None]


class Program(Protocol):
    """Runs a command of the admins'."""

    async def __call__(
        self,
        *arguments: str,
        by: int | None = None,
        watch: Watch | None = None,
        data: bytes | None = None,
    ) -> Outcome:
        """Run ``asn-ingest ARGUMENTS --json`` and wait for its end.

        Args:
            arguments: the command with its options; ``--json`` and ``--by`` are added.
            by: the Telegram user who acts, for the audit log; None for commands that only show.
            watch: called with each step of its progress.
            data: a JSON document that the command reads from its first line of standard input.
        """
        ...


@dataclass(frozen=True)
class Process:
    """The real program."""

    settings: Settings
    command: Sequence[str] = _COMMAND

    async def __call__(
        self,
        *arguments: str,
        by: int | None = None,
        watch: Watch | None = None,
        data: bytes | None = None,
    ) -> Outcome:
        """Run it; when this is cancelled, it is told to end, and is waited for."""
        name, *options = arguments
        who = ["--by", actor(by)] if by is not None else []
        process = await asyncio.create_subprocess_exec(
            *self.command,
            name,
            *options,
            *who,
            "--json",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **environment_of(self.settings)},
            limit=_LONGEST_LINE,
        )
        try:
            return await _outcome(process, watch, data)
        finally:
            await asyncio.shield(_ended(process))


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Let go of the tether, without which the command ends by itself; end it where it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _outcome(
    process: asyncio.subprocess.Process, watch: Watch | None, data: bytes | None
) -> Outcome:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    if data is not None:
        process.stdin.write(data.replace(b"\n", b" ") + b"\n")
    printed, said = await asyncio.gather(
        process.stdout.read(), _listened(process.stderr, watch or (lambda step: None))
    )
    code = await process.wait()
    try:
        result = json.loads(printed)
    except ValueError:
        result = None
    # Whoever asks may rely on the result of a command that ended as wished.
    return Outcome(_SILENT if result is None and code == 0 else code, result, said)


async def _listened(stderr: asyncio.StreamReader, watch: Watch) -> str:
    """What a command says on standard error apart from its progress, without its name before each line."""
    said = []
    async for raw in stderr:
        line = raw.decode("utf-8", "replace").strip()
        step = _step(line)
        if step is not None:
            watch(step)
        elif line:
            said.append(line.removeprefix("asn-ingest: "))
    return "\n".join(said)


def _step(line: str) -> Step | None:
    if not line.startswith('{"stage"'):
        return None
    try:
        return Step(**json.loads(line))
    except (ValueError, TypeError):
        return None


def environment_of(settings: Settings) -> dict[str, str]:
    """The variables by which another program gets these settings, without secrets that it does not need."""
    found = {}
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if name in _NOT_ITS_BUSINESS:
            value = None
        found[name.upper()] = _written(value)
    return found


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, frozenset):
        return ",".join(map(str, sorted(value)))
    return str(value)
