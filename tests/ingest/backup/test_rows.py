"""The database in an archive: value for value, from one kind of database to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.orm import Session

from bot.storage.store import open_store
from bot.storage.tables import Base, Profile, Vote
from ingest.backup.contents import Rows
from ingest.backup.rows import BLANKED, LEFT_OUT, dump, fits, load, snapshot, tables
from knowledge.errors import BackupError, StoreError
from tests.ingest.backup.filling import FULL, PASSING, WORDS, content, fill


def dumped(url: str, folder: Path) -> dict[str, Rows]:
    """All tables of a database, written to a folder."""
    folder.mkdir(exist_ok=True)
    with snapshot(url) as connection:
        return {t.name: dump(connection, t, folder / f"{t.name}.jsonl") for t in tables()}


def expected(url: str) -> dict[str, list[dict[str, object]]]:
    """What a restored database has to hold of this one."""
    return {
        table: [
            {name: None if name in BLANKED.get(table, ()) else value for name, value in row.items()}
            for row in rows
        ]
        for table, rows in content(url, but=LEFT_OUT).items()
    }


@pytest.fixture
def full(tmp_path: Path) -> str:
    """The URL of an SQLite database with rows in all tables."""
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    fill(url)
    return url


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """The URL of an SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path / 'new' / 'bot.sqlite3'}"


class TestEveryRow:
    def test_comes_back_from_sqlite(self, full: str, empty: str, tmp_path: Path) -> None:
        shapes = dumped(full, tmp_path / "rows")

        assert load(empty, shapes, tmp_path / "rows")

        assert content(empty, but=LEFT_OUT) == expected(full)
        assert {name: shape.rows for name, shape in shapes.items()} == {
            table.name: FULL + 1 for table in tables()
        }

    def test_goes_to_postgresql_and_back(
        self, full: str, empty: str, postgresql: str, tmp_path: Path
    ) -> None:
        load(postgresql, dumped(full, tmp_path / "there"), tmp_path / "there")
        assert content(postgresql, but=LEFT_OUT) == expected(full)

        load(empty, dumped(postgresql, tmp_path / "back"), tmp_path / "back")
        assert content(empty, but=LEFT_OUT) == expected(full)

    def test_numbers_go_on_after_the_highest(
        self, full: str, postgresql: str, tmp_path: Path
    ) -> None:
        load(postgresql, dumped(full, tmp_path / "rows"), tmp_path / "rows")
        store = open_store(postgresql)

        def add(session: Session) -> int:
            vote = Vote(token="t", useful=True, verdict="boleh", edition="e", at=1.0)
            session.add(vote)
            session.flush()
            return vote.id

        highest = max(int(str(row["id"])) for row in content(postgresql)["feedback"])
        assert store.run_sync(add) == highest + 1
        store.close()

    def test_the_restored_log_is_append_only(self, full: str, empty: str, tmp_path: Path) -> None:
        load(empty, dumped(full, tmp_path / "rows"), tmp_path / "rows")
        store = open_store(empty)

        with pytest.raises(StoreError):
            store.run_sync(lambda session: session.execute(text("DELETE FROM audit")))
        store.close()


