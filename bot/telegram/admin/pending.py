"""The rulings that await review, as ``asn-ingest confirm --json`` tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.telegram.admin.panels import mark_of
from knowledge.model import Verdict

Json = Mapping[str, Any]
SEVERAL = "*"
"""Key of the group of rulings that more than one changed regulation concerns; no regulation has that id."""


@dataclass(frozen=True)
class Changed:
    """A provision that is not what a ruling's authors read."""

    id: str
    before: str | None
    after: str | None
    """None where it is not there."""
    standing_before: str | None
    standing_after: str | None


@dataclass(frozen=True)
class Pending:
    """A ruling that awaits review."""

    id: str
    title: str
    verdict: Verdict | None
    summary: str
    fingerprint: str
    changed: tuple[Changed, ...]

    @property
    def mark(self) -> int:
        """Changes with the basis that is to be confirmed."""
        return mark_of(self.fingerprint)

    @property
    def group(self) -> str:
        """The regulation that changed, or ``SEVERAL``."""
        laws = {one.id.split(":")[0] for one in self.changed}
        return laws.pop() if len(laws) == 1 else SEVERAL


def read_pending(result: Any) -> tuple[Pending, ...]:
    """What ``asn-ingest confirm --json`` has printed."""
    return tuple(
        Pending(
            id=raw["ruling"],
            title=raw["title"],
            verdict=Verdict(raw["verdict"]) if raw["verdict"] else None,
            summary=raw["summary"],
            fingerprint=raw["fingerprint"],
            changed=tuple(
                Changed(
                    one["id"],
                    one["before"],
                    one["after"],
                    one["standing_before"],
                    one["standing_after"],
                )
                for one in raw["changed"]
            ),
        )
        for raw in result["reviews"]
    )


def grouped(waiting: Sequence[Pending]) -> dict[str, list[Pending]]:
    """By the regulation that changed, those with several last."""
    found: dict[str, list[Pending]] = {}
    for one in sorted(waiting, key=lambda one: (one.group == SEVERAL, one.group, one.title)):
        found.setdefault(one.group, []).append(one)
    return found


def mark_of_all(group: Sequence[Pending]) -> int:
    """Changes with the rulings of a group and with their bases."""
    return mark_of(" ".join(sorted(f"{one.id}={one.fingerprint}" for one in group)))
