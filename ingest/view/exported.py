"""What an export writes, as text and as JSON values."""

from __future__ import annotations

from typing import Any

from ingest.export import Exported


def exported_object(exported: Exported, *, written: bool) -> dict[str, Any]:
    """What was written, or would be."""
    return {
        "data": str(exported.root),
        "written": written and bool(exported.files),
        "items": list(exported.items),
        "rulings": exported.rulings,
        "examples": exported.examples,
        "provisions": list(exported.provisions),
        "files": sorted(exported.files),
        "difference": exported.difference,
        "left_out": [{"item": f.unit, "why": f.message} for f in exported.findings],
    }


def exported_text(exported: Exported, *, written: bool) -> str:
    """The difference, or what was written and what to do next."""
    left = [finding.message for finding in exported.findings]
    if not exported.files:
        lines = [f"Nothing to write: {exported.root} has all that editors entered."]
        return "\n".join([*lines, *left]) + "\n"
    if not written:
        return exported.difference + "".join(f"{line}\n" for line in left)
    lines = [
        f"Wrote {_many(exported.rulings, 'ruling')} and {_many(exported.examples, 'example')} "
        f"into {exported.root}:",
        *(f"  {name}" for name in sorted(exported.files)),
    ]
    if exported.provisions:
        lines.append(f"With the provisions they rest on: {', '.join(exported.provisions)}.")
    lines += left
    lines.append(
        "Read them and merge them: git diff, git commit. The next asn-ingest publish takes them "
        "from the data files; users see no difference."
    )
    return "\n".join(lines) + "\n"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
