"""The process that parses: bytes on standard input, messages (``protocol``) on standard output.

Started as ``python -m ingest.reading.child JOB``. It limits itself first, then reads the file; whatever
happens, it says so in one message or dies, and the parent takes its death for an error.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from ingest.reading.confine import confine
from ingest.reading.draft import Recognise
from ingest.reading.limits import MIB, SETTING
from ingest.reading.protocol import (
    BATCH,
    Advance,
    Batch,
    Done,
    Failed,
    Job,
    Message,
    decode_job,
    encode,
)


def main() -> None:
    """Do the job that the argument names."""
    job = decode_job(sys.argv[1])
    seconds = job.limits.seconds if job.tesseract is None else job.limits.ocr_seconds
    confine(job.limits.memory_bytes, seconds)
    with _own_output() as output:
        try:
            for message in _run(job, sys.stdin.buffer.read(), output):
                output.write(encode(message))
        except MemoryError:
            output.write(encode(Failed(_out_of_memory(job))))
        output.flush()


TOO_DEEP = "its parts are nested too deep: save it anew, or as PDF or plain text."


def _out_of_memory(job: Job) -> str:
    return (
        f"reading it takes more memory than the limit of {job.limits.memory_bytes // MIB} MB: "
        f"raise {SETTING['memory_bytes']} if you trust the file, or split it."
    )


def _own_output() -> BinaryIO:
    """The parent's pipe; libraries that print get nothing of it."""
    kept = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(kept, "wb")


def _run(job: Job, data: bytes, output: BinaryIO) -> list[Message]:
    from ingest.reading.formats import read_here
    from knowledge.errors import ReadError

    def report(stage: str, done: int, total: int) -> None:
        output.write(encode(Advance(stage, done, total)))
        output.flush()

    try:
        kind, draft = read_here(data, job.name, job.limits, report, _ocr(job))
    except ReadError as error:
        return [Failed(str(error))]
    except RecursionError:
        return [Failed(TOO_DEEP)]
    except ImportError as error:
        return [Failed(f"a library is missing ({error.name}): install the project anew with pip.")]
    lines = draft.lines
    batches = [Batch(lines[start : start + BATCH]) for start in range(0, len(lines), BATCH)]
    return [*batches, Done(kind.value, draft)]


def _ocr(job: Job) -> Recognise | None:
    if job.tesseract is None:
        return None
    from ingest.reading.ocr import recogniser

    return recogniser(job.tesseract, job.limits, turn=job.orientation)


if __name__ == "__main__":
    main()
