"""The admins' command: ``asn-ingest``.

Only the command line is read here, so that ``--help`` is quick; commands import what they work
with.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import Annotated

import typer

from ingest.commands import backup, documents, editions, encoder, export, law, review, stats
from ingest.commands.shared import Data, Json
from knowledge.dataset import BUNDLED
from knowledge.errors import AsnBotError
from knowledge.settings import load_settings

_CHECK_HELP = """Check the data files and name file, line and remedy of everything wrong in them.

\b
Examples:
  asn-ingest check
  asn-ingest check --data /srv/asn/data
  asn-ingest check --json | jq -r '.problems[].message'

\b
Exit codes: 0 no errors (warnings are allowed); 1 errors; 2 wrong usage.
"""
_BUILD_HELP = """Build an edition from the data files and let it serve, unless nothing changed.

The edition is built beside the one that serves, which goes on serving until the new one is ready.
Only texts that are new or changed are embedded. The official documents of the edition that serves
stay. There is no gate here: to test before users see it, use asn-ingest publish. A running bot
takes the new edition up by itself.

\b
Examples:
  asn-ingest build
  asn-ingest build --force
  DATA_DIR=/srv/asn asn-ingest build --data /srv/asn/data
  asn-ingest build --json | jq -r .edition

\b
Exit codes: 0 built, or nothing to do; 1 DATA_DIR cannot be written; 2 wrong usage or setting;
3 errors in the data files; 4 another build is running, or what was written cannot be read back;
5 the embedder cannot be loaded.
"""

app = typer.Typer(
    name="asn-ingest",
    help="Keep the knowledge of the ASN neutrality bot true: take documents in, see what they "
    "change, publish, go back.",
    epilog="A document's way: add, diff, publish, confirm; and rollback.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _begin(
    tethered: Annotated[
        bool,
        typer.Option("--tethered", hidden=True, help="Run by another program: see ingest.tether."),
    ] = False,
) -> None:
    if tethered:
        from ingest.tether import tether

        tether()


def main() -> None:
    """Run the command line; a deliberate error ends in one line and its own exit code."""
    try:
        app()
    except AsnBotError as error:
        print(f"asn-ingest: {' '.join(str(error).split())}", file=sys.stderr, flush=True)
        raise SystemExit(error.exit_code) from None


@app.command(help=_CHECK_HELP)
def check(data: Data = None, as_json: Json = False) -> None:
    """Check the data files."""
    from ingest.check import check_data, has_errors
    from ingest.check.report import as_object, as_text

    root = data or load_settings().knowledge_dir or BUNDLED
    problems = check_data(root)
    typer.echo(as_object(problems, root) if as_json else as_text(problems, root))
    raise typer.Exit(1 if has_errors(problems) else 0)


@app.command("build", help=_BUILD_HELP)
def build_edition(
    data: Data = None,
    force: Annotated[
        bool, typer.Option("--force", help="Build anew even when nothing changed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build an edition."""
    from rich.console import Console

    from ingest.build import build
    from ingest.progress import watched

    started = time.monotonic()
    settings = load_settings()
    with watched(Console(stderr=True)) as progress:
        built = build(
            settings,
            root=data or settings.knowledge_dir or BUNDLED,
            force=force,
            progress=progress,
        )
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        typer.echo(json.dumps({**asdict(built), "seconds": seconds}))
    elif built.unchanged:
        typer.echo(
            f"Unchanged: edition {built.edition} is up to date, nothing was embedded "
            f"({seconds} s). To build it all the same: asn-ingest build --force"
        )
    else:
        counts = ", ".join(f"{number:,} {what}" for what, number in built.counts.items())
        typer.echo(f"Built edition {built.edition} in {seconds} s; it serves from now on.")
        typer.echo(f"It holds {counts}. Texts embedded: {built.embedded:,}.")


app.command(help=documents.PARSE_HELP)(documents.parse)
app.command(help=documents.ADD_HELP)(documents.add)
app.command(help=documents.PULL_HELP)(documents.pull)
app.command(help=editions.STAGE_HELP)(editions.stage)
app.command(help=editions.DISCARD_HELP)(editions.discard)
app.command(help=editions.DIFF_HELP)(editions.diff)
app.command(help=editions.PUBLISH_HELP)(editions.publish)
app.command(help=editions.ROLLBACK_HELP)(editions.rollback)
app.command("list", help=editions.LIST_HELP)(editions.list_editions)
app.command(help=law.SHOW_HELP)(law.show)
app.command(help=law.STATUS_HELP)(law.status)
app.command(help=law.CONFIRM_HELP)(law.confirm)
app.command(help=law.AUDIT_HELP)(law.audit)
app.command(help=stats.STATS_HELP)(stats.stats)
app.command(help=encoder.TRAIN_HELP)(encoder.train)
app.add_typer(review.app, name="review")
app.command(help=backup.BACKUP_HELP)(backup.backup)
app.command(help=backup.RESTORE_HELP)(backup.restore)
app.command(help=export.EXPORT_HELP)(export.export)
