"""The settings as an archive has them: all but the secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from knowledge.settings import Settings

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
Described = Mapping[str, Any]
"""By a setting's variable, its value."""


@dataclass(frozen=True)
class Difference:
    """A setting that is not what it was."""

    variable: str
    archived: Any
    now: Any


def described(settings: Settings) -> dict[str, Any]:
    """All settings that are no secret; addresses without whoever logs in there, and with what."""
    kept = settings.model_dump(mode="json", exclude=set(_secret_fields()))
    return {name.upper(): _without_secrets(value) for name, value in sorted(kept.items())}


def secrets(settings: Settings) -> tuple[str, ...]:
    """The variables that are set and whose value no archive has, or not the whole of it."""
    raw = settings.model_dump(mode="json")
    cut = {name for name, value in raw.items() if _without_secrets(value) != _ordered(value)}
    secret = {name for name in _secret_fields() if getattr(settings, name) is not None}
    return tuple(sorted(name.upper() for name in cut | secret))


def differences(archived: Described, present: Described) -> tuple[Difference, ...]:
    """What is set otherwise now than in the archive; where the state lies does not count."""
    # A setting that only one of two versions of the program has is no difference.
    names = sorted((archived.keys() & present.keys()) - {"DATA_DIR"})
    return tuple(
        Difference(name, archived[name], present[name])
        for name in names
        if archived[name] != present[name]
    )


def to_be_set(archived: Described, had: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Of the variables that ``had`` a secret, those that have none now; an address that is another now needs none."""
    present, now = described(settings), {*secrets(settings)}
    return tuple(
        name for name in had if name not in now and archived.get(name) == present.get(name)
    )


def as_bytes(settings: Settings) -> bytes:
    """The archive's file of settings."""
    value = {"settings": described(settings), "secrets": secrets(settings)}
    return json.dumps(value, indent=1, ensure_ascii=False).encode()


def from_bytes(data: bytes) -> tuple[Described, tuple[str, ...]]:
    """The settings of an archive, and the secrets that were set."""
    value = json.loads(data)
    return value["settings"], tuple(value["secrets"])


def _secret_fields() -> list[str]:
    return [
        name
        for name, field in Settings.model_fields.items()
        if field.annotation is SecretStr or SecretStr in getattr(field.annotation, "__args__", ())
    ]


def _ordered(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _without_secrets(value: Any) -> Any:
    if not isinstance(value, str) or not (scheme := _SCHEME.match(value)):
        return _ordered(value)
    rest = value[scheme.end() :]
    if not rest.startswith("/"):
        # Up to the last @: a password may have any sign in it, and too much is cut rather than too little.
        rest = rest.rpartition("@")[2]
    return scheme[0] + re.split(r"[?#]", rest, maxsplit=1)[0]
