"""The one door to the database: opens it, makes its tables, runs functions in transactions."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.storage.audit import keep_append_only
from bot.storage.tables import Base
from bot.storage.upgrade import add_missing_columns
from knowledge.errors import StoreError

P = ParamSpec("P")
R = TypeVar("R")

_SERVER_THREADS = 4
_PATIENCE = 15.0
"""Seconds to wait for another program that writes to SQLite's file."""


class Store:
    """Runs plain functions on a session, each in one transaction, off the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite has one writer at a time: one thread queues here instead of failing there.
        threads = 1 if engine.dialect.name == "sqlite" else _SERVER_THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    def run_sync(
        self, function: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``function`` in a transaction of its own, here and now.

        Raises:
            StoreError: the database cannot be reached, or refused the work.
        """
        try:
            with Session(self._engine) as session, session.begin():
                return function(session, *args, **kwargs)
        except SQLAlchemyError as error:
            raise _unusable(self._engine, error) from error

    async def run(
        self, function: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``function`` like `run_sync`, without holding up the event loop.

        Raises:
            StoreError: the database cannot be reached, or refused the work.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._threads, lambda: self.run_sync(function, *args, **kwargs)
        )

    async def scrub(self) -> None:
        """Take what was erased out of SQLite's write-ahead file, too, where it would stay readable for a while.

        Raises:
            StoreError: the database cannot be reached, or refused the work.
        """
        if self._engine.dialect.name == "sqlite":
            await asyncio.get_running_loop().run_in_executor(self._threads, self._checkpoint)

    def _checkpoint(self) -> None:
        try:
            # Beside the engine's transactions: inside one SQLite does not do it.
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise _unusable(self._engine, error) from error

    def close(self) -> None:
        """Finish what is under way and let go of all connections."""
        self._threads.shutdown(wait=True)
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open the database at ``url`` and make the tables, columns and triggers that it lacks.

    Raises:
        StoreError: the URL is malformed, its driver is missing, the database is out of reach,
            or it is of a version too old to be taken over.
    """
    try:
        engine = _engine(url)
    except ArgumentError:
        raise StoreError(
            "DATABASE_URL is not a database URL. Write it like "
            "postgresql+psycopg://user:password@host/name, or leave it empty for SQLite."
        ) from None
    except ModuleNotFoundError as error:
        raise StoreError(
            f"The driver for DATABASE_URL is not installed ({error.name}). Install it "
            "(for PostgreSQL: pip install 'psycopg[binary]')."
        ) from None
    except OSError as error:
        raise StoreError(
            f"The folder of the database cannot be made ({error.strerror}). "
            "Correct DATA_DIR or its permissions."
        ) from None
    try:
        Base.metadata.create_all(engine)
        add_missing_columns(engine)
        keep_append_only(engine)
    except StoreError:
        engine.dispose()
        raise
    except SQLAlchemyError as error:
        engine.dispose()
        raise _unusable(engine, error) from error
    return Store(engine)


def _engine(url: str) -> Engine:
    address = make_url(url)
    # Parameters are users' words: they must not turn up in an error or a log.
    if address.get_backend_name() != "sqlite":
        return create_engine(address, hide_parameters=True, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Transactions are begun by _begin_immediately, not by the driver.
    connection.isolation_level = None
    # Erased words must not stay readable in the file's free pages.
    _write_ahead(connection)
    for pragma in ("synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a write-ahead file; a new database is changed to that once.

    For that one lock SQLite does not wait itself: another program may be opening the new database, too.
    """
    late = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > late:
                raise
            time.sleep(0.02)


def _begin_immediately(connection: Connection) -> None:
    # A transaction that reads first and writes later may find another process's write in
    # between and fail at once; taking the write lock at the start waits for it instead.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _unusable(engine: Engine, error: SQLAlchemyError | sqlite3.Error) -> StoreError:
    place = engine.url.render_as_string(hide_password=True)
    return StoreError(
        f"The database {place} cannot be used ({type(error).__name__}). "
        "Check that it runs, that DATABASE_URL is right and that there is room on the disk."
    )
