"""What is missing to put amendments and their base law together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.amendment.operations import read_operations
from ingest.amendment.words import LAW_NAME, ORDINALS
from ingest.structure.document import Finding, ParsedRegulation, Severity

_WHICH = re.compile(
    r"\bperubahan\s+(?P<which>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
_AMENDED_BY = re.compile(
    rf"sebagaimana\s+telah\s+(?:beberapa\s+kali\s+)?diubah.{{0,40}}?\bdengan\s+(?P<law>{LAW_NAME})",
    re.IGNORECASE | re.DOTALL,
)


def base_missing(law: ParsedRegulation, known: Collection[str]) -> tuple[Finding, ...]:
    """Tells which base laws of an amending law are not there.

    Args:
        law: any law; one that amends nothing lacks nothing.
        known: ids of the regulations whose documents are there.
    """
    amended = dict.fromkeys(one.amended for one in read_operations(law).operations)
    return tuple(
        _finding(
            law.id,
            "base_missing",
            f"{law.id} mengubah {base}, yang naskahnya belum diambil. Pasal-pasalnya tetap dapat "
            f"dicari dengan nama {law.id}; untuk menggabungkannya, ambil dahulu naskah {base}.",
        )
        for base in amended
        if base not in known
    )


def missing_links(
    base: ParsedRegulation, amendments: Sequence[ParsedRegulation]
) -> tuple[Finding, ...]:
    """Tells which earlier amendments are not there, and dates that cannot be right.

    Args:
        base: the amended law.
        amendments: in order of enactment.
    """
    found = []
    for place, law in enumerate(amendments, 1):
        which = _WHICH.search(law.metadata.title)
        expected = ORDINALS[which["which"].lower()] if which else 1
        if place < expected:
            words = " ".join(unit.text for unit in law.units)
            named = ", ".join(dict.fromkeys(match["law"] for match in _AMENDED_BY.finditer(words)))
            found.append(
                _finding(
                    law.id,
                    "amendment_missing",
                    f"{law.id} adalah perubahan ke-{expected} atas {base.id}, tetapi perubahan "
                    f"sebelumnya yang ada baru {place - 1}"
                    + (f" (yang disebut: {named})" if named else "")
                    + ". Ambil naskah yang belum ada agar gabungannya lengkap.",
                )
            )
        dates = (law.metadata.enacted, base.metadata.enacted)
        if dates[0] is not None and dates[1] is not None and dates[0] < dates[1]:
            found.append(
                _finding(
                    law.id,
                    "out_of_order",
                    f"{law.id} bertanggal lebih dahulu daripada {base.id} yang diubahnya. Periksa "
                    "tanggal kedua peraturan.",
                )
            )
    return tuple(found)


def _finding(law: str, code: str, message: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, unit=law, message=message)
