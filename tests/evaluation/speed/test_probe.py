from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from evaluation.speed import probe
from knowledge.errors import EditionMissing
from knowledge.settings import Settings
from tests.evaluation.made import Scripted, answer


def test_memory_is_read_in_megabytes(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("Name:\tpython\nVmHWM:\t  524288 kB\nVmRSS:\t  262144 kB\n")
    assert probe.memory(status) == (256.0, 512.0)


def test_without_the_system_file_the_peak_stands_for_both(tmp_path: Path) -> None:
    resident, peak = probe.memory(tmp_path / "nowhere")
    assert resident == peak > 5


def offer(monkeypatch: pytest.MonkeyPatch, bot: Scripted | None) -> None:
    """Let the answering room open this bot, or say that there is no edition."""

    def open_answerer(settings: Settings) -> Scripted:
        if bot is None:
            raise EditionMissing("There is no edition yet. Build one: asn-ingest build")
        return bot

    module = ModuleType("bot.answering.answerer")
    module.open_answerer = open_answerer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bot.answering.answerer", module)
    asked = [
        {"question": "satu", "history": []},
        {"question": "dua", "history": [{"role": "user", "text": "satu"}]},
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(asked)))


def test_all_questions_are_answered_before_the_memory_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = Scripted(lambda _: answer())
    offer(monkeypatch, bot)
    assert probe.main() == 0
    assert [(text, len(history)) for text, history in bot.asked] == [("satu", 0), ("dua", 1)]
    printed = json.loads(capsys.readouterr().out)
    assert 5 < printed["resident_mb"] <= printed["peak_mb"]


def test_a_missing_edition_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(monkeypatch, None)
    assert probe.main() == 4
    assert capsys.readouterr().err == "There is no edition yet. Build one: asn-ingest build\n"
