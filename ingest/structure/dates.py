"""The dates of a regulation: when it was enacted and promulgated, and from when it is in force."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta

from ingest.structure.document import Severity

MONTHS = (
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
)
_DATE = r"(?P<day>[\dlIOo]{1,2}(?: [\dlI])?)\s+(?P<month>[A-Za-z]{3,10})\s+(?P<year>[\dOoIlLZ]{4})"
ENACTED = re.compile(
    rf"\b(?:Ditetapkan|Disahkan|Dikeluarkan)\s+di\s+(?P<place>[A-Z][\w ]{{2,30}}?)"
    rf",?\s+[Pp]ada\s+tanggal\s*[:,]?\s*{_DATE}"
)
PROMULGATED = re.compile(
    rf"\bDiundangkan\s+di\s+(?P<place>[A-Z][\w ]{{2,30}}?)"
    rf",?\s+[Pp]ada\s+tanggal\s*[:,]?\s*{_DATE}"
)
_IN_FORCE = re.compile(
    r"\bmulai\s+berlaku\s+(?:pada|sejak|terhitung\s+sejak)\s+tanggal\s+(?:"
    rf"(?P<promulgated>diundangkan)|(?P<enacted>ditetapkan)|{_DATE})"
)
_IN_FORCE_AFTER = re.compile(
    r"\bmulai\s+berlaku\s+(?:setelah\s+)?(?P<count>\d{1,3})\s+\([\w ]+\)\s+(?P<unit>hari|bulan|tahun)\s+"
    r"(?:terhitung\s+)?(?:sejak|setelah)\s+(?:tanggal\s+)?diundangkan"
)
_DIGITS = str.maketrans("OoIlLZSB", "00111258")


def date_in(pattern: re.Pattern[str], text: str) -> date | None:
    """The date that a closing formula gives; None when it gives none, or one that cannot be."""
    match = pattern.search(text)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    names = [i for i, name in enumerate(MONTHS, 1) if name.startswith(month[:3]) or name == month]
    if month.startswith("nop"):
        names = [11]
    try:
        year = int(match["year"].translate(_DIGITS))
        day = int(match["day"].replace(" ", "").translate(_DIGITS))
        return date(year, names[0], day)
    except (ValueError, IndexError):
        return None


def in_force_since(body: str, enacted: date | None, promulgated: date | None) -> date | None:
    """From when a regulation says that it is in force: the last such words of its body."""
    after = _last(_IN_FORCE_AFTER.finditer(body))
    last = _last(_IN_FORCE.finditer(body))
    if (
        after is not None
        and promulgated is not None
        and (last is None or after.start() > last.start())
    ):
        return _later(promulgated, int(after["count"]), after["unit"])
    if last is None:
        return None
    if last["promulgated"]:
        return promulgated
    if last["enacted"]:
        return enacted
    return _day(last)


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    found = deque(matches, maxlen=1)
    return found[0] if found else None


def _later(start: date, count: int, what: str) -> date | None:
    if what == "hari":
        return start + timedelta(days=count)
    months = count * (12 if what == "tahun" else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return start.replace(year=year, month=month + 1)
    except ValueError:
        return start.replace(year=year, month=month + 1, day=28)


def check_dates(
    findings: list[tuple[Severity, str, str]],
    year: int,
    enacted: date | None,
    promulgated: date | None,
    since: date | None,
) -> None:
    """Find dates that contradict each other or the year of the regulation."""
    if enacted and promulgated and promulgated < enacted:
        _odd_date(findings, f"Diundangkan ({promulgated}) sebelum ditetapkan ({enacted})")
    if enacted and enacted.year != year:
        _odd_date(findings, f"Ditetapkan pada {enacted}, sedangkan peraturannya bertahun {year}")
    elif promulgated and enacted is None and not year <= promulgated.year <= year + 1:
        _odd_date(
            findings, f"Diundangkan pada {promulgated}, sedangkan peraturannya bertahun {year}"
        )
    if since and enacted and since < enacted and since != promulgated:
        _odd_date(findings, f"Mulai berlaku ({since}) sebelum ditetapkan ({enacted})")


def _odd_date(findings: list[tuple[Severity, str, str]], message: str) -> None:
    findings.append(
        (
            Severity.WARNING,
            "dates",
            f"{message}; periksa tanggalnya dan beri dengan opsi bila keliru",
        )
    )
