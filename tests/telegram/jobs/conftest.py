"""The bot with a workshop in the place of its features."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.telegram import application
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer
from tests.telegram.conftest import Running, make_settings
from tests.telegram.jobs.workshop import OTHER, Workshop
from tests.telegram.scripted import ScriptedAnswering


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    workshop = Workshop()
    monkeypatch.setattr(application, "all_features", workshop.features)
    yield workshop
    if workshop.gate:
        workshop.gate.set()


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Any) -> Settings:
    """Settings with two admins."""
    return make_settings(
        tmp_path, telegram_api_url=server.url, admin_editors=f"{USER},{OTHER}", admin_publishers=""
    )


@pytest.fixture
def rows(settings: Settings) -> Callable[[], list[tuple[Any, ...]]]:
    """What the database holds of jobs: phase and state."""

    def look() -> list[tuple[Any, ...]]:
        with create_engine(settings.database).connect() as connection:
            found = connection.execute(text("select phase, state from admin_jobs order by at"))
            return [tuple(row) for row in found]

    return look


@pytest.fixture
def running(workshop: Workshop, settings: Settings, answering: ScriptedAnswering) -> Running:
    """The bot with that work, not started yet."""
    return Running(settings, answering)
