"""The settings in an archive: all of them, without a secret."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.backup.settings import (
    Difference,
    as_bytes,
    described,
    differences,
    from_bytes,
    secrets,
    to_be_set,
)
from knowledge.settings import Settings


def settings(**values: Any) -> Settings:
    """Settings that come from no file."""
    return Settings(_env_file=None, **values)


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_every_setting_stands_there_but_the_secrets() -> None:
    every = {name.upper() for name in Settings.model_fields}
    hidden = {"TELEGRAM_BOT_TOKEN", "CHAT_API_KEY", "PASAL_API_TOKEN"}

    assert {*described(settings())} == every - hidden


def test_values() -> None:
    found = described(settings(admin_editors="30,4", four_eyes=True, chroma_url=""))

    assert found["ADMIN_EDITORS"] == [4, 30]
    assert (found["FOUR_EYES"], found["CHROMA_URL"]) == (True, None)


@pytest.mark.parametrize(
    ("variable", "value", "kept"),
    [
        ("database_url", "postgresql+psycopg://asn:s3cr3t@db/asn", "postgresql+psycopg://db/asn"),
        ("database_url", "postgresql://asn:s3cr3t/p@ss@db/asn", "postgresql://db/asn"),
        ("database_url", "postgresql://db/asn?password=s3cr3t", "postgresql://db/asn"),
        ("database_url", "postgresql://asn:s3?cr3t@db/asn", "postgresql://db/asn"),
        ("chroma_url", "http://s3cr3t@chroma:8000", "http://chroma:8000"),
        ("chat_base_url", "https://chat.id/v1?key=s3cr3t", "https://chat.id/v1"),
        ("pasal_api_url", "https://u:s3cr3t@pasal.id/api#s3cr3t", "https://pasal.id/api"),
        ("telegram_bot_token", "1:s3cr3t", None),
        ("chat_api_key", "s3cr3t", None),
        ("pasal_api_token", "s3cr3t", None),
    ],
)
def test_a_secret_is_cut_out_and_named(variable: str, value: str, kept: str | None) -> None:
    given = settings(**{variable: value})

    assert described(given).get(variable.upper()) == kept
    assert secrets(given) == (variable.upper(),)
    assert b"s3cr3t" not in as_bytes(given)


@pytest.mark.parametrize("url", ["sqlite:////srv/asn/bot.sqlite3", "sqlite:///var/b@t.sqlite3"])
def test_an_address_without_a_secret_stays(url: str) -> None:
    given = settings(database_url=url)

    assert described(given)["DATABASE_URL"] == url
    assert secrets(given) == ()


def test_what_is_set_otherwise_now() -> None:
    archived, had = from_bytes(
        as_bytes(settings(data_dir="a", four_eyes=True, telegram_bot_token="1:x"))
    )

    assert had == ("TELEGRAM_BOT_TOKEN",)
    assert differences(archived, described(settings(data_dir="b"))) == (
        Difference("FOUR_EYES", True, False),
    )


def test_a_setting_of_another_version_is_no_difference() -> None:
    archived, _ = from_bytes(as_bytes(settings()))
    older = {name: value for name, value in archived.items() if name != "FOUR_EYES"}

    assert differences({**older, "HILANG": 1}, described(settings())) == ()


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ({"database_url": "postgresql://asn:x@db/asn"}, ()),
        ({"database_url": "postgresql://db/asn"}, ("DATABASE_URL",)),
        ({"database_url": "postgresql://lain/asn"}, ()),
        ({}, ()),
    ],
)
def test_a_password_is_asked_for_only_where_it_was(
    now: dict[str, str], wanted: tuple[str, ...]
) -> None:
    archived, had = from_bytes(as_bytes(settings(database_url="postgresql://asn:x@db/asn")))

    assert to_be_set(archived, had, settings(**now)) == wanted
