"""One writer at a time: the lock that every command holds while it changes what is kept.

The lock is the operating system's own, so that it ends with the process that holds it, however that
ends. Who holds it is noted beside it, for the message to the one who comes second.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.clock import now
from knowledge.edition import editions_folder
from knowledge.errors import AsnBotError, EditionError
from knowledge.settings import Settings

_HOLDER = ".writer.json"
_BUSY = "Another command is changing the knowledge in this data folder"


def user_name() -> str:
    """The name of the person at the terminal, as the system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return f"uid {os.getuid()}"


@contextmanager
def only_writer(settings: Settings, doing: str) -> Iterator[None]:
    """Hold the lock while the block runs; ``doing`` is told to whoever comes second.

    Raises:
        EditionError: another process holds it; the message says who and since when.
        AsnBotError: the data folder cannot be written.
    """
    folder = editions_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        with lock:
            note = {"who": user_name(), "doing": doing, "pid": os.getpid()}
            note["since"] = now().isoformat(timespec="seconds")
            (folder / _HOLDER).write_text(json.dumps(note), encoding="utf-8")
            try:
                yield
            finally:
                with suppress(OSError):
                    (folder / _HOLDER).unlink()
    except Timeout:
        raise EditionError(f"{_BUSY}{_who(folder)}. Wait for it to end, then try again.") from None
    except OSError as error:
        raise AsnBotError(
            f"Cannot write to {settings.data_dir} ({error.strerror or type(error).__name__}). "
            "Check the disk and the folder's permissions, or set DATA_DIR."
        ) from None


def writing(settings: Settings) -> str | None:
    """What another process of this system is writing just now, as ``only_writer`` was told; None when nothing."""
    try:
        note = json.loads((editions_folder(settings) / _HOLDER).read_text(encoding="utf-8"))
        os.kill(int(note["pid"]), 0)  # what a crash left names a process that is gone
        return str(note["doing"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _who(folder: Path) -> str:
    try:
        note = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(note["since"])
        return f" ({note['who']}: {note['doing']}, since {since:%H:%M:%S}, process {note['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
