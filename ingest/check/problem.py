"""What is wrong at one place of the data, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.dataset import Place


class Severity(StrEnum):
    """Whether the data may be published with the problem in it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding; ``file`` is relative to the data folder, ``line`` counts from 1.

    ``message`` is a clause without a full stop, ``remedy`` a sentence that says what to do.
    """

    file: str
    line: int
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.file}:{self.line}: {mark}{self.message}. {self.remedy}"


def error(place: Place, message: str, remedy: str) -> Problem:
    """A problem that must be mended."""
    return Problem(place.file, place.line, message, remedy)


def warning(place: Place, message: str, remedy: str) -> Problem:
    """A problem that an editor should look at."""
    return Problem(place.file, place.line, message, remedy, Severity.WARNING)
