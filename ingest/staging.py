"""The staging area: what the next edition is to have that the current one has not.

``<data_dir>/staging.json`` names documents of the library to take in or to leave out, and holds
changes of standing and what editors entered: examples and rulings. It changes nothing for users; a
publish takes it up, and a discard empties it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from pathlib import Path

from pydantic import ValidationError

from ingest.entered import (
    belongs,
    entered_names,
    example_name,
    examples_replaced,
    is_entered,
    ruling_name,
    rulings_replaced,
)
from knowledge.edition import Inputs, StatusChange
from knowledge.errors import StagingError
from knowledge.files import write_whole
from knowledge.model import (
    Example,
    Frozen,
    ProvisionId,
    RegulationStatus,
    Ruling,
    Slug,
)
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
    examples: tuple[Example, ...] = ()
    """Entered by editors; those of a staged ruling belong to its item."""
    rulings: tuple[Ruling, ...] = ()
    """Entered by editors."""
    readings: Mapping[Slug, Mapping[ProvisionId, str]] = {}
    """What the authors of these rulings read, as `Inputs` has it."""
    withdrawn: tuple[str, ...] = ()
    """Names of entered examples and rulings that the next edition is to leave out."""
    by: Mapping[str, tuple[str, ...]] = {}
    """Who staged an item, by its name (see `named`); nobody for items of before this was noted."""

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(
            self.documents
            or self.without
            or self.statuses
            or self.examples
            or self.rulings
            or self.withdrawn
        )


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
    """Replace the staging area in one step; who staged what waits no longer is forgotten."""
    path = staging_file(settings)
    waiting = named(staging)
    by = {name: who for name, who in staging.by.items() if name in waiting}
    staging = staging.model_copy(update={"by": by})
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


def with_example(staging: Staging, example: Example) -> Staging:
    """The staging area with an example, in place of one with the same words."""
    return _restaged(
        staging,
        example_name(example),
        {
            "examples": examples_replaced(staging.examples, (example,)),
        },
    )


def with_ruling(
    staging: Staging,
    ruling: Ruling,
    read: Mapping[str, str],
    examples: tuple[Example, ...],
) -> Staging:
    """The staging area with a ruling, what its author read and its examples."""
    return _restaged(
        staging,
        ruling_name(ruling.id),
        {
            "rulings": rulings_replaced(staging.rulings, (ruling,)),
            "readings": {**staging.readings, ruling.id: read},
            "examples": examples_replaced(staging.examples, examples),
        },
    )


def _restaged(staging: Staging, name: str, entered: Mapping[str, object]) -> Staging:
    """With what was entered; its name is not to be left out any more."""
    withdrawn = tuple(one for one in staging.withdrawn if one != name)
    return staging.model_copy(update={**entered, "withdrawn": withdrawn})


def withdrawn(staging: Staging, name: str) -> Staging:
    """The staging area with an entered example or ruling to be left out of the next edition."""
    kept = _without_entered(staging, name)
    return kept.model_copy(update={"withdrawn": (*kept.withdrawn, name)})


def _without_entered(staging: Staging, name: str) -> Staging:
    """Without this entered example, or this ruling and all its examples."""
    return staging.model_copy(
        update={
            "examples": tuple(e for e in staging.examples if not belongs(e, (name,))),
            "rulings": tuple(r for r in staging.rulings if ruling_name(r.id) != name),
            "readings": {r: read for r, read in staging.readings.items() if ruling_name(r) != name},
            "withdrawn": tuple(one for one in staging.withdrawn if one != name),
        }
    )


def item_of(staging: Staging, example: Example) -> str:
    """The name of the item that a staged example belongs to: its own, or its staged ruling's."""
    staged = any(ruling.id == example.ruling for ruling in staging.rulings)
    return ruling_name(example.ruling) if staged else example_name(example)


def named(staging: Staging) -> tuple[str, ...]:
    """The names of the items that wait: regulations, ``putusan:<id>`` and ``contoh:<8 hex>``."""
    return tuple(_items(staging))


def _items(staging: Staging) -> dict[str, set[object]]:
    """What waits, item by item: an item's name, and all that was entered of it."""
    found: dict[str, set[object]] = {}
    for regulation, key in staging.documents.items():
        found.setdefault(regulation, set()).add(("document", key))
    for regulation in staging.without:
        found.setdefault(regulation, set()).add(("without",))
    for change in staging.statuses:
        found.setdefault(change.regulation, set()).add(change)
    for ruling in staging.rulings:
        found.setdefault(ruling_name(ruling.id), set()).add(ruling.model_dump_json())
    for example in staging.examples:
        found.setdefault(item_of(staging, example), set()).add(example.model_dump_json())
    for name in staging.withdrawn:
        found.setdefault(name, set()).add(("withdrawn",))
    return found


