"""Whatever stands at a path: it is read whole, or refused at once."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from ingest.reading import files
from ingest.reading.limits import Limits
from ingest.reading.read import read_file
from knowledge.errors import ReadError


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Pasal 1\n" * 100_000)
    assert files.file_bytes(path, Limits()) == b"Pasal 1\n" * 100_000


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^tiada\.pdf cannot be read: there is no such file"):
        read_file(tmp_path / "tiada.pdf")
    with pytest.raises(ReadError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(ReadError, match="not a file's name"):
        read_file(tmp_path / "a\0b")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(ReadError, match="permission denied"):
        read_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no FIFOs")
def test_a_fifo_and_a_device_are_refused_without_waiting(tmp_path: Path) -> None:
    fifo = tmp_path / "a.pdf"
    os.mkfifo(fifo)
    for path in (fifo, Path(os.devnull), Path("/dev/zero")):
        with pytest.raises(ReadError, match="device or pipe"):
            read_file(path)


def test_a_file_over_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 2_000_000)
    with pytest.raises(ReadError, match="the limit is 1 MB: raise READ_MEGABYTES"):
        read_file(path, limits=Limits(file_bytes=1024 * 1024))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks a file that is read")
def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 5_000_000)
    stop = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"y" * 1000)

    writer = threading.Thread(target=grow)
    writer.start()

    def read_often() -> None:
        for _ in range(100):
            files.file_bytes(path, Limits(file_bytes=60_000_000))

    try:
        with pytest.raises(ReadError, match=r"changed while it was read|the limit is"):
            read_often()
    finally:
        stop.set()
        writer.join()
