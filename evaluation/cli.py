"""``asn-eval``: how well, how safely and how fast the bot answers. Figures for evaluators."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.answering.protocol import Answering
from evaluation.errors import EvaluationError, SetAbsent
from evaluation.results import Fault
from evaluation.testsets.named import DEV, DEVSET, open_set
from evaluation.testsets.question import HELD_BACK, QuestionSet
from knowledge.errors import AsnBotError
from knowledge.settings import Settings, load_settings

DEFAULT_SETS = (DEV, "proyek:kembang")
_MISSED = 1
_UNEXPECTED = 70
_WARM_UP = 20

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Measure how well, how safely and how fast the bot answers.",
    epilog="Exit codes: 0 fine, 1 a threshold was missed, 2 wrong use, 3 bad data file, "
    "4 no usable edition, 7 cannot be measured.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
Devset = Annotated[
    Path, typer.Option(envvar="DEVSET", help="File of the dev set; skipped when absent.")
]
OpenAnswering = Callable[[Settings], Answering]


def open_answering(settings: Settings) -> Answering:
    """The bot's own answering, on the current edition."""
    from bot.answering.answerer import open_answerer

    answerer: Answering = open_answerer(settings)
    return answerer


@app.command(
    epilog="Examples: asn-eval run | asn-eval run proyek:uji --gate | "
    "asn-eval run dev --errors 20 --fault citation"
)
def run(
    context: typer.Context,
    sets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SET",
            help="dev, proyek, proyek:kembang, proyek:uji or a .jsonl file. "
            f"Default: {' '.join(DEFAULT_SETS)}.",
        ),
    ] = None,
    as_json: Json = False,
    errors: Annotated[
        int, typer.Option(min=0, help="List up to so many faulty answers of each set.")
    ] = 0,
    fault: Annotated[Fault, typer.Option(help="Which faults --errors lists.")] = Fault.VERDICT,
    gate: Annotated[
        bool, typer.Option("--gate", help="Exit with 1 when a figure misses its threshold.")
    ] = False,
    devset: Devset = DEVSET,
) -> None:
    """Ask every question of test sets and report verdicts, citations, unsafe answers, refusals.

    Questions of the half held back (proyek:uji) are never printed.
    """
    from evaluation.gate import misses, read_thresholds, require_limits
    from evaluation.results import evaluate
    from evaluation.systems.asn import Asn
    from evaluation.view import mistakes_text, report_notes, report_table, watched

    testsets = _open_sets(list(dict.fromkeys(sets or DEFAULT_SETS)), devset)
    thresholds = read_thresholds() if gate else {}
    if gate:
        require_limits([testset.name for testset in testsets], thresholds)
    answering = _answering(context)
    reports = []
    for testset in testsets:
        with watched(testset.name) as progress:
            report = asyncio.run(evaluate(Asn(answering), testset, progress))
        reports.append((report, report.mistakes(fault, errors)))
    missed = [m for report, _ in reports if gate for m in misses(report, thresholds[report.name])]
    if as_json:
        _print_json(
            {
                "reports": [report.to_dict(mistakes) for report, mistakes in reports],
                "missed": [str(miss) for miss in missed],
            }
        )
    else:
        for report, mistakes in reports:
            _print(report_table(report), report_notes(report))
            if errors and any(o.question.split == HELD_BACK for o in report.outcomes):
                typer.echo(f"(questions of the split {HELD_BACK} are not listed)")
            if mistakes:
                typer.echo("\n" + mistakes_text(mistakes))
            typer.echo()
    for miss in missed:
        typer.echo(f"asn-eval: threshold missed: {miss}", err=True)
    if missed:
        raise typer.Exit(_MISSED)


@app.command(epilog="Example: asn-eval pairs --json")
def pairs(context: typer.Context, as_json: Json = False) -> None:
    """Ask both sides of every minimal pair and report how often both verdicts are right."""
    from evaluation.pairs import evaluate_pairs
    from evaluation.view import pairs_table, watched
    from knowledge.dataset import load_knowledge, load_pairs

    knowledge, contrast = load_knowledge(), load_pairs()
    if lost := [pair.id for pair in contrast if knowledge.answerable(pair.a.ruling) is None]:
        raise EvaluationError(
            f"Pair {lost[0]} names a ruling that does not exist. Run: asn-ingest check"
        )
    answering = _answering(context)
    with watched("pairs") as progress:
        report = asyncio.run(evaluate_pairs(answering, contrast, knowledge.topic_of, progress))
    if as_json:
        _print_json(report.to_dict())
    else:
        _print(pairs_table(report))


