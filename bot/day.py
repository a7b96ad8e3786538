"""The day whose law a question is about: how people write it, and which days can be answered for."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
EARLIEST = date(1945, 8, 17)
"""The first day of the Republic: no law in the knowledge is older."""
YEARS_AHEAD = 5
"""How far ahead is asked for in earnest: laws that were passed and wait for their day."""
_FORMS = 'Tulis sebagai 2020-06-01 atau "1 Juni 2020".'
_NUMBERS = {month.lower(): number for number, month in enumerate(MONTHS, 1)}
_ISO = r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"
_WORDS = rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_NUMBERS)})\s+(?P<year>\d{{4}})"
_DAY = re.compile(rf"(?:{_ISO}|{_WORDS})", re.IGNORECASE)
_ASKED = re.compile(
    r"[\s,(]*\b(?:(?:menurut|dengan|berdasarkan|sesuai)\s+)?"
    r"(?:(?:hukum|aturan|peraturan|ketentuan)\s+(?:yang\s+)?berlaku\s+(?:pada|per)|per)\s+"
    rf"(?:(?:tanggal|tgl\.?)\s+)?(?:{_ISO}|{_WORDS})\b[)\s,]*",
    re.IGNORECASE,
)
"""Only what asks for the law of a day; "pada 1 Juni 2020" alone tells when something happened."""


def written(day: date) -> str:
    """A date in words: ``1 Juni 2020``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def parse_day(text: str, now: date) -> date:
    """The day that a text names.

    Raises:
        ValueError: malformed, or not a day that can be answered for; says so in Indonesian.
    """
    found = _DAY.fullmatch(text.strip())
    day = _date(found) if found else None
    if day is None:
        raise ValueError(f"Tanggal tidak dikenali. {_FORMS}")
    if fault := day_fault(day, now):
        raise ValueError(fault)
    return day


def day_fault(day: date, now: date) -> str | None:
    """Why the law of a day cannot be told, in Indonesian; None when it can."""
    if day < EARLIEST:
        return (
            f"Tanggal {written(day)} terlalu jauh ke belakang: tanyakan hukum sejak "
            f"{written(EARLIEST)}."
        )
    if day.year > now.year + YEARS_AHEAD:
        return (
            f"Tanggal {written(day)} terlalu jauh ke depan: hukum sesudah tahun "
            f"{now.year + YEARS_AHEAD} belum dapat diketahui."
        )
    return None


def asked_day(question: str) -> tuple[date, str] | None:
    """The day whose law a question asks for ("per tanggal 1 Juni 2020"), and the rest of it."""
    for found in _ASKED.finditer(question):
        day = _date(found)
        if day is not None:
            rest = f"{question[: found.start()]} {question[found.end() :]}".strip()
            return day, re.sub(r"\s+([?.!,])", r"\1", rest)
    return None


def _date(found: re.Match[str]) -> date | None:
    try:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        return date(int(found["year"]), _NUMBERS[found["month"].lower()], int(found["day"]))
    except ValueError:  # no such day: 31 Februari
        return None
