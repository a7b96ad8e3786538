"""The words of a parsed regulation: units nested as the law nests them, metadata, repairs, report.

Every unit carries its id as citations name it; ``text`` is what the official document says, apart
from the repairs, which are all listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from knowledge.model import Frozen, Slug

FORMAT = 1
"""Raised whenever a document parsed earlier has to be parsed anew."""


class UnitKind(StrEnum):
    """The kinds of unit that Indonesian regulations are made of."""

    BAB = "bab"
    BAGIAN = "bagian"
    PARAGRAF = "paragraf"
    PASAL = "pasal"
    AYAT = "ayat"
    HURUF = "huruf"
    ANGKA = "angka"
    LAMPIRAN = "lampiran"
    BARIS = "baris"
    """A row of an annex's table."""
    UMUM = "umum"
    """The general part of an elucidation."""
    DIKTUM = "diktum"
    """A numbered decision of a decree or circular: KESATU, KEDUA, or 1, 2, ..."""


class Unit(Frozen):
    """One unit with its own words and the units inside it."""

    id: str
    """``pp-94-2021:pasal-5:huruf-n:angka-2``; a Pasal's id does not name the Bab it stands in."""
    kind: UnitKind
    number: str
    """As printed, after repair: ``5``, ``133A``, ``I``, ``n``, ``2``."""
    heading: str = ""
    """The title of a Bab, Bagian, Paragraf or Lampiran."""
    text: str = ""
    """Its own words before the first unit inside it: ``PNS dilarang:``; all of them in a leaf."""
    closing: str = ""
    """Its own words after the last unit inside it."""
    cells: tuple[str, ...] = ()
    """The columns of a table's row."""
    page: int = Field(default=1, ge=1)
    units: tuple[Unit, ...] = ()


class Metadata(Frozen):
    """What a regulation says of itself."""

    kind: str
    """``Undang-Undang``, ``Peraturan Pemerintah``, ..."""
    number: str
    year: int
    title: str
    """What follows "tentang", in the document's words, in title case."""
    enacted: date | None = None
    """Ditetapkan / disahkan."""
    promulgated: date | None = None
    """Diundangkan."""
    in_force_since: date | None = None
    place: str | None = None
    gazette: str | None = None
    """Lembaran Negara / Berita Negara, as ``2021/202``."""
    supplement: str | None = None
    """Number of the Tambahan Lembaran Negara."""
    amends: tuple[Slug, ...] = ()
    repeals: tuple[Slug, ...] = ()


class Repair(Frozen):
    """Damage that was mended: what stood there and what was read."""

    unit: str
    """Id of the unit in which it stood, or of the regulation."""
    page: int = 1
    kind: str
    """``nomor``, ``judul``, ``kepala_halaman``, ``kata_sambung``, ..."""
    found: str
    read: str


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(Frozen):
    """Something that a person should know of the document before it is published."""

    severity: Severity
    code: str
    """``missing``, ``doubled``, ``out_of_order``, ``incomplete``, ``no_elucidation``, ..."""
    unit: str
    message: str
    """In plain Indonesian: what is wrong and what to do."""
    page: int = 1


class Report(Frozen):
    """How well the document was understood."""

    articles: int
    """Articles of the body that were found."""
    first: str | None = None
    last: str | None = None
    missing: tuple[str, ...] = ()
    """Numbers that the sequence of articles leaves out."""
    doubled: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()
    complete: bool = True
    """False when the text breaks off: no closing formula, or the last sentence is cut."""
    certainty: Annotated[float, Field(ge=0.0, le=1.0)] = 1.0
    """Share of the numbered units that follow their predecessor without repair or gap."""
    findings: tuple[Finding, ...] = ()


class ParsedRegulation(Frozen):
    """A regulation as its official document has it."""

    format: int = FORMAT
    id: Slug
    metadata: Metadata
    considerations: str = ""
    """Menimbang and Mengingat."""
    units: tuple[Unit, ...]
    """The body."""
    elucidation: tuple[Unit, ...] = ()
    """Penjelasan: ``umum`` and, per article, what it explains; ids ``x:penjelasan:pasal-5``."""
    annexes: tuple[Unit, ...] = ()
    repairs: tuple[Repair, ...] = ()
    report: Report


def walk(units: tuple[Unit, ...]) -> Iterator[Unit]:
    """All units, each before the units inside it."""
    for unit in units:
        yield unit
        yield from walk(unit.units)


def full_text(unit: Unit) -> str:
    """A unit with everything inside it, a line for each unit below, as the document has it."""
    lines = [" | ".join(unit.cells)] if unit.cells else [unit.text]
    lines.extend(f"{mark(inner)} {full_text(inner)}".strip() for inner in unit.units)
    lines.append(unit.closing)
    return "\n".join(line for line in lines if line)


def mark(unit: Unit) -> str:
    """How a unit's number stands in the text: ``(1)``, ``a.``, ``Pasal 5``."""
    match unit.kind:
        case UnitKind.AYAT:
            return f"({unit.number})"
        case UnitKind.HURUF | UnitKind.ANGKA:
            return f"{unit.number}."
        case UnitKind.PASAL:
            return f"Pasal {unit.number}"
        case UnitKind.UMUM | UnitKind.BARIS:
            return ""
        case _:
            return f"{unit.kind.value.upper()} {unit.number} {unit.heading}".strip()
