"""The audit log: who did what to which edition, when and why. Rows are added, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    insert,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from knowledge.clock import now
from knowledge.errors import StoreError
from knowledge.settings import Settings

_METADATA = MetaData()
_AUDIT = Table(
    "audit",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("moment", DateTime(timezone=True), nullable=False),
    Column("who", String(100), nullable=False),
    Column("act", String(30), nullable=False),
    Column("edition", String(30)),
    Column("subject", Text),
    Column("reason", Text),
)


@dataclass(frozen=True)
class Act:
    """One line of the log."""

    who: str
    act: str
    """``publish``, ``rollback``, ``confirm``, ``add``, ..."""
    edition: str | None = None
    subject: str | None = None
    """What it was done to, or how it went."""
    reason: str | None = None
    moment: datetime | None = None


def write_act(settings: Settings, act: Act) -> None:
    """Add a line to the log.

    Raises:
        StoreError: the database cannot be reached or written.
    """
    with _connected(settings) as connection:
        connection.execute(
            insert(_AUDIT).values(
                moment=act.moment or now(),
                who=act.who[:100],
                act=act.act,
                edition=act.edition,
                subject=act.subject,
                reason=act.reason,
            )
        )


def read_acts(settings: Settings, limit: int = 50) -> list[Act]:
    """The latest lines, the newest first.

    Raises:
        StoreError: the database cannot be reached.
    """
    with _connected(settings) as connection:
        rows = connection.execute(select(_AUDIT).order_by(_AUDIT.c.id.desc()).limit(limit))
        return [
            Act(row.who, row.act, row.edition, row.subject, row.reason, row.moment) for row in rows
        ]


def require_log(settings: Settings) -> None:
    """Make sure, before long work begins, that the log can be written.

    Raises:
        StoreError: the database cannot be reached or written.
    """
    with _connected(settings):
        pass


@contextmanager
def _connected(settings: Settings) -> Iterator[Connection]:
    try:
        engine = _engine(settings.database)
        try:
            with engine.begin() as connection:
                _METADATA.create_all(connection)
                yield connection
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError, ModuleNotFoundError, ArgumentError) as error:
        raise StoreError(
            f"The audit log cannot be used ({type(error).__name__}). Check that the database runs, "
            "that DATABASE_URL is right and that there is room on the disk."
        ) from None


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, hide_parameters=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(address, hide_parameters=True, connect_args={"timeout": 15})
