"""The Makefile on a machine whose Python only records what it is told to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Make = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

# Every program of the made-up environment is this script: it notes its name and arguments, one
# a line, and ends with the code that the file beside the log holds for it, once.
_PROGRAM = """#!/bin/sh
log=$LOG/calls
{ printf '%s' "$(basename "$0")"; for a in "$@"; do printf '|%s' "$a"; done; echo; } >> "$log"
code=$LOG/$(basename "$0").code
if [ -f "$code" ]; then read -r c < "$code"; rm "$code"; exit "$c"; fi
case "$*" in
  "-m venv .venv")
    mkdir -p .venv/bin
    for name in python asn-bot asn-ingest asn-eval ruff mypy; do cp "$0" ".venv/bin/$name"; done;;
esac
"""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "log").mkdir()
    program = tmp_path / "fakepython"
    program.write_text(_PROGRAM)
    program.chmod(0o755)
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in {"Q", "PYTHON", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS"}
    }

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**clean, "PYTHON": "./fakepython", "LOG": str(tmp_path / "log"), **more},
            timeout=30,
        )

    return run


def calls(folder: Path) -> list[str]:
    """What was called since the last look, without the check of Python's version."""
    log = folder / "log" / "calls"
    found = log.read_text().splitlines() if log.exists() else []
    log.write_text("")
    return [call for call in found if not call.startswith("fakepython|-c")]


_PIP = "python|-m|pip|--quiet|--disable-pip-version-check|install|-e|"


def test_run_sets_everything_up_once(make: Make, tmp_path: Path) -> None:
    done = make("run")
    assert done.returncode == 0
    assert calls(tmp_path) == [
        "fakepython|-m|venv|.venv",
        f"{_PIP}.",
        "asn-ingest|build",
        "asn-bot|run",
    ]
    assert "Installing" in done.stdout
    assert make("run").stdout == ""
    assert calls(tmp_path) == ["asn-ingest|build", "asn-bot|run"]


def test_a_changed_project_file_is_installed_again(make: Make, tmp_path: Path) -> None:
    make("build")
    calls(tmp_path)
    stamp = (tmp_path / ".venv" / ".installed").stat().st_mtime
    os.utime(tmp_path / "pyproject.toml", (stamp + 10, stamp + 10))
    make("build")
    assert calls(tmp_path) == [f"{_PIP}.", "asn-ingest|build"]


def test_the_tools_of_tests_come_only_with_tests(make: Make, tmp_path: Path) -> None:
    assert make("test").returncode == 0
    assert calls(tmp_path) == [
        "fakepython|-m|venv|.venv",
        f"{_PIP}.[dev]",
        "python|-m|pytest|-n|auto|-m|not slow",
    ]
    make("build")
    assert calls(tmp_path) == ["asn-ingest|build"]


def test_check_does_what_ci_does(make: Make, tmp_path: Path) -> None:
    assert make("check").returncode == 0
    assert calls(tmp_path)[2:] == [
        "ruff|check|.",
        "ruff|format|--check|.",
        "mypy",
        "python|-m|pytest|-n|auto|-m|not slow",
        "asn-ingest|check",
    ]


@pytest.mark.parametrize("target", ["eval", "bench"])
def test_figures_are_taken_on_a_built_edition(make: Make, tmp_path: Path, target: str) -> None:
    assert make(target).returncode == 0
    taken = {
        "eval": ["asn-eval|run"],
        "bench": ["asn-eval|bench", "python|-m|evaluation.speed.telegram"],
    }
    assert calls(tmp_path)[2:] == ["asn-ingest|build", *taken[target]]


HOSTILE = [
    "Bolehkah PNS like?",
    """it's "quoted" `touch pwned` $(touch pwned) $PATH ${HOME} \\ ; touch pwned #""",
    "$(shell touch pwned) $(error no) $$ $@ %",
    "--help",
    "dua  spasi\tdan é 🙂 *",
]


@pytest.mark.parametrize("question", HOSTILE)
@pytest.mark.parametrize("way", ["argument", "environment"])
def test_a_question_is_passed_on_as_it_is(
    make: Make, tmp_path: Path, question: str, way: str
) -> None:
    done = make("ask", f"Q={question}") if way == "argument" else make("ask", Q=question)
    assert done.returncode == 0, done.stderr
    assert calls(tmp_path)[2:] == [f"asn-bot|ask|--|{question}"]
    assert not (tmp_path / "pwned").exists()


def test_a_hostile_question_does_no_harm_to_other_targets(make: Make, tmp_path: Path) -> None:
    assert make("build", "Q=$(shell touch pwned)").returncode == 0
    assert not (tmp_path / "pwned").exists()


def test_without_a_question_ask_says_how(make: Make, tmp_path: Path) -> None:
    done = make("ask")
    assert done.returncode == 2
    assert 'make ask Q="' in done.stderr
    assert calls(tmp_path) == []


def test_ask_builds_the_edition_where_there_is_none(make: Make, tmp_path: Path) -> None:
    make("build")
    calls(tmp_path)
    (tmp_path / "log" / "asn-bot.code").write_text("4\n")
    assert make("ask", "Q=a").returncode == 0
    assert calls(tmp_path) == ["asn-bot|ask|--|a", "asn-ingest|build", "asn-bot|ask|--|a"]


def test_ask_builds_nothing_for_other_errors(make: Make, tmp_path: Path) -> None:
    make("build")
    calls(tmp_path)
    (tmp_path / "log" / "asn-bot.code").write_text("70\n")
    done = make("ask", "Q=a")
    assert done.returncode == 2
    assert "Error 70" in done.stderr
    assert calls(tmp_path) == ["asn-bot|ask|--|a"]


def test_a_failed_installation_is_tried_again(make: Make, tmp_path: Path) -> None:
    (tmp_path / "log" / "python.code").write_text("1\n")
    assert make("build").returncode == 2
    assert calls(tmp_path)[-1] == f"{_PIP}."
    assert make("build").returncode == 0
    assert calls(tmp_path) == [f"{_PIP}.", "asn-ingest|build"]


def test_an_old_python_is_refused(make: Make, tmp_path: Path) -> None:
    (tmp_path / "log" / "fakepython.code").write_text("1\n")
    done = make("build")
    assert done.returncode == 2
    assert "3.11" in done.stderr
    assert calls(tmp_path) == []


def test_clean_leaves_the_data(make: Make, tmp_path: Path) -> None:
    make("build")
    for folder in ("var/editions", "bot/__pycache__", "knowledge", "ingest", "evaluation", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    assert make("clean").returncode == 0
    assert (tmp_path / "var" / "editions").is_dir()
    assert not (tmp_path / ".venv").exists()
    assert not (tmp_path / "bot" / "__pycache__").exists()


def test_help_tells_every_target(make: Make) -> None:
    shown = make().stdout
    for target in ("run", "test", "ask", "check", "eval", "bench", "build", "clean", "help"):
        assert f"make {target}: " in shown
