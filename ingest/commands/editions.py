"""The commands around editions: stage, discard, diff, publish, rollback, list."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from ingest.commands.shared import By, Json, Reason, actor, print_object, reason_given
from knowledge.errors import StagingError
from knowledge.settings import load_settings

STAGE_HELP = """Show what is staged, or stage documents of the library.

\b
Examples:
  asn-ingest stage
  asn-ingest stage pp-94-2021
  asn-ingest stage pp-94-2021@1f0c2d3e4a5b6c7d --accept
  asn-ingest stage pp-94-2021 --without
  asn-ingest stage putusan:komentar-dukungan contoh:1f0c2d3e --without

With --without the next edition leaves the regulation's document out; its digests come back. It
likewise leaves out what editors entered beside the data files: an example (contoh:...), or a
ruling with its examples (putusan:...).

\b
Exit codes: 0 done; 4 another command is writing; 10 no such document, or its report has errors
and --accept was not said.
"""
DISCARD_HELP = """Take back what is staged.

\b
Examples:
  asn-ingest discard pp-94-2021
  asn-ingest discard putusan:komentar-dukungan contoh:1f0c2d3e
  asn-ingest discard --all

\b
Exit codes: 0 done; 4 another command is writing; 10 nothing of that name is staged.
"""
DIFF_HELP = """Show what a publish would change: provisions word by word, and what rests on them.

Words that go stand in [-...-], words that come in {+...+}.

\b
Examples:
  asn-ingest diff
  asn-ingest diff --full > diff.txt
  asn-ingest diff --json | jq '.rulings[].id'

\b
Exit codes: 0 compared; 3 errors in the data files; 4 the edition that serves cannot be read;
10 a staged document is missing.
"""
PUBLISH_HELP = """Let what is staged serve, if the test sets keep their thresholds.

The new edition is built beside the one that serves; only new texts are embedded. Then the test sets
are asked of both. A running bot takes the new edition up by itself within seconds.

\b
Examples:
  asn-ingest publish --trial
  asn-ingest publish
  asn-ingest publish --force --reason "SKB baru berlaku besok, uji disusulkan"

\b
Exit codes: 0 published, tried, or nothing new; 1 DATA_DIR cannot be written; 2 wrong usage or
setting; 3 errors in the data files; 4 another command is writing, or what was written cannot be
read back; 5 the embedder cannot be loaded; 6 the audit log cannot be written; 7 a test set is
absent; 10 a staged document is missing; 11 refused: a threshold is missed; 12 refused: with
FOUR_EYES who staged something of it does not publish it (a trial is for everybody).
"""
ROLLBACK_HELP = """Let an earlier edition serve again, at once.

\b
Examples:
  asn-ingest rollback
  asn-ingest rollback 2026-11-21.2 --reason "Pasal 5 salah terbaca"
  asn-ingest rollback --undo 2026-11-21.3

\b
Without an edition's name it goes to the one that served before the current one was published.
With --undo it takes back the publish of that edition, for ten minutes after it: what served before
serves again, and what had been staged is staged again.

\b
Exit codes: 0 done; 4 it cannot be opened (damaged, or of another embedder), or another command is
writing; 6 the audit log cannot be written; 10 no such edition, or it is too late to undo.
"""
LIST_HELP = """List the editions that are kept, the official documents, and what editors entered.

\b
Examples:
  asn-ingest list
  asn-ingest list --json | jq -r '.editions[].id'

\b
Exit codes: 0 listed; 10 a document is damaged.
"""


def stage(
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOCUMENT...]", help="pp-94-2021, or pp-94-2021@KEY."),
    ] = None,
    without: Annotated[
        bool, typer.Option("--without", help="Leave the regulation's document out.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Stage it although its report has errors.")
    ] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Show what is staged, or stage documents of the library."""
    from ingest.shelf import leave_out, stage_document
    from ingest.view.listing import staging_object, staging_text

    settings = load_settings()
    for named in documents or ():
        if without:
            leave_out(settings, named, who=actor(by))
        else:
            stage_document(settings, named, who=actor(by), accept=accept)
    if as_json:
        print_object(staging_object(settings))
    else:
        typer.echo(staging_text(settings))


def discard(
    regulations: Annotated[
        list[str] | None, typer.Argument(metavar="[REGULATION...]", help="Such as pp-94-2021.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Take back everything.")] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Take back what is staged."""
    from ingest.shelf import take_back
    from ingest.view.listing import staging_object, staging_text

    settings = load_settings()
    if not regulations and not everything:
        raise StagingError("Say which regulation to discard, or --all. See: asn-ingest stage")
    take_back(settings, None if everything else tuple(regulations or ()), who=actor(by))
    if as_json:
        print_object(staging_object(settings))
    else:
        typer.echo(staging_text(settings))


def diff(
    full: Annotated[bool, typer.Option("--full", help="Everything, not only the first.")] = False,
    as_json: Json = False,
) -> None:
    """Show what a publish would change."""
    from ingest.preview import preview
    from ingest.view.difference import difference_object, difference_text

    found = preview(load_settings())
    if as_json:
        print_object(
            {
                "serving": found.serving,
                **difference_object(found.difference),
                "findings": [f.model_dump(mode="json") for f in found.findings],
            }
        )
        return
    typer.echo(difference_text(found.difference, full=full))
    for finding in found.findings:
        typer.echo(f"{finding.severity.value}: {finding.message} ({finding.unit})")


def publish(
    force: Annotated[
        bool, typer.Option("--force", help="Publish although thresholds are missed.")
    ] = False,
    reason: Reason = None,
    trial: Annotated[
        bool, typer.Option("--trial", "--dry-run", help="Build and test, but do not switch.")
    ] = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Let what is staged serve."""
    from rich.console import Console

    from ingest.progress import watched
    from ingest.publish import GateRefused
    from ingest.publish import publish as publish_staged
    from ingest.view.published import published_object, published_text, refused_object

    started = time.monotonic()
    try:
        with watched(Console(stderr=True)) as progress:
            done = publish_staged(
                load_settings(),
                who=actor(by),
                force=force,
                reason=reason_given(reason),
                trial=trial,
                progress=progress,
            )
    except GateRefused as refusal:
        if as_json:
            print_object(refused_object(refusal.judgement))
        raise
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        print_object(published_object(done, seconds))
    else:
        typer.echo(published_text(done, seconds))


def rollback(
    edition: Annotated[
        str | None, typer.Argument(metavar="[EDITION]", help="Default: the one before.")
    ] = None,
    undo: Annotated[
        str | None,
        typer.Option("--undo", metavar="EDITION", help="Take back the publish of this edition."),
    ] = None,
    reason: Reason = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Let an earlier edition serve again."""
    from ingest.publish import roll_back
    from ingest.publish import undo as undo_publish

    if undo and edition:
        raise typer.BadParameter("Give an edition to go back to, or --undo with one; not both.")
    settings, who, reason = load_settings(), actor(by), reason_given(reason)
    now: str
    before: str | None
    if undo:
        now, before = undo_publish(settings, who=who, edition=undo, reason=reason)
    else:
        now, before = roll_back(settings, who=who, edition=edition, reason=reason)
    if as_json:
        print_object({"edition": now, "previous": before})
        return
    typer.echo(f"Edition {now} serves again in place of {before}.")
    if undo:
        typer.echo("What had been staged is staged again. See: asn-ingest stage")


def list_editions(as_json: Json = False) -> None:
    """List editions and documents."""
    from ingest.view.listing import listing_object, listing_text

    settings = load_settings()
    if as_json:
        print_object(listing_object(settings))
    else:
        typer.echo(listing_text(settings))