@app.command(epilog="Examples: asn-eval crossval | asn-eval crossval --methods all --json")
def crossval(
    folds: Annotated[int, typer.Option(min=2, help="Number of folds.")] = 5,
    methods: Annotated[
        str,
        typer.Option(
            help="all, or some of nearest-vector, nearest-all, linear-leaf, heads; comma-separated."
        ),
    ] = "heads",
    as_json: Json = False,
) -> None:
    """Cross-validate the classifier over all examples, alone or next to its baselines.

    Learns anew for every fold: minutes, not seconds. Needs no edition.
    """
    from evaluation.learning.crossval import cross_validate, prepare
    from evaluation.learning.methods import METHODS
    from evaluation.view import methods_table, validation_table, watched
    from knowledge.dataset import load_knowledge
    from knowledge.embedding import make_embedder

    wanted = list(METHODS) if methods == "all" else [m.strip() for m in methods.split(",")]
    if unknown := [name for name in wanted if name not in METHODS]:
        raise typer.BadParameter(
            f"{unknown[0]!r} is no method. Use all, {', '.join(METHODS)}.", param_hint="--methods"
        )
    settings = load_settings()
    cache = settings.data_dir / "cache" / "embeddings.sqlite3"
    with watched("embedding") as progress:
        samples, doubles = prepare(
            load_knowledge(), make_embedder(settings.embedder), cache, progress
        )
    validations = []
    for name in wanted:
        with watched(name) as progress:
            validations.append(
                cross_validate(name, METHODS[name], samples, doubles, folds, progress)
            )
    if as_json:
        _print_json({"methods": [validation.to_dict() for validation in validations]})
        return
    _print(methods_table(validations))
    _print(validation_table(validations[-1]))


@app.command(epilog="Examples: asn-eval bench | asn-eval bench --cold --json")
def bench(
    context: typer.Context,
    cold: Annotated[
        bool, typer.Option("--cold", help="Also time a build in an empty data folder (minutes).")
    ] = False,
    as_json: Json = False,
    devset: Devset = DEVSET,
) -> None:
    """Measure latency, answers per second, start-up, memory and edition build.

    Builds run in a temporary folder; the serving edition stays as it is.
    """
    from evaluation.speed import bench as measures
    from evaluation.view import bench_table, watched
    from knowledge.dataset import load_pairs

    settings = load_settings()
    questions = [q for s in _open_sets([DEV, "proyek"], devset) for q in s.questions]
    warm_up = [pair.a.q for pair in load_pairs()[:_WARM_UP]]
    answering = _answering(context)
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
        _print_json(found.to_dict())
    else:
        _print(bench_table(found))


def _answering(context: typer.Context) -> Answering:
    opener: OpenAnswering = context.obj or open_answering
    return opener(load_settings())


def _open_sets(names: Sequence[str], devset: Path) -> list[QuestionSet]:
    """The sets named; an absent dev set is skipped with a message."""
    testsets = []
    for name in names:
        try:
            testsets.append(open_set(name, devset))
        except SetAbsent as absent:
            if name != DEV:
                raise
            typer.echo(f"asn-eval: {absent} It is skipped.", err=True)
    if not testsets:
        raise EvaluationError("There is no test set left to run. Name one, such as proyek:kembang.")
    return testsets


def _print(*what: Any) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    if not console.is_terminal:  # a file or pipe has no width of its own
        console = Console(highlight=False, markup=False, width=120)
    for piece in what:
        console.print(piece)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def main(arguments: Sequence[str] | None = None, opener: OpenAnswering = open_answering) -> None:
    """Run the command line; every error becomes one line and an exit code."""
    try:
        app(args=None if arguments is None else list(arguments), obj=opener, prog_name="asn-eval")
    except AsnBotError as error:
        _fail(str(error), error.exit_code, error)
    except Exception as error:
        _fail(
            f"Unexpected error ({type(error).__name__}). "
            "Run it again with LOG_LEVEL=DEBUG to see where.",
            _UNEXPECTED,
            error,
        )


def _fail(message: str, code: int, error: Exception) -> None:
    if os.environ.get("LOG_LEVEL") == "DEBUG":
        import traceback

        traceback.print_exception(error)
    typer.echo(f"asn-eval: {message}", err=True)
    sys.exit(code)