def credited(before: Staging, after: Staging, who: str) -> Staging:
    """The staging area after a change, with who made it noted by the items that it changed.

    Who staged an item shares it with those who add to it; what takes the place of all of it is
    theirs alone who staged that.
    """
    old, by = _items(before), dict(after.by)
    for name, entered in _items(after).items():
        earlier = old.get(name, set())
        if entered <= earlier:
            continue
        others = by.get(name, ()) if entered & earlier else ()
        by[name] = tuple(dict.fromkeys((*others, who)))
    return after.model_copy(update={"by": by})


def put_back(taken: Staging, staging: Staging) -> Staging:
    """What an edition had taken up, waiting again beside what was staged since; the newer counts."""
    documents = {r: k for r, k in taken.documents.items() if r not in staging.without}
    without = (r for r in taken.without if r not in staging.documents)
    withdrawn = set(staging.withdrawn)
    ids = {ruling.id for ruling in staging.rulings}
    names = {*map(ruling_name, ids), *map(example_name, staging.examples)}
    merged = staging.model_copy(
        update={
            "examples": examples_replaced(
                (e for e in taken.examples if not belongs(e, withdrawn)), staging.examples
            ),
            "rulings": rulings_replaced(
                (r for r in taken.rulings if ruling_name(r.id) not in withdrawn), staging.rulings
            ),
            "readings": {
                r: read
                for r, read in {**taken.readings, **staging.readings}.items()
                if r in ids or ruling_name(r) not in withdrawn
            },
            "withdrawn": tuple(
                dict.fromkeys((*(n for n in taken.withdrawn if n not in names), *staging.withdrawn))
            ),
            "documents": {**documents, **staging.documents},
            "without": tuple(dict.fromkeys((*without, *staging.without))),
            "statuses": reduce(_entered, staging.statuses, taken.statuses),
        }
    )
    return merged.model_copy(update={"by": _credits(merged, taken.by, staging.by)})


def _credits(merged: Staging, *noted: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Who staged each item of two staging areas put together.

    An example that was an item by itself belongs to its ruling's once that waits, too: so do those
    who staged it.
    """
    items = {example_name(example): item_of(merged, example) for example in merged.examples}
    by: dict[str, tuple[str, ...]] = {}
    for one in noted:
        for name, who in one.items():
            item = items.get(name, name)
            by[item] = tuple(dict.fromkeys((*by.get(item, ()), *who)))
    return by


def discarded(staging: Staging, regulation: str) -> Staging:
    """The staging area without anything on this regulation.

    Raises:
        StagingError: nothing on it waits there.
    """
    if regulation not in named(staging):
        waiting = ", ".join(sorted(named(staging))) or "nothing"
        raise StagingError(f"Nothing on {regulation} is staged; staged is: {waiting}.")
    if is_entered(regulation):
        staging = _without_entered(staging, regulation)
    return staging.model_copy(
        update={
            "documents": {r: k for r, k in staging.documents.items() if r != regulation},
            "without": tuple(r for r in staging.without if r != regulation),
            "statuses": tuple(c for c in staging.statuses if c.regulation != regulation),
            "by": {name: who for name, who in staging.by.items() if name != regulation},
        }
    )


def applied(inputs: Inputs, staging: Staging) -> Inputs:
    """What an edition is made of once the staging area is taken up."""
    documents = {
        regulation: key
        for regulation, key in {**inputs.documents, **staging.documents}.items()
        if regulation not in staging.without
    }
    gone = staging.withdrawn
    kept = (ruling for ruling in inputs.rulings if ruling_name(ruling.id) not in gone)
    return Inputs(
        documents=documents,
        statuses=reduce(_entered, staging.statuses, inputs.statuses),
        examples=examples_replaced(
            (e for e in inputs.examples if not belongs(e, gone)), staging.examples
        ),
        rulings=rulings_replaced(kept, staging.rulings),
        readings={
            **{r: read for r, read in inputs.readings.items() if ruling_name(r) not in gone},
            **staging.readings,
        },
    )


def without_applied(inputs: Inputs, staging: Staging) -> Staging:
    """What of the staging area an edition made of these inputs has not taken up yet."""
    rulings = tuple(ruling for ruling in staging.rulings if ruling not in inputs.rulings)
    return staging.model_copy(
        update={
            "documents": {
                r: k for r, k in staging.documents.items() if inputs.documents.get(r) != k
            },
            "without": tuple(r for r in staging.without if r in inputs.documents),
            "statuses": tuple(c for c in staging.statuses if c not in inputs.statuses),
            "examples": tuple(e for e in staging.examples if e not in inputs.examples),
            "rulings": rulings,
            "readings": {ruling.id: staging.readings.get(ruling.id, {}) for ruling in rulings},
            "withdrawn": tuple(n for n in staging.withdrawn if n in entered_names(inputs)),
        }
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
