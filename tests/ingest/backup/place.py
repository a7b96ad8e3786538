"""What lies in an archive, and in a folder that one was restored into."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.settings import Settings


def members(archive: Path) -> dict[str, bytes]:
    """All that is in an archive."""
    with tarfile.open(archive) as tar:
        return {e.name: f.read() for e in tar if (f := tar.extractfile(e)) is not None}


def files(folder: Path) -> set[str]:
    """All files of a folder but those that a running database has beside it."""
    return {
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if p.is_file() and not p.name.endswith(("-wal", "-shm"))
    }


class Place(NamedTuple):
    """A restored place."""

    settings: Settings
    told: dict[str, Any]
