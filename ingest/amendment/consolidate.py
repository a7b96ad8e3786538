"""A law with its amendments worked in, and the history of each of its provisions.

The consolidated law keeps the base law's ids. What an amendment deleted stays in the law as
"Dihapus.", as official consolidations print it; its former text is in ``deleted`` and ``versions``.
What an amending law says of itself (its closing article, its general elucidation) and what could
not be worked in stay with the amending law, under its own ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.amendment.apply import carry_out
from ingest.amendment.compare import Amender, Deletion
from ingest.amendment.operation import Operation, Path
from ingest.amendment.operations import read_operations
from ingest.amendment.paths import is_own, path_of
from ingest.amendment.series import missing_links
from ingest.amendment.tree import GROUPS, Tree
from ingest.amendment.work import ELUCIDATION, Law, Work
from ingest.structure.document import (
    Finding,
    ParsedRegulation,
    Severity,
    Unit,
    UnitKind,
    walk,
)
from knowledge.errors import StagingError
from knowledge.model import Version


@dataclass(frozen=True)
class Consolidated:
    """A law as it stands after its amendments; mappings go by provision id of the base law."""

    law: ParsedRegulation
    amendments: tuple[str, ...]
    """The laws that were worked in, in order of enactment."""
    makers: Mapping[str, tuple[str, ...]]
    """The laws that made the present text of a provision, the first one first."""
    versions: Mapping[str, tuple[Version, ...]]
    """Earlier texts, the oldest first; provisions that never changed have none."""
    since: Mapping[str, date]
    """First day of a text that an amendment made."""
    deleted: Mapping[str, Deletion]
    own: tuple[ParsedRegulation, ...]
    """The amending laws with only what is their own, and what could not be worked in."""
    applied: frozenset[str]
    """Ids of the instructions that were carried out in full."""
    operations: tuple[Operation, ...]
    findings: tuple[Finding, ...]


def consolidate(base: ParsedRegulation, amendments: Sequence[ParsedRegulation]) -> Consolidated:
    """Work amendments into a law, in order of their enactment, whatever order they come in.

    What cannot be worked in is told in the findings and stays with the amending law.

    Raises:
        StagingError: there is no amendment, or a law is given twice.
    """
    order = sorted(amendments, key=_enacted)
    names = [law.id for law in order]
    if not order:
        raise StagingError(
            f"There is no amendment of {base.id} to work in. Take one in first: asn-ingest add FILE"
        )
    if len({base.id, *names}) < len(order) + 1:
        raise StagingError(
            f"{base.id} cannot be amended by {', '.join(names)}: one of them is given twice. "
            "Name each law once."
        )
    law = _opened(base)
    operations: list[Operation] = []
    own: list[ParsedRegulation] = []
    applied: set[str] = set()
    for amending in order:
        reading = read_operations(amending)
        mine = [one for one in reading.operations if one.amended in (base.id, *names)]
        law.findings.extend(reading.findings)
        if not mine:
            law.findings.append(_nothing_amended(amending, base))
        done = carry_out(Work(law, amending, Amender(amending.id, first_day(amending))), mine)
        operations.extend(mine)
        applied |= done
        own.append(_remainder(amending, done))
    law.findings.extend(missing_links(base, order))
    return _closed(base, law, tuple(operations), tuple(own), frozenset(applied))


def _nothing_amended(law: ParsedRegulation, base: ParsedRegulation) -> Finding:
    return Finding(
        severity=Severity.ERROR,
        code="nothing_amended",
        unit=law.id,
        message=f"Dalam {law.id} tidak ada perubahan atas {base.id} yang dapat dipahami. Periksa "
        "naskahnya; pasal-pasalnya tetap dapat dicari dengan namanya sendiri.",
    )


def first_day(law: ParsedRegulation) -> date | None:
    """The first day on which a law's texts are in force, as far as the document tells."""
    said = law.metadata
    return said.in_force_since or said.promulgated or said.enacted


def _enacted(law: ParsedRegulation) -> tuple[int, date, str]:
    return law.metadata.year, law.metadata.enacted or date.max, law.id


def _opened(base: ParsedRegulation) -> Law:
    law = Law(
        base.id,
        Tree(base.id, base.units),
        Tree(f"{base.id}:{ELUCIDATION}", base.elucidation),
        Tree(base.id, base.annexes),
    )
    by = Amender(base.id, first_day(base))
    for tree, prefix in ((law.body, ()), (law.annexes, ()), (law.elucidation, (ELUCIDATION,))):
        for path, unit in tree.articles():
            law.history.begin(unit, (*prefix, *path), by)
    for unit in walk(base.units):
        if unit.kind in GROUPS:
            alone = unit.model_copy(update={"units": ()})
            law.history.begin(alone, path_of(unit.id), by)
    return law


def _closed(
    base: ParsedRegulation,
    law: Law,
    operations: tuple[Operation, ...],
    own: tuple[ParsedRegulation, ...],
    applied: frozenset[str],
) -> Consolidated:
    def named(path: Path) -> str:
        return ":".join((base.id, *path))

    history = law.history
    consolidated = base.model_copy(
        update={
            "units": law.body.units(),
            "elucidation": law.elucidation.units(),
            "annexes": law.annexes.units(),
        }
    )
    return Consolidated(
        law=consolidated,
        amendments=tuple(one.id for one in own),
        makers={named(path): chain for path, chain in history.makers.items()},
        versions={named(path): texts for path, texts in history.versions.items()},
        since={named(path): day for path, day in history.since.items()},
        deleted={named(path): deletion for path, deletion in history.deleted.items()},
        own=own,
        applied=applied,
        operations=operations,
        findings=tuple(law.findings),
    )


def _remainder(law: ParsedRegulation, applied: set[str]) -> ParsedRegulation:
    """An amending law without what became part of the law that it amends."""
    units = _left(law.units, applied)
    still_there = {path_of(unit.id)[-1] for unit in walk(units) if unit.kind is UnitKind.PASAL}
    return law.model_copy(
        update={
            "units": units,
            "elucidation": tuple(
                unit
                for unit in _opened_up(law.elucidation)
                if unit.kind is not UnitKind.PASAL
                or is_own(path_of(unit.id)[-1:])
                or path_of(unit.id)[-1] in still_there
            ),
        }
    )


def _left(units: tuple[Unit, ...], applied: set[str]) -> tuple[Unit, ...]:
    return tuple(
        unit.model_copy(update={"units": _left(unit.units, applied)})
        for unit in units
        if unit.id not in applied
    )


def _opened_up(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Elucidations one beside the other, where they are nested under the amending items."""
    found: list[Unit] = []
    for unit in units:
        inner = [one for one in walk(unit.units) if one.kind is UnitKind.PASAL]
        if inner:
            if unit.text:
                found.append(unit.model_copy(update={"units": ()}))
            found.extend(inner)
        else:
            found.append(unit)
    return tuple(found)
