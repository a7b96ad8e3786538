"""How much one user, and one group, may ask: so that none of them is served at the others' expense."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text
from knowledge.settings import Settings

MINUTE = 60.0
DAY = 86400.0
_SWEEP = 600.0
"""Seconds between two looks for users and groups that have asked nothing of late."""


class LimitTexts(CheckedTexts):
    """What those are told who ask too much."""

    minute: Text
    day: Text
    group: Text
    pressed: Text
    searched: Text
    seconds: Text
    minutes: Text
    hours: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "minute": frozenset({"count", "wait"}),
        "day": frozenset({"count", "wait"}),
        "group": frozenset({"count", "wait"}),
        "pressed": frozenset({"wait"}),
        "seconds": frozenset({"number"}),
        "minutes": frozenset({"number"}),
        "hours": frozenset({"number"}),
    }

    def wait(self, seconds: float) -> str:
        """Write a wait in words, never shorter than it is: ``40 detik``."""
        whole = max(1, _up(seconds, 1))
        if whole <= 90:
            return self.seconds.format(number=whole)
        if whole <= 90 * 60:
            return self.minutes.format(number=_up(whole, 60))
        return self.hours.format(number=_up(whole, 3600))


def _up(value: float, unit: int) -> int:
    return int(-(-value // unit))


@dataclass
class _Window:
    """The moments of the last ``seconds``; at most ``limit`` of them, or any number for 0."""

    limit: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def free_at(self, now: float) -> float | None:
        """When there is room again; None when there is now."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if not self.limit or len(self.times) < self.limit:
            return None
        return self.times[0] + self.seconds

    def empty(self, now: float) -> bool:
        """Whether nothing counts any more."""
        self.free_at(now)
        return not self.times

    def note(self, now: float) -> None:
        """Count a moment."""
        if self.limit:
            # Messages of several chats may come in another order than they were written in.
            self.times.append(max(now, self.times[-1]) if self.times else now)


@dataclass
class _Party:
    """A user or a group."""

    minute: _Window
    day: _Window
    told_until: float = 0.0


@dataclass(frozen=True)
class Refusal:
    """Why a question is not answered now."""

    text: str | None
    """What to say; None for nothing, because it was said."""


class Limits:
    """Counts what users and groups ask; kept in memory, so a restart forgives.

    A question counts at the moment it was written: what piled up while the bot was off does not count as a burst.
    """

    def __init__(self, settings: Settings, texts: LimitTexts, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._texts = texts
        self._clock = clock
        self._users: dict[int, _Party] = {}
        self._groups: dict[int, _Party] = {}
        self._presses: dict[int, _Window] = {}
        self._swept = clock()

    def question(self, user: int, group: int | None, written: float) -> Refusal | None:
        """Count a question, or refuse it; ``written`` is when (seconds since the epoch)."""
        settings = self._settings
        person = self._users.setdefault(
            user,
            _Party(
                _Window(settings.questions_per_minute, MINUTE),
                _Window(settings.questions_per_day, DAY),
            ),
        )
        parties = [
            (person, person.day, self._texts.day),
            (person, person.minute, self._texts.minute),
        ]
        if group is not None:
            party = self._groups.setdefault(
                group, _Party(_Window(settings.group_questions_per_minute, MINUTE), _Window(0, DAY))
            )
            parties.append((party, party.minute, self._texts.group))
        for party, window, text in parties:
            free = window.free_at(written)
            if free is not None:
                return self._refuse(party, window.limit, free, written, text)
        for _, window, _ in parties:
            window.note(written)
        self._forget()
        return None

    def press(self, user: int) -> float | None:
        """Count a pressed button, an inline search or a light command; the seconds to wait when there were too many."""
        now = self._clock()
        window = self._presses.setdefault(user, _Window(self._settings.presses_per_minute, MINUTE))
        free = window.free_at(now)
        if free is not None:
            return free - now
        window.note(now)
        self._forget()
        return None

    def pressed(self, wait: float) -> str:
        """What to say of a button that was pressed too often."""
        return self._texts.pressed.format(wait=self._texts.wait(wait))

    def _refuse(self, party: _Party, count: int, free: float, written: float, text: str) -> Refusal:
        if written < party.told_until:
            return Refusal(None)
        party.told_until = free
        wait = self._texts.wait(free - max(self._clock(), written))
        return Refusal(text.format(count=count, wait=wait))

    def _forget(self) -> None:
        now = self._clock()
        if now < self._swept + _SWEEP:
            return
        self._swept = now
        for parties in (self._users, self._groups):
            for key, party in [*parties.items()]:
                if party.minute.empty(now) and party.day.empty(now):
                    del parties[key]
        for key, window in [*self._presses.items()]:
            if window.empty(now):
                del self._presses[key]


def load_limit_texts() -> LimitTexts:
    """Read and check the texts.

    Raises:
        DataError: the file is unreadable or breaks the schema; names the first fault.
    """
    return load_texts("limits.yaml", LimitTexts)
