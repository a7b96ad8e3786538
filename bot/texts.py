"""Texts for people, read from ``bot/data/*.yaml`` and checked against a schema."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import DataError

# Both read the same safe subset; the one in C, where it is built in, ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Texts = TypeVar("Texts", bound=BaseModel)


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
