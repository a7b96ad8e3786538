"""The texts of the terminal, read from ``bot/data/terminal.yaml`` and checked at start."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text


class Hints(CheckedTexts):
    """Lines that say what may be typed next."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {"citations": frozenset({"number"})}

    citations: Text
    options: Text
    follow_ups: Text
    ask_again: Text


class TerminalTexts(CheckedTexts):
    """All texts that only the terminal needs."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "welcome": frozenset({"example"}),
        "no_citation": frozenset({"number", "count"}),
        "no_option": frozenset({"number", "count"}),
        "no_follow_up": frozenset({"letter"}),
        "failed": frozenset({"kind"}),
        "dated": frozenset({"day"}),
    }

    welcome: tuple[Text, ...] = Field(min_length=1)
    help: tuple[Text, ...] = Field(min_length=1)
    follow_ups: Text
    hints: Hints
    dated: Text
    dated_today: Text
    forgotten: Text
    goodbye: Text
    unknown_command: Text
    nothing_shown: Text
    no_citation: Text
    no_option: Text
    no_follow_up: Text
    failed: Text
    no_token: Text
    waiting: Text


def load_terminal_texts(path: Path | None = None) -> TerminalTexts:
    """Read and check the texts; by default the bundled ones.

    Raises:
        DataError: the file is unreadable or breaks the schema; names the first fault.
    """
    return load_texts("terminal.yaml", TerminalTexts, path)
