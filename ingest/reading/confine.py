"""Limits that a process sets on itself before it touches a file that may be hostile."""

from __future__ import annotations

import ctypes
import signal
import sys

_OPEN_FILES = 64
_FILE_BYTES = 1024 * 1024
_PR_SET_PDEATHSIG = 1


def confine(memory_bytes: int, cpu_seconds: float) -> None:
    """Bound this process and those that it starts: memory, processor time, files, no core dump.

    Where the platform has no such limits (Windows) or refuses one (macOS has no limit of memory),
    the parent's wall clock alone remains. On Linux the process also dies with its parent.
    """
    _die_with_parent()
    try:
        import resource
    except ImportError:
        return
    cpu = max(int(cpu_seconds), 1)
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_CPU, cpu, cpu + 5),
        (resource.RLIMIT_FSIZE, _FILE_BYTES, _FILE_BYTES),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, allowed = resource.getrlimit(kind)
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            continue


def _die_with_parent() -> None:
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    except (OSError, AttributeError):
        return
