"""``asn-ingest backup`` and ``restore`` as an admin uses them."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from filelock import FileLock

from bot.answering.answerer import answerer_on
from bot.storage.store import open_store
from bot.storage.tables import Profile
from ingest.audit import Act, write_act
from ingest.backup.rows import LEFT_OUT
from knowledge.edition import current_edition, editions_folder, open_edition
from knowledge.settings import Settings
from tests.ingest.admin import LIKING, Admin
from tests.ingest.backup.filling import WORDS, content, fill
from tests.ingest.commands import Commands
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import settings_for

TOKEN = "123456:rahasia-bot"
CONSERVATION = regulation("uu-5-2099", pasal("1", "Setiap orang menjaga lingkungan."))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where the archive is to be."""
    (tmp_path / "cadangan").mkdir()
    return tmp_path / "cadangan" / "a.tar.gz"


@pytest.fixture
def made(commands: Commands, published: Admin, archive: Path) -> Path:
    """The archive of a place with two editions, a document, one staged, and rows in all tables."""
    fill(published.settings.database)
    published.stage(CONSERVATION)
    commands.done("backup", str(archive), "--by", "siti")
    return archive


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


@pytest.fixture
def restored(commands: Commands, made: Path, tmp_path: Path) -> Place:
    """The place that the archive makes elsewhere."""
    told = commands.object("restore", str(made), "--to", str(tmp_path / "lain"))
    return Place(settings_for(tmp_path / "lain", database_url=None), told)


