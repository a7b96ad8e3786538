"""The commands on the whole place: backup, restore."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from ingest.commands.shared import By, Json, actor, print_object
from knowledge.errors import BackupError
from knowledge.settings import load_settings

BACKUP_HELP = """Write one archive of everything: database, editions, documents, settings.

The bot goes on answering meanwhile. All of it is as it was at one moment; publishing and other
changes of the knowledge wait until the archive is written.

\b
In the archive:
  the editions that are kept, which of them serves, the documents, what is staged, confirmations
  the vectors, those on a Chroma server (CHROMA_URL) too, and those kept of all texts
  the data files of KNOWLEDGE_DIR, where that is set
  the database: audit log, votes, counts, subscribers, profiles, comments and questions for review
  the settings that are no secrets
Not in it:
  tokens, keys, passwords and whoever logs in by an address
  what users have just asked and are in the middle of, which the bot itself keeps for minutes only
  an encoder of your own (EMBEDDER=asn-e5:DIR) and your own test sets: keep those folders yourself
  runs of asn-eval, and what it computed

It holds users' comments: whoever keeps it longer than FEEDBACK_DAYS keeps these longer than users
were promised.

\b
Examples:
  asn-ingest backup cadangan.tar.gz
  asn-ingest backup /srv/cadangan/asn-$(date +%F).tar.gz --json
  asn-ingest backup cadangan.tar.gz --force

\b
Exit codes: 0 written; 1 DATA_DIR cannot be written; 2 wrong usage or setting; 4 another command is
writing; 6 the database cannot be read; 13 the file is there already or cannot be written.
"""
RESTORE_HELP = """Make a place of an archive: an empty DATA_DIR, and an empty database.

Everything in the archive is checked, the edition that serves is opened and searched in, and the
rows are loaded and compared, before the folder is put in place in one step. It never mixes with
what is there: DATA_DIR must be absent or empty, and so must the database that DATABASE_URL names
(left empty: SQLite in the folder). From SQLite to PostgreSQL and back, and from embedded Chroma to
a server and back, all by the settings at the time of the restore.

\b
Examples:
  asn-ingest restore cadangan.tar.gz --check
  asn-ingest restore cadangan.tar.gz
  DATABASE_URL= asn-ingest restore cadangan.tar.gz --to /srv/percobaan
  DATABASE_URL=postgresql+psycopg://asn@/asn asn-ingest restore cadangan.tar.gz --to /srv/asn/var

\b
Exit codes: 0 restored, or the archive is whole; 2 wrong usage or setting; 4 the edition that serves
cannot be opened; 5 its embedder cannot be loaded; 6 the database cannot be reached or written; 13
the archive is damaged, cut off, of a newer version or none, or the folder or database is not empty.
"""


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive, such as a.tar.gz.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file of this name.")] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Write one archive of everything."""
    from rich.console import Console

    from ingest.backup.make import back_up
    from ingest.backup.view import backed_up_object, backed_up_text
    from ingest.progress import watched

    started = time.monotonic()
    settings = load_settings()
    with watched(Console(stderr=True)) as progress:
        done = back_up(settings, file, who=actor(by), force=force, progress=progress)
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        print_object(backed_up_object(done, seconds))
    else:
        promised = min(settings.feedback_days, settings.review_days or settings.feedback_days)
        typer.echo(backed_up_text(done, seconds, promised))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What asn-ingest backup wrote.")],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="The folder to make.", show_default="DATA_DIR"),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only check the archive; write nothing.")
    ] = False,
    without_opening: Annotated[
        bool,
        typer.Option("--without-opening", help="Restore even if the edition cannot be opened."),
    ] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Make a place of an archive."""
    from rich.console import Console

    from ingest.backup.restore import check_archive
    from ingest.backup.restore import restore as restore_archive
    from ingest.backup.view import restored_object, restored_text
    from ingest.progress import watched

    if check and to is not None:
        raise BackupError("--check writes nothing: leave --to out, or leave --check out.")
    started = time.monotonic()
    settings = load_settings()
    if to is not None:
        settings = settings.model_copy(update={"data_dir": to})
    with watched(Console(stderr=True)) as progress:
        if check:
            done = check_archive(settings, file, progress)
        else:
            done = restore_archive(
                settings, file, who=actor(by), opening=not without_opening, progress=progress
            )
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        print_object(restored_object(done, seconds))
    else:
        typer.echo(restored_text(done, seconds))
