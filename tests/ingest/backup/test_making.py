"""``asn-ingest backup`` as an admin uses it."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.backup.rows import LEFT_OUT
from knowledge.edition import editions_folder
from tests.ingest.admin import Admin
from tests.ingest.backup.filling import WORDS, fill
from tests.ingest.backup.place import files, members
from tests.ingest.commands import Commands

TOKEN = "123456:rahasia-bot"


class TestBackup:
    def test_what_it_tells(self, commands: Commands, published: Admin, archive: Path) -> None:
        out = commands.done("backup", str(archive))

        lines = out.splitlines()
        assert lines[0].startswith(f"Backed up {published.serving} to {archive} (")
        assert lines[1].startswith("It holds 2 editions, ")
        assert "no longer than 30 days" in lines[2]
        assert len(lines) == 3

    @pytest.mark.parametrize(
        ("variable", "days", "longest"),
        [("FEEDBACK_DAYS", "7", "7 days"), ("REVIEW_DAYS", "0", "90 days")],
    )
    def test_as_long_as_users_are_promised(
        self,
        commands: Commands,
        archive: Path,
        monkeypatch: pytest.MonkeyPatch,
        variable: str,
        days: str,
        longest: str,
    ) -> None:
        monkeypatch.setenv(variable, days)

        assert f"no longer than {longest}." in commands.done("backup", str(archive))

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
