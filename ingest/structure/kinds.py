"""The kinds of regulation: how a title names them and how ids and people abbreviate them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from knowledge.errors import DataError
from knowledge.model import Frozen

_FILE = Path(__file__).with_name("jenis.yaml")
_DROPPED = re.compile(r"\b(?:REPUBLIK INDONESIA|PROVINSI|DAN REFORMASI BIROKRASI)\b")


class Kind(Frozen):
    """One row of the table of kinds."""

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Named:
    """A kind as a title names it: the start of an id and the name for people."""

    id: str
    name: str


@cache
def kinds() -> tuple[Kind, ...]:
    """The table of kinds, longest title first."""
    try:
        raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
        table = TypeAdapter(tuple[Kind, ...]).validate_python(raw["jenis"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{_FILE.name}: unreadable table of kinds ({type(error).__name__})"
        ) from error
    return tuple(sorted(table, key=lambda kind: -len(kind.title)))


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(kind.title) for kind in kinds())})\b")


def first_kind(title: str) -> Named | None:
    """The kind that a title in capitals names first; what follows it, up to "NOMOR", fills in
    whose regulation it is."""
    match = _titles().search(title)
    if match is None:
        return None
    kind = next(kind for kind in kinds() if kind.title == match[0])
    if "{}" not in kind.id and "{}" not in kind.name:
        return Named(kind.id, kind.name)
    rest = re.split(r"\b(?:NOMOR|TENTANG|TAHUN)\b|[:,]", title[match.end() : match.end() + 120])[0]
    whose = " ".join(_DROPPED.sub(" ", rest).split())
    if whose.startswith(match[0]):
        whose = whose[len(match[0]) :].strip()
    slug = re.sub(r"[^a-z]+", "-", whose.lower()).strip("-")
    name = kind.name.format(whose.title()).strip()
    return Named(kind.id.format(slug).strip("-"), name)


def named(words: str) -> Named | None:
    """The kind that a person writes: an id's start ("pp") or a name ("Peraturan Pemerintah")."""
    wanted = " ".join(words.split())
    for kind in kinds():
        if "{}" not in kind.id and wanted.lower() in (kind.id, kind.name.lower()):
            return Named(kind.id, kind.name)
    return first_kind(wanted.upper())
