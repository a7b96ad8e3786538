"""The texts of the terminal, read from ``bot/data/terminal.yaml`` and checked at start."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import ClassVar, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import DataError
from knowledge.model import Text

# Both read the same safe subset; the one in C, where it is built in, ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    }

    welcome: tuple[Text, ...] = Field(min_length=1)
    help: tuple[Text, ...] = Field(min_length=1)
    follow_ups: Text
    hints: Hints
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
    source = path or files("bot").joinpath("data", "terminal.yaml")
    try:
        raw = yaml.load(source.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 (both are safe)
        return TerminalTexts.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        reason = " ".join(first["msg"].split())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        where, reason = "file", " ".join(str(error).split())
    raise DataError(
        f"The texts in {source} cannot be used. {where}: {reason}. Correct that entry."
    ) from None
