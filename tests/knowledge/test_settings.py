"""Settings are checked at start; what is wrong is named, what was typed is not repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.errors import SettingsError
from knowledge.settings import Settings, load_settings

TOKEN = "123456789:AAErahasia_sekali_jangan_bocor"


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting comes from whoever runs the tests."""
    for key in list(os.environ):
        if key.lower() in Settings.model_fields:
            monkeypatch.delenv(key)
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    settings = load_settings()

    assert settings.embedder == "asn-e5"
    assert settings.data_dir == Path("var")
    assert settings.telegram_bot_token is None
    assert settings.database == "sqlite:///var/asn-bot.sqlite3"


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HISTORY_TURNS=3\nHISTORY_MINUTES=7\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("HISTORY_TURNS", "4")

    settings = load_settings()

    assert (settings.history_turns, settings.history_minutes) == (4, 7)


@pytest.mark.parametrize(
    "name",
    [
        *("CHROMA_URL", "DATABASE_URL", "TELEGRAM_BOT_TOKEN"),
        *("PASAL_API_TOKEN", "KNOWLEDGE_DIR", "PUBLISH_THRESHOLDS"),
    ],
)
@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str, blank: str) -> None:
    monkeypatch.setenv(name, blank)

    assert getattr(load_settings(), name.lower()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HISTORY_TURNS", "-17"),
        ("HISTORY_TURNS", "51"),
        ("HISTORY_TURNS", "xq7zeven"),
        ("HISTORY_MINUTES", "-17"),
        ("HISTORY_MINUTES", "43201"),
        ("CLARIFY_MARGIN", "1.0625"),
        ("CLARIFY_MARGIN", "xq7zsedikit"),
        ("MIN_CONFIDENCE", "-0.0625"),
        ("MIN_CONFIDENCE", "nan"),
        ("EMBEDDER", "xq7zword2vec"),
        ("CHROMA_URL", "xq7zlocalhost:8000"),
        ("TELEGRAM_API_URL", "ftp://xq7zhost"),
        ("LOG_LEVEL", "xq7zcerewet"),
        ("READ_SECONDS", "4.5"),
        ("READ_MEMORY_MB", "255"),
        ("READ_PAGES", "100001"),
        ("READ_MEGABYTES", "0.5"),
        ("OCR_SECONDS", "86401"),
        ("PASAL_API_URL", "xq7zpasal.id"),
        ("KEEP_EDITIONS", "1.0625"),
        ("ADMIN_EDITORS", "12345, xq7zani"),
        ("ADMIN_PUBLISHERS", "-100987654"),
        ("FOUR_EYES", "xq7zmungkin"),
    ],
)
def test_a_value_out_of_range_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as error:
        load_settings()

    message = str(error.value)
    assert f"{name}: " in message
    assert ".env.example" in message
    assert "\n" not in message
    assert value not in message
    assert "xq7z" not in message
    assert error.value.exit_code == 2


def test_an_embedder_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDER", "sentence-transformers:")

    with pytest.raises(SettingsError, match="EMBEDDER: "):
        load_settings()


@pytest.mark.parametrize("written", ["12345,67890", " 12345, 67890 ,", "67890 12345"])
def test_admins_are_listed_with_commas_between(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("ADMIN_EDITORS", written)

    assert load_settings().admin_editors == {12345, 67890}


@pytest.mark.parametrize("blank", ["", "  "])
def test_without_admins_nobody_is_one(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    monkeypatch.setenv("ADMIN_PUBLISHERS", blank)

    assert load_settings().admin_publishers == frozenset()


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HISTORY_TURNS", "-1")
    Path(".env").write_text("LOG_LEVEL=LOUD\n")

    with pytest.raises(SettingsError, match=r"HISTORY_TURNS: .*LOG_LEVEL: "):
        load_settings()


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PASAL_API_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:kata-sandi@db/asn")

    settings = load_settings()

    for shown in (repr(settings), str(settings), repr(settings.telegram_bot_token)):
        assert "rahasia" not in shown
        assert "kata-sandi" not in shown
    assert "rahasia" not in str(settings.model_dump()) + settings.model_dump_json()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.database == "postgresql://bot:kata-sandi@db/asn"


def test_a_secret_is_not_shown_in_an_error_about_another_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("HISTORY_TURNS", "-1")

    with pytest.raises(SettingsError) as error:
        load_settings()

    assert "rahasia" not in str(error.value)
    assert error.value.__suppress_context__


@pytest.mark.parametrize("content", [b"DATA_DIR=caf\xe9\n", b"\xff\xfeD\x00"])
def test_a_file_in_another_encoding(content: bytes) -> None:
    Path(".env").write_bytes(content)

    with pytest.raises(SettingsError, match=r"\.env cannot be read.*UTF-8"):
        load_settings()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().history_turns = 1  # type: ignore[misc]
