"""Publishes what is staged, or undoes that, and kills itself on the way, as ``kill -9`` would.

Usage: python -m tests.e2e.killed_publish stage NAME    when the stage NAME begins
       python -m tests.e2e.killed_publish before PLACE  instead of the call of PLACE
       python -m tests.e2e.killed_publish after PLACE   when the call of PLACE returns

With a third argument, the id of an edition, its publish is undone.
PLACE is a dotted name, such as ``ingest.publish.switch``. The settings stand in the environment.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from ingest.publish import publish, undo
from knowledge.settings import load_settings


def die() -> None:
    """End at once: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(work: Callable[..., Any], when: str) -> Callable[..., Any]:
    """A function that does not survive its call."""

    def replaced(*arguments: Any, **named: Any) -> Any:
        if when == "after":
            work(*arguments, **named)
        die()

    return replaced


def run(when: str, where: str, undone: str | None = None) -> None:
    """Publish, or undo that, and die there."""

    def progress(stage: str, done: int, total: int) -> None:
        if when == "stage" and stage == where:
            die()

    if when != "stage":
        module, _, name = where.rpartition(".")
        place = importlib.import_module(module)
        setattr(place, name, deadly(getattr(place, name), when))
    if undone:
        undo(load_settings(), who="siti", edition=undone)
    else:
        publish(load_settings(), who="siti", progress=progress)


if __name__ == "__main__":
    run(*sys.argv[1:4])
