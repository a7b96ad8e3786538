"""Run the reading process, watch it, and end it: by its limits, on an interrupt, or when it is done."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from ingest.reading.draft import Draft
from ingest.reading.limits import MIB, SETTING, Progress
from ingest.reading.protocol import Advance, Batch, Done, Failed, Job, decode, encode_job
from ingest.reading.text import Line
from knowledge.errors import ReadError

_ROOT = Path(__file__).resolve().parents[2]
_INHERITED = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "TMPDIR", "LANG")
"""All of the environment that the child gets: no token, no password."""
_CHILD = "ingest.reading.child"


def read_in_child(data: bytes, job: Job, progress: Progress) -> tuple[str, Draft]:
    """Read a file in a limited process of its own.

    Args:
        data: the file.
        job: its name, the limits, and whether OCR is to be used.
        progress: told what the child tells.

    Returns:
        The media type and the text.

    Raises:
        ReadError: the child says that the file cannot be read, exceeds a limit, or dies.
    """
    seconds = job.limits.seconds if job.tesseract is None else job.limits.ocr_seconds
    with _started(job) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        watch = _Watch(process, seconds)
        feeder = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
        feeder.start()
        try:
            answer = _answer(process.stdout, job, progress)
        finally:
            watch.stop()
            code = _ended(process, grace=0.5)
            feeder.join()
    if answer is not None:
        return answer
    if watch.expired or code == -getattr(signal, "SIGXCPU", 0):
        name = "seconds" if job.tesseract is None else "ocr_seconds"
        raise ReadError(
            f"reading it takes longer than the limit of {seconds:g} s: "
            f"raise {SETTING[name]} if you trust the file, or split it."
        )
    raise ReadError(
        f"its parser crashed ({_cause(code)}): the file is damaged, hostile, or needs more than "
        f"{job.limits.memory_bytes // MIB} MB. Open it and save it anew, or raise "
        f"{SETTING['memory_bytes']} if you trust it."
    )


def clean_environment() -> dict[str, str]:
    """What of the environment a program that sees a foreign file is given."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


@contextmanager
def _started(job: Job) -> Iterator[subprocess.Popen[bytes]]:
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", _CHILD, encode_job(job)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
            start_new_session=True,  # its own process group: it is ended with all that it started
        )
    except OSError as error:
        raise ReadError(
            f"the reading process cannot be started ({error.strerror}): free memory and try again."
        ) from None
    try:
        yield process
    finally:
        _ended(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Watch:
    """Ends a process when its time is up."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.expired = False
        self._process = process
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self.expired = True
        _kill(self._process)

    def stop(self) -> None:
        """Stop watching; after this the process may be waited for and its id be given away."""
        self._timer.cancel()
        self._timer.join()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # the child may die before it has read all
        pipe.write(data)
        pipe.close()


def _answer(pipe: IO[bytes], job: Job, progress: Progress) -> tuple[str, Draft] | None:
    """Take the child's messages; None when it ends without an answer."""
    lines: list[Line] = []
    letters = 0
    longest = 8 * job.limits.text_chars + MIB  # a character takes up to six bytes of JSON
    while line := pipe.readline(longest):
        try:
            message = decode(line)
        except ValueError:
            return None  # cut off by the child's death, or not from our code
        match message:
            case Advance(stage, done, total):
                progress(stage, done, total)
            case Batch(some):
                lines.extend(some)
                letters += sum(len(one.text) for one in some)
                if letters > job.limits.text_chars:
                    return None
            case Done(media_type, draft):
                return media_type, replace(draft, lines=tuple(lines))
            case Failed(text):
                raise ReadError(text)
    return None


def _ended(process: subprocess.Popen[bytes], grace: float = 0.0) -> int:
    """End the process and all that it started; its exit code.

    Args:
        process: ours.
        grace: seconds for one that has said all to exit by itself: its own exit code tells more
            than that of being killed.
    """
    if process.returncode is None:
        until = time.monotonic() + grace
        while time.monotonic() < until and not _exited(process):
            time.sleep(0.005)
        _kill(process)  # before it is waited for: until then nobody else can have its id
        process.wait()
    return process.returncode


def _exited(process: subprocess.Popen[bytes]) -> bool:
    if hasattr(os, "waitid"):
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, process.pid, options) is not None
    return process.poll() is not None


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _cause(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
