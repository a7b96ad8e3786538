"""A difference between editions, as text for a terminal or a file, and as JSON values."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from ingest.difference import Change, Difference, Words

_CONTEXT = 8
"""Words that stayed, shown before and after those that changed."""


def difference_text(difference: Difference, *, full: bool = False) -> str:
    """The whole difference in plain text; word by word with ``full``, otherwise in short."""
    if not difference:
        return "No difference: what is staged changes nothing that users see."
    parts = [_summary(difference)]
    if difference.standings:
        lines = [f"  {s.regulation}: {s.before} -> {s.after}" for s in difference.standings]
        parts.append("Standing of regulations\n" + "\n".join(lines))
    if difference.added:
        parts.append(_listed("Added provisions", [p.id for p in difference.added], full))
    if difference.changed:
        shown = difference.changed if full else difference.changed[:10]
        lines = [f"  {_change_head(c)}\n{_indented(marked(c.words))}" for c in shown]
        more = len(difference.changed) - len(shown)
        rest = [f"  ... and {more} more (--full shows all)"] if more else []
        parts.append("Changed provisions\n" + "\n".join([*lines, *rest]))
    if difference.removed:
        parts.append(_listed("Removed provisions", [p.id for p in difference.removed], full))
    if difference.unconfirmed:
        ids = list(difference.unconfirmed)
        parts.append(_listed("Digests that the official text does not have", ids, full))
    if difference.rulings:
        lines = [f"{d.id} ({', '.join(d.provisions)})" for d in difference.rulings]
        parts.append(_listed("Rulings that will await review", lines, full))
    if difference.new_rulings:
        lines = [
            f"{r.id} ({r.verdict.value}): {r.title} Rests on {', '.join(r.basis)}."
            for r in difference.new_rulings
        ]
        parts.append(_listed("New rulings", lines, full))
    if difference.lost_rulings:
        lines = [f"{r.id} ({r.verdict.value}): {r.title}" for r in difference.lost_rulings]
        parts.append(_listed("Rulings that go", lines, full))
    if edited := _edited_only(difference):
        parts.append(_listed("Rulings edited in the data files", edited, full))
    if difference.examples:
        parts.append(_listed("Examples by ruling", _examples_by_ruling(difference), full))
    if difference.questions:
        lines = [f"{d.id} ({', '.join(d.provisions)})" for d in difference.questions]
        parts.append(_listed("Test questions that cite what changes", lines, full))
    return "\n\n".join(parts)


def _edited_only(difference: Difference) -> list[str]:
    told = {r.id for r in (*difference.new_rulings, *difference.lost_rulings)}
    return [name for name in difference.edited if name not in told]


def _examples_by_ruling(difference: Difference) -> list[str]:
    count = Counter((c.example.ruling, c.change) for c in difference.examples)
    rulings = dict.fromkeys(change.example.ruling for change in difference.examples)
    return [
        f"{ruling}: {count[ruling, 'added']:,} added, {count[ruling, 'removed']:,} withdrawn"
        for ruling in rulings
    ]


def _summary(difference: Difference) -> str:
    return (
        f"{len(difference.added):,} provisions added, {len(difference.changed):,} changed, "
        f"{len(difference.removed):,} removed; {len(difference.standings):,} regulations change "
        f"standing; {len(difference.rulings):,} rulings and {len(difference.questions):,} test "
        "questions rest on what changes."
    )


def _listed(title: str, lines: list[str], full: bool, most: int = 12) -> str:
    shown = lines if full else lines[:most]
    more = len(lines) - len(shown)
    rest = [f"  ... and {more:,} more (--full shows all)"] if more else []
    return "\n".join([f"{title} ({len(lines):,})", *(f"  {line}" for line in shown), *rest])


def _change_head(change: Change) -> str:
    if change.became_official:
        return f"{change.id} (official text in place of our digest)"
    if change.kind_before != change.kind_after:
        return f"{change.id} ({change.kind_before} -> {change.kind_after})"
    return change.id


def marked(words: tuple[Words, ...]) -> str:
    """Words with their changes marked as ``[-gone-]`` and ``{+new+}``, long stretches cut."""
    pieces = []
    for position, run in enumerate(words):
        if run.operation == "removed":
            pieces.append(f"[-{run.text}-]")
        elif run.operation == "added":
            pieces.append(f"{{+{run.text}+}}")
        else:
            pieces.append(_shortened(run.text, position == 0, position == len(words) - 1))
    return " ".join(piece for piece in pieces if piece)


def _shortened(text: str, first: bool, last: bool) -> str:
    words = text.split(" ")
    if len(words) <= 2 * _CONTEXT:
        return text
    head = [] if first else words[:_CONTEXT]
    tail = [] if last else words[-_CONTEXT:]
    return " ".join([*head, "...", *tail])


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def difference_object(difference: Difference) -> dict[str, Any]:
    """The difference as JSON values."""
    return {
        "added": [p.model_dump(mode="json", exclude_defaults=True) for p in difference.added],
        "changed": [{**asdict(c), "marked": marked(c.words)} for c in difference.changed],
        "removed": [p.model_dump(mode="json", exclude_defaults=True) for p in difference.removed],
        "unconfirmed": list(difference.unconfirmed),
        "standings": [asdict(s) for s in difference.standings],
        "rulings": [asdict(d) for d in difference.rulings],
        "edited": list(difference.edited),
        "new_rulings": [
            r.model_dump(mode="json", include={"id", "family", "title", "verdict", "basis"})
            for r in difference.new_rulings
        ],
        "lost_rulings": [
            r.model_dump(mode="json", include={"id", "family", "title", "verdict"})
            for r in difference.lost_rulings
        ],
        "examples": [
            {
                **c.example.model_dump(mode="json", include={"q", "ruling", "verdict"}),
                "change": c.change,
            }
            for c in difference.examples
        ],
        "questions": [asdict(d) for d in difference.questions],
    }
