"""The date and the time where the users are: Western Indonesian Time, the capital's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

_JAKARTA = timedelta(hours=7)


def today() -> date:
    """The date in Jakarta."""
    return (datetime.now(UTC) + _JAKARTA).date()


def now() -> datetime:
    """The moment in Jakarta's time, with its offset."""
    return datetime.now(timezone(_JAKARTA))
