"""Shows lines on a stream: wrapped and styled on a terminal, plain everywhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from bot.text_view import Line

if TYPE_CHECKING:
    from rich.console import Console

MAX_WIDTH = 100
"""Longer lines are hard to read, however wide the terminal is."""
_MIN_WIDTH = 20


class Screen:
    """Where a person reads; a stream that is no terminal gets one line a paragraph, for grep."""

    def __init__(self, out: TextIO, console: Console | None = None) -> None:
        """Show on ``out``; ``console`` stands in for what is found out about a terminal."""
        self._out = out
        self._console = console or (_console(out) if out.isatty() else None)

    def show(self, lines: Iterable[Line]) -> None:
        """Show lines and let them be seen at once."""
        for line in lines:
            if line.gap:
                self._out.write("\n")
            if self._console:
                _print(self._console, line)
            else:
                self._out.write(_plain(line) + "\n")
        self._out.flush()

    def say(self, *paragraphs: str) -> None:
        """Show plain paragraphs after a blank line."""
        self.show(Line(text, gap=number == 0) for number, text in enumerate(paragraphs))


def _console(out: TextIO) -> Console:
    from rich.console import Console

    return Console(file=out, highlight=False, markup=False, emoji=False)


def _print(console: Console, line: Line) -> None:
    from rich.text import Text

    prefix = _prefix(line)
    width = max(_MIN_WIDTH, min(console.width, MAX_WIDTH) - len(prefix))
    for number, row in enumerate(Text(harmless(line.text), line.style).wrap(console, width)):
        row.rstrip()
        before = prefix if number == 0 else " " * len(prefix)
        console.print(Text.assemble(before, row), soft_wrap=True)


def _plain(line: Line) -> str:
    prefix = _prefix(line)
    return prefix + harmless(line.text).replace("\n", "\n" + " " * len(prefix))


def _prefix(line: Line) -> str:
    return f"{line.marker} " if line.marker else ""


def harmless(text: str) -> str:
    """Leave out what steers a terminal instead of being read."""
    return "".join(
        character
        for character in text.replace("\t", " ")
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
