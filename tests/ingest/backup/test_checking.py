"""Archives that are damaged, and ``asn-ingest restore --check``."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.edition import editions_folder
from tests.ingest.admin import Admin
from tests.ingest.backup.place import files
from tests.ingest.commands import Commands


class TestADamagedArchive:
    @pytest.fixture
    def refused(
        self, commands: Commands, made: Path, tmp_path: Path
    ) -> Callable[[str], tuple[int, str]]:
        """Restore, check that nothing came about, and return code and line."""

        def refused(*options: str) -> tuple[int, str]:
            found = commands.refusal("restore", str(made), "--to", str(tmp_path / "lain"), *options)
            assert not (tmp_path / "lain").exists()
            assert list(tmp_path.glob(".lain*")) == []
            return found

        return refused

    def test_cut_off(self, refused: Callable[..., tuple[int, str]], made: Path) -> None:
        os.truncate(made, made.stat().st_size - 1000)

        code, told = refused()

        assert (code, "cut off or damaged" in told) == (13, True)

    def test_whole_but_of_a_damaged_edition(
        self,
        commands: Commands,
        published: Admin,
        made: Path,
        refused: Callable[..., tuple[int, str]],
        tmp_path: Path,
    ) -> None:
        serving = editions_folder(published.settings) / str(published.serving)
        (serving / "knowledge.json").write_text("{}")
        commands.done("backup", str(made), "--force")

        code, told = refused()
        assert (code, "Nothing was restored" in told, "--without-opening" in told) == (
            4,
            True,
            True,
        )

        out = commands.done(
            "restore", str(made), "--to", str(tmp_path / "lain"), "--without-opening"
        )
        assert "was not opened" in out

    def test_vectors_that_are_not_found(
        self,
        commands: Commands,
        published: Admin,
        made: Path,
        refused: Callable[..., tuple[int, str]],
    ) -> None:
        store = editions_folder(published.settings) / str(published.serving) / "chroma"
        with closing(sqlite3.connect(store / "chroma.sqlite3")) as database:
            database.execute("DELETE FROM collections")
            database.commit()
        commands.done("backup", str(made), "--force")

        code, told = refused()

        assert (code, "vectors" in told) == (4, True)

    def test_an_encoder_that_is_not_here(
        self,
        commands: Commands,
        published: Admin,
        made: Path,
        refused: Callable[..., tuple[int, str]],
    ) -> None:
        path = editions_folder(published.settings) / str(published.serving) / "manifest.json"
        manifest = json.loads(path.read_text())
        path.write_text(json.dumps({**manifest, "embedder": "asn-e5:tidak-ada"}))
        commands.done("backup", str(made), "--force")

        code, told = refused()

        assert (code, "--without-opening" in told) == (5, True)


class TestChecking:
    def test_a_whole_one(self, commands: Commands, made: Path, tmp_path: Path) -> None:
        before = files(tmp_path)

        out = commands.done("restore", str(made), "--check")

        assert out.startswith("The archive is whole (")
        assert commands.object("restore", str(made), "--check")["restored"] is None
        assert files(tmp_path) == before

    def test_a_damaged_one(self, commands: Commands, made: Path) -> None:
        data = bytearray(made.read_bytes())
        data[len(data) // 2] ^= 0xFF
        made.write_bytes(data)

        assert commands.refusal("restore", str(made), "--check")[0] == 13

    def test_not_with_a_folder(self, commands: Commands, made: Path) -> None:
        code, told = commands.refusal("restore", str(made), "--check", "--to", "x")

        assert (code, "--check writes nothing" in told) == (13, True)

    def test_no_archive(self, commands: Commands, tmp_path: Path) -> None:
        (tmp_path / "b.tar.gz").write_bytes(gzip.compress(b"lain"))

        for name in ("b.tar.gz", "tidak-ada.tar.gz"):
            code, told = commands.refusal("restore", str(tmp_path / name), "--check")
            assert (code, "archive" in told) == (13, True)
