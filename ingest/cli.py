"""The admins' command: ``asn-ingest``.

Only the command line is read here, so that ``--help`` is quick; commands import what they work
with.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from knowledge.dataset import BUNDLED
from knowledge.errors import AsnBotError

_CHECK_HELP = """Check the data files and name file, line and remedy of everything wrong in them.

\b
Examples:
  asn-ingest check
  asn-ingest check --data /srv/asn/data
  asn-ingest check --json | jq -r '.problems[].message'

\b
Exit codes: 0 no errors (warnings are allowed); 1 errors; 2 wrong usage.
"""

app = typer.Typer(
    name="asn-ingest",
    help="Check the knowledge of the ASN neutrality bot and publish it as editions.",
    epilog="Start with: asn-ingest check",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _commands() -> None:
    """Keep ``check`` a command of its own, however few commands there are."""


def main() -> None:
    """Run the command line; a deliberate error ends in one line and its own exit code."""
    try:
        app()
    except AsnBotError as error:
        print(f"asn-ingest: {' '.join(str(error).split())}", file=sys.stderr, flush=True)
        raise SystemExit(error.exit_code) from None


@app.command(help=_CHECK_HELP)
def check(
    data: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="The folder with the data files.",
            show_default="the bundled data",
        ),
    ] = BUNDLED,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Check the data files."""
    from ingest.check import check_data, has_errors
    from ingest.check.report import as_object, as_text

    problems = check_data(data)
    typer.echo(as_object(problems, data) if as_json else as_text(problems, data))
    raise typer.Exit(1 if has_errors(problems) else 0)
