"""The whole program in a process of its own: streams, signals, start-up."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.scripted import WORDING

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.bot.scripted_bot"]
PATIENCE = 30.0


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def test_no_heavy_room_is_entered_before_it_is_needed(tmp_path: Path) -> None:
    """The start-up time of every command rests on this."""
    for arguments in (["ask", "boleh?"], ["chat"], ["ask", "--json", "boleh?"]):
        done = subprocess.run(
            [*COMMAND, *arguments],
            input="boleh?\n1\n",
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment(TELL_MODULES="1"),
            timeout=PATIENCE,
        )
        assert done.returncode == 0
        assert "dilarang" in done.stdout.lower()
        assert done.stderr == "[]\n"


def test_help_reads_no_settings_and_no_texts(tmp_path: Path) -> None:
    code = (
        "import sys; from bot.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('knowledge.settings', 'yaml', 'rich', 'asyncio') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "ask", "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment(),
        timeout=PATIENCE,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "ask", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdin.write(b'{"id": "a", "question": "b"}\n')
        process.stdin.flush()
        # The first answer comes although the input goes on.
        assert json.loads(process.stdout.readline())["id"] == "a"
        process.stdout.close()
        process.stdin.write(b'{"question": "b"}\n')
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE) == 141


def test_an_old_terminal_gets_what_it_can_show(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "ask", "boleh?"],
        capture_output=True,
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING="ascii:strict"),
        timeout=PATIENCE,
    )
    assert done.returncode == 0
    assert b"DILARANG" in done.stdout


def _take_terminal(theirs: int) -> None:
    """Let a new process be controlled by the terminal, or its Ctrl-C would not reach it.

    A test run started in the background ignores interrupts, and its children would inherit that.
    """
    os.login_tty(theirs)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A chat at a terminal of its own: our end of it, and the process."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "chat"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=environment(TERM="xterm", COLUMNS="60", NO_COLOR="1"),
        preexec_fn=lambda: _take_terminal(theirs),
    )
    os.close(theirs)
    yield ours, process
    process.kill()
    process.wait()
    os.close(ours)


def read_until(terminal: int, wanted: str) -> str:
    """What the terminal shows up to ``wanted``."""
    shown = b""
    end = time.monotonic() + PATIENCE
    while wanted not in shown.decode("utf-8", "ignore"):
        assert select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0], shown
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # Linux: the other end was closed
            pytest.fail(f"ended without {wanted!r}: {shown!r}")
    return shown.decode("utf-8", "ignore")


def press_until(terminal: int, key: bytes, wanted: str) -> None:
    """Press a key, again and again as a person would, until the terminal shows ``wanted``.

    A signal that comes just before Python waits for the next key is only seen with that key.
    """
    shown = b""
    for _ in range(int(PATIENCE)):
        os.write(terminal, key)
        while select.select([terminal], [], [], 1.0)[0]:
            shown += os.read(terminal, 4096)
            if wanted in shown.decode("utf-8", "ignore"):
                return
    pytest.fail(f"no {wanted!r}: {shown!r}")


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_a_person_can_chat_and_leave(
    terminal: tuple[int, subprocess.Popen[bytes]], key: bytes
) -> None:
    ours, process = terminal
    read_until(ours, "> ")
    os.write(ours, b"boleh like?\n")
    shown = read_until(ours, "\n> ")
    assert "DILARANG" in shown
    assert "[1] PP 94/2021 Pasal 5" in shown
    os.write(ours, b"1\n")
    assert "Isi pasal 5." in read_until(ours, "\n> ")
    press_until(ours, key, WORDING.texts.goodbye)
    assert process.wait(PATIENCE) == 0
