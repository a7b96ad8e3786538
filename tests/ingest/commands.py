"""``asn-ingest`` as an admin uses it, in the process of the test."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.cli import main
from tests.e2e.programs import Done
from tests.ingest.admin import Admin
from tests.ingest.regulation_text import regulation_text


@dataclass(frozen=True)
class Commands:
    """The command line of one test's admin."""

    admin: Admin
    _patch: pytest.MonkeyPatch
    _written: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> Done:
        """Run a command to its end; whatever happens, it shows no traceback."""
        self._written.readouterr()
        self._patch.setattr(sys, "argv", ["asn-ingest", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        written = self._written.readouterr()
        code = end.value.code
        assert isinstance(code, int)
        assert "Traceback" not in written.out + written.err
        return Done(code, written.out, written.err)

    def done(self, *arguments: str) -> str:
        """What a command that succeeds writes."""
        done = self.run(*arguments)
        assert done.code == 0, done.err
        return done.out

    def object(self, *arguments: str) -> Any:
        """The one JSON object that a command writes with ``--json``."""
        return json.loads(self.done(*arguments, "--json"))

    def refusal(self, *arguments: str) -> tuple[int, str]:
        """The exit code of a command that cannot be done, and the one line that says why."""
        done = self.run(*arguments)
        *watched, last = done.err.splitlines()
        assert last.startswith("asn-ingest: "), done.err
        assert not any(line.startswith("asn-ingest: ") for line in watched), done.err
        assert done.out == ""
        return done.code, last

    def file(
        self, name: str = "pp.md", number: str = "94", year: str = "2021", **swap: str
    ) -> Path:
        """A document in the admin's folder; ``swap`` replaces words in it."""
        text = regulation_text(number, year, "Disiplin Pegawai Negeri Sipil")
        for old, new in swap.items():
            assert old in text
            text = text.replace(old, new)
        path = self.admin.folder / name
        path.write_text(text, encoding="utf-8")
        return path
