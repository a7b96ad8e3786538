"""Parsed regulations and documents in few words, for tests of what is made of them."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from ingest.library import Document, keep
from ingest.structure.document import (
    Finding,
    Metadata,
    ParsedRegulation,
    Report,
    Severity,
    Unit,
    UnitKind,
    walk,
)
from knowledge.settings import Settings

_GROUPING = (UnitKind.BAB, UnitKind.BAGIAN, UnitKind.PARAGRAF)
_NAMES = {"uu": "Undang-Undang", "pp": "Peraturan Pemerintah"}


def bab(number: str, heading: str, *inner: Unit) -> Unit:
    """A chapter."""
    return Unit(id="", kind=UnitKind.BAB, number=number, heading=heading, units=inner)


def pasal(number: str, text: str = "", *inner: Unit, closing: str = "") -> Unit:
    """An article."""
    return _unit(UnitKind.PASAL, number, text, inner, closing)


def ayat(number: str, text: str = "", *inner: Unit, closing: str = "") -> Unit:
    """A paragraph of an article."""
    return _unit(UnitKind.AYAT, number, text, inner, closing)


def huruf(number: str, text: str = "", *inner: Unit) -> Unit:
    """A lettered item."""
    return _unit(UnitKind.HURUF, number, text, inner)


def angka(number: str, text: str = "", *inner: Unit) -> Unit:
    """A numbered item."""
    return _unit(UnitKind.ANGKA, number, text, inner)


def umum(text: str) -> Unit:
    """The general part of an elucidation."""
    return _unit(UnitKind.UMUM, "", text, ())


def lampiran(number: str, heading: str, *rows: tuple[str, ...]) -> Unit:
    """An annex that is a table."""
    inner = tuple(
        Unit(id="", kind=UnitKind.BARIS, number=str(n), text=" | ".join(cells), cells=cells)
        for n, cells in enumerate(rows, start=1)
    )
    return Unit(id="", kind=UnitKind.LAMPIRAN, number=number, heading=heading, units=inner)


def regulation(
    name: str,
    *units: Unit,
    elucidation: tuple[Unit, ...] = (),
    annexes: tuple[Unit, ...] = (),
    complete: bool = True,
    findings: tuple[Finding, ...] = (),
    **said: Any,
) -> ParsedRegulation:
    """A parsed regulation; the units get their ids here, ``said`` goes into its metadata."""
    kind, number, year = name.split("-")
    body = tuple(_placed(unit, name, name) for unit in units)
    numbers = [unit.number for unit in walk(body) if unit.kind is UnitKind.PASAL]
    return ParsedRegulation(
        id=name,
        metadata=Metadata(
            **{
                "kind": _NAMES[kind],
                "number": number,
                "year": int(year),
                "title": "Uji Coba",
                "enacted": date(int(year), 3, 1),
                "in_force_since": date(int(year), 3, 2),
                **said,
            }
        ),
        units=body,
        elucidation=tuple(
            _placed(u, f"{name}:penjelasan", f"{name}:penjelasan") for u in elucidation
        ),
        annexes=tuple(_placed(unit, name, name) for unit in annexes),
        report=Report(
            articles=len(numbers),
            first=numbers[0] if numbers else None,
            last=numbers[-1] if numbers else None,
            complete=complete,
            findings=findings,
        ),
    )


def error(unit: str, message: str) -> Finding:
    """A finding that has to be accepted before its document is staged."""
    return Finding(severity=Severity.ERROR, code="missing", unit=unit, message=message)


def document(parsed: ParsedRegulation, **others: Any) -> Document:
    """A document of the library with this content."""
    digest = hashlib.sha256(parsed.model_dump_json().encode()).hexdigest()
    given: dict[str, Any] = {
        "key": digest[:16],
        "name": f"{parsed.id}.md",
        "origin": f"/dokumen/{parsed.id}.md",
        "media_type": "text/markdown",
        "added": datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        "by": "budi",
    }
    return Document(regulation=parsed, **{**given, **others})


def shelved(settings: Settings, parsed: ParsedRegulation, **others: Any) -> Document:
    """A document that the library keeps."""
    kept = document(parsed, **others)
    keep(settings, kept, f"bytes of {kept.key}".encode())
    return kept


def _unit(
    kind: UnitKind, number: str, text: str, inner: tuple[Unit, ...], closing: str = ""
) -> Unit:
    return Unit(id="", kind=kind, number=number, text=text, closing=closing, units=inner)


def _placed(unit: Unit, root: str, above: str) -> Unit:
    """The unit with its ids; articles, wherever they stand, are units of the regulation."""
    label = f"{unit.kind.value}-{unit.number.lower()}" if unit.number else unit.kind.value
    prefix = root if unit.kind is UnitKind.PASAL or unit.kind in _GROUPING else above
    name = f"{prefix}:{label}"
    below = root if unit.kind in _GROUPING else name
    return unit.model_copy(
        update={"id": name, "units": tuple(_placed(inner, root, below) for inner in unit.units)}
    )
