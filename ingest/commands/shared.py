"""What the admins' commands have in common: options, names, dates, output."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from knowledge.errors import SettingsError

Data = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="The folder with the data files.",
        show_default="KNOWLEDGE_DIR, or the bundled data",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who acts, for the audit log. Default: you."),
]
Reason = Annotated[
    str | None,
    typer.Option(
        "--reason", metavar="TEXT", help="Why; kept in the audit log. -: read from standard input."
    ),
]


def actor(by: str | None) -> str:
    """The name for the audit log."""
    from ingest.writer import user_name

    return (by or "").strip() or user_name()


def reason_given(reason: str | None) -> str | None:
    """The reason that was given with ``--reason``; what another program hands over is a JSON text.

    Raises:
        SettingsError: it is to be read from standard input, and is no text there.
    """
    from ingest.tether import handed_over, tethered

    if reason != "-":
        return reason
    text: Any = handed_over()
    if tethered():
        try:
            text = json.loads(text)
        except ValueError:
            text = None
        if not isinstance(text, str):
            raise SettingsError("The reason on standard input is no JSON text.")
    return str(text).strip() or None


def day(value: str | None, option: str) -> date | None:
    """A date given as an option.

    Raises:
        SettingsError: it is no date.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise SettingsError(f"{option} must be a date such as 2027-01-31.") from None


def print_object(value: Any) -> None:
    """One JSON object on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))
