"""A law while another one amends it, and what there is to tell of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.amendment.compare import Amender, History
from ingest.amendment.operation import Operation, Path
from ingest.amendment.paths import is_own, label, path_of
from ingest.amendment.tree import Tree
from ingest.structure.document import (
    Finding,
    ParsedRegulation,
    Severity,
    Unit,
    UnitKind,
    walk,
)

ELUCIDATION = "penjelasan"
REMOVED = "Dihapus."
"""What official consolidations print in place of a unit that was deleted."""


@dataclass
class Law:
    """A law under amendment."""

    id: str
    body: Tree
    elucidation: Tree
    annexes: Tree
    history: History = field(default_factory=History)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Work:
    """One amending law at work on another."""

    law: Law
    amending: ParsedRegulation
    by: Amender
    explained: dict[Path, Unit] = field(default_factory=dict)
    """What the amending law's elucidation says of each article that it restates."""

    def __post_init__(self) -> None:
        for unit in walk(self.amending.elucidation):
            article = path_of(unit.id)[-1:]
            if unit.kind is UnitKind.PASAL and not is_own(article):
                self.explained[article] = unit

    def unit_id(self, path: Path) -> str:
        """The id of a unit of the amended law."""
        return ":".join((self.law.id, *path))

    def record(
        self, path: Path, old: Unit | None, new: Unit | None, *, restated: bool
    ) -> list[Path]:
        """Keep a change in the history; the units whose words changed."""
        return self.law.history.record(path, old, new, self.by, restated=restated)

    def missing(self, order: Operation) -> bool:
        """Tell that the law has no such unit; the operation is not carried out."""
        self.tell(
            order,
            "base_lacks",
            f"{label(order.target)} tidak ada di {self.law.id}, jadi perintah {order.action.value} "
            "tidak diterapkan. Periksa apakah perubahan sebelumnya sudah diambil.",
            Severity.ERROR,
        )
        return False

    def untold(self, order: Operation) -> bool:
        """Tell that the new text is not there; the operation is not carried out."""
        self.tell(
            order,
            "no_text",
            f"Bunyi baru {label(order.target)} tidak ditemukan, jadi perubahan ini tidak "
            "diterapkan. Periksa naskahnya.",
            Severity.ERROR,
        )
        return False

    def tell(
        self, order: Operation, code: str, words: str, severity: Severity = Severity.WARNING
    ) -> None:
        """Something that a person must look at, with the instruction that it is about."""
        where = label(path_of(order.instruction))
        self.law.findings.append(
            Finding(
                severity=severity,
                code=code,
                unit=order.instruction,
                message=f"{self.by.id} {where}: {words}",
                page=order.page,
            )
        )


def stated_articles(restated: Iterable[Unit], inserted: set[str]) -> Iterator[Unit]:
    """The articles that an item states anew, but for those in a Bab that is new as a whole."""
    for unit in restated:
        if unit.kind is UnitKind.PASAL:
            yield unit
        elif unit.id.rpartition(":")[2] not in inserted:
            yield from stated_articles(unit.units, inserted)


def found_in(units: Iterable[Unit], slug: str) -> Unit | None:
    """The unit with this number among units or inside them, or None."""
    return next((unit for unit in walk(tuple(units)) if unit.id.rpartition(":")[2] == slug), None)
