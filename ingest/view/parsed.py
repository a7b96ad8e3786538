"""A parsed regulation as text for a terminal."""

from __future__ import annotations

from collections import Counter

from ingest.structure.document import ParsedRegulation, Severity, Unit, mark, walk

_TEXT = 70
_FINDINGS = 20


def parsed_text(parsed: ParsedRegulation, *, outline: bool = False, repairs: bool = False) -> str:
    """What was understood of a document: who it is, what was found, what needs a look."""
    parts = [_head(parsed), _found(parsed)]
    if parsed.report.findings:
        parts.append(findings_text(parsed))
    if parsed.repairs:
        kinds = Counter(repair.kind for repair in parsed.repairs)
        told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common())
        parts.append(f"Repaired in {len(parsed.repairs):,} places: {told}")
        if repairs:
            lines = [
                f"  {r.unit} p.{r.page} {r.kind}: {r.found!r} -> {r.read!r}" for r in parsed.repairs
            ]
            parts.append("\n".join(lines))
    if outline:
        parts.append("\n".join(_outlined(parsed.units, 0)))
    return "\n\n".join(parts)


def _head(parsed: ParsedRegulation) -> str:
    said = parsed.metadata
    dates = {
        "enacted": said.enacted,
        "promulgated": said.promulgated,
        "in force since": said.in_force_since,
    }
    lines = [
        f"{parsed.id}: {said.kind} Nomor {said.number} Tahun {said.year} tentang {said.title}",
        ", ".join(f"{name} {day}" for name, day in dates.items() if day) or "no dates found",
    ]
    if said.gazette:
        supplement = f", Tambahan {said.supplement}" if said.supplement else ""
        lines.append(f"Lembaran Negara {said.gazette}{supplement}")
    for name, others in (("amends", said.amends), ("repeals", said.repeals)):
        if others:
            lines.append(f"{name} {', '.join(others)}")
    return "\n".join(lines)


def _found(parsed: ParsedRegulation) -> str:
    report = parsed.report
    kinds = Counter(unit.kind.value for unit in walk(parsed.units))
    told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())
    span = f" ({report.first} to {report.last})" if report.first else ""
    lines = [
        f"{report.articles:,} articles{span}, certainty {report.certainty:.0%}: {told}",
        f"elucidation of {len(parsed.elucidation):,} units, {len(parsed.annexes):,} annexes",
    ]
    if not report.complete:
        lines.append("INCOMPLETE: the text breaks off")
    return "\n".join(lines)


def findings_text(parsed: ParsedRegulation, most: int = _FINDINGS) -> str:
    """The findings, the gravest first."""
    order = list(Severity)
    findings = sorted(parsed.report.findings, key=lambda f: order.index(f.severity))
    lines = [f"  {f.severity.value}: {f.message} ({f.unit}, p.{f.page})" for f in findings[:most]]
    if len(findings) > most:
        lines.append(f"  ... and {len(findings) - most:,} more (--json lists all)")
    return "\n".join(["Findings", *lines])


def _outlined(units: tuple[Unit, ...], depth: int) -> list[str]:
    lines = []
    for unit in units:
        text = " ".join(unit.text.split())
        shown = text if len(text) <= _TEXT else f"{text[:_TEXT]}..."
        lines.append(f"{'  ' * depth}{mark(unit)} {shown}".rstrip())
        lines.extend(_outlined(unit.units, depth + 1))
    return lines
