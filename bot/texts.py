"""Texts for people, read from ``bot/data/*.yaml`` and checked against a schema."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any, ClassVar, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from knowledge.errors import DataError

# Both read the same safe subset; the one in C, where it is built in, ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Texts = TypeVar("Texts", bound=BaseModel)


class CheckedTexts(BaseModel):
    """Base of a file of texts: closed, immutable, and without placeholders that nobody fills."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {}
    """What the bot fills in, by field; a text may leave one out but not name another."""

    @model_validator(mode="after")
    def _known_placeholders(self) -> Self:
        for name in type(self).model_fields:
            allowed = self.PLACEHOLDERS.get(name, frozenset())
            for text in _strings(getattr(self, name)):
                try:
                    used = {
                        field for _, field, _, _ in Formatter().parse(text) if field is not None
                    }
                except ValueError as error:
                    raise ValueError(f"{name}: {error} in {text!r}") from None
                if unknown := used - allowed:
                    raise ValueError(f"{name}: unknown placeholder {sorted(unknown)}")
        return self


def _strings(value: Any) -> Iterator[str]:
    """All texts in a value, but those of parts that check themselves."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, CheckedTexts):
        return
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)


def load_texts(name: str, model: type[Texts], path: Path | None = None) -> Texts:
    """Read a bundled file of texts, or the one at ``path``.

    Raises:
        DataError: the file is unreadable or breaks the schema; names the first fault.
    """
    source = path or files("bot").joinpath("data", name)
    try:
        return model.model_validate(
            yaml.load(source.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 (a safe loader)
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        reason = " ".join(first["msg"].split())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        where, reason = "file", " ".join(str(error).split())
    raise DataError(
        f"The texts in {source} cannot be used. {where}: {reason}. Correct that entry."
    ) from None
