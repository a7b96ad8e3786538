"""A database that cannot be used is reported in one line, without password or words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.storage.store import open_store
from knowledge.errors import StoreError


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("not a url", "DATABASE_URL is not a database URL"),
        ("nosuch://host/x", "DATABASE_URL is not a database URL"),
        ("postgresql+psycopg://me:geheim@127.0.0.1:1/x", "cannot be used"),
        ("mysql+pymysql://me:geheim@127.0.0.1:1/x", "driver"),
        ("sqlite:////proc/nosuch/x.sqlite3", "folder of the database"),
    ],
)
def test_a_wrong_address(url: str, says: str) -> None:
    if "psycopg" in url:
        pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match=says) as error:
        open_store(url)
    assert "\n" not in str(error.value)
    assert "geheim" not in str(error.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    path.write_text("no database " * 500)
    with pytest.raises(StoreError, match="cannot be used"):
        open_store(f"sqlite:///{path}")


async def test_a_failing_statement_tells_no_words(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'x.sqlite3'}")

    def broken(session: Session) -> None:
        session.execute(text("INSERT INTO nosuch VALUES (:words)"), {"words": "rahasia"})

    with pytest.raises(StoreError) as error:
        await store.run(broken)
    assert "rahasia" not in str(error.value)
    assert "rahasia" not in str(error.value.__cause__)
    store.close()


async def test_erased_words_leave_the_files_of_a_database_in_use(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    store = open_store(f"sqlite:///{path}")

    def write(session: Session) -> None:
        session.execute(text("CREATE TABLE t (x TEXT)"))
        session.execute(text("INSERT INTO t VALUES ('rahasia-sekali')"))

    def readable() -> bool:
        return any(b"rahasia-sekali" in file.read_bytes() for file in tmp_path.iterdir())

    await store.run(write)
    assert readable()
    await store.run(lambda session: session.execute(text("DELETE FROM t")))
    await store.scrub()
    assert not readable()
    store.close()


def test_erased_words_leave_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    store = open_store(f"sqlite:///{path}")

    def write(session: Session) -> None:
        session.execute(text("CREATE TABLE t (x TEXT)"))
        session.execute(text("INSERT INTO t VALUES ('rahasia-sekali')"))

    store.run_sync(write)
    store.run_sync(lambda session: session.execute(text("DELETE FROM t")))
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert b"rahasia-sekali" not in path.read_bytes()
