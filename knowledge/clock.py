"""The date and the time where the users are: Western Indonesian Time, the capital's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

_JAKARTA = timedelta(hours=7)


def today() -> date:
    """The date in Jakarta."""
    return (datetime.now(UTC) + _JAKARTA).date()


def now() -> datetime:
    """The moment in Jakarta's time, with its offset."""
    return datetime.now(timezone(_JAKARTA))


def day_of(moment: float) -> date:
    """The date in Jakarta at a moment, in seconds since the epoch."""
    return (datetime.fromtimestamp(moment, UTC) + _JAKARTA).date()


def start_of(day: str) -> float:
    """The moment, in seconds since the epoch, at which a day such as ``2026-11-22`` begins in Jakarta."""
    return beginning(date.fromisoformat(day)).timestamp()


def in_jakarta(moment: datetime) -> datetime:
    """A moment in Jakarta's time; one without an offset is in it already."""
    jakarta = timezone(_JAKARTA)
    return moment.astimezone(jakarta) if moment.tzinfo else moment.replace(tzinfo=jakarta)


def beginning(day: date) -> datetime:
    """The moment at which a day begins in Jakarta."""
    return datetime.combine(day, time(), timezone(_JAKARTA))
