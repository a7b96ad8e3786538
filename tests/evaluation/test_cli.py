from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.cli import app, main
from evaluation.commands.shared import Openers, OpenSystem
from knowledge.errors import EditionMissing
from tests.evaluation.made import row, write_set

COMMANDS = sorted(
    command.name or command.callback.__name__
    for command in app.registered_commands
    if command.callback
)


@pytest.fixture
def devset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    return write_set(tmp_path / "dev.jsonl", row())


def opens_badly(error: Exception) -> Openers:
    def opener(*given: object, **chosen: object) -> OpenSystem:
        raise error

    return Openers(opener, opener)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (EditionMissing("There is no edition yet. Build one."), 4, "There is no edition yet."),
        (RuntimeError("secret words"), 70, "Unexpected error (RuntimeError)."),
    ],
)
@pytest.mark.parametrize("command", ["run", "pairs"])
def test_every_error_is_one_line(
    devset: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    error: Exception,
    code: int,
    line: str,
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, *([str(devset)] if command == "run" else [])], opens_badly(error))
    err = capsys.readouterr().err
    assert ended.value.code == code
    assert err.startswith(f"asn-eval: {line}")
    assert err.count("\n") == 1
    assert "secret" not in err


def test_the_traceback_is_kept_for_debugging(
    devset: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    with pytest.raises(SystemExit):
        main(["run", str(devset)], opens_badly(RuntimeError("here")))
    assert "Traceback" in capsys.readouterr().err


def test_an_unknown_command_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["walk"])
    assert ended.value.code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example_and_its_exit_codes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"asn-eval {command}" in out.partition("Example")[2]
    assert "Exit codes: 0" in out


def test_reading_the_command_line_imports_nothing_slow() -> None:
    code = "import sys, evaluation.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "typer" in loaded
    assert loaded.isdisjoint({"numpy", "scipy", "chromadb", "langchain_core", "sklearn"})
