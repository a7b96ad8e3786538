"""The staging area: what the next edition is to have that the current one has not.

``<data_dir>/staging.json`` names documents of the library to take in or to leave out, and changes of
standing. It changes nothing for users; a publish takes it up, and a discard empties it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from pathlib import Path

from pydantic import ValidationError

from knowledge.edition import Inputs, StatusChange
from knowledge.errors import StagingError
from knowledge.files import write_whole
from knowledge.model import Frozen, RegulationStatus, Slug
from knowledge.settings import Settings

_FILE = "staging.json"


class Staging(Frozen):
    """Changes that wait for a publish."""

    documents: Mapping[Slug, str] = {}
    """The document to use for a regulation, by its key."""
    without: tuple[Slug, ...] = ()
    """Regulations whose document the next edition is to leave out."""
    statuses: tuple[StatusChange, ...] = ()
    """In the order in which they were entered."""

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self.documents or self.without or self.statuses)


def staging_file(settings: Settings) -> Path:
    """Where the staging area is kept."""
    return settings.data_dir / _FILE


def read_staging(settings: Settings) -> Staging:
    """What waits for a publish.

    Raises:
        StagingError: the file is damaged.
    """
    path = staging_file(settings)
    try:
        return Staging.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Staging()
    except (OSError, ValidationError) as error:
        raise StagingError(
            f"The staging area {path} cannot be read ({type(error).__name__}). "
            "Empty it with: asn-ingest discard --all"
        ) from None


def write_staging(settings: Settings, staging: Staging) -> None:
    """Replace the staging area in one step."""
    path = staging_file(settings)
    if not staging:
        path.unlink(missing_ok=True)
        return
    write_whole(path, staging.model_dump_json(indent=1).encode())


def with_document(staging: Staging, regulation: str, key: str) -> Staging:
    """The staging area with this document for its regulation, in place of any other."""
    documents = {**staging.documents, regulation: key}
    without = tuple(r for r in staging.without if r != regulation)
    return staging.model_copy(update={"documents": documents, "without": without})


def left_out(staging: Staging, regulation: str) -> Staging:
    """The staging area with the regulation's document to be left out of the next edition."""
    documents = {r: k for r, k in staging.documents.items() if r != regulation}
    without = tuple(dict.fromkeys((*staging.without, regulation)))
    return staging.model_copy(update={"documents": documents, "without": without})


def with_status(staging: Staging, change: StatusChange) -> Staging:
    """The staging area with a change of standing, in place of what it makes void."""
    return staging.model_copy(update={"statuses": _entered(staging.statuses, change)})


def _entered(changes: tuple[StatusChange, ...], change: StatusChange) -> tuple[StatusChange, ...]:
    """The changes with one more. A law is amended by several others, but has one standing else;
    that it is in force takes back all that was entered of it.
    """

    def void(earlier: StatusChange) -> bool:
        anew = change.status is RegulationStatus.BERLAKU
        return earlier.regulation == change.regulation and (
            anew or _amending(earlier) == _amending(change)
        )

    return (*(earlier for earlier in changes if not void(earlier)), change)


def _amending(change: StatusChange) -> str | None:
    return change.by if change.status is RegulationStatus.DIUBAH else None


def named(staging: Staging) -> tuple[str, ...]:
    """The regulations on which something waits."""
    changed = (change.regulation for change in staging.statuses)
    return tuple(dict.fromkeys((*staging.documents, *staging.without, *changed)))


def discarded(staging: Staging, regulation: str) -> Staging:
    """The staging area without anything on this regulation.

    Raises:
        StagingError: nothing on it waits there.
    """
    if regulation not in named(staging):
        waiting = ", ".join(sorted(named(staging))) or "nothing"
        raise StagingError(f"Nothing on {regulation} is staged; staged is: {waiting}.")
    return Staging(
        documents={r: k for r, k in staging.documents.items() if r != regulation},
        without=tuple(r for r in staging.without if r != regulation),
        statuses=tuple(c for c in staging.statuses if c.regulation != regulation),
    )


def applied(inputs: Inputs, staging: Staging) -> Inputs:
    """What an edition is made of once the staging area is taken up."""
    documents = {
        regulation: key
        for regulation, key in {**inputs.documents, **staging.documents}.items()
        if regulation not in staging.without
    }
    return Inputs(documents=documents, statuses=reduce(_entered, staging.statuses, inputs.statuses))


def without_applied(inputs: Inputs, staging: Staging) -> Staging:
    """What of the staging area an edition made of these inputs has not taken up yet."""
    return Staging(
        documents={r: k for r, k in staging.documents.items() if inputs.documents.get(r) != k},
        without=tuple(r for r in staging.without if r in inputs.documents),
        statuses=tuple(c for c in staging.statuses if c not in inputs.statuses),
    )


def status_change(
    regulation: str,
    status: RegulationStatus,
    *,
    since: date | None,
    by: str | None,
    note: str | None,
) -> StatusChange:
    """A change of standing, checked for sense.

    Raises:
        StagingError: a repeal or amendment by the regulation itself.
    """
    if by == regulation:
        raise StagingError(f"{regulation} cannot repeal or amend itself. Correct --by.")
    return StatusChange(regulation=regulation, status=status, since=since, by=by, note=note)
