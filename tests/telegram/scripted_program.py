"""The admins' command as a test scripts it: what each command ends with, and a memory of what was run."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.admin.program import Outcome, Step, Watch
from tests.telegram.scripted import PATIENCE


@dataclass(frozen=True)
class Ran:
    """One command as it was run."""

    arguments: tuple[str, ...]
    by: int | None = None
    data: bytes | None = None

    @property
    def name(self) -> str:
        """The command, without its options."""
        return self.arguments[0]


@dataclass
class ScriptedProgram:
    """Stands in for ``bot.admin.program.Process``.

    An outcome is looked up by the command's name with its options as far as they were scripted: ``publish --trial``
    before ``publish``. With several outcomes each is used once, the last for ever; without any the command fails.
    """

    ran: list[Ran] = field(default_factory=list)
    cancelled: list[Ran] = field(default_factory=list)
    """Commands that were told to end before they had."""
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    """By command name: the command tells its steps, then waits for this."""
    steps: dict[str, Sequence[Step]] = field(default_factory=dict)
    """By command name: the progress that it tells."""
    _outcomes: defaultdict[str, deque[Outcome | Exception]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    def ends(self, command: str, *outcomes: Outcome | Exception) -> None:
        """Script how a command ends from now on, such as ``publish`` or ``publish --trial``."""
        self._outcomes[command] = deque(outcomes)

    def succeeds(self, command: str, result: Any = None, message: str = "") -> None:
        """Let a command do what is asked and print this as JSON."""
        self.ends(command, Outcome(0, result, message))

    def fails(self, command: str, code: int, message: str = "", result: Any = None) -> None:
        """Let a command end with this exit code and say this."""
        self.ends(command, Outcome(code, result, message))

    def hold(self, name: str) -> asyncio.Event:
        """Let a command wait until the event that this returns is set."""
        self.gates[name] = asyncio.Event()
        return self.gates[name]

    def calls(self, name: str) -> list[Ran]:
        """How often and how a command was run."""
        return [ran for ran in self.ran if ran.name == name]

    async def await_ran(self, name: str, count: int = 1) -> list[Ran]:
        """Wait until a command was run ``count`` times; return those runs."""
        async with asyncio.timeout(PATIENCE):
            while len(self.calls(name)) < count:
                await self._heard.wait()
        return self.calls(name)

    async def __call__(
        self,
        *arguments: str,
        by: int | None = None,
        watch: Watch | None = None,
        data: bytes | None = None,
    ) -> Outcome:
        """Remember the command, tell its steps, wait at its gate, end as scripted."""
        ran = Ran(arguments, by, data)
        self.ran.append(ran)
        self._heard.set()
        self._heard = asyncio.Event()
        try:
            await asyncio.sleep(0)
            for step in self.steps.get(ran.name, ()):
                if watch:
                    watch(step)
            gate = self.gates.get(ran.name)
            if gate:
                await gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(ran)
            raise
        ended = self._outcome(arguments)
        if isinstance(ended, Exception):
            raise ended
        return ended

    def _outcome(self, arguments: tuple[str, ...]) -> Outcome | Exception:
        for length in range(len(arguments), 0, -1):
            queue = self._outcomes.get(" ".join(arguments[:length]))
            if queue:
                return queue.popleft() if len(queue) > 1 else queue[0]
        return Outcome(1, None, f"no outcome of {arguments[0]} is scripted")
