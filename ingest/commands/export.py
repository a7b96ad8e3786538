"""``asn-ingest export``: what editors entered while the bot runs, into the data files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.commands.shared import By, Json, actor, print_object
from knowledge.settings import load_settings

EXPORT_HELP = """Write examples and rulings that editors entered into the data files.

What the edition that serves has of them is appended to rulings/*.yaml and examples/*.jsonl, and to
provisions/*.yaml what only an official document had and a ruling rests on. Nothing that stands
there is touched. All is checked first as asn-ingest check does; then all is written, or nothing.
What the data files have already is skipped, so that it can be run again.

\b
Examples:
  asn-ingest export --print
  asn-ingest export
  asn-ingest export --staged --to ~/asn-neutrality-bot/knowledge/data
  asn-ingest export --json | jq -r '.files[]'

\b
Exit codes: 0 written, shown, or nothing to write; 1 the folder cannot be written; 2 wrong usage or
setting; 3 the data files have errors, or would have; 4 another command is writing; 6 the audit log
cannot be written; 10 there is no edition yet, or a document is missing.
"""


def export(
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="The folder with the data files to write.",
            show_default="KNOWLEDGE_DIR, or the bundled data",
        ),
    ] = None,
    staged: Annotated[
        bool, typer.Option("--staged", help="Also what still waits for a publish.")
    ] = False,
    show: Annotated[
        bool, typer.Option("--print", help="Show the difference; write nothing.")
    ] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Write what editors entered into the data files."""
    from ingest.export import export as export_entered
    from ingest.view.exported import exported_object, exported_text

    done = export_entered(load_settings(), who=actor(by), to=to, staged=staged, write=not show)
    if as_json:
        print_object(exported_object(done, written=not show))
    else:
        typer.echo(exported_text(done, written=not show), nl=False)
