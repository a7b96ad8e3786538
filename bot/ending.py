"""How a command ends: the one place that turns errors into one line and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable

from knowledge.errors import AsnBotError

INTERRUPTED = 130
"""As shells report a program that Ctrl-C ended."""
PIPE_CLOSED = 141
"""As shells report a program whose reader went away."""
UNEXPECTED = 70
"""``EX_SOFTWARE`` of sysexits.h: a fault of the program."""
USAGE = 2
"""The command was called wrongly."""


def complain(message: str) -> None:
    """Say on standard error, in one line, what is wrong and what to do."""
    print(f"asn-bot: {' '.join(message.split())}", file=sys.stderr, flush=True)


def exit_code(work: Callable[[], int], *, debug: Callable[[], bool]) -> int:
    """Do a command's work; whatever becomes of it, return the exit code and show no traceback.

    ``debug`` says whether the operator asked for the traceback of an unexpected error.
    """
    try:
        code = work()
        # What is still buffered may fail too; later the interpreter would complain.
        sys.stdout.flush()
    except AsnBotError as error:
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return PIPE_CLOSED
    except Exception as error:
        _forget_stdout()
        complain(
            f"Kesalahan tak terduga ({type(error).__name__}). Jalankan lagi dengan "
            "LOG_LEVEL=DEBUG untuk melihat rinciannya, lalu laporkan kepada pengelola bot."
        )
        if debug():
            traceback.print_exception(error)
        return UNEXPECTED
    return code


def _forget_stdout() -> None:
    """Keep the interpreter from flushing into a stream that failed when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
