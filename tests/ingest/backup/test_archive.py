"""The archive's file: what is read is what was written, or it is refused in a line."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.backup.archive import ArchiveWriter, contents_of, unpack
from ingest.backup.contents import FORMAT, MANIFEST, Contents
from knowledge.errors import BackupError

FILES = {
    "settings.json": b"{}",
    "database/audit.jsonl": b'{"id": 1}\n' * 5000,
    "state/editions/current": b"2026-11-22.1\n",
    "state/editions/2026-11-22.1/" + "panjang/" * 20 + "classifier.npz": os.urandom(70_000),
    "state/library/kosong": b"",
    "knowledge/rulings/é.yaml": b"- id: suka\n",
}


def contents(writer: ArchiveWriter) -> Contents:
    """A manifest of what the writer took in."""
    return Contents(
        format=FORMAT,
        version="0.1.0",
        made=datetime(2026, 11, 22, tzinfo=UTC),
        edition=None,
        editions=(),
        tables={},
        members=tuple(writer.members),
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A whole archive."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    writer = ArchiveWriter(scratch)
    for name, data in FILES.items():
        (scratch / "one").write_bytes(data)
        writer.add(name, scratch / "one")
    writer.finish(contents(writer), tmp_path / "a.tar.gz")
    return tmp_path / "a.tar.gz"


def rewritten(
    archive: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], object]
) -> Path:
    """The same archive after somebody worked on its entries."""
    with tarfile.open(archive) as tar:
        entries = []
        for entry in tar:
            file = tar.extractfile(entry)
            entries.append((entry, file.read() if file else b""))
    change(entries)
    with tarfile.open(archive, "w:gz") as tar:
        for entry, data in entries:
            entry.size = len(data) if entry.isreg() else 0
            tar.addfile(entry, io.BytesIO(data))
    return archive


def with_manifest(archive: Path, **changes: Any) -> Path:
    """The same archive with another manifest."""

    def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        entry, data = entries[0]
        entries[0] = entry, json.dumps({**json.loads(data), **changes}).encode()

    return rewritten(archive, change)


def test_what_is_read_is_what_was_written(archive: Path, tmp_path: Path) -> None:
    told: list[int] = []

    found = unpack(archive, tmp_path / "out", told.append)

    written = {
        p.relative_to(tmp_path / "out").as_posix(): p.read_bytes()
        for p in (tmp_path / "out").rglob("*")
        if p.is_file()
    }
    assert written == FILES
    assert found == contents_of(archive)
    assert found.bytes == sum(map(len, FILES.values())) == told[-1]


def test_only_its_owner_can_read_it(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_other_programs_can_read_it(archive: Path) -> None:
    with tarfile.open(archive, "r:gz") as tar:
        assert tar.getnames() == [MANIFEST, *FILES]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    """A log is taken as long as it was; the rest of the archive stays readable."""
    growing, scratch = tmp_path / "log", tmp_path / "scratch"
    growing.write_bytes(b"a" * 3_000_000)
    scratch.mkdir()

    def grow(_done: int) -> None:
        with growing.open("ab") as file:
            file.write(b"b")

    writer = ArchiveWriter(scratch, grow)
    assert writer.add("state/log", growing).size == 3_000_000
    writer.finish(contents(writer), tmp_path / "a.tar.gz")

    unpack(tmp_path / "a.tar.gz", tmp_path / "out")
    assert (tmp_path / "out" / "state" / "log").read_bytes() == b"a" * 3_000_000


def test_a_file_that_shrinks_while_it_is_read(tmp_path: Path) -> None:
    shrinking, scratch = tmp_path / "log", tmp_path / "scratch"
    shrinking.write_bytes(b"a" * 3_000_000)
    scratch.mkdir()

    writer = ArchiveWriter(scratch, lambda done: os.truncate(shrinking, 10))
    with pytest.raises(BackupError, match="changed while it was read"):
        writer.add("state/log", shrinking)
    writer.close()


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_cut_off(archive: Path, share: float) -> None:
    os.truncate(archive, int(archive.stat().st_size * share))

    with pytest.raises(BackupError, match=r"cut off or damaged|no archive"):
        unpack(archive, None)


def test_cut_off_between_its_two_streams(archive: Path) -> None:
    """Where each stream is whole, only the list tells that the members are not there."""
    data = archive.read_bytes()
    second = data.index(b"\x1f\x8b\x08", 10)
    archive.write_bytes(data[:second])

    with pytest.raises(BackupError, match="cut off"):
        unpack(archive, None)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.97])
def test_one_changed_byte(archive: Path, place: float) -> None:
    data = bytearray(archive.read_bytes())
    data[int(len(data) * place)] ^= 0x40
    archive.write_bytes(data)

    with pytest.raises(BackupError):
        unpack(archive, None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bukan arsip",
        gzip.compress(b""),
        gzip.compress(b"bukan tar"),
        gzip.compress(bytes(20_000)),
        b"PK\x03\x04" + bytes(500),
    ],
    ids=["nothing", "text", "packed nothing", "packed text", "packed zeros", "zip"],
)
def test_another_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.tar.gz").write_bytes(data)

    with pytest.raises(BackupError, match=r"no archive of asn-ingest backup|cut off"):
        unpack(tmp_path / "a.tar.gz", None)


def test_a_tar_of_somebody_else(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.add(__file__, "test.py")

    with pytest.raises(BackupError, match="no archive of asn-ingest backup"):
        contents_of(tmp_path / "a.tar.gz")


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no file"):
        contents_of(tmp_path / "tidak-ada")
    with pytest.raises(BackupError, match="is a folder"):
        contents_of(tmp_path)


class TestSomebodyChangedIt:
    def test_a_file_with_other_content(self, archive: Path, tmp_path: Path) -> None:
        def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
            entries[3] = entries[3][0], b"2026-11-22.9\n"

        with pytest.raises(BackupError, match="state/editions/current in the archive is not what"):
            unpack(rewritten(archive, change), None)

    def test_a_file_that_is_gone(self, archive: Path) -> None:
        with pytest.raises(BackupError, match="cut off or damaged"):
            unpack(rewritten(archive, lambda entries: entries.pop()), None)

    @pytest.mark.parametrize("name", ["state/tambahan", "../keluar", "/etc/keluar"])
    def test_a_file_more(self, archive: Path, tmp_path: Path, name: str) -> None:
        def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
            entries.append((tarfile.TarInfo(name), b"x"))

        with pytest.raises(BackupError, match="its own list has not"):
            unpack(rewritten(archive, change), tmp_path / "out")
        assert not (tmp_path / "keluar").exists()

    @pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
    def test_a_link_in_place_of_a_file(self, archive: Path, tmp_path: Path, kind: bytes) -> None:
        def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
            entry, _ = entries[5]
            assert entry.size == 0
            entry.type, entry.linkname = kind, "/etc/passwd"

        with pytest.raises(BackupError, match="its own list has not"):
            unpack(rewritten(archive, change), tmp_path / "out")

    @pytest.mark.parametrize(
        "name",
        [
            "../keluar",
            "/keluar",
            "state/../../keluar",
            "state/./x",
            "state\\..\\x",
            "keluar",
            "lain/x",
            "state",
            "",
        ],
    )
    def test_a_list_that_leads_out(self, archive: Path, name: str) -> None:
        members = [{"name": name, "size": 1, "sha256": "0"}]

        with pytest.raises(BackupError, match="names files that no backup has"):
            contents_of(with_manifest(archive, members=members))

    def test_a_list_with_a_name_twice(self, archive: Path) -> None:
        members = [{"name": "settings.json", "size": 1, "sha256": "0"}] * 2

        with pytest.raises(BackupError, match="names files that no backup has"):
            contents_of(with_manifest(archive, members=members))

    def test_more_than_the_list_says_is_not_unpacked(self, archive: Path, tmp_path: Path) -> None:
        def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
            entries[5] = entries[5][0], bytes(50_000_000)

        with pytest.raises(BackupError, match="its own list has not"):
            unpack(rewritten(archive, change), tmp_path / "out")
        written = sum(p.stat().st_size for p in (tmp_path / "out").rglob("*") if p.is_file())
        assert written <= sum(map(len, FILES.values()))


class TestOtherVersions:
    def test_a_newer_format(self, archive: Path) -> None:
        newer = with_manifest(archive, format=FORMAT + 1, baru="ya")

        with pytest.raises(BackupError, match=f"format {FORMAT + 1}.*up to {FORMAT}"):
            contents_of(newer)

    @pytest.mark.parametrize("change", [{"format": "x"}, {"members": 3}, {"lain": 1}])
    def test_a_manifest_that_is_none(self, archive: Path, change: dict[str, Any]) -> None:
        with pytest.raises(BackupError, match=f"{MANIFEST} cannot be read"):
            contents_of(with_manifest(archive, **change))
