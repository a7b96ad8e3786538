from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from evaluation.cli import main
from evaluation.commands.shared import Openers
from evaluation.systems.asn import Asn
from evaluation.systems.system import System
from knowledge.settings import Settings
from tests.evaluation.made import Scripted, answer, row, write_set

Run = Callable[..., tuple[int, str, str]]
Script = Callable[[str], Answer]
ARTICLE = "pp-94-2021:pasal-5"
GOLD = [["pp-94-2021 pasal 5"]]


def scripted(script: Script, **scripts: Script) -> Openers:
    """A bot that answers by the script; ``scripts`` are those of other systems, ``-`` as ``_``."""

    @contextmanager
    def system(settings: Settings, name: str, **chosen: Any) -> Iterator[System]:
        yield Asn(Scripted(scripts.get(name.replace("-", "_"), script), {ARTICLE}), name=name)

    return Openers(lambda settings: Scripted(script, {ARTICLE}), system)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line with a scripted bot: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("DEVSET", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))

    def call(
        *arguments: str,
        script: Script = lambda _: answer("dilarang", [ARTICLE]),
        openers: Openers | None = None,
    ) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments, openers or scripted(script))
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call


@pytest.fixture
def devset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A dev set of two questions, which ``DEVSET`` names."""
    path = write_set(
        tmp_path / "dev.jsonl",
        row(question="Bolehkah [like] unggahan?", gold_citations=GOLD),
        row(id="T-002", question="Bolehkah hadir?", gold_citations=GOLD, category="kampanye"),
    )
    monkeypatch.setenv("DEVSET", str(path))
    return path
