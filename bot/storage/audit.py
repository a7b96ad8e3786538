"""The audit log: who did what to the knowledge, when and why. The database itself lets no line be changed or go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, Select, func, select
from sqlalchemy.orm import Session

from bot.storage.tables import AuditLine
from knowledge.clock import in_jakarta, now

_Row = TypeVar("_Row")
NAME_LENGTH = 100
"""Characters that are kept of the name of who acted."""
_REFUSAL = "the audit log is append-only"
_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS audit_no_{word} BEFORE {word} ON audit "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
)
_POSTGRES_KNOWN = (
    "SELECT count(*) FROM pg_trigger "
    "WHERE tgname = 'audit_append_only' AND tgrelid = 'audit'::regclass"
)
_POSTGRES = (
    # Two programs that start at once would both make them; the second waits, and finds them made.
    "SELECT pg_advisory_xact_lock(7205151414)",
    "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    "DROP TRIGGER IF EXISTS audit_append_only ON audit",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
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
    """In Jakarta's time; None for one that is not written yet: the present."""


@dataclass(frozen=True)
class Wanted:
    """Which lines are wanted: those that fit all that is given."""

    who: str | None = None
    act: str | None = None
    edition: str | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Acts:
    """Some lines of the log, the newest first."""

    lines: tuple[Act, ...]
    total: int
    """How many there are in all that fit."""


def add_act(session: Session, act: Act) -> None:
    """Add a line."""
    session.add(
        AuditLine(
            moment=act.moment or now(),
            who=act.who[:NAME_LENGTH],
            act=act.act,
            edition=act.edition,
            subject=act.subject,
            reason=act.reason,
        )
    )


def find_acts(session: Session, wanted: Wanted, *, skip: int = 0, most: int = 50) -> Acts:
    """Lines of the log, the newest first: ``most`` of them after the first ``skip``."""
    total = session.scalar(_fitting(select(func.count(AuditLine.id)), wanted)) or 0
    rows = session.scalars(
        _fitting(select(AuditLine), wanted).order_by(AuditLine.id.desc()).offset(skip).limit(most)
    )
    lines = (Act(r.who, r.act, r.edition, r.subject, r.reason, in_jakarta(r.moment)) for r in rows)
    return Acts(tuple(lines), total)


def _fitting(query: Select[_Row], wanted: Wanted) -> Select[_Row]:
    for column, value in (
        (AuditLine.who, wanted.who),
        (AuditLine.act, wanted.act),
        (AuditLine.edition, wanted.edition),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(AuditLine.moment >= wanted.since)
    return query


def keep_append_only(engine: Engine) -> None:
    """Have the database refuse every change of a line; safe to repeat, and for several programs at once."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for word in ("update", "delete"):
                connection.exec_driver_sql(_SQLITE.format(word=word))
        elif engine.dialect.name == "postgresql" and not _kept(connection):
            for statement in _POSTGRES:
                connection.exec_driver_sql(statement)


def _kept(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql(_POSTGRES_KNOWN).scalar())
