"""What of DATA_DIR and KNOWLEDGE_DIR belongs in an archive.

Named one by one, so that nothing gets in by lying there: not the database (its rows are taken, without what is kept for
minutes only), no documents that an admin has just sent, no lock, no draft. Runs of the evaluation and what they
computed are made anew when they are wanted.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ingest.backup.contents import KNOWLEDGE, STATE
from ingest.edition_writer import cache_file
from ingest.editions import kept_editions
from ingest.library import library_folder
from ingest.staging import staging_file
from knowledge.edition import editions_folder
from knowledge.errors import BackupError
from knowledge.reviews import confirmations_file
from knowledge.settings import Settings

VECTORS = "chroma"
"""The folder of an edition's vectors in the edition's own."""
_BESIDE_SQLITE = ("-wal", "-shm", "-journal")
_NOT_WRITTEN = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
"""What SQLite says when the copy is in trouble, not what is copied."""


@dataclass(frozen=True)
class Source:
    """A file to be backed up."""

    name: str
    """In the archive."""
    path: Path

    @property
    def database(self) -> bool:
        """Whether it is an SQLite database, which others may be writing."""
        return self.path.suffix == ".sqlite3"


def sources(settings: Settings) -> list[Source]:
    """All files of a place, those of the vectors included where they lie in the editions' folders."""
    found = [*_editions(settings), *_below(settings, library_folder(settings))]
    single = (staging_file(settings), confirmations_file(settings), cache_file(settings))
    found += [_source(settings, path) for path in single if path.is_file()]
    if settings.knowledge_dir is not None:
        root = settings.knowledge_dir
        found += [
            Source(f"{KNOWLEDGE}/{path.relative_to(root).as_posix()}", path)
            for path in _files(root)
        ]
    return found


def copy_database(path: Path, copy: Path) -> None:
    """Copy an SQLite database as it is at one moment, whoever writes into it.

    Raises:
        BackupError: it is damaged.
        OSError: the copy cannot be written.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=15)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in _NOT_WRITTEN:
            raise OSError(errno.EIO, str(error), str(copy)) from None
        raise BackupError(
            f"{path} cannot be read ({type(error).__name__}). Nothing was backed up. If it is "
            "damaged, build anew (asn-ingest build --force) or delete it where it is a cache."
        ) from None


def _editions(settings: Settings) -> Iterator[Source]:
    folder = editions_folder(settings)
    for kept in kept_editions(settings):
        yield from _below(settings, folder / kept.id)
    if (folder / "current").is_file():
        yield _source(settings, folder / "current")


def _below(settings: Settings, folder: Path) -> Iterator[Source]:
    for path in _files(folder):
        yield _source(settings, path)


def _source(settings: Settings, path: Path) -> Source:
    return Source(f"{STATE}/{path.relative_to(settings.data_dir).as_posix()}", path)


def _files(folder: Path) -> list[Path]:
    """All files below a folder but hidden ones, which are drafts, locks and other programs' own."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.endswith(_BESIDE_SQLITE)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and "__pycache__" not in path.parts
    )
