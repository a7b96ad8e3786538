"""A command run by another program: it tells its progress to that, and does not outlive it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress

_POLITE = 10
"""How much less of the processors it takes than the program that runs it."""
_GRACE = 10.0
"""Seconds to clean up in; then it is ended as a crash would, which every command survives."""
_tethered = False
_first: str | None = None
_read = threading.Event()


def tether() -> None:
    """From now on: end (as with Ctrl-C) when standard input ends, and give way to other programs.

    The first line of standard input is kept for ``handed_over``.
    """
    global _tethered
    _tethered = True
    # A program started in the background may ignore Ctrl-C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(OSError, AttributeError):  # not every system knows it
        os.nice(_POLITE)
    threading.Thread(target=_wait_for_end, name="tether", daemon=True).start()


def tethered() -> bool:
    """Whether another program runs this one."""
    return _tethered


def handed_over() -> str:
    """What is given to a command on standard input: the first line of a program, all that a person gives."""
    if not _tethered:
        return sys.stdin.read()
    _read.wait()
    return _first or ""


def tell(stage: str, done: int, total: int) -> None:
    """Tell the other program how far the work is."""
    line = json.dumps({"stage": stage, "done": done, "total": total})
    print(line, file=sys.stderr, flush=True)


def _wait_for_end() -> None:
    global _first
    # Not through sys.stdin: a thread that waits in it would hold up the interpreter's end.
    given = b""
    while part := os.read(0, 1 << 16):
        if _first is None:
            given += part
            if b"\n" in given:
                _first = given.partition(b"\n")[0].decode("utf-8", "replace")
                _read.set()
    _read.set()
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(_GRACE)
    os._exit(128 + signal.SIGINT)
