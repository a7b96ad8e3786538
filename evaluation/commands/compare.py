"""``asn-eval compare``: what changed from one run to another, and whether it is more than chance."""

from __future__ import annotations

from typing import Annotated

import typer

from evaluation.commands.shared import MISSED, Json, print_json, show, tell
from knowledge.settings import load_settings

COMPARE_HELP = """Compare run B with run A: figures, significance, and the questions that flipped.

A and B are ids (asn-eval runs lists them), latest, previous, latest:baseline-rag, or paths of runs'
folders. Editions, code, embedders and systems may differ. Compared are the questions that both
answered, the same by id and wording; where labels differ, both are judged by those of B.

Verdicts, and unsafe answers, are compared question by question with the exact McNemar test,
adjusted for the number of sets (Holm); means have a paired bootstrap interval of 95 %. Of questions
held back only the id and the kind of flip are shown.

\b
Examples:
  asn-eval compare previous latest
  asn-eval compare latest:baseline-rag latest --flips 10
  asn-eval compare 2026-11-22.1 2026-11-22.4 --gate
  asn-eval compare previous latest --json | jq '.sets[] | {set, worse, better, p_verdict}'

\b
Exit codes: 0 compared; 1 B is significantly worse or newly unsafe (--gate); 2 wrong usage;
3 damaged answers; 7 no such run, or nothing in common.
"""


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="The run before.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The run after.")],
    flips: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="List up to so many flips of each kind, set by set."),
    ] = 20,
    gate: Annotated[
        bool,
        typer.Option("--gate", help="Exit with 1 when B is significantly worse or newly unsafe."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare two runs."""
    from evaluation.compare import compare_runs
    from evaluation.runs.store import load_run
    from evaluation.views.comparison import flips_text, made_text, set_notes, set_table

    settings = load_settings()
    first, second = load_run(settings, a), load_run(settings, b)
    for run in (first, second):
        if run.info.ended is None:
            tell(f"run {run.info.id} was interrupted; what it answered is compared")
    found = compare_runs(first, second)
    for side, names in ((found.a, found.only_a), (found.b, found.only_b)):
        if names:
            tell(f"only run {side} has answers to {', '.join(names)}, which are left out")
    for one in found.sets:
        if one.only_a or one.only_b:
            tell(
                f"{one.set} is not the same in both: {one.n} questions are compared, {one.only_a} "
                f"of {found.a} and {one.only_b} of {found.b} are left out"
            )
        if one.relabelled:
            tell(
                f"{one.set}: the labels of {one.relabelled} questions differ; both runs are judged "
                f"by those of {found.b}"
            )
    if as_json:
        print_json(found.to_dict())
    else:
        show(made_text(found))
        for one in found.sets:
            show("", set_table(found, one), set_notes(one))
            if flips and one.flips:
                show("", flips_text(one, flips))
    if gate and found.faults:
        for fault in found.faults:
            tell(fault)
        raise typer.Exit(MISSED)
