"""The commands that measure one thing: minimal pairs, speed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from evaluation.commands.shared import Devset, Json, open_bot, open_sets, print_json, show
from evaluation.errors import EvaluationError
from evaluation.testsets.named import DEV, DEVSET, PROYEK
from knowledge.settings import load_settings

if TYPE_CHECKING:
    pass

_WARM_UP = 20
PAIRS_HELP = """Ask both sides of every minimal pair and report how often both verdicts are right.

A minimal pair is two questions that one fact sets apart.

\b
Example:
  asn-eval pairs --json | jq .overall.both

\b
Exit codes: 0 measured; 4 no usable edition; 7 the bot failed at a question.
"""
BENCH_HELP = """Measure latency, answers per second, start-up, memory and edition build.

Builds run in a temporary folder; the serving edition stays as it is. An absent dev set is skipped.

\b
Examples:
  asn-eval bench
  asn-eval bench --cold --json

\b
Exit codes: 0 measured; 2 wrong usage; 4 no usable edition; 7 something could not be measured.
"""


def pairs(context: typer.Context, as_json: Json = False) -> None:
    """Ask both sides of every minimal pair."""
    from evaluation.pairs import evaluate_pairs
    from evaluation.views.measures import pairs_table
    from evaluation.views.progress import watched
    from knowledge.dataset import load_knowledge, load_pairs

    knowledge, contrast = load_knowledge(), load_pairs()
    if lost := [pair.id for pair in contrast if knowledge.answerable(pair.a.ruling) is None]:
        raise EvaluationError(
            f"Pair {lost[0]} names a ruling that does not exist. Run: asn-ingest check"
        )
    answering = open_bot(context)
    with watched("pairs") as progress:
        report = asyncio.run(evaluate_pairs(answering, contrast, knowledge.topic_of, progress))
    if as_json:
        print_json(report.to_dict())
    else:
        show(pairs_table(report))


def bench(
    context: typer.Context,
    cold: Annotated[
        bool, typer.Option("--cold", help="Also time a build in an empty data folder (minutes).")
    ] = False,
    as_json: Json = False,
    devset: Devset = DEVSET,
) -> None:
    """Measure speed and size."""
    from evaluation.speed import bench as measures
    from evaluation.views.measures import bench_table
    from evaluation.views.progress import watched
    from knowledge.dataset import load_pairs

    settings = load_settings()
    questions = [q for s in open_sets([DEV, PROYEK], devset) for q in s.questions]
    warm_up = [pair.a.q for pair in load_pairs()[:_WARM_UP]]
    answering = open_bot(context)
    with watched("answers") as progress:
        speed = asyncio.run(measures.measure_speed(answering, warm_up, questions, progress))
    with watched("programs") as progress:
        progress(0, 3)
        startup, worst = measures.measure_startup()
        progress(1, 3)
        resident, peak = measures.measure_memory(questions)
        progress(2, 3)
        unchanged, cold_s = measures.measure_build(settings, cold)
    found = measures.Bench(
        answering.edition, speed, startup, worst, resident, peak, unchanged, cold_s
    )
    if as_json:
        print_json(found.to_dict())
    else:
        show(bench_table(found))
