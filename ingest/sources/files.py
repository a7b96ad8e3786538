"""Documents from this machine: one file, or the documents of a folder and the folders in it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingest.sources.body import too_large
from ingest.sources.kinds import MEDIA_TYPES
from ingest.sources.model import (
    Fetched,
    Limits,
    Progress,
    Skipped,
    unnoticed,
    unwatched,
)
from knowledge.errors import SourceError

_ADVICE = {
    errno.ENOENT: "does not exist. Check the path",
    errno.ENOTDIR: "does not exist. Check the path",
    errno.EACCES: "may not be read. Make it readable for this user",
    errno.EPERM: "may not be read. Make it readable for this user",
    errno.ELOOP: "is a link that leads nowhere. Give the file itself",
    errno.EISDIR: "is a folder where a file is expected. Give a file",
    errno.ENAMETOOLONG: "has too long a name. Shorten it",
}


def fetch_file(path: Path, *, limits: Limits | None = None) -> Fetched:
    """Read one regular file of any kind; its size is checked before it is read.

    Raises:
        SourceError: there is no such file, it is no regular file, too large, not readable, or
            changed while it was read.
    """
    return _read(path, str(path), limits or Limits(), follow=True)


def fetch_folder(
    folder: Path,
    *,
    limits: Limits | None = None,
    progress: Progress = unwatched,
    skipped: Skipped = unnoticed,
) -> Iterator[Fetched]:
    """Read the documents of a folder and the folders in it, sorted by path.

    Left out, and reported to ``skipped`` with the reason: hidden files and folders, kinds of file
    that are not read, files that are too large or not readable, links to folders, and links that
    lead out of the folder.

    Raises:
        SourceError: there is no such folder, it holds too many files, or none that is read.
    """
    bounds = limits or Limits()
    try:
        root = folder.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise _unreadable(folder, error) from None
    paths = _candidates(folder, bounds.max_files, skipped)
    found = 0
    for number, path in enumerate(paths):
        progress("folder", number, len(paths))
        try:
            real = _inside(path, root)
            document = _read(real, str(path), bounds, follow=False)
        except SourceError as error:
            skipped(str(path), str(error))
            continue
        found += 1
        yield document
    progress("folder", len(paths), len(paths))
    if not found:
        kinds = ", ".join(MEDIA_TYPES)
        raise SourceError(f"The folder {folder} holds no document that can be read ({kinds}).")


def _candidates(folder: Path, most: int, skipped: Skipped) -> list[Path]:
    found: list[Path] = []

    def unreadable(error: OSError) -> None:
        skipped(str(error.filename), str(_unreadable(Path(str(error.filename)), error)))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        here = Path(place)
        for name in sorted(folders):
            if name.startswith("."):
                skipped(str(here / name), "hidden")
            elif (here / name).is_symlink():
                skipped(str(here / name), "a link to a folder")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                skipped(str(here / name), "hidden")
            elif (here / name).suffix.lower() not in MEDIA_TYPES:
                skipped(str(here / name), "not a kind of file that is read")
            else:
                found.append(here / name)
        if len(found) > most:
            raise SourceError(
                f"The folder {folder} holds more than {most} documents. Add its folders one by one."
            )
    return sorted(found)


def _inside(path: Path, root: Path) -> Path:
    """The file itself, behind any links."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise _unreadable(path, error) from None
    if not real.is_relative_to(root):
        raise SourceError("a link that leads out of the folder")
    return real


def _read(path: Path, origin: str, limits: Limits, *, follow: bool) -> Fetched:
    # Not blocking: a pipe without a writer would otherwise be waited for before it is recognised.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    if not follow:  # the path was resolved: a link that stands there now was put there since
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(f"{origin} is no regular file. Give a file.")
            if status.st_size > limits.max_bytes:
                raise too_large(limits.max_bytes)
            data = file.read(limits.max_bytes + 1)
            after = os.fstat(file.fileno())
    except (OSError, ValueError) as error:
        raise _unreadable(Path(origin), error) from None
    if len(data) > limits.max_bytes:  # it grew meanwhile
        raise too_large(limits.max_bytes)
    if len(data) != status.st_size or after.st_mtime_ns != status.st_mtime_ns:
        raise SourceError(
            f"{origin} changed while it was read. Wait until it is written, then try again."
        )
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    return Fetched(Path(origin).name, data, media_type, origin, datetime.now(UTC))


def _unreadable(path: Path, error: Exception) -> SourceError:
    if isinstance(error, OSError) and error.errno in _ADVICE:
        return SourceError(f"{path} {_ADVICE[error.errno]}.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "malformed path"
    return SourceError(f"{path} cannot be read ({reason}). Check the path.")