class TestBackup:
    def test_what_it_tells(self, commands: Commands, published: Admin, archive: Path) -> None:
        out = commands.done("backup", str(archive))

        lines = out.splitlines()
        assert lines[0].startswith(f"Backed up {published.serving} to {archive} (")
        assert lines[1].startswith("It holds 2 editions, ")
        assert "no longer than 90 days" in lines[2]
        assert len(lines) == 3

    def test_as_an_object(
        self,
        commands: Commands,
        published: Admin,
        archive: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)

        told = commands.object("backup", str(archive))

        assert told["file"] == str(archive)
        assert told["bytes"] == archive.stat().st_size
        assert told["edition"] == published.serving
        assert told["editions"] == [published.serving, published.first]
        assert told["secrets"] == ["TELEGRAM_BOT_TOKEN"]
        assert told["damaged"] == []
        assert told["rows"]["audit"] > 0
        assert not LEFT_OUT & told["rows"].keys()

    def test_all_that_is_kept_is_in_it(self, made: Path, published: Admin) -> None:
        found = members(made)

        names = {name.removeprefix("state/") for name in found if name.startswith("state/")}
        there = {
            name
            for name in files(published.settings.data_dir)
            if not name.startswith(("editions/.", "asn-bot.sqlite3"))
        }
        assert names == there
        assert {"staging.json", "editions/current", "cache/embeddings.sqlite3"} <= names
        assert {n.removeprefix("knowledge/") for n in found if n.startswith("knowledge/")} == files(
            published.data.root
        )

    def test_no_secret_and_no_passing_word_is_in_it(
        self,
        commands: Commands,
        published: Admin,
        archive: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        fill(published.settings.database)
        uploads = published.settings.data_dir / "uploads" / "1"
        uploads.mkdir(parents=True)
        (uploads / "surat.txt").write_text(WORDS)
        (published.settings.data_dir / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}")
        (published.data.root / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}")
        for name, value in {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "CHAT_API_KEY": "kunci-rahasia",
            "PASAL_API_TOKEN": "pasal-rahasia",
            "CHAT_BASE_URL": "https://siti:sandi-rahasia@chat.go.id/v1",
            "OPENAI_API_KEY": "openai-rahasia",
        }.items():
            monkeypatch.setenv(name, value)

        commands.done("backup", str(archive))

        whole = b"".join(name.encode() + data for name, data in members(archive).items())
        assert b"rahasia" not in whole
        assert WORDS.encode() not in whole
        assert b"https://chat.go.id/v1" in whole

    def test_only_its_owner_can_read_it(self, made: Path) -> None:
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        assert [p.name for p in made.parent.iterdir()] == [made.name]

    def test_it_is_in_the_log(self, made: Path, published: Admin) -> None:
        subject = f"{made.name}, {made.stat().st_size:,} bytes"
        assert published.acts("backup") == [("backup", published.serving, subject, None)]

    def test_a_file_of_that_name(self, commands: Commands, admin: Admin, archive: Path) -> None:
        archive.write_text("lama")

        code, told = commands.refusal("backup", str(archive))

        assert (code, "--force" in told) == (13, True)
        assert archive.read_text() == "lama"
        assert admin.acts("backup") == []

        commands.done("backup", str(archive), "--force")
        assert "settings.json" in members(archive)

    def test_no_folder_to_write_to(self, commands: Commands, tmp_path: Path) -> None:
        code, told = commands.refusal("backup", str(tmp_path / "tidak-ada" / "a.tar.gz"))

        assert (code, "cannot be made" in told) == (13, True)

    def test_a_folder_in_its_place(self, commands: Commands, archive: Path) -> None:
        code, told = commands.refusal("backup", str(archive.parent), "--force")

        assert (code, "is no file" in told) == (13, True)

    def test_no_room(
        self, commands: Commands, archive: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full = shutil.disk_usage(archive.parent)._replace(free=1000)
        monkeypatch.setattr("shutil.disk_usage", lambda _path: full)

        code, told = commands.refusal("backup", str(archive))

        assert (code, "not enough room" in told) == (13, True)
        assert list(archive.parent.iterdir()) == []

    def test_while_another_command_writes(
        self, commands: Commands, admin: Admin, archive: Path
    ) -> None:
        with FileLock(editions_folder(admin.settings) / ".lock"):
            code, told = commands.refusal("backup", str(archive))

        assert (code, "Wait for it to end" in told) == (4, True)
        assert list(archive.parent.iterdir()) == []

    def test_what_a_killed_one_left_goes(self, commands: Commands, archive: Path) -> None:
        left = archive.parent / f".{archive.name}-parts-x"
        left.mkdir()
        (left / "members").write_text(WORDS)

        commands.done("backup", str(archive))

        assert [p.name for p in archive.parent.iterdir()] == [archive.name]

    def test_a_damaged_edition_is_named(
        self, commands: Commands, published: Admin, archive: Path
    ) -> None:
        serving = editions_folder(published.settings) / str(published.serving)
        (serving / "knowledge.json").write_text("{}")
        (editions_folder(published.settings) / published.first / "manifest.json").unlink()

        assert set(commands.object("backup", str(archive))["damaged"]) == {
            f"{published.serving}/knowledge.json",
            f"{published.first}/manifest.json",
        }
        assert "WARNING: damaged" in commands.done("backup", str(archive), "--force")

    def test_a_damaged_cache(self, commands: Commands, admin: Admin, archive: Path) -> None:
        (admin.settings.data_dir / "cache" / "embeddings.sqlite3").write_text("bukan basis data")

        code, told = commands.refusal("backup", str(archive))

        assert (code, "delete it where it is a cache" in told) == (13, True)
        assert list(archive.parent.iterdir()) == []

    def test_a_place_without_an_edition(
        self, commands: Commands, admin: Admin, archive: Path, tmp_path: Path
    ) -> None:
        shutil.rmtree(admin.settings.data_dir)

        assert commands.object("backup", str(archive))["edition"] is None
        told = commands.object("restore", str(archive), "--to", str(tmp_path / "lain"))
        assert (told["edition"], told["opened"]) == (None, False)


class TestRestore:
    def test_all_is_as_it_was(self, restored: Place, published: Admin, made: Path) -> None:
        there, was = restored.settings, published.settings
        assert current_edition(there) == published.serving
        for name in ("staging.json", "editions/current"):
            assert (there.data_dir / name).read_bytes() == (was.data_dir / name).read_bytes()
        expected = {n for n in files(was.data_dir) if not n.startswith("editions/.")}
        assert {n for n in files(there.data_dir) if not n.startswith("knowledge/")} == expected
        assert files(there.data_dir / "knowledge") == files(published.data.root)
        assert [p.name for p in there.data_dir.parent.glob(".*")] == []

    def test_it_answers_the_same(self, restored: Place, published: Admin) -> None:
        edition = open_edition(restored.settings)
        found = answerer_on(restored.settings, edition).answer_now(LIKING)
        edition.close()

        expected = published.ask(LIKING)
        assert (found.verdict, found.ruling, found.text, found.edition) == (
            expected.verdict,
            expected.ruling,
            expected.text,
            expected.edition,
        )
        assert restored.told["opened"]

    def test_the_rows_and_a_line_of_the_restore(self, restored: Place, published: Admin) -> None:
        before = content(published.settings.database, but=LEFT_OUT)
        after = content(restored.settings.database, but=LEFT_OUT)

        assert [row["act"] for row in before["audit"]][-1] == "backup"
        assert [row["act"] for row in after["audit"]][-1] == "restore"
        assert after["audit"][:-1] == before["audit"][:-1]
        assert after["feedback_comments"] == before["feedback_comments"]

    def test_the_admins_work_goes_on(
        self, commands: Commands, restored: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATA_DIR", str(restored.settings.data_dir))

        assert "uu-5-2099" in commands.done("stage")
        commands.done("publish", "--force", "--reason", "uji")
        commands.done("rollback")

    def test_what_it_tells(
        self,
        commands: Commands,
        made: Path,
        published: Admin,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("FEEDBACK_DAYS", "30")

        out = commands.done("restore", str(made), "--to", str(tmp_path / "lain"))

        assert f"Edition {published.serving} serves; it was opened and searched in." in out
        assert "FEEDBACK_DAYS was 90, is now 30." in out
        assert f"are in {tmp_path / 'lain' / 'knowledge'}: set it to that." in out

    def test_secrets_to_be_set_again(
        self,
        commands: Commands,
        admin: Admin,
        archive: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
        monkeypatch.setenv("CHAT_API_KEY", "kunci")
        commands.done("backup", str(archive))
        monkeypatch.delenv("CHAT_API_KEY")

        told = commands.object("restore", str(archive), "--to", str(tmp_path / "lain"))

        assert told["secrets"] == ["CHAT_API_KEY"]

    def test_an_empty_folder_that_is_there(
        self, commands: Commands, made: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "kosong").mkdir()
        (tmp_path / "tautan").symlink_to("kosong")

        commands.done("restore", str(made), "--to", str(tmp_path / "tautan"))

        assert (tmp_path / "kosong" / "editions" / "current").is_file()

    @pytest.mark.parametrize("what", ["folder", "file"])
    def test_never_into_what_is_there(
        self, commands: Commands, made: Path, tmp_path: Path, what: str
    ) -> None:
        target = tmp_path / "lain"
        if what == "file":
            target.write_text("penting")
        else:
            target.mkdir()
            (target / "penting").touch()

        code, told = commands.refusal("restore", str(made), "--to", str(target))

        assert (code, "is not an empty folder" in told) == (13, True)
        assert target.read_text() == "penting" if what == "file" else files(target) == {"penting"}

    def test_never_into_the_place_itself(
        self, commands: Commands, made: Path, published: Admin
    ) -> None:
        before = files(published.settings.data_dir)

        code, _ = commands.refusal("restore", str(made))

        assert code == 13
        assert files(published.settings.data_dir) == before

    def test_a_database_that_is_not_empty(
        self, commands: Commands, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = f"sqlite:///{tmp_path / 'lain.sqlite3'}"
        store = open_store(url)
        store.run_sync(lambda session: session.add(Profile(chat_id=1, status="pns", at=1.0)))
        store.close()
        monkeypatch.setenv("DATABASE_URL", url)

        code, told = commands.refusal("restore", str(made), "--to", str(tmp_path / "lain"))

        assert (code, "The database is not empty" in told) == (13, True)
        assert not (tmp_path / "lain").exists()

    def test_a_database_inside_the_folder(
        self,
        commands: Commands,
        made: Path,
        published: Admin,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        url = f"sqlite:///{tmp_path / 'lain' / 'db' / 'bot.sqlite3'}"
        monkeypatch.setenv("DATABASE_URL", url)

        commands.done("restore", str(made), "--to", str(tmp_path / "lain"))

        assert len(content(url)["profiles"]) == len(
            content(published.settings.database)["profiles"]
        )

    def test_on_postgresql(
        self,
        commands: Commands,
        made: Path,
        published: Admin,
        tmp_path: Path,
        postgresql: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", postgresql)
        commands.done("restore", str(made), "--to", str(tmp_path / "lain"))
        before = content(published.settings.database, but=LEFT_OUT)["feedback"]
        assert content(postgresql)["feedback"] == before

        monkeypatch.setenv("DATA_DIR", str(tmp_path / "lain"))
        commands.done("backup", str(tmp_path / "b.tar.gz"))
        monkeypatch.setenv("DATABASE_URL", "")
        commands.done("restore", str(tmp_path / "b.tar.gz"), "--to", str(tmp_path / "balik"))
        back = settings_for(tmp_path / "balik", database_url=None)
        assert content(back.database)["feedback"] == before

    def test_the_folder_could_not_be_put_in_place(
        self,
        commands: Commands,
        made: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The rows are in the database already: the next attempt knows them again."""
        url = f"sqlite:///{tmp_path / 'luar.sqlite3'}"
        monkeypatch.setenv("DATABASE_URL", url)

        def fail(*_paths: Path) -> None:
            raise PermissionError(13, "Permission denied", "lain")

        with monkeypatch.context() as patch:
            patch.setattr("ingest.backup.restore._put_in_place", fail)
            code, told = commands.refusal("restore", str(made), "--to", str(tmp_path / "lain"))
        assert (code, "Permission denied" in told) == (13, True)
        assert not (tmp_path / "lain").exists()

        commands.done("restore", str(made), "--to", str(tmp_path / "lain"))
        assert (tmp_path / "lain" / "editions" / "current").is_file()

    def test_what_a_killed_one_left_goes(
        self, commands: Commands, made: Path, tmp_path: Path
    ) -> None:
        left = tmp_path / ".lain.restore"
        (left / "state").mkdir(parents=True)
        (left / "state" / "sampah").touch()

        commands.done("restore", str(made), "--to", str(tmp_path / "lain"))

        assert not left.exists()
        assert not (tmp_path / "lain" / "sampah").exists()

    def test_while_another_restores_there(
        self, commands: Commands, made: Path, tmp_path: Path
    ) -> None:
        with FileLock(tmp_path / ".lain.restore.lock"):
            code, told = commands.refusal("restore", str(made), "--to", str(tmp_path / "lain"))

        assert (code, "Another restore" in told) == (13, True)

    def test_no_room(
        self, commands: Commands, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full = shutil.disk_usage(tmp_path)._replace(free=1000)
        monkeypatch.setattr("shutil.disk_usage", lambda _path: full)

        code, told = commands.refusal("restore", str(made), "--to", str(tmp_path / "lain"))

        assert (code, "not enough room" in told) == (13, True)
        assert not (tmp_path / "lain").exists()


class TestAVolumeOfItsOwn:
    """A folder that cannot be replaced, as in a container: the place comes about inside it."""

    @pytest.fixture
    def volume(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = tmp_path / "volume"
        (folder / "lost+found").mkdir(parents=True)
        monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == folder)
        return folder

    def test_it_is_filled(self, commands: Commands, made: Path, volume: Path) -> None:
        commands.done("restore", str(made), "--to", str(volume))

        names = {path.name for path in volume.iterdir()}
        assert {"editions", "library", "staging.json", "asn-bot.sqlite3"} <= names
        assert not any(name.startswith(".restore") for name in names)

    def test_cut_off_before_anything_was_in_place(
        self, commands: Commands, made: Path, volume: Path
    ) -> None:
        (volume / ".restore" / "state").mkdir(parents=True)

        commands.done("restore", str(made), "--to", str(volume))

    def test_cut_off_in_the_middle(self, commands: Commands, made: Path, volume: Path) -> None:
        (volume / ".restore" / "state" / "editions").mkdir(parents=True)
        (volume / "library").mkdir()

        code, told = commands.refusal("restore", str(made), "--to", str(volume))

        assert (code, "was broken off. Empty the folder" in told) == (13, True)


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


def test_the_log_of_long_names(commands: Commands, admin: Admin, archive: Path) -> None:
    """A line of the log that is longer than today's limits is taken as it is."""
    write_act(admin.settings, Act("siti", "add", None, "x" * 5000, "y" * 5000))
    commands.done("backup", str(archive))
    commands.done("restore", str(archive), "--to", str(archive.parent / "lain"))

    there = settings_for(archive.parent / "lain", database_url=None)
    assert content(there.database)["audit"][0]["subject"] == "x" * 5000
