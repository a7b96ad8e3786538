"""The commands on the law itself: show, status, confirm, audit."""

from __future__ import annotations

from typing import Annotated

import typer

from ingest.commands.shared import By, Json, Reason, actor, day, print_object, reason_given
from knowledge.errors import StagingError
from knowledge.settings import load_settings

SHOW_HELP = """Show an edition, a document, a regulation or a provision with all that is known of it.

\b
Examples:
  asn-ingest show 2026-11-21.2
  asn-ingest show pp-94-2021
  asn-ingest show pp-94-2021@1f0c2d3e4a5b6c7d
  asn-ingest show uu-1-2015:pasal-71:ayat-1

\b
Exit codes: 0 shown; 4 the edition cannot be read; 10 nothing of that name.
"""
STATUS_HELP = """Show the standing of regulations, or stage a change of it.

The change waits for asn-ingest publish. A date in the future is kept: until that day the old
standing holds, from that day on the new one, without another publish.

\b
Examples:
  asn-ingest status
  asn-ingest status pp-94-2021
  asn-ingest status pp-53-2010 --repealed-by pp-94-2021 --from 2021-08-31
  asn-ingest status pp-11-2017 --amended-by pp-17-2020
  asn-ingest status uu-1-2027 --in-force --from 2027-01-01
  asn-ingest status se-menpanrb-1-2023 --uncertain --note "menunggu kepastian"

\b
Exit codes: 0 shown or staged; 2 wrong usage; 4 another command is writing; 10 unknown regulation.
"""
CONFIRM_HELP = """List the rulings that await review, or confirm that they hold on their changed basis.

A ruling awaits review when the text or the standing of a provision that it rests on is no longer
what its authors read; its answers say so until it is confirmed. A running bot follows in seconds.

\b
Examples:
  asn-ingest confirm
  asn-ingest confirm medsos-like hadir-kampanye --reason "bunyi Pasal 5 tidak berubah maknanya"
  asn-ingest confirm --basis pp-94-2021 --reason "teks resmi dibandingkan, sama"

\b
Exit codes: 0 listed or confirmed; 4 another command is writing; 10 such a ruling awaits no review.
"""
AUDIT_HELP = """Show who did what to the knowledge, the latest first.

The log can only grow: the database refuses to change or remove a line. Admins in Telegram stand in
it as telegram:ID. What somebody tried who is no admin stands in it as denied.

\b
Examples:
  asn-ingest audit
  asn-ingest audit --who telegram:1234567 --since 2026-11-01
  asn-ingest audit --act publish --limit 10 --page 2
  asn-ingest audit --edition 2026-11-21.2 --json | jq -r '.acts[].act'

\b
Exit codes: 0 shown; 2 wrong usage; 6 the database cannot be reached.
"""


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to show.")],
    as_json: Json = False,
) -> None:
    """Show an edition, a document, a regulation or a provision."""
    from ingest.view.showing import shown_object, shown_text

    settings = load_settings()
    if as_json:
        print_object(shown_object(settings, name))
    else:
        typer.echo(shown_text(settings, name))


def status(
    regulation: Annotated[
        str | None, typer.Argument(metavar="[REGULATION]", help="Such as pp-94-2021.")
    ] = None,
    repealed: Annotated[bool, typer.Option("--repealed", help="It is repealed.")] = False,
    repealed_by: Annotated[
        str | None, typer.Option("--repealed-by", metavar="REGULATION", help="What repeals it.")
    ] = None,
    amended_by: Annotated[
        str | None, typer.Option("--amended-by", metavar="REGULATION", help="What amends it.")
    ] = None,
    in_force: Annotated[bool, typer.Option("--in-force", help="It is in force.")] = False,
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Whether it is in force is not certain.")
    ] = False,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day of the new standing.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="For other admins.")] = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Show the standing of regulations, or stage a change of it."""
    from ingest.shelf import enter_status
    from ingest.view.showing import standings_object, standings_text
    from knowledge.model import RegulationStatus

    settings = load_settings()
    asked = {
        RegulationStatus.DICABUT: repealed or repealed_by is not None,
        RegulationStatus.DIUBAH: amended_by is not None,
        RegulationStatus.BERLAKU: in_force,
        RegulationStatus.TIDAK_PASTI: uncertain,
    }
    chosen = [standing for standing, given in asked.items() if given]
    if len(chosen) > 1:
        raise typer.BadParameter(
            "Give one of --repealed, --repealed-by, --amended-by, --in-force, --uncertain."
        )
    if chosen and regulation is None:
        raise typer.BadParameter("Say which regulation changes.")
    if not chosen and (since or note):
        raise typer.BadParameter("--from and --note need a change of standing beside them.")
    if chosen and regulation is not None:
        enter_status(
            settings,
            regulation,
            chosen[0],
            since=day(since, "--from"),
            by=repealed_by or amended_by,
            note=note,
            who=actor(by),
        )
    if as_json:
        print_object(standings_object(settings, regulation))
        return
    typer.echo(standings_text(settings, regulation))
    if chosen:
        typer.echo("Staged. Nothing changes for users yet. Then: asn-ingest diff, publish")


def confirm(
    rulings: Annotated[
        list[str] | None, typer.Argument(metavar="[RULING...]", help="Ids of rulings.")
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            "--basis", metavar="REGULATION", help="All that rest on this regulation only."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that await review.")] = False,
    reason: Reason = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """List the rulings that await review, or confirm them."""
    from ingest.confirm import confirm as confirm_rulings
    from ingest.confirm import pending
    from ingest.view.showing import pending_object, pending_text

    settings, reason = load_settings(), reason_given(reason)
    names = list(rulings or ())
    if basis or everything:
        if not (reason and reason.strip()):
            raise StagingError("Confirming many rulings at once needs --reason.")
        waiting = pending(settings).reviews
        names += [
            name
            for name, review in waiting.items()
            if everything or {p.split(":")[0] for p in review.changed} == {basis}
        ]
        if not names:
            raise StagingError(
                f"No ruling awaits review{f' because of {basis} alone' if basis else ''}."
            )
    if names:
        done = confirm_rulings(settings, names, who=actor(by), reason=reason)
        if as_json:
            print_object({"confirmed": list(done)})
        else:
            typer.echo(f"Confirmed {len(done):,}: {', '.join(done)}.")
        return
    if as_json:
        print_object(pending_object(settings))
    else:
        typer.echo(pending_text(settings))


def audit(
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Only what this one did.")
    ] = None,
    act: Annotated[
        str | None, typer.Option("--act", metavar="ACT", help="Only acts such as publish, undo.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="EDITION", help="Only of this edition.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Lines of a page.")] = 30,
    page: Annotated[int, typer.Option(min=1, max=1_000_000, help="Which page; 1: the latest.")] = 1,
    as_json: Json = False,
) -> None:
    """Show the audit log."""
    from ingest.audit import Wanted, find_page
    from ingest.view.listing import acts_object, acts_text
    from knowledge.clock import beginning

    first = day(since, "--since")
    wanted = Wanted(who, act, edition, beginning(first) if first else None)
    acts = find_page(load_settings(), wanted, page=page, size=limit)
    if as_json:
        print_object(acts_object(acts, page, limit))
    else:
        typer.echo(acts_text(acts, page, limit))
