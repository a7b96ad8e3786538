"""A database of an earlier version gets the columns that it lacks; its rows stay as they are."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Engine, inspect
from sqlalchemy.schema import CreateColumn

from bot.storage.tables import Base
from knowledge.errors import StoreError


def add_missing_columns(engine: Engine) -> None:
    """Give the tables that exist the columns, and the indexes of those, that were added since.

    A row from before reads as NULL there, or as the column's default on the server's side.
    Safe to repeat, and for several programs at once.

    Raises:
        StoreError: a column can be neither, so that old rows could not be kept.
    """
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            looked_at = inspect(connection)
            if not looked_at.has_table(table.name):
                continue
            known = {column["name"] for column in looked_at.get_columns(table.name)}
            new = [column for column in table.columns if column.name not in known]
            for column in new:
                _add(connection, table.name, column)
            for index in table.indexes:
                if any(column in new for column in index.columns):
                    index.create(connection, checkfirst=True)


def _add(connection: Connection, table: str, column: Column[object]) -> None:
    if column.primary_key or not (column.nullable or column.server_default is not None):
        raise StoreError(
            f"The database is of an earlier version: its table {table} has no column "
            f"{column.name}, which cannot be added to the rows that are there. "
            "Start with an empty database (DATABASE_URL or DATA_DIR)."
        )
    wanted = CreateColumn(column).compile(dialect=connection.dialect)
    # SQLite has one writer at a time; elsewhere another program may have been faster.
    only_once = "IF NOT EXISTS " if connection.dialect.name == "postgresql" else ""
    name = connection.dialect.identifier_preparer.quote(table)
    connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {only_once}{wanted}")
