"""The installed commands as processes of their own, as people start them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds that a program may take, however busy the machine is."""
_OURS = {name.upper() for name in Settings.model_fields} | {"DEVSET"}


def program(name: str) -> str:
    """The path of a command that is installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


@dataclass(frozen=True)
class Done:
    """What became of a program."""

    code: int
    out: str
    err: str

    def refusal(self, command: str) -> str:
        """The one line on standard error that says what is wrong; nothing else was written."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith(f"{command}: "), self.err
        assert self.out == ""
        return lines[0]


@dataclass(frozen=True)
class Place:
    """A folder to start programs in, and the settings that hold there."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a program: none of our settings but those of this place."""
        others = {name: value for name, value in os.environ.items() if name not in _OURS}
        return {**others, **self.settings, **more}

    def run(
        self,
        command: str,
        *arguments: str | bytes,
        typed: str | bytes | None = None,
        timeout: float | None = None,
        **settings: str,
    ) -> Done:
        """Run a command to its end; whatever happens, it shows no traceback.

        ``typed`` is its standard input; without it there is none.
        """
        given = typed.encode() if isinstance(typed, str) else typed
        with subprocess.Popen(
            [program(command), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment(**settings),
            start_new_session=True,
        ) as process:
            try:
                out, err = process.communicate(given or b"", timeout or PATIENCE)
            except BaseException:
                # Its workers too; they would go on without it.
                os.killpg(process.pid, signal.SIGKILL)
                raise
        found = Done(process.returncode, out.decode(), err.decode())
        assert "Traceback" not in found.out + found.err, found
        return found

    def bot(
        self, *arguments: str | bytes, typed: str | bytes | None = None, **settings: str
    ) -> Done:
        """Run ``asn-bot`` to its end."""
        return self._with(settings).run("asn-bot", *arguments, typed=typed)

    def ingest(self, *arguments: str, **settings: str) -> Done:
        """Run ``asn-ingest`` to its end."""
        return self._with(settings).run("asn-ingest", *arguments)

    def _with(self, settings: Mapping[str, str]) -> Place:
        return replace(self, settings={**self.settings, **settings})
