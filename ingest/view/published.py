"""What a publish did, as text for a terminal and as JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ingest.gate import Flip, Judgement
from ingest.publish import Published

_FIGURES = ("verdict_accuracy", "unsafe", "citation_hit", "citation_existence")
_FLIPS = 15


def published_text(published: Published, seconds: float) -> str:
    """What was published, how it tests, and what it answers otherwise."""
    if published.unchanged:
        return (
            f"Nothing to publish: edition {published.edition} has all that is staged "
            f"({seconds} s, 0 texts embedded)."
        )
    counts = ", ".join(f"{number:,} {what}" for what, number in published.counts.items())
    done = (
        f"Published edition {published.edition} in {seconds} s; it serves from now on"
        f"{f' in place of {published.previous}' if published.previous else ''}."
        if published.switched
        else f"Tried in {seconds} s; nothing was published."
    )
    parts = [f"{done}\nIt holds {counts}. Texts embedded: {published.embedded:,}."]
    if published.judgement is not None:
        parts.append(judgement_text(published.judgement))
    if published.findings:
        lines = [f"  {f.severity.value}: {f.message} ({f.unit})" for f in published.findings]
        parts.append("\n".join(["Consolidation", *lines]))
    if published.forced:
        parts.append("Published although thresholds are missed; the reason is in the audit log.")
    if published.pruned:
        parts.append(f"Removed old editions: {', '.join(published.pruned)}.")
    if published.switched and published.previous:
        undo = f"asn-ingest rollback --undo {published.edition}"
        if published.undo_until:
            parts.append(
                f"To take it back and have everything staged again, until "
                f"{published.undo_until:%H:%M:%S}: {undo}"
            )
        parts.append("To go back: asn-ingest rollback")
    return "\n\n".join(parts)


def judgement_text(judgement: Judgement) -> str:
    """Figures before and after, thresholds missed, and the answers that changed."""
    lines = ["Tests (before -> after)" if judgement.before else "Tests"]
    for name, figures in judgement.figures.items():
        old = judgement.before.get(name, {})
        told = []
        for figure in _FIGURES:
            before = f"{old[figure]} -> " if figure in old else ""
            told.append(f"{figure} {before}{figures[figure]}")
        lines.append(f"  {name}: {', '.join(told)}")
    lines.extend(f"  MISSED {miss}" for miss in judgement.missed)
    if judgement.incomparable:
        lines.append(f"  not compared with the serving edition: {judgement.incomparable}")
    if judgement.flips:
        lines.append(f"Answers that change ({len(judgement.flips):,})")
        lines.extend(f"  {_flip(flip)}" for flip in judgement.flips[:_FLIPS])
        if len(judgement.flips) > _FLIPS:
            lines.append(f"  ... and {len(judgement.flips) - _FLIPS:,} more (--json lists all)")
    elif judgement.before:
        lines.append("No answer to a test question changes.")
    return "\n".join(lines)


def _flip(flip: Flip) -> str:
    verdict = flip.before if flip.before == flip.after else f"{flip.before} -> {flip.after}"
    gone = [c for c in flip.cited_before if c not in flip.cited_after]
    new = [c for c in flip.cited_after if c not in flip.cited_before]
    cited = "".join(
        [f" -[{', '.join(gone)}]" if gone else "", f" +[{', '.join(new)}]" if new else ""]
    )
    unsafe = " UNSAFE" if flip.unsafe else ""
    return f"{flip.set} {flip.id}: {verdict} (expected {flip.expected}){unsafe}{cited}"


def published_object(published: Published, seconds: float) -> dict[str, Any]:
    """What a publish did, as JSON values."""
    return {
        **{k: v for k, v in asdict(published).items() if k not in ("findings", "judgement")},
        "findings": [f.model_dump(mode="json") for f in published.findings],
        "judgement": asdict(published.judgement) if published.judgement else None,
        "seconds": seconds,
    }


def refused_object(judgement: Judgement) -> dict[str, Any]:
    """Why the gate refused a publish, as JSON values."""
    return {"switched": False, "refused": True, "judgement": asdict(judgement)}