class TestWhatIsLeftOut:
    def test_no_word_that_is_kept_for_minutes_only(self, full: str, tmp_path: Path) -> None:
        dumped(full, tmp_path / "rows")

        written = "\n".join(path.read_text() for path in (tmp_path / "rows").iterdir())
        assert WORDS not in written
        assert WORDS in str(content(full))  # so that the line above can fail

    def test_an_update_counts_as_answered(self, full: str, tmp_path: Path) -> None:
        dumped(full, tmp_path / "rows")

        lines = (tmp_path / "rows" / "received_updates.jsonl").read_text().splitlines()
        assert [json.loads(line)["payload"] for line in lines] == [None] * (FULL + 1)

    def test_all_is_known_that_users_write(self) -> None:
        """Whoever adds a table or a column of words decides here whether an archive may hold it."""
        kept = {
            ("audit", "subject"),  # of admins, without users' words
            ("audit", "reason"),
            ("feedback_comments", "question"),  # given for review: FEEDBACK_DAYS
            ("feedback_comments", "comment"),
            ("feedback_comments", "answer"),
            ("news", "changes"),
            ("review_drafts", "state"),  # an admin's form
            ("review_questions", "question"),  # without what names a person: REVIEW_DAYS
            ("review_questions", "provisions"),
            ("shown_answers", "content"),  # of the knowledge alone
            ("subscribers", "topics"),
        }
        worded = {
            (table.name, column.name)
            for table in Base.metadata.sorted_tables
            for column in table.columns
            if type(column.type).__name__ in ("Text", "JSON")
        }
        assert worded == kept | PASSING


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_moment_whatever_is_written_meanwhile(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = str(request.getfixturevalue("full" if kind == "sqlite" else "postgresql"))
    if kind == "postgresql":
        fill(url)
    before = expected(url)
    store = open_store(url)
    (tmp_path / "rows").mkdir()
    with snapshot(url) as connection:
        # A bot that waited for the backup would fail its users: it does not wait.
        store.run_sync(
            lambda session: session.add(Profile(chat_id=99, status="pns", at=1.0)),
        )
        shapes = {
            t.name: dump(connection, t, tmp_path / "rows" / f"{t.name}.jsonl") for t in tables()
        }
    store.close()

    assert shapes["profiles"].rows == len(before["profiles"])
    assert len(expected(url)["profiles"]) == len(before["profiles"]) + 1


class TestLoading:
    def test_a_database_that_is_not_empty(self, full: str, tmp_path: Path) -> None:
        shapes = dumped(full, tmp_path / "rows")
        other = f"sqlite:///{tmp_path / 'other.sqlite3'}"
        store = open_store(other)
        store.run_sync(lambda session: session.add(Profile(chat_id=1, status="pns", at=1.0)))
        store.close()

        with pytest.raises(BackupError, match="The database is not empty"):
            load(other, shapes, tmp_path / "rows")

        assert len(content(other)["profiles"]) == 1
        assert content(other)["audit"] == []

    def test_an_earlier_attempt_left_the_same_rows(
        self, full: str, empty: str, tmp_path: Path
    ) -> None:
        shapes = dumped(full, tmp_path / "rows")
        assert load(empty, shapes, tmp_path / "rows")

        assert not load(empty, shapes, tmp_path / "rows")

        assert content(empty, but=LEFT_OUT) == expected(full)

    def test_rows_that_cannot_be_read_leave_nothing(
        self, full: str, empty: str, tmp_path: Path
    ) -> None:
        shapes = dumped(full, tmp_path / "rows")
        (tmp_path / "rows" / "subscribers.jsonl").unlink()

        with pytest.raises(OSError, match="subscribers"):
            load(empty, shapes, tmp_path / "rows")

        assert not any(content(empty).values())

    def test_fewer_rows_than_the_archive_says(self, full: str, empty: str, tmp_path: Path) -> None:
        shapes = dumped(full, tmp_path / "rows")
        path = tmp_path / "rows" / "audit.jsonl"
        path.write_text("\n".join(path.read_text().split("\n")[1:]))

        with pytest.raises(BackupError, match="The rows of audit are not in the database"):
            load(empty, shapes, tmp_path / "rows")

        assert not any(content(empty).values())


class TestOtherVersions:
    def test_an_older_archive_lacks_a_column(self, full: str, empty: str, tmp_path: Path) -> None:
        shapes = self.without(dumped(full, tmp_path / "rows"), tmp_path, "feedback", "judgement")

        fits(shapes)
        load(empty, shapes, tmp_path / "rows")

        assert [row["judgement"] for row in content(empty)["feedback"]] == [None] * (FULL + 1)

    def test_an_older_archive_lacks_a_table(self, full: str, empty: str, tmp_path: Path) -> None:
        shapes = dumped(full, tmp_path / "rows")
        del shapes["news"]

        fits(shapes)
        load(empty, shapes, tmp_path / "rows")

        assert content(empty)["news"] == []
        assert len(content(empty)["audit"]) == FULL + 1

    def test_a_column_that_every_row_must_have(self, full: str, tmp_path: Path) -> None:
        shapes = self.without(dumped(full, tmp_path / "rows"), tmp_path, "feedback", "verdict")

        with pytest.raises(BackupError, match=r"no feedback\.verdict"):
            fits(shapes)

    @pytest.mark.parametrize(
        ("table", "columns", "names"),
        [
            ("ramalan", ("id",), "the table ramalan"),
            ("chat_turns", ("id",), "the table chat_turns"),
            ("profiles", ("chat_id", "status", "at", "agama"), r"profiles\.agama"),
        ],
    )
    def test_what_this_version_does_not_know(
        self, table: str, columns: tuple[str, ...], names: str
    ) -> None:
        with pytest.raises(BackupError, match=f"{names}, which this version does not know.*newer"):
            fits({table: Rows(columns=columns, rows=0)})

    def test_a_database_of_an_earlier_version(self, empty: str, tmp_path: Path) -> None:
        open_store(empty).close()
        engine = create_engine(empty)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE news"))
            connection.execute(insert(Profile).values(chat_id=1, status="pns", at=1.0))
        engine.dispose()

        assert dumped(empty, tmp_path / "rows")["news"].rows == 0

    @staticmethod
    def without(
        shapes: Mapping[str, Rows], tmp_path: Path, table: str, column: str
    ) -> dict[str, Rows]:
        """The same as an archive of before there was a column."""
        path = tmp_path / "rows" / f"{table}.jsonl"
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        for row in rows:
            del row[column]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        columns = tuple(name for name in shapes[table].columns if name != column)
        return {**shapes, table: Rows(columns=columns, rows=shapes[table].rows)}


def test_a_database_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    with pytest.raises(StoreError), snapshot(f"sqlite:///{tmp_path / 'db'}"):
        pass
