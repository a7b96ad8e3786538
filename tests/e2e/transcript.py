"""The transcript of README.md: real questions with the answers that the bot gave.

``python -m tests.e2e.transcript`` asks the questions again, of the edition under DATA_DIR, and
writes the answers into README.md.
"""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.programs import ROOT, Place

README = ROOT / "README.md"
_BLOCK = re.compile(r"(<!-- transcript: .*? -->\n\n```console\n)(.*?)(```\n)", re.DOTALL)
_COMMAND = re.compile(r"^\$ (make ask Q=.*)$", re.MULTILINE)
_DATE = re.compile(r"edisi \S+, per \d+ \w+ \d+")


@dataclass(frozen=True)
class Exchange:
    """A command and what it printed."""

    command: str
    answer: str

    @property
    def question(self) -> str:
        """What the command asks."""
        return shlex.split(self.command)[2].removeprefix("Q=")


def exchanges(text: str) -> list[Exchange]:
    """The exchanges of a README."""
    block = _BLOCK.search(text)
    assert block, "README.md has no transcript"
    _, *pieces = _COMMAND.split(block[2])
    return [
        Exchange(command, answer.strip())
        for command, answer in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def with_answers(text: str, told: list[Exchange]) -> str:
    """The README with other exchanges."""
    shown = "\n\n".join(f"$ {one.command}\n{one.answer}" for one in told)
    return _BLOCK.sub(lambda block: f"{block[1]}{shown}\n{block[3]}", text)


def ask_again(place: Place, told: list[Exchange]) -> list[Exchange]:
    """The same commands with what the bot answers now."""
    return [Exchange(one.command, place.bot("ask", "--", one.question).out.strip()) for one in told]


def without_date(told: list[Exchange]) -> list[Exchange]:
    """The exchanges without what changes with every edition."""
    return [Exchange(one.command, _DATE.sub("edisi ...", one.answer)) for one in told]


if __name__ == "__main__":
    data_dir = str(Path(os.environ.get("DATA_DIR", "var")).resolve())
    written = README.read_text(encoding="utf-8")
    answered = ask_again(Place(ROOT, {"DATA_DIR": data_dir}), exchanges(written))
    README.write_text(with_answers(written, answered), encoding="utf-8")
