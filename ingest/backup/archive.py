"""The archive's file: a compressed tar whose first member describes all the others.

The members are compressed while they are read, once; what describes them is known only then. So it
is compressed for itself and put before them: two gzip streams in a row are one.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ingest.backup.contents import MANIFEST, MOST_BYTES, Contents, Member, read_contents
from knowledge.errors import BackupError

Moved = Callable[[int], None]
"""Called with the bytes that were moved so far."""
_LEVEL = 1
"""Vectors hardly get smaller: on an edition of 49 MB, level 6 took 14 % longer for 0.4 % less."""
_PIECE = 1 << 20


class ArchiveWriter:
    """Takes files in one after another; nothing is at the target before ``finish``."""

    def __init__(self, scratch: Path, moved: Moved = lambda done: None) -> None:
        """Collect in ``scratch``, a folder on the same disk as the archive is to be."""
        self.members: list[Member] = []
        self._scratch = scratch
        self._moved = moved
        self._done = 0
        self._file = (scratch / "members").open("wb")
        self._packed = gzip.GzipFile("", "wb", _LEVEL, self._file, mtime=0)
        self._tar = tarfile.open(  # noqa: SIM115 (closed by finish, or with the scratch folder)
            fileobj=self._packed, mode="w|", format=tarfile.PAX_FORMAT
        )

    def add(self, name: str, path: Path) -> Member:
        """Take a file in, as long as it is at this moment.

        Raises:
            BackupError: it became shorter while it was read.
            OSError: it cannot be read, or there is no room.
        """
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            reader = _Hashing(file, size, self._tell)
            try:
                self._tar.addfile(_entry(name, size), reader)
            except OSError as error:
                if reader.left and error.errno is None:  # tarfile's own word for a short file
                    raise BackupError(
                        f"{path} changed while it was read. Try again when nothing writes there."
                    ) from None
                raise
        return self._noted(Member(name=name, size=size, sha256=reader.digest.hexdigest()))

    def add_bytes(self, name: str, data: bytes) -> Member:
        """Take in what is in memory."""
        self._tar.addfile(_entry(name, len(data)), io.BytesIO(data))
        self._tell(len(data))
        digest = hashlib.sha256(data).hexdigest()
        return self._noted(Member(name=name, size=len(data), sha256=digest))

    def finish(self, contents: Contents, target: Path) -> None:
        """Put the whole archive at ``target``, in one step, readable by its owner alone."""
        self._tar.close()
        self._packed.close()
        self._file.close()
        whole = self._scratch / "archive"
        described = contents.model_dump_json(indent=1).encode()
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
                packed.write(_entry(MANIFEST, len(described)).tobuf(tarfile.PAX_FORMAT))
                packed.write(described + bytes(-len(described) % tarfile.BLOCKSIZE))
            with (self._scratch / "members").open("rb") as members:
                shutil.copyfileobj(members, file, _PIECE)
            file.flush()
            os.fsync(file.fileno())
        whole.replace(target)

    def close(self) -> None:
        """Let go of the scratch file, whether or not the archive was finished."""
        for one in (self._tar, self._packed, self._file):
            with suppress(OSError, ValueError):  # there may be no room for their ends
                one.close()

    def _noted(self, member: Member) -> Member:
        self.members.append(member)
        return member

    def _tell(self, count: int) -> None:
        self._done += count
        self._moved(self._done)


class _Hashing:
    """A file that is hashed while it is read, and read no further than it was long at first."""

    def __init__(self, file: IO[bytes], size: int, read: Callable[[int], None]) -> None:
        self.digest = hashlib.sha256()
        self.left = size
        self._file = file
        self._read = read

    def read(self, count: int = -1) -> bytes:
        """The next piece."""
        piece = self._file.read(min(count, self.left) if count >= 0 else self.left)
        self.left -= len(piece)
        self.digest.update(piece)
        self._read(len(piece))
        return piece


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o600
    return entry


def contents_of(archive: Path) -> Contents:
    """What an archive says of itself; the rest of it is not looked at.

    Raises:
        BackupError: it is no archive, or it is damaged.
    """
    with _opened(archive) as tar:
        return _first(tar)


def unpack(archive: Path, into: Path | None, moved: Moved = lambda done: None) -> Contents:
    """Check every file of an archive, and write them below ``into`` where that is given.

    Raises:
        BackupError: it is no archive, it is damaged or cut off, or somebody changed it.
        OSError: there is no room.
    """
    with _opened(archive) as tar:
        contents = _first(tar)
        awaited = {member.name: member for member in contents.members}
        done = 0
        while (entry := tar.next()) is not None:
            member = awaited.pop(entry.name, None)
            if member is None or not entry.isreg() or entry.size != member.size:
                raise BackupError(
                    "The archive holds a file that its own list has not. Somebody changed it: "
                    "take another one."
                )
            digest = hashlib.sha256()
            with _sink(entry, into) as sink:
                for piece in _pieces(tar.extractfile(entry)):
                    digest.update(piece)
                    sink.write(piece)
                    done += len(piece)
                    moved(done)
            if digest.hexdigest() != member.sha256:
                raise BackupError(
                    f"{entry.name} in the archive is not what was backed up. "
                    "The archive is damaged: take another one."
                )
    if awaited:
        raise _cut_off()
    return contents


def _first(tar: tarfile.TarFile) -> Contents:
    entry = tar.next()
    if entry is None or entry.name != MANIFEST or not entry.isreg() or entry.size > MOST_BYTES:
        raise _no_archive()
    file = tar.extractfile(entry)
    return read_contents(file.read() if file else b"")


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with (
            gzip.open(archive, "rb") as packed,
            tarfile.open(fileobj=packed, mode="r|") as tar,
        ):
            yield tar
    except (gzip.BadGzipFile, tarfile.ReadError) as error:
        # What follows a cut is not told apart from what never was an archive by its beginning.
        raise (_cut_off() if "unexpected end" in str(error) else _no_archive()) from None
    except (EOFError, zlib.error):
        raise _cut_off() from None
    except FileNotFoundError as error:
        if error.filename is not None and Path(error.filename) != archive:
            raise
        raise BackupError(f"There is no file {archive}. Name the archive to restore.") from None
    except IsADirectoryError:
        raise BackupError(f"{archive} is a folder. Name the archive to restore.") from None


@contextmanager
def _sink(entry: tarfile.TarInfo, into: Path | None) -> Iterator[IO[bytes]]:
    if into is None:
        with Path(os.devnull).open("wb") as nothing:
            yield nothing
        return
    tarfile.data_filter(entry, str(into))  # a second look at names, kinds and links
    path = into / entry.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        yield file


def _pieces(file: IO[bytes] | None) -> Iterator[bytes]:
    while file is not None and (piece := file.read(_PIECE)):
        yield piece


def _no_archive() -> BackupError:
    return BackupError(
        "The file is no archive of asn-ingest backup, or it is damaged. Take another one."
    )


def _cut_off() -> BackupError:
    return BackupError(
        "The archive is cut off or damaged: not all that it should hold can be read. "
        "Copy it again, or take another one."
    )
