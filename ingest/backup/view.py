"""What backup and restore tell: text for people, objects for programs."""

from __future__ import annotations

from typing import Any

from ingest.backup.contents import Contents
from ingest.backup.make import BackedUp
from ingest.backup.restore import Restored

_MEGABYTE = 1_000_000
_MORE = 3


def backed_up_text(done: BackedUp, seconds: float, days: int) -> str:
    """What was backed up, and how to keep it; ``days`` that users' words in it may be kept."""
    lines = [
        f"Backed up {done.contents.edition or 'a place without an edition'} to {done.file} "
        f"({done.size / _MEGABYTE:,.1f} MB) in {seconds} s.",
        f"It holds {_held(done.contents)}.",
    ]
    if done.secrets:
        lines.append(f"No secrets are in it; note these elsewhere: {', '.join(done.secrets)}.")
    if done.damaged:
        more = len(done.damaged) - _MORE
        lines.append(
            f"WARNING: damaged or absent when it was backed up: {', '.join(done.damaged[:_MORE])}"
            f"{f' and {more} more' if more > 0 else ''}. Build anew: asn-ingest build --force"
        )
    lines.append(
        f"It holds users' comments and questions: keep it where only admins can read it, and no "
        f"longer than {days} days."
    )
    return "\n".join(lines)


def backed_up_object(done: BackedUp, seconds: float) -> dict[str, Any]:
    """The same for programs."""
    return {
        "file": str(done.file),
        "bytes": done.size,
        **_contents(done.contents),
        "secrets": list(done.secrets),
        "damaged": list(done.damaged),
        "seconds": seconds,
    }


def restored_text(done: Restored, seconds: float) -> str:
    """What was restored and is left to do, or what a check found."""
    contents = done.contents
    made = f"of {contents.made:%Y-%m-%d %H:%M}, by version {contents.version}"
    if done.data_dir is None:
        return (
            f"The archive is whole ({made}): edition {contents.edition or 'none'}, "
            f"{_held(contents)}. Checked in {seconds} s; nothing was restored."
        )
    lines = [
        f"Restored {done.data_dir} in {seconds} s from the backup {made}.",
        f"It holds {_held(contents)}.",
    ]
    if contents.edition is None:
        lines.append("There was no edition to serve. Build one: asn-ingest build")
    elif done.opened:
        lines.append(f"Edition {contents.edition} serves; it was opened and searched in.")
    else:
        lines.append(
            f"Edition {contents.edition} is to serve, but was not opened. Try a question, or "
            "build anew: asn-ingest build --force"
        )
    for difference in done.differences:
        lines.append(
            f"{difference.variable} was {_value(difference.archived)}, is now {_value(difference.now)}."
        )
    if done.secrets:
        lines.append(f"Set again, no archive has them: {', '.join(done.secrets)}.")
    if done.knowledge:
        lines.append(f"The data files of KNOWLEDGE_DIR are in {done.knowledge}: set it to that.")
    return "\n".join(lines)


def restored_object(done: Restored, seconds: float) -> dict[str, Any]:
    """The same for programs."""
    return {
        "restored": str(done.data_dir) if done.data_dir else None,
        "version": done.contents.version,
        "made": done.contents.made.isoformat(timespec="seconds"),
        **_contents(done.contents),
        "opened": done.opened,
        "settings": [
            {"variable": d.variable, "archived": d.archived, "now": d.now} for d in done.differences
        ],
        "secrets": list(done.secrets),
        "knowledge": str(done.knowledge) if done.knowledge else None,
        "seconds": seconds,
    }


def _held(contents: Contents) -> str:
    editions = len(contents.editions)
    return (
        f"{editions:,} edition{'s' if editions != 1 else ''}, {len(contents.members):,} files, "
        f"{contents.row_count:,} rows of the database"
    )


def _contents(contents: Contents) -> dict[str, Any]:
    return {
        "edition": contents.edition,
        "editions": list(contents.editions),
        "files": len(contents.members),
        "rows": {name: table.rows for name, table in contents.tables.items()},
    }


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "empty"
    return "empty" if value is None else str(value)
