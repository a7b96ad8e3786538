"""The bot with editors, and an asn-ingest that takes what they send."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.settings import Settings
from tests.bot_api import BotApiServer
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.upload.desk import desk_settings, willing_program


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Path) -> Settings:
    """Settings with two editors and a publisher who is none."""
    return desk_settings(server, tmp_path)


@pytest.fixture
def program() -> ScriptedProgram:
    """An asn-ingest that takes a document in and finds nothing to complain of."""
    return willing_program()


@pytest.fixture
def running(settings: Settings, answering: ScriptedAnswering, program: ScriptedProgram) -> Running:
    """The bot with that program."""
    return Running(settings, answering, program=program)
