"""How well a document was understood: gaps, doubled numbers, completeness, certainty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.articles import Heading
from ingest.structure.context import Parse
from ingest.structure.document import Report, Severity, Unit, UnitKind, walk
from ingest.structure.sections import Instrument
from ingest.structure.sequence import missing_between

_NAMED = re.compile(r"\bPasal (\d{1,3}[A-Z]{0,2})\b")
CUT_OFF = 0.2
"""Length of what is lost at the end counts as one break in the certainty of an open document."""


def make_report(
    parse: Parse,
    prefix: str,
    headings: Sequence[Heading],
    own: Instrument,
    elucidation: Sequence[Unit],
    provisions: Sequence[Unit],
) -> Report:
    """The report on a parse, with its findings in the order of the document.

    Articles kept without words (see ``gaps``) count as missing; they have findings of their own.
    """
    numbers = [heading.number for heading in headings]
    missing = [str(number) for number in missing_between(numbers)] if numbers else []
    told = {finding.unit for finding in parse.findings if finding.code == "missing"}
    untold = [number for number in missing if f"{prefix}:pasal-{number}" not in told]
    if untold:
        listed = ", ".join(untold[:12]) + (", ..." if len(untold) > 12 else "")
        parse.find(
            Severity.ERROR,
            "missing",
            prefix,
            f"Pasal {listed} tidak ditemukan dalam naskah; cari naskah yang lebih lengkap atau periksa halamannya",
        )
    complete = _completeness(parse, prefix, own)
    _elucidation(parse, prefix, elucidation, provisions)
    lost = len(missing)
    total = parse.marks_taken + lost
    sure = (
        (parse.marks_taken - min(parse.marks_mended, parse.marks_taken)) / total if total else 0.0
    )
    if not complete:
        sure *= 1 - CUT_OFF
    doubled = tuple(
        dict.fromkeys(finding.unit for finding in parse.findings if finding.code == "doubled")
    )
    return Report(
        articles=len(headings),
        first=headings[0].printed if headings else None,
        last=headings[-1].printed if headings else None,
        missing=tuple(missing),
        doubled=doubled,
        out_of_order=tuple(
            dict.fromkeys(f.unit for f in parse.findings if f.code == "out_of_order")
        ),
        complete=complete,
        certainty=round(max(0.0, min(1.0, sure)), 4),
        findings=tuple(parse.findings),
    )


def _completeness(parse: Parse, prefix: str, own: Instrument) -> bool:
    text = parse.text
    body = text[own.body.start : own.body.end].rstrip()
    page = parse.source.page(max(own.body.end - 1, 0))
    complete = True
    if not own.signed:
        parse.find(
            Severity.ERROR,
            "incomplete",
            prefix,
            'Naskah tidak lengkap: bagian penutup ("Agar setiap orang mengetahuinya", "Ditetapkan di")'
            " tidak ada; cari naskah yang utuh",
            page,
        )
        complete = False
    if (
        body
        and not body.endswith((".", ")", "”", '"', ":"))
        and not body[-40:].rstrip().endswith("Agar")
    ):
        parse.find(
            Severity.WARNING if complete else Severity.ERROR,
            "cut_sentence",
            prefix,
            f'Kalimat terakhir batang tubuh terpotong: "...{" ".join(body[-60:].split())}"',
            page,
        )
    return complete


def _elucidation(
    parse: Parse, prefix: str, elucidation: Sequence[Unit], provisions: Sequence[Unit]
) -> None:
    if not elucidation:
        parse.find(Severity.INFO, "no_elucidation", prefix, "Naskah ini tidak memuat penjelasan")
        return
    known = {unit.id for unit in walk(tuple(provisions))}
    changed = _named_in_instructions(provisions)
    loose = [
        unit
        for unit in walk(tuple(elucidation))
        if ":penjelasan:pasal-" in unit.id
        and unit.id.replace(":penjelasan:", ":") not in known
        and unit.id.split(":")[2] not in changed
    ]
    for unit in loose:
        parse.find(
            Severity.WARNING,
            "loose_elucidation",
            unit.id,
            "Penjelasan ini tidak punya pasangan di batang tubuh; periksa penomorannya",
            unit.page,
        )


def _named_in_instructions(provisions: Sequence[Unit]) -> set[str]:
    """Articles that an amending regulation names without printing them: those it strikes out."""
    named: set[str] = set()
    for article in provisions:
        if article.kind is UnitKind.PASAL and not article.number[:1].isdigit():
            for item in article.units:
                named.update(f"pasal-{m[1].lower()}" for m in _NAMED.finditer(item.text))
    return named
