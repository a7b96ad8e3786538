"""A database with rows in all of its tables, whatever columns these have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Table,
    create_engine,
    insert,
    select,
)

from bot.storage.news import State
from bot.storage.store import open_store
from bot.storage.tables import Base
from knowledge.clock import in_jakarta

WORDS = "kata pengguna yang tidak boleh ikut"
"""What users wrote, in the columns whose content no archive has."""
PASSING = {
    ("chat_turns", "text"),
    ("flows", "state"),
    ("admin_jobs", "title"),
    ("admin_jobs", "state"),
    ("received_updates", "payload"),
    ("shown_answers", "question"),
    ("shown_answers", "worded"),
}
"""Columns of words that are kept for minutes only."""
AWKWARD = ("teks “berkutip”\n\tdua baris \\ \u2028 🗳", "", "'; DROP TABLE audit; --")
NUMBERS = (1, 2**31 - 1, 7)
LARGE = (-1_002_003_004_005, 2**62, 0)
FLOATS = (1790000000.123456, 0.1 + 0.2, 1e-300)
FULL = 3
"""Rows of each table that have a value in every column; one more has none wherever that may be."""


def fill(url: str) -> None:
    """Put rows into every table of an empty database."""
    open_store(url).close()
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                rows = [_row(table, number) for number in range(FULL)]
                connection.execute(insert(table), rows)
                connection.execute(insert(table), [_row(table, FULL, bare=True)])
    finally:
        engine.dispose()


def content(url: str, *, but: frozenset[str] = frozenset()) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, as the program reads them; moments in one zone."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: [
                    {name: _comparable(value) for name, value in row.items()}
                    for row in connection.execute(
                        select(table).order_by(*table.primary_key.columns)
                    ).mappings()
                ]
                for table in Base.metadata.sorted_tables
                if table.name not in but
            }
    finally:
        engine.dispose()


def _comparable(value: Any) -> Any:
    return in_jakarta(value) if isinstance(value, datetime) else value


def _row(table: Table, number: int, *, bare: bool = False) -> dict[str, Any]:
    return {
        column.name: None if bare and column.nullable else _value(table, column, number)
        for column in table.columns
    }


def _value(table: Table, column: Column[Any], number: int) -> Any:
    passing = (table.name, column.name) in PASSING
    kind = column.type
    if isinstance(kind, JSON):
        return {"kata": WORDS} if passing else {"a": [None, True, 0.1, AWKWARD[0]], "é": {}}
    if passing:
        return f"{WORDS} {number}"
    if isinstance(kind, Boolean):
        return bool(number % 2)
    if isinstance(kind, DateTime):
        return in_jakarta(datetime(2026, 11, 22, 23, 59, 59 - number, 120000))
    if isinstance(kind, Float):
        return (*FLOATS, 2.5)[number]
    if isinstance(kind, LargeBinary):
        return bytes(range(number, number + 8))
    if isinstance(kind, BigInteger | Integer):
        return _number(column, number)
    if column.name == "state":
        return State.SENT.value  # what is read by name at each publish
    text = f"{number}{(*AWKWARD, 'x')[number]}"
    length = getattr(kind, "length", None)
    return text[:length] if length else text


def _number(column: Column[Any], number: int) -> int:
    if column.primary_key and not isinstance(column.type, BigInteger):
        return number + 11
    large = isinstance(column.type, BigInteger) and not column.autoincrement
    return (*(LARGE if large else NUMBERS), 5)[number]
