"""A command that another program runs: what it is handed, what it tells, and that it ends with that program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from ingest import tether
from ingest.progress import watched

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


def start(body: str) -> subprocess.Popen[str]:
    """Start a program that is tethered to this one."""
    code = "from ingest.tether import *\nfrom ingest import tether as rope\ntether()\n"
    return subprocess.Popen(
        [sys.executable, "-c", code + textwrap.dedent(body)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_it_is_handed_the_first_line_and_waits_for_it() -> None:
    with start("print(repr(handed_over()), flush=True)\nimport os; os._exit(0)") as process:
        assert process.stdin is not None
        time.sleep(0.3)
        assert process.poll() is None
        process.stdin.write('{"q": "boleh?"}\nlebih\n')
        process.stdin.flush()
        assert process.stdout is not None
        assert process.stdout.read() == '\'{"q": "boleh?"}\'\n'


def test_it_ends_as_with_ctrl_c_when_the_other_does() -> None:
    body = """
    import time
    try:
        print("begun", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("cleaned up", flush=True)
    """
    with start(body) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        assert process.stdin is not None
        process.stdin.close()
        assert process.stdout.read() == "cleaned up\n"
        assert process.wait(PATIENCE) == 0


def test_one_that_hangs_in_spite_of_that_is_ended() -> None:
    body = """
    import signal, time
    rope._GRACE = 0.3
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print("begun", flush=True)
    time.sleep(60)
    """
    with start(body) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE) == 128 + signal.SIGINT


def test_it_gives_way_to_the_other() -> None:
    if os.nice(0) > 9:
        pytest.skip("these tests run at the lowest priority already")
    mine = os.nice(0)
    with start("print(__import__('os').nice(0), flush=True)") as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) == mine + 10
        process.kill()


def test_steps_are_lines_of_json_each_hundredth_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    monkeypatch.setattr(tether, "_tethered", True)
    with watched(Console(stderr=True)) as watch:
        for done in range(5_001):
            watch("embed texts", done, 5_000)
        watch("index", 0, 0)
    written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert len(written) == 102
    assert written[1] == {"stage": "embed texts", "done": 50, "total": 5_000}
    assert written[-1] == {"stage": "index", "done": 0, "total": 0}


def test_a_person_hands_over_by_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("satu\ndua\n"))
    assert tether.handed_over() == "satu\ndua\n"
