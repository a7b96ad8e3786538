"""Making an archive, while the bot answers: all of it as it is at one moment.

The writer's lock keeps publishing and all other changes of the knowledge out; the database is read in one snapshot;
SQLite files, which Chroma writes even while it only searches, are copied by SQLite itself.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ingest.audit import Act, require_log, write_act
from ingest.backup.archive import ArchiveWriter
from ingest.backup.contents import DATABASE, FORMAT, SETTINGS, STATE, Contents, Member, Rows
from ingest.backup.rows import dump, snapshot, tables
from ingest.backup.settings import as_bytes, secrets
from ingest.backup.state import VECTORS, Source, copy_database, sources
from ingest.backup.vectors import fetch
from ingest.edition_writer import Progress
from ingest.editions import kept_editions
from ingest.news import settle_news
from ingest.writer import only_writer
from knowledge.clock import now
from knowledge.edition import current_edition
from knowledge.errors import BackupError, EditionError, IngestError
from knowledge.settings import Settings

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class BackedUp:
    """What a backup did."""

    file: Path
    size: int
    """Bytes of the archive."""
    contents: Contents
    secrets: tuple[str, ...]
    """The variables whose values are not in it."""
    damaged: tuple[str, ...]
    """Files of editions that are not what they were when they were published, or cannot be had."""


def back_up(
    settings: Settings,
    target: Path,
    *,
    who: str,
    force: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> BackedUp:
    """Write an archive of all that the place holds; ``target`` has the whole of it or is as it was.

    Raises:
        BackupError: the target is there already, cannot be written, or a file changed meanwhile.
        EditionError: another command is writing, or the vectors of the serving edition cannot be had.
        StoreError: the database cannot be read, or the audit log not written.
    """
    if target.exists() and (not force or not target.is_file()):
        raise BackupError(
            f"{target} is there already. Choose another name, or replace it with --force."
            if target.is_file()
            else f"{target} is no file. Name a file that the archive is to be written to."
        )
    with only_writer(settings, "backup"):
        require_log(settings)
        settle_news(settings)  # or the restored place would make up for it, however late
        with _writable(target), _scratch(target) as scratch:
            contents, damaged = _write(settings, target, scratch, progress)
        size = target.stat().st_size
        subject = f"{target.name}, {size:,} bytes"
        write_act(settings, Act(who, "backup", contents.edition, subject))
    return BackedUp(target, size, contents, secrets(settings), damaged)


def _write(
    settings: Settings, target: Path, scratch: Path, progress: Progress
) -> tuple[Contents, tuple[str, ...]]:
    shapes: dict[str, Rows] = {}
    with snapshot(settings.database) as connection:
        for table in tables():
            shapes[table.name] = dump(connection, table, scratch / f"{table.name}.jsonl")
    found, lost = _with_vectors(settings, sources(settings), scratch)
    rows = [Source(f"{DATABASE}/{name}.jsonl", scratch / f"{name}.jsonl") for name in shapes]
    whole = sum(source.path.stat().st_size for source in (*rows, *found)) // _MEGABYTE + 1
    _require_room(target, whole)
    writer = ArchiveWriter(
        scratch, lambda done: progress("back up", min(done // _MEGABYTE, whole), whole)
    )
    try:
        writer.add_bytes(SETTINGS, as_bytes(settings))
        for source in rows:
            writer.add(source.name, source.path)
            source.path.unlink()
        for source in found:
            if source.database:
                copy = scratch / "copy.sqlite3"
                copy_database(source.path, copy)
                writer.add(source.name, copy)
                copy.unlink()
            else:
                writer.add(source.name, source.path)
        contents = Contents(
            format=FORMAT,
            version=version("asn-neutrality-bot"),
            made=now(),
            edition=current_edition(settings),
            editions=tuple(kept.id for kept in kept_editions(settings)),
            tables=shapes,
            members=tuple(writer.members),
        )
        writer.finish(contents, target)
    finally:
        writer.close()
    progress("back up", whole, whole)
    return contents, (*lost, *_damaged(settings, writer.members))


def _with_vectors(
    settings: Settings, found: list[Source], scratch: Path
) -> tuple[list[Source], tuple[str, ...]]:
    """The files with those of the vectors, fetched where they lie on a server; and what is not there."""
    if not settings.chroma_url:
        return found, ()
    lost = []
    for kept in kept_editions(settings):
        folder = scratch / kept.id
        try:
            fetch(settings, kept.id, folder)
        except (EditionError, IngestError):
            if kept.current:
                raise
            lost.append(f"{kept.id}/{VECTORS}")
            continue
        found += [
            Source(
                f"{STATE}/editions/{kept.id}/{VECTORS}/{path.relative_to(folder).as_posix()}", path
            )
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
    return found, tuple(lost)


def _damaged(settings: Settings, members: list[Member]) -> Iterator[str]:
    hashes = {member.name: member.sha256 for member in members}
    for kept in kept_editions(settings):
        if kept.manifest is None:
            yield f"{kept.id}/manifest.json"
            continue
        for name, expected in kept.manifest.files.items():
            if hashes.get(f"{STATE}/editions/{kept.id}/{name}") != expected:
                yield f"{kept.id}/{name}"


def _require_room(target: Path, megabytes: int) -> None:
    free = shutil.disk_usage(target.parent).free // _MEGABYTE
    # The members are compressed beside the archive, then copied into it.
    if free < 2 * megabytes:
        raise BackupError(
            f"There is not enough room beside {target}: {2 * megabytes} MB may be needed, {free} MB "
            "are free. Make room, or name a file on another disk."
        )


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder beside the archive that nobody else can read; one that a crash left is removed."""
    prefix = f".{target.name}-parts-"
    for left in target.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=target.parent) as folder:
        yield Path(folder)


@contextmanager
def _writable(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = error.filename or target
        raise BackupError(
            f"The archive {target} cannot be made ({error.strerror or type(error).__name__}: {what}). "
            "Nothing was backed up. Check the folder, its permissions and the room on the disk."
        ) from None
