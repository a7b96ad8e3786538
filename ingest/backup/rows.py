"""The database as JSON lines, one file a table: the same from SQLite and from PostgreSQL, and for both.

Left out are users' words that are kept for minutes only. They are erased from the database as soon
as their time is over; in an archive they would outlive it. Nor does an archive have notices on their
way to subscribers: the place that it was made of goes on sending them, and a place made of it would
tell the same people the same once more, of editions that serve no longer perhaps.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Table,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.storage.news import State
from bot.storage.store import open_store
from bot.storage.tables import Base
from ingest.backup.contents import Rows
from knowledge.clock import in_jakarta
from knowledge.errors import BackupError, StoreError

LEFT_OUT = frozenset({"admin_jobs", "chat_turns", "flows", "news_deliveries"})
"""Tables that are no part of an archive: what people are in the middle of, what they just wrote, and notices."""
BLANKED: Mapping[str, frozenset[str]] = {
    "received_updates": frozenset({"payload", "chat_id"}),
    "review_questions": frozenset({"embedder", "vector"}),
    "shown_answers": frozenset({"question", "worded"}),
}
"""Columns that are empty in an archive. An update without its payload counts as answered; a kept
question's vector is computed again."""
_UNSENT = frozenset({State.WAITING.value, State.SENDING.value})
_BATCH = 500


def tables() -> list[Table]:
    """The tables that an archive has, each after those that it refers to."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """The whole database as it is at one moment, whatever is written meanwhile.

    Raises:
        StoreError: it cannot be reached or read.
    """
    open_store(url).close()  # makes the tables and columns that an older one lacks
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        # A deferred transaction: under the write-ahead log it neither waits for writers nor holds them up.
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        options: dict[str, Any] = {}
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            connection.execute(select(func.count()).select_from(tables()[0]))  # the moment
            yield connection
    except SQLAlchemyError as error:
        raise StoreError(
            f"The database cannot be read ({type(error).__name__}). Check that it runs and that "
            "DATABASE_URL is right, then try again."
        ) from None
    finally:
        engine.dispose()


def _leave_transactions_to_us(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=15000")


def dump(connection: Connection, table: Table, path: Path) -> Rows:
    """Write a table's rows, in the order of their key, one JSON object a line."""
    return _dump(connection, table, [column.name for column in table.columns], path)


def _dump(connection: Connection, table: Table, names: list[str], path: Path) -> Rows:
    wanted = select(*(table.columns[name] for name in names)).order_by(*table.primary_key.columns)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in connection.execute(wanted.execution_options(yield_per=_BATCH)):
            values = {
                name: _archived(table.name, name, value)
                for name, value in zip(names, row, strict=True)
            }
            file.write(json.dumps(values) + "\n")
            count += 1
    return Rows(columns=tuple(names), rows=count)


def _archived(table: str, column: str, value: object) -> object:
    """A value as an archive has it, in JSON; moments with their offset."""
    if column in BLANKED.get(table, frozenset()):
        return None
    if (table, column) == ("news", "state") and value in _UNSENT:
        return State.CANCELLED.value
    return in_jakarta(value).isoformat() if isinstance(value, datetime) else value


def fits(archived: Mapping[str, Rows]) -> None:
    """Make sure that today's tables can take up an archive's rows.

    Raises:
        BackupError: a table or column is unknown, or one was added since that no old row can have.
    """
    known = {table.name: table for table in tables()}
    for name, rows in archived.items():
        if name not in known:
            raise _unfit(f"the table {name}, which this version does not know", newer=True)
        columns = known[name].columns
        unknown = [column for column in rows.columns if column not in columns]
        if unknown:
            raise _unfit(f"{name}.{unknown[0]}, which this version does not know", newer=True)
        for column in columns:
            if column.name not in rows.columns and not _optional(column):
                raise _unfit(f"no {name}.{column.name}, which every row must have", newer=False)


def _unfit(what: str, *, newer: bool) -> BackupError:
    version = "version of the project that made it" + (", or a newer one" if newer else "")
    return BackupError(f"The archive has {what}. Restore it with the {version}.")


def _optional(column: Column[Any]) -> bool:
    return bool(column.nullable or column.server_default is not None or column.default is not None)


def load(
    url: str,
    archived: Mapping[str, Rows],
    folder: Path,
    loaded: Callable[[int], None] = lambda rows: None,
) -> bool:
    """Load the rows of an archive into an empty database, all or none, and compare it with them.

    Returns False when they were all there already, as an earlier attempt left them.

    Raises:
        BackupError: the database is not empty, or the rows are not in it as the archive has them.
        StoreError: it cannot be reached or written.
        OSError: the rows cannot be read.
    """
    store = open_store(url)
    try:
        return store.run_sync(_load, archived, folder, loaded)
    finally:
        store.close()


def _load(
    session: Session,
    archived: Mapping[str, Rows],
    folder: Path,
    loaded: Callable[[int], None],
) -> bool:
    connection = session.connection()
    wanted = [table for table in tables() if table.name in archived]
    filled = [table for table in Base.metadata.sorted_tables if _count(connection, table)]
    if filled:
        same = (_same(connection, table, archived[table.name], folder) for table in wanted)
        if all(table in wanted for table in filled) and all(same):
            return False
        raise BackupError(
            "The database is not empty. Restore into an empty one: set DATABASE_URL to it, or "
            "leave DATABASE_URL empty for a new SQLite database in the restored folder."
        )
    done = 0
    for table in wanted:
        with (folder / f"{table.name}.jsonl").open(encoding="utf-8") as lines:
            while batch := [_values(table, json.loads(line)) for line in islice(lines, _BATCH)]:
                connection.execute(insert(table), batch)
                done += len(batch)
                loaded(done)
        _count_on(connection, table)
        if not _same(connection, table, archived[table.name], folder):
            raise BackupError(
                f"The rows of {table.name} are not in the database as the archive has them. "
                "Nothing was restored. Check the database, then try again."
            )
    return True


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _typed(table.columns[name], value) for name, value in row.items()}


def _typed(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, DateTime):
        return in_jakarta(datetime.fromisoformat(value))  # SQLite keeps no offset
    return value


def _same(connection: Connection, table: Table, archived: Rows, folder: Path) -> bool:
    """Whether the database has just the rows of the archive, value for value."""
    if _count(connection, table) != archived.rows:
        return False
    read = folder / f"{table.name}.read"
    try:
        _dump(connection, table, list(archived.columns), read)
        with (
            (folder / f"{table.name}.jsonl").open(encoding="utf-8") as before,
            read.open(encoding="utf-8") as after,
        ):
            return all(
                _values(table, json.loads(one)) == _values(table, json.loads(other))
                for one, other in zip(before, after, strict=True)
            )
    finally:
        read.unlink(missing_ok=True)


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's own numbers go on after the highest that was loaded."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    highest = connection.execute(select(func.max(column))).scalar_one()
    if highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, highest)))
