"""The findings of a check, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ingest.check.problem import Problem, Severity


def has_errors(problems: Sequence[Problem]) -> bool:
    """Whether any finding forbids to publish."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def as_text(problems: Sequence[Problem], root: Path) -> str:
    """One line for each finding, and the count; paths are such that an editor can open them."""
    folder = root.resolve()
    if folder.is_relative_to(Path.cwd()):
        folder = folder.relative_to(Path.cwd())
    lines = [f"{(folder / problem.file).as_posix()}{_rest(problem)}" for problem in problems]
    return "\n".join([*lines, _count(problems)])


def as_object(problems: Sequence[Problem], root: Path) -> str:
    """All findings as one JSON object; ``file`` is relative to ``data``."""
    errors, warnings = _counts(problems)
    return json.dumps(
        {
            "data": str(root),
            "errors": errors,
            "warnings": warnings,
            "problems": [asdict(problem) for problem in problems],
        },
        ensure_ascii=False,
    )


def _rest(problem: Problem) -> str:
    return str(problem).removeprefix(problem.file)


def _counts(problems: Sequence[Problem]) -> tuple[int, int]:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return errors, len(problems) - errors


def _count(problems: Sequence[Problem]) -> str:
    errors, warnings = _counts(problems)
    return f"{_many(errors, 'error')}, {_many(warnings, 'warning')}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
