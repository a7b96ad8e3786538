"""``asn-ingest restore`` as an admin uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import delete

from bot.answering.answerer import answerer_on
from bot.storage.news import Notice, plan, take_next
from bot.storage.store import open_store
from bot.storage.subscription import subscribe
from bot.storage.tables import News, Profile
from ingest.audit import Act, write_act
from ingest.backup.rows import LEFT_OUT
from ingest.publish import recover
from ingest.writer import only_writer
from knowledge.clock import now
from knowledge.edition import current_edition, open_edition
from knowledge.settings import Settings
from tests.ingest.admin import LIKING, Admin
from tests.ingest.backup.filling import content
from tests.ingest.backup.place import Place, files
from tests.ingest.commands import Commands
from tests.tiny_edition import settings_for


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
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:rahasia-bot")
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


class TestNews:
    """The place that was backed up goes on telling subscribers; the restored one tells nobody again."""

    @staticmethod
    def next_notice(settings: Settings) -> Notice | None:
        """What a bot at this place would send once the news are due."""
        due = now().timestamp() + 3600
        store = open_store(settings.database)
        try:
            store.run_sync(plan, now=due)
            return store.run_sync(take_next, now=due)
        finally:
            store.close()

    @pytest.mark.parametrize("when", ["waiting", "half sent", "not made yet"])
    def test_of_a_publish_before_the_backup(
        self, commands: Commands, published: Admin, archive: Path, when: str
    ) -> None:
        store = open_store(published.settings.database)
        for chat in (7, 8):
            store.run_sync(subscribe, chat, (), now=1.0)
        if when == "not made yet":  # a crash came between
            store.run_sync(lambda session: session.execute(delete(News)))
        store.close()
        if when == "half sent":
            assert self.next_notice(published.settings)

        commands.done("backup", str(archive))
        target = archive.parent / "lain"
        commands.done("restore", str(archive), "--to", str(target), "--without-opening")

        there = published.settings.model_copy(update={"data_dir": target})
        with only_writer(there, "stage"):
            recover(there, "siti")
        assert self.next_notice(there) is None
        assert self.next_notice(published.settings)
        assert len(content(there.database)["subscribers"]) == 2


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


def test_the_log_of_long_names(commands: Commands, admin: Admin, archive: Path) -> None:
    """A line of the log that is longer than today's limits is taken as it is."""
    write_act(admin.settings, Act("siti", "add", None, "x" * 5000, "y" * 5000))
    commands.done("backup", str(archive))
    commands.done("restore", str(archive), "--to", str(archive.parent / "lain"))

    there = settings_for(archive.parent / "lain", database_url=None)
    assert content(there.database)["audit"][0]["subject"] == "x" * 5000
