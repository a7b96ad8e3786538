"""The audit log: rows are added and never changed."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.audit import Act, read_acts, require_log, write_act
from knowledge.clock import now
from knowledge.errors import StoreError
from knowledge.settings import Settings
from tests.tiny_edition import settings_for


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "var", database_url=None)


def test_who_did_what_to_which_edition_when_and_why(settings: Settings) -> None:
    write_act(settings, Act("siti", "publish", "2026-11-21.2", "pp-94-2021", "SKB berlaku besok"))

    (act,) = read_acts(settings)

    assert (act.who, act.act, act.edition) == ("siti", "publish", "2026-11-21.2")
    assert (act.subject, act.reason) == ("pp-94-2021", "SKB berlaku besok")
    assert isinstance(act.moment, datetime)
    local = now().replace(tzinfo=None)
    assert abs(local - act.moment.replace(tzinfo=None)) < timedelta(minutes=1)


def test_the_newest_first_and_no_more_than_asked_for(settings: Settings) -> None:
    for number in range(5):
        write_act(settings, Act("budi", "add", subject=f"pp-{number}-2024"))

    assert [act.subject for act in read_acts(settings, 2)] == ["pp-4-2024", "pp-3-2024"]


def test_a_log_that_nobody_wrote_is_empty(settings: Settings) -> None:
    require_log(settings)

    assert read_acts(settings) == []


def test_a_long_name_is_cut(settings: Settings) -> None:
    write_act(settings, Act("x" * 300, "add"))

    assert read_acts(settings)[0].who == "x" * 100


@pytest.mark.parametrize(
    "use", [require_log, read_acts, lambda s: write_act(s, Act("budi", "add"))]
)
@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:////proc/no/such/folder/db.sqlite3", "Correct DATA_DIR or its permissions"),
        pytest.param(
            "postgresql+psycopg://budi:rahasia@127.0.0.1:1/asn?connect_timeout=2",
            "Check that it runs, that DATABASE_URL is right",
            marks=pytest.mark.skipif(find_spec("psycopg") is None, reason="no psycopg"),
        ),
        ("no url at all", "DATABASE_URL is not a database URL"),
    ],
)
def test_a_log_that_cannot_be_used_is_one_line(
    tmp_path: Path, use: object, url: str, says: str
) -> None:
    assert callable(use)
    with pytest.raises(StoreError, match=rf"^The audit log cannot be used\. .*{says}") as error:
        use(settings_for(tmp_path, database_url=url))

    assert "rahasia" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_damaged_database(settings: Settings) -> None:
    write_act(settings, Act("budi", "add"))
    (settings.data_dir / "asn-bot.sqlite3").write_bytes(b"no database " * 500)

    with pytest.raises(StoreError, match="The audit log cannot be used"):
        read_acts(settings)


def test_it_lives_beside_what_else_the_database_holds(settings: Settings) -> None:
    settings.data_dir.mkdir()
    with sqlite3.connect(settings.data_dir / "asn-bot.sqlite3") as database:
        database.execute("create table inbox (id integer)")
    database.close()

    write_act(settings, Act("budi", "add"))

    assert [act.act for act in read_acts(settings)] == ["add"]
