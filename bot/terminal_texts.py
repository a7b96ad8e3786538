"""The texts of the terminal, read from ``bot/data/terminal.yaml`` and checked at start."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import Formatter
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.texts import load_texts
from knowledge.model import Text


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {}
    """What is filled in, by field; a text may leave one out but not name another."""

    @model_validator(mode="after")
    def _known_placeholders(self) -> Self:
        for name in type(self).model_fields:
            value: object = getattr(self, name)
            texts: Iterable[object] = value if isinstance(value, tuple) else (value,)
            for text in texts:
                if isinstance(text, str):
                    _check(name, text, self.PLACEHOLDERS.get(name, frozenset()))
        return self


def _check(name: str, text: str, allowed: frozenset[str]) -> None:
    try:
        used = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if unknown := used - allowed:
        raise ValueError(f"{name}: unknown placeholder {sorted(unknown)}")


class Hints(_Checked):
    """Lines that say what may be typed next."""

    PLACEHOLDERS = {"citations": frozenset({"number"})}

    citations: Text
    options: Text
    follow_ups: Text
    ask_again: Text


class TerminalTexts(_Checked):
    """All texts that only the terminal needs."""

    PLACEHOLDERS = {
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
