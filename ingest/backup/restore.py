"""Making a place of an archive: everything is checked beside it, then put in place in one step.

A restore that is cut off leaves DATA_DIR as it was, and a draft beside it that the next attempt removes. In a database
server the rows are written in one transaction, just before the folder is put in place; an attempt that was cut off
between the two is recognised by its rows.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ingest.audit import Act, write_act
from ingest.backup.archive import contents_of, unpack
from ingest.backup.contents import DATABASE, KNOWLEDGE, SETTINGS, STATE, Contents
from ingest.backup.rows import fits, load
from ingest.backup.settings import (
    Described,
    Difference,
    described,
    differences,
    from_bytes,
    to_be_set,
)
from ingest.backup.state import VECTORS
from ingest.backup.vectors import search_in, send
from ingest.edition_writer import Progress
from knowledge.edition import editions_folder, open_edition, read_manifest
from knowledge.errors import BackupError, EditionError, EmbedderError
from knowledge.settings import Settings

_MEGABYTE = 1_000_000
_ROOM_FOR_ROWS = 3
"""How much more room rows take in a database, with its indexes, than as lines."""
_DRAFT = ".restore"
_VOLUME_LEAVES = frozenset({"lost+found", _DRAFT, _DRAFT + ".lock"})
"""What may lie in an empty folder that is a volume of its own: an attempt that was cut off, too."""


@dataclass(frozen=True)
class Restored:
    """What a restore did, or, of an archive that was only checked, would do."""

    contents: Contents
    data_dir: Path | None
    """None when the archive was only checked."""
    differences: tuple[Difference, ...]
    """Settings that are not what they were."""
    secrets: tuple[str, ...]
    """Variables that were set, of which no archive has the value, and that are not set now."""
    knowledge: Path | None = None
    """Where the data files of KNOWLEDGE_DIR are now."""
    opened: bool = False
    """Whether the serving edition was opened and searched in."""


def check_archive(
    settings: Settings,
    archive: Path,
    progress: Progress = lambda stage, done, total: None,
) -> Restored:
    """Check an archive from beginning to end, without writing anything.

    Raises:
        BackupError: it is damaged, or this version cannot restore it.
    """
    with _legible(archive):
        contents = contents_of(archive)
        fits(contents.tables)
        whole = contents.bytes // _MEGABYTE + 1
        unpack(
            archive,
            None,
            lambda done: progress("check archive", min(done // _MEGABYTE, whole), whole),
        )
    return Restored(contents, None, (), ())


def restore(
    settings: Settings,
    archive: Path,
    *,
    who: str,
    opening: bool = True,
    progress: Progress = lambda stage, done, total: None,
) -> Restored:
    """Make DATA_DIR, and the database, of an archive; both must be empty.

    Args:
        settings: where to; ``data_dir`` is absent or an empty folder.
        archive: the file that a backup wrote.
        who: for the audit log of the restored place.
        opening: open the edition that serves, with its embedder, before anything is put in place.
        progress: called with (stage, done, total).

    Raises:
        BackupError: the folder or the database is not empty, or the archive cannot be restored.
        EditionError, EmbedderError: the edition cannot be opened.
        StoreError: the database cannot be reached or written.
    """
    target = settings.data_dir.resolve()
    _require_empty(target)
    with _legible(archive):
        contents = contents_of(archive)
        fits(contents.tables)
        draft = _draft_for(target)
        with _only_one(draft):
            shutil.rmtree(draft, ignore_errors=True)
            try:
                return _restore(settings, archive, contents, target, draft, who, opening, progress)
            finally:
                shutil.rmtree(draft, ignore_errors=True)


def _restore(
    settings: Settings,
    archive: Path,
    contents: Contents,
    target: Path,
    draft: Path,
    who: str,
    opening: bool,
    progress: Progress,
) -> Restored:
    _require_room(contents, draft.parent)
    draft.mkdir(mode=0o700)
    whole = contents.bytes // _MEGABYTE + 1
    unpack(archive, draft, lambda done: progress("unpack", min(done // _MEGABYTE, whole), whole))
    archived, had = _settings_of(draft)
    state = draft / STATE
    state.mkdir(exist_ok=True)
    if (draft / KNOWLEDGE).is_dir():
        (draft / KNOWLEDGE).replace(state / KNOWLEDGE)
    there = settings.model_copy(update={"data_dir": state})
    opened = _check_editions(there, contents, opening, progress)
    load(
        _database_in(settings, target, state),
        contents.tables,
        draft / DATABASE,
        lambda rows: progress("load rows", rows, contents.row_count),
    )
    _put_in_place(state, target, draft)
    write_act(
        settings, Act(who, "restore", contents.edition, f"backup of {contents.made:%Y-%m-%d %H:%M}")
    )
    return Restored(
        contents,
        settings.data_dir,
        differences(archived, described(settings)),
        to_be_set(archived, had, settings),
        settings.data_dir / KNOWLEDGE if (target / KNOWLEDGE).is_dir() else None,
        opened,
    )


def _settings_of(draft: Path) -> tuple[Described, tuple[str, ...]]:
    try:
        return from_bytes((draft / SETTINGS).read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(
            f"The archive's {SETTINGS} cannot be read ({type(error).__name__}). Take another one."
        ) from None


def _check_editions(
    settings: Settings, contents: Contents, opening: bool, progress: Progress
) -> bool:
    """Bring the vectors to where the settings have them; open the serving edition and search in it."""
    for edition in contents.editions:
        folder = editions_folder(settings) / edition / VECTORS
        if settings.chroma_url and folder.is_dir():
            send(settings, edition, folder)
            shutil.rmtree(folder)
    if contents.edition is None or not opening:
        return False
    progress("open edition", 0, 1)
    try:
        manifest = read_manifest(editions_folder(settings) / contents.edition)
        # With its own embedder: what EMBEDDER is set to is told afterwards, as a difference.
        with_its_own = settings.model_copy(update={"embedder": manifest.embedder})
        open_edition(with_its_own, contents.edition).close()
        search_in(settings, contents.edition)
    except (EditionError, EmbedderError) as error:
        raise type(error)(
            f"{error} Nothing was restored. To restore all the same, and build afterwards: "
            "--without-opening"
        ) from None
    progress("open edition", 1, 1)
    return True


def _database_in(settings: Settings, target: Path, state: Path) -> str:
    """The database to load into: one that lies in DATA_DIR comes about in the draft of it."""
    if settings.database_url is None:
        return settings.model_copy(update={"data_dir": state}).database
    try:
        address = make_url(settings.database_url)
    except ArgumentError:
        return settings.database_url  # refused, with what to do, when it is opened
    if address.get_backend_name() != "sqlite" or not address.database:
        return settings.database_url
    file = Path(address.database).resolve()
    if not file.is_relative_to(target):
        return settings.database_url
    inside = address.set(database=str(state / file.relative_to(target)))
    return inside.render_as_string(hide_password=False)


def _require_empty(target: Path) -> None:
    content = {path.name for path in target.iterdir()} if target.is_dir() else set()
    if target.is_dir() and not content - _VOLUME_LEAVES:
        return
    if _DRAFT in content:
        raise BackupError(
            f"An earlier restore into {target} was broken off. Empty the folder, then try again."
        )
    if target.exists():
        raise BackupError(
            f"{target} is not an empty folder; a restore never mixes with what is there. Choose "
            "another folder with --to DIR, or move the old one away (with the bot stopped)."
        )


def _draft_for(target: Path) -> Path:
    """Where the place is made: beside it, or inside where it is a volume of its own."""
    if target.is_dir() and os.path.ismount(target):
        return target / _DRAFT
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f".{target.name}{_DRAFT}")


def _put_in_place(state: Path, target: Path, draft: Path) -> None:
    if draft.parent != target:
        state.replace(target)
        return
    # A volume cannot be replaced: its editions come last, since without them nothing is served.
    for path in sorted(state.iterdir(), key=lambda path: path.name == "editions"):
        path.replace(target / path.name)


def _require_room(contents: Contents, folder: Path) -> None:
    rows = sum(m.size for m in contents.members if m.name.startswith(f"{DATABASE}/"))
    wanted = (contents.bytes + _ROOM_FOR_ROWS * rows) // _MEGABYTE + 1
    free = shutil.disk_usage(folder).free // _MEGABYTE
    if free < wanted:
        raise BackupError(
            f"There is not enough room in {folder}: {wanted} MB are needed, {free} MB are free. "
            "Make room, or restore into a folder on another disk with --to DIR."
        )


@contextmanager
def _only_one(draft: Path) -> Iterator[None]:
    lock = draft.with_name(draft.name + ".lock")
    try:
        with FileLock(lock, timeout=0):
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)
    except Timeout:
        raise BackupError(
            "Another restore into this folder is running. Wait for it to end."
        ) from None


@contextmanager
def _legible(archive: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = error.filename or archive
        raise BackupError(
            f"The archive cannot be restored ({error.strerror or type(error).__name__}: {what}). "
            "Nothing was put in place. Check the file, the folder's permissions and the disk."
        ) from None
