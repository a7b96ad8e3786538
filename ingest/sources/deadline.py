"""One time limit for everything that fetching a document takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from knowledge.errors import SourceError


class Deadline:
    """Counts down from ``seconds``; ``clock`` gives seconds that only grow."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """Seconds left, never less than 0."""
        return max(0.0, self._end - self._clock())

    def within(self, seconds: float | None) -> float:
        """``seconds``, or what is left if that is less.

        Raises:
            SourceError: nothing is left.
        """
        left = self.remaining()
        if left <= 0:
            raise self.missed()
        return left if seconds is None else min(seconds, left)

    def missed(self) -> SourceError:
        """The error that says so."""
        return SourceError(
            f"The server was too slow: the document was not here after {self._seconds:g} s. "
            "Try again later, or save it as a file and add the file."
        )
