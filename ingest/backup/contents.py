"""What an archive says of itself: its first member, by which all the others are checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

from pydantic import ValidationError

from knowledge.errors import BackupError
from knowledge.model import Frozen

FORMAT = 1
"""Raised whenever an older program could no longer restore an archive."""
MANIFEST = "manifest.json"
SETTINGS = "settings.json"
DATABASE, STATE, KNOWLEDGE = "database", "state", "knowledge"
"""Folders in an archive: rows by table; what lies in DATA_DIR; the data files of KNOWLEDGE_DIR."""
MOST_BYTES = 64 << 20
"""Of a manifest; it has some hundred bytes for each file."""


class Member(Frozen):
    """A file of the archive."""

    name: str
    size: int
    sha256: str


class Rows(Frozen):
    """A table as the archive has it."""

    columns: tuple[str, ...]
    rows: int


class Contents(Frozen):
    """An archive's description of itself."""

    format: int
    version: str
    """Of the project."""
    made: datetime
    edition: str | None
    """The edition that served."""
    editions: tuple[str, ...]
    """All that were kept, the latest first."""
    tables: Mapping[str, Rows]
    members: tuple[Member, ...]

    @property
    def bytes(self) -> int:
        """How much room the unpacked files take."""
        return sum(member.size for member in self.members)

    @property
    def row_count(self) -> int:
        """How many rows the archive has of all tables."""
        return sum(table.rows for table in self.tables.values())


def read_contents(raw: bytes) -> Contents:
    """The manifest of an archive.

    Raises:
        BackupError: it is none, or of a newer program.
    """
    try:
        found = json.loads(raw)
        if found["format"] > FORMAT:
            raise BackupError(
                f"The archive is of format {found['format']}, this program reads up to {FORMAT}. "
                "Restore it with the version of the project that made it, or a newer one."
            )
        contents = Contents.model_validate(found)
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise BackupError(
            f"The archive's {MANIFEST} cannot be read ({type(error).__name__}). "
            "It is damaged, or no archive of asn-ingest backup: take another one."
        ) from None
    names = [member.name for member in contents.members]
    wrong = next((name for name in names if not _expected(name)), None)
    if (
        wrong is not None
        or len(set(names)) < len(names)
        or any(m.size < 0 for m in contents.members)
    ):
        raise BackupError(
            "The archive names files that no backup has. Somebody changed it: take another one."
        )
    return contents


def _expected(name: str) -> bool:
    """Whether a file of this name may be in an archive: nothing that leads out of its folder."""
    path = PurePosixPath(name)
    plain = str(path) == name and not path.is_absolute() and ".." not in path.parts
    if not plain or "\\" in name or "\0" in name:
        return False
    return name == SETTINGS or (
        len(path.parts) > 1 and path.parts[0] in (DATABASE, STATE, KNOWLEDGE)
    )
