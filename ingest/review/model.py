"""The items of the review queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

NO_RULING = "tanpa-putusan"
"""Stands in an item's name for answers that rest on no ruling."""


class Kind(StrEnum):
    """Why something is to be reviewed."""

    QUESTION = "question"
    """Questions of one meaning that were not surely answered."""
    COMPLAINT = "complaint"
    """Answers of a ruling that users called wrong or unclear."""
    RULING = "ruling"
    """A ruling whose legal basis is no longer what its authors read."""


@dataclass(frozen=True)
class NearRuling:
    """A ruling that may be meant."""

    id: str
    title: str
    verdict: str
    likeness: float
    """0 to 1; 1 when it is the first by meaning and by words for every phrasing."""


@dataclass(frozen=True)
class NearProvision:
    """A provision that may say something on it."""

    id: str
    label: str
    text: str
    status: str


@dataclass(frozen=True)
class Item:
    """One thing to be reviewed."""

    id: str
    """``q<smallest question id>``, ``k-<ruling>`` or ``r-<ruling>``."""
    kind: Kind
    title: str
    """The most central phrasing, or the ruling's title."""
    count: int
    """Questions; complaints; 1 for a ruling."""
    latest: float
    """Seconds since the epoch."""
    reason: str | None = None
    """``unanswered`` or ``unsure``: how most of its answers fell short."""
    phrasings: tuple[str, ...] = ()
    """All different ones, the most central first."""
    members: tuple[int, ...] = ()
    """Ids of its questions."""
    ruling: str | None = None
    """What most of its questions were answered with, or what was complained of."""
    ruling_title: str | None = None
    verdict: str | None = None
    votes: Mapping[str, int] = field(default_factory=dict)
    comments: tuple[Mapping[str, Any], ...] = ()
    changed: tuple[str, ...] = ()
    """Provisions of a ruling's basis that read otherwise now."""
    named: tuple[str, ...] = ()
    """Provisions that the answers named."""
    rulings: tuple[NearRuling, ...] = ()
    provisions: tuple[NearProvision, ...] = ()
