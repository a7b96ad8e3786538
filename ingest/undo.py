"""What a publish took up, kept with its edition: so that a slip can be taken back for some minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from ingest.editions import served_before
from ingest.staging import Staging, named
from knowledge.clock import now
from knowledge.edition import editions_folder
from knowledge.files import write_whole
from knowledge.model import Frozen
from knowledge.settings import Settings

UNDO_MINUTES = 10
"""How long after a publish it can be undone."""
_FILE = "taken.json"


class Taken(Frozen):
    """A publish, as its undoing needs it."""

    at: datetime
    """When the edition began to serve."""
    previous: str
    """The edition that it took the place of."""
    staging: Staging
    """What had been staged, and by whom."""

    @property
    def until(self) -> datetime:
        """When it is too late to undo it."""
        return self.at + timedelta(minutes=UNDO_MINUTES)


def keep_taken(settings: Settings, edition: str, taken: Taken) -> None:
    """Keep what an edition takes up; to be done before the edition serves."""
    write_whole(_path(settings, edition), taken.model_dump_json(indent=1).encode())


def read_taken(settings: Settings, edition: str) -> Taken | None:
    """What an edition took up; None where no publish made it, or that cannot be read."""
    try:
        return Taken.model_validate_json(_path(settings, edition).read_bytes())
    except (OSError, ValidationError):
        return None


def undoable(settings: Settings, edition: str | None) -> Taken | None:
    """What an edition took up, as long as its publish can be undone."""
    taken = read_taken(settings, edition) if edition else None
    return taken if taken is not None and now() < taken.until else None


def names_taken_up(settings: Settings, edition: str) -> frozenset[str]:
    """The names of all that was staged and taken up by an edition, or by one that it came after.

    As far as those are kept; not of editions that were gone back from, nor of what was withdrawn since.
    """
    found: set[str] = set()
    withdrawn: set[str] = set()
    seen: set[str] = set()
    while edition and edition not in seen:
        seen.add(edition)
        taken = read_taken(settings, edition)
        if taken is not None:
            withdrawn.update(taken.staging.withdrawn)
            found.update({*named(taken.staging)} - withdrawn)
        edition = taken.previous if taken else served_before(settings, edition)
    return frozenset(found)


def _path(settings: Settings, edition: str) -> Path:
    return editions_folder(settings) / edition / _FILE
