"""Paths of units: from ids, and in words for admins."""

from __future__ import annotations

import re

from ingest.amendment.operation import Path


def path_of(unit_id: str) -> Path:
    """The units of an id: ``uu-10-2016:pasal-71:ayat-1`` -> ``("pasal-71", "ayat-1")``."""
    return tuple(unit_id.split(":")[1:])


def is_own(path: Path) -> bool:
    """Whether a unit of an amending law is its own, and none of the law that it amends."""
    units = path[1:] if path[:1] == ("penjelasan",) else path
    return not units or not re.match(r"^(?:pasal-\d|bab-|lampiran-)", units[0])


def label(path: Path) -> str:
    """A path as admins read it: ``Pasal I angka 12``, ``penjelasan Pasal 71 ayat (2)``."""
    words = []
    for unit in path:
        kind, _, number = unit.partition("-")
        if kind == "pasal":
            words.append(f"Pasal {number.upper()}")
        elif kind == "ayat":
            words.append(f"ayat ({number})")
        elif kind == "bab":
            words.append(f"Bab {number.upper()}")
        else:
            words.append(f"{kind} {number}".strip())
    return " ".join(words)
