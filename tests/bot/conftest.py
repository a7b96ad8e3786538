"""Runs commands on a scripted answering room."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.commands import Tools
from knowledge.settings import Settings
from tests.bot.scripted import ScriptedAnswering, tools

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def only_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting comes from the environment or a ``.env`` of whoever runs the tests."""
    for name in Settings.model_fields:
        for variable in [key for key in os.environ if key.lower() == name]:
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def answering() -> ScriptedAnswering:
    return ScriptedAnswering()


@pytest.fixture
def run(answering: ScriptedAnswering) -> Run:
    """Run ``asn-bot`` with the arguments given; ``using`` brings other tools."""

    def run_it(*arguments: str, said: str | bytes = "", using: Tools | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=said, obj=using or tools(answering))

    return run_it
