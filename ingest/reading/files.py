"""A file's bytes, whatever stands at the path: never hangs, never reads more than allowed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ingest.reading.limits import MIB, SETTING, Limits
from ingest.reading.wording import shown
from knowledge.errors import ReadError


def file_bytes(path: Path, limits: Limits) -> bytes:
    """Read a regular file.

    Raises:
        ReadError: missing, unreadable, not a regular file, too large, or changed while it was read.
    """
    name = shown(path.name or str(path))
    # Without O_NONBLOCK, opening a FIFO waits for a writer that may never come.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_dir():  # Windows cannot open one
            raise ReadError(f"{name} is a folder: name the files in it, or add the folder.")
        descriptor = os.open(path, flags)
    except ValueError:
        raise ReadError(f"{name} is not a file's name: check the path.") from None
    except OSError as error:
        raise ReadError(f"{name} cannot be read: {_reason(error)}") from None
    try:
        with os.fdopen(descriptor, "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise ReadError(f"{name} is a device or pipe: save its content as a file.")
            if before.st_size > limits.file_bytes:
                raise too_large(name, before.st_size, limits)
            data = file.read(limits.file_bytes + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise ReadError(f"{name} cannot be read: {_reason(error)}") from None
    if len(data) > limits.file_bytes:
        raise too_large(name, len(data), limits)
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise ReadError(f"{name} changed while it was read: wait until it is written, then retry.")
    return data


def too_large(name: str, size: int, limits: Limits) -> ReadError:
    """The error of a file over the limit.

    Args:
        name: safe to print.
        size: bytes seen so far.
        limits: the limit.
    """
    return ReadError(
        f"{name} has {size / MIB:.1f} MB or more; the limit is {limits.file_bytes / MIB:g} MB: "
        f"raise {SETTING['file_bytes']} or split the file."
    )


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file. Check the path."
    if isinstance(error, PermissionError):
        return "permission denied. Make it readable for this user."
    return f"{error.strerror or type(error).__name__}. Check the disk or copy the file elsewhere."
