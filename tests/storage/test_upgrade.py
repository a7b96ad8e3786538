"""A database that an earlier version has left keeps its rows and gets what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Integer, String, create_engine, inspect, text
from sqlalchemy.orm import Session

from bot.judgement import Judgement
from bot.storage.feedback import vote
from bot.storage.shown import Shown
from bot.storage.store import open_store
from bot.storage.tables import Base
from knowledge.errors import StoreError

SHOWN = Shown(verdict="dilarang", edition="2026-11-21.1")
OLD = (
    "CREATE TABLE feedback (id {serial} PRIMARY KEY, token VARCHAR(16) NOT NULL, voter BIGINT,"
    " useful BOOLEAN NOT NULL, ruling VARCHAR(200), verdict VARCHAR(40) NOT NULL,"
    " edition VARCHAR(80) NOT NULL, at FLOAT NOT NULL, UNIQUE (token, voter))",
    "INSERT INTO feedback (token, voter, useful, ruling, verdict, edition, at) VALUES"
    " ('old', 5, TRUE, 'medsos-like', 'dilarang', '2026-11-01.1', 1789000000.0)",
)


@pytest.fixture
def old(url: str) -> str:
    """The URL of a database as the first version made it."""
    open_store(url).close()
    engine = create_engine(url)
    serial = "BIGSERIAL" if engine.dialect.name == "postgresql" else "INTEGER"
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE feedback"))
        for statement in OLD:
            connection.execute(text(statement.replace("{serial}", serial)))
    engine.dispose()
    return url


@pytest.fixture
def added() -> Iterator[list[Column[object]]]:
    """Columns to be added to the votes' table by the test, and taken out again after it."""
    table = Base.metadata.tables["feedback"]
    columns: list[Column[object]] = []
    indexes = set(table.indexes)
    yield columns
    for column in columns:
        table._columns.remove(column)
    table.indexes = indexes


def test_old_votes_stay_and_new_ones_tell_more(old: str) -> None:
    for _ in range(2):
        store = open_store(old)

        def votes(session: Session) -> list[tuple[object, ...]]:
            found = session.execute(
                text("SELECT token, voter, useful, judgement FROM feedback ORDER BY at")
            )
            return [tuple(row) for row in found]

        store.run_sync(vote, "new", 5, SHOWN, judgement=Judgement.WRONG, now=1_790_000_000.0)
        assert store.run_sync(votes) == [("old", 5, True, None), ("new", 5, False, "keliru")]
        store.close()


def test_every_column_that_may_be_missing_is_added_with_its_index(
    old: str, added: list[Column[object]]
) -> None:
    table = Base.metadata.tables["feedback"]
    added += [
        Column("order", Integer, index=True),
        Column("state", String(9), nullable=False, server_default="baru"),
    ]
    for column in added:
        table.append_column(column)
    open_store(old).close()
    engine = create_engine(old)
    with engine.connect() as connection:
        row = connection.execute(text('SELECT "order", state FROM feedback')).one()
        assert tuple(row) == (None, "baru")
        assert "ix_feedback_order" in {
            one["name"] for one in inspect(engine).get_indexes("feedback")
        }
    engine.dispose()


def test_a_column_that_old_rows_cannot_have_is_refused(
    old: str, added: list[Column[object]]
) -> None:
    added.append(Column("needed", Integer, nullable=False))
    Base.metadata.tables["feedback"].append_column(added[0])
    with pytest.raises(StoreError, match="feedback has no column needed") as error:
        open_store(old)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("admin_jobs", ("title",)),
        ("dismissals", ("before", "staged")),
        ("news_deliveries", ("attempts",)),
        ("received_updates", ("counted",)),
    ],
)
def test_what_was_added_to_tables_can_be_added_to_their_rows(
    url: str, table: str, columns: tuple[str, ...]
) -> None:
    open_store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for column in columns:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    open_store(url).close()
    assert {*columns} <= {one["name"] for one in inspect(engine).get_columns(table)}
    engine.dispose()
