"""``asn-eval``: how well, how safely and how fast the bot answers. Figures for evaluators.

Only the command line is read here, so that ``--help`` is quick; commands import what they work
with.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from evaluation.commands import check, compare, judge, learning, measure, report, run, runs, sets
from evaluation.commands.shared import Openers
from knowledge.errors import AsnBotError

_UNEXPECTED = 70

app = typer.Typer(
    name="asn-eval",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Measure how well, how safely and how fast the bot answers.",
    epilog="Exit codes: 0 fine, 1 a threshold was missed, 2 wrong use, 3 bad data file, "
    "4 no usable edition, 5 no embedder, 7 cannot be measured, 130 interrupted.",
)
app.command(help=run.RUN_HELP)(run.run)
app.command(help=compare.COMPARE_HELP)(compare.compare)
app.command(help=report.REPORT_HELP)(report.report)
app.command(help=runs.RUNS_HELP)(runs.runs)
app.command(help=judge.JUDGE_HELP)(judge.judge)
app.command(help=check.CHECK_HELP)(check.check)
app.command(help=sets.CONVERT_HELP)(sets.convert)
app.command(help=sets.SPLIT_HELP)(sets.split)
app.command(help=sets.TEMPLATE_HELP)(sets.template)
app.command(help=measure.PAIRS_HELP)(measure.pairs)
app.command(help=learning.CROSSVAL_HELP)(learning.crossval)
app.command(help=learning.NEWCOMERS_HELP)(learning.newcomers)
app.command(help=measure.BENCH_HELP)(measure.bench)


def main(arguments: Sequence[str] | None = None, openers: Openers | None = None) -> None:
    """Run the command line; every error becomes one line and an exit code.

    ``openers`` say how commands get what they evaluate; None: the bot itself.
    """
    try:
        app(args=None if arguments is None else list(arguments), obj=openers, prog_name="asn-eval")
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
