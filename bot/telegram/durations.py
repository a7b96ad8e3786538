"""Times in words."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

_HOUR, _DAY = 60, 24 * 60


class Durations(CheckedTexts):
    """The units, and what is told in them."""

    minutes: Text
    hours: Text
    days: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "minutes": frozenset({"count"}),
        "hours": frozenset({"count"}),
        "days": frozenset({"count"}),
    }

    def exactly(self, minutes: int) -> str:
        """A time in the largest unit that leaves no rest."""
        for size, words in ((_DAY, self.days), (_HOUR, self.hours)):
            # One hour reads as 60 minutes, one day as 24 hours.
            if minutes % size == 0 and minutes > size:
                return words.format(count=minutes // size)
        return self.minutes.format(count=minutes)

    def roughly(self, minutes: int) -> str:
        """A time in the largest unit that it fills, without the rest."""
        for size, words in ((_DAY, self.days), (_HOUR, self.hours)):
            if minutes >= size:
                return words.format(count=minutes // size)
        return self.minutes.format(count=minutes)


@cache
def durations() -> Durations:
    """The texts of ``bot/data/durations.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("durations.yaml", Durations)
