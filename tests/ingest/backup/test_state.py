"""What of DATA_DIR an archive has."""

from __future__ import annotations

import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ingest.backup.state import copy_database
from knowledge.errors import BackupError
from tests.e2e.programs import ROOT

BACKED_UP = {"editions", "library", "cache", "staging.json", "confirmed.json"}
LEFT_OUT = {
    "asn-bot.sqlite3",  # its rows are taken
    "charts",  # pictures on their way to a chat
    "uploads",  # documents that an admin has just sent: in the library once they are read
}
_NAMED = re.compile(r"data_dir / (?:\"([^\"]+)\"|'([^']+)'|(_[A-Z]+))")


def test_whoever_adds_something_to_the_folder_decides_whether_it_is_backed_up() -> None:
    """Names that lie directly in DATA_DIR, as the code of bot, ingest and knowledge has them."""
    named = set()
    for room in ("bot", "ingest", "knowledge"):
        for path in (ROOT / room).rglob("*.py"):
            if path.is_relative_to(ROOT / "ingest" / "backup"):
                continue
            text = path.read_text(encoding="utf-8")
            for match in _NAMED.finditer(text):
                constant = match[3] and re.search(
                    rf"^{match[3]} = [\"']([^\"']+)", text, re.MULTILINE
                )
                named.add(constant[1] if constant else match[1] or match[2] or match[3])
    assert named <= BACKED_UP | LEFT_OUT, named - BACKED_UP - LEFT_OUT
    assert {"editions", "library", "staging.json", "confirmed.json"} <= named


class TestCopyOfADatabase:
    def test_that_cannot_be_written_is_no_damage_of_the_database(self, tmp_path: Path) -> None:
        whole = tmp_path / "whole.sqlite3"
        with closing(sqlite3.connect(whole)) as database:
            database.execute("create table rows (words text)")
            database.executemany("insert into rows values (?)", [("kata" * 250,)] * 200)
            database.commit()
        with small_files(20_000), pytest.raises(OSError, match=r"full|disk") as raised:
            copy_database(whole, tmp_path / "copy.sqlite3")
        assert raised.value.filename == str(tmp_path / "copy.sqlite3")
        copy_database(whole, tmp_path / "again.sqlite3")

    def test_a_damaged_database_is_named_with_what_to_do(self, tmp_path: Path) -> None:
        damaged = tmp_path / "damaged.sqlite3"
        damaged.write_bytes(b"no database" * 1000)
        with pytest.raises(BackupError, match="build anew"):
            copy_database(damaged, tmp_path / "copy.sqlite3")


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """Let no file grow beyond a size in bytes, as a full disk would not."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
