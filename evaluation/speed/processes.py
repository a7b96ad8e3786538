"""Running the project's own programs as their users do, and timing them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.errors import EvaluationError
from knowledge.edition import current_edition, editions_folder
from knowledge.settings import Settings

_PATIENCE = 1800.0
"""Seconds after which a program is taken to hang."""


def program(module: str) -> tuple[str, ...]:
    """The start of a command line that does what the installed script of ``module`` does."""
    return (sys.executable, "-c", f"import sys; from {module} import main; sys.exit(main())")


def run_timed(
    command: Sequence[str], env: Mapping[str, str] | None = None, stdin: str = ""
) -> tuple[float, str]:
    """Run a program to its end: seconds of the whole process, and what it printed.

    Raises:
        EvaluationError: it failed or did not end; holds the last line that it wrote to stderr.
    """
    started = time.perf_counter()
    try:
        done = subprocess.run(  # noqa: S603 (the project's own programs)
            command,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **(env or {})},
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EvaluationError(
            f"A program that is measured did not end within {_PATIENCE:.0f} s. "
            "Run it alone to see where it hangs."
        ) from None
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise EvaluationError(f"A program that is measured ended with {done.returncode}: {last}")
    return seconds, done.stdout


def build_environment(data_dir: Path) -> dict[str, str]:
    """The environment in which a build touches nothing outside ``data_dir``."""
    return {"DATA_DIR": str(data_dir), "CHROMA_URL": "", "DATABASE_URL": ""}


def copy_current(settings: Settings, target: Path) -> None:
    """Copy the current edition and the cached vectors into an empty data folder.

    Raises:
        EvaluationError: they cannot be copied.
    """
    edition = current_edition(settings)
    source = editions_folder(settings)
    try:
        if edition is not None:
            shutil.copytree(source / edition, target / "editions" / edition)
            shutil.copy2(source / "current", target / "editions" / "current")
        if (settings.data_dir / "cache").is_dir():
            shutil.copytree(settings.data_dir / "cache", target / "cache")
    except (OSError, shutil.Error) as error:
        raise EvaluationError(
            f"The edition cannot be copied to measure its build ({type(error).__name__}). "
            "Make room in the folder for temporary files (TMPDIR)."
        ) from None
