"""The audit log: lines are added and found; the database lets none be changed or taken away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from bot.storage.audit import Act, Wanted, add_act, find_acts
from bot.storage.store import Store, open_store
from knowledge.clock import now

PUBLISHED = Act("siti", "publish", "2026-11-21.2", "pp-94-2021", "SKB berlaku besok")
REVIEWED = Act("telegram:7", "confirm", "2026-11-21.2", "medsos-like")
ALL = Wanted()
STAGED = Act("telegram:7", "add", subject="pp-94-2021@00ff")
OLD = (
    "CREATE TABLE audit (id {serial} PRIMARY KEY, moment {moment} NOT NULL,"
    " who VARCHAR(100) NOT NULL, act VARCHAR(30) NOT NULL, edition VARCHAR(30), subject TEXT,"
    " reason TEXT)",
    "INSERT INTO audit (moment, who, act) VALUES ('2026-11-01 08:00:00.000000', 'budi', 'add')",
)


def told(store: Store, wanted: Wanted = ALL, **page: int) -> list[tuple[str, str]]:
    """Who did what, the latest first."""
    return [(act.who, act.act) for act in store.run_sync(find_acts, wanted, **page).lines]


@pytest.fixture
def logged(store: Store) -> Store:
    """A log of three lines."""
    for act in (STAGED, PUBLISHED, REVIEWED):
        store.run_sync(add_act, act)
    return store


def test_a_line_is_found_as_it_was_added_with_its_moment_in_jakarta(logged: Store) -> None:
    found = logged.run_sync(find_acts, Wanted(act="publish"))

    (act,) = found.lines
    assert (act.who, act.edition, act.subject, act.reason) == (
        PUBLISHED.who,
        PUBLISHED.edition,
        PUBLISHED.subject,
        PUBLISHED.reason,
    )
    assert isinstance(act.moment, datetime)
    assert act.moment.utcoffset() == timedelta(hours=7)
    assert abs(now() - act.moment) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [REVIEWED, PUBLISHED, STAGED]),
        (Wanted(who="telegram:7"), [REVIEWED, STAGED]),
        (Wanted(act="add"), [STAGED]),
        (Wanted(edition="2026-11-21.2"), [REVIEWED, PUBLISHED]),
        (Wanted(who="telegram:7", edition="2026-11-21.2"), [REVIEWED]),
        (Wanted(who="nobody"), []),
        (Wanted(since=now() - timedelta(days=1)), [REVIEWED, PUBLISHED, STAGED]),
        (Wanted(since=now() + timedelta(days=1)), []),
    ],
)
def test_what_is_wanted_is_found_the_latest_first(
    logged: Store, wanted: Wanted, found: list[Act]
) -> None:
    assert told(logged, wanted) == [(act.who, act.act) for act in found]
    assert logged.run_sync(find_acts, wanted).total == len(found)


def test_a_page_of_it(logged: Store) -> None:
    assert told(logged, skip=1, most=1) == [("siti", "publish")]
    assert logged.run_sync(find_acts, Wanted(), skip=1, most=1).total == 3
    assert told(logged, skip=3, most=5) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'budi'",
        "UPDATE audit SET reason = NULL WHERE act = 'publish'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE act = 'publish'",
    ],
)
def test_the_database_refuses_every_change_of_a_line(
    logged: Store, url: str, statement: str
) -> None:
    engine = create_engine(url)
    with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()

    assert len(told(logged)) == 3
    assert told(logged, Wanted(who="siti")) == [("siti", "publish")]


def test_a_log_of_an_earlier_version_keeps_its_lines_and_is_guarded_too(url: str) -> None:
    open_store(url).close()
    engine = create_engine(url)
    on_server = engine.dialect.name == "postgresql"
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE audit"))
        for statement in OLD:
            connection.execute(
                text(
                    statement.replace("{serial}", "SERIAL" if on_server else "INTEGER").replace(
                        "{moment}", "TIMESTAMP WITH TIME ZONE" if on_server else "DATETIME"
                    )
                )
            )

    for number in (1, 2):
        store = open_store(url)
        assert told(store) == [("siti", "publish")] * (number - 1) + [("budi", "add")]
        store.run_sync(add_act, PUBLISHED)
        store.close()
    with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM audit"))
    engine.dispose()
