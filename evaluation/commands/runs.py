"""``asn-eval runs``: the runs that are kept, and removing them."""

from __future__ import annotations

from typing import Annotated

import typer

from evaluation.commands.shared import Json, print_json, show, tell
from knowledge.settings import load_settings

RUNS_HELP = """List the runs that are kept, the newest first, or remove some.

Accuracy and unsafe answers are those over all sets of a run, as measured when it ended.

\b
Examples:
  asn-eval runs
  asn-eval runs --json | jq -r '.runs[] | select(.ended) | .id'
  asn-eval runs --keep 5
  asn-eval runs --remove 2026-11-22.3

\b
Exit codes: 0 listed or removed; 2 wrong usage; 7 no such run, or it cannot be removed.
"""


def runs(
    keep: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Remove all but the newest N runs of each system."),
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Remove this run. Repeatable.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List or remove runs."""
    from evaluation.runs.store import list_runs, prune_runs, remove_run, unreadable_runs
    from evaluation.views.runs import runs_table

    settings = load_settings()
    removed: list[str] = []
    for run in dict.fromkeys(remove or ()):
        remove_run(settings, run)
        removed.append(run)
    if keep is not None:
        removed += prune_runs(settings, keep)
    found = list_runs(settings)
    damaged = unreadable_runs(settings)
    if as_json:
        listed = [info.model_dump(mode="json") for info in found]
        print_json({"runs": listed, "unreadable": list(damaged), "removed": removed})
        return
    if removed:
        typer.echo(f"Removed: {', '.join(removed)}")
    if found:
        show(runs_table(found))
    else:
        typer.echo("There are no runs yet. Make one: asn-eval run")
    for run in damaged:
        tell(f"run {run} cannot be read; asn-eval runs --remove {run} removes it")
