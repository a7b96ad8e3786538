"""``asn-eval convert``, ``split`` and ``template``: test set files for people who write them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluation.commands.shared import Devset
from evaluation.errors import EvaluationError
from evaluation.testsets.named import DEVSET, open_set
from evaluation.testsets.question import Question

CONVERT_HELP = """Write a test set file in another form: .jsonl, .csv or .xlsx, by the endings.

Nothing is lost: the file written reads as the same questions. A file with faults is not converted;
all of them are told.

\b
Examples:
  asn-eval convert own.xlsx own.jsonl
  asn-eval convert own.jsonl own.xlsx --force

\b
Exit codes: 0 written; 2 wrong usage; 3 faults in FILE; 7 no such file, or OUT exists or cannot be
written.
"""
SPLIT_HELP = """Divide a test set at random into a half for developers and one that is held back.

Writes NAME-kembang and NAME-uji beside one another, in the form of --out's ending, and marks each
question with its split. Stratified: every verdict (or what --by names) has the same share in both.
Nearly equal questions stay together. The same seed gives the same halves.

\b
Examples:
  asn-eval split own.xlsx --out own.jsonl
  asn-eval split own.xlsx --share 0.3 --seed 7 --by verdict,category --out sets/own.xlsx

\b
Exit codes: 0 written; 2 wrong usage; 3 faults in SET; 7 no such set, or a file exists or cannot be
written.
"""
TEMPLATE_HELP = """Write an empty sheet for a test set, with a guide and lists to choose from (XLSX).

\b
Example:
  asn-eval template soal.xlsx

\b
Exit codes: 0 written; 2 wrong usage; 7 OUT exists or cannot be written.
"""

Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


def convert(
    source: Annotated[Path, typer.Argument(metavar="FILE")],
    out: Annotated[Path, typer.Argument(metavar="OUT")],
    force: Force = False,
) -> None:
    """Read one file, write the other; see ``CONVERT_HELP``."""
    from evaluation.testsets.files import read_questions

    questions = read_questions(source)
    _write(out, questions, force)


def split(
    name: Annotated[str, typer.Argument(metavar="SET")],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where to: own.jsonl gives own-kembang.jsonl.")
    ],
    share: Annotated[
        float, typer.Option(metavar="X", help="Share for developers (kembang).")
    ] = 0.5,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the chance.")] = 1,
    by: Annotated[
        str, typer.Option(metavar="LIST", help="Strata: verdict, category, style; comma-separated.")
    ] = "verdict",
    anew: Annotated[
        bool, typer.Option("--anew", help="Divide a set that is divided already.")
    ] = False,
    force: Force = False,
    devset: Devset = DEVSET,
) -> None:
    """Divide a set and write both halves; see ``SPLIT_HELP``."""
    from evaluation.testsets.halves import divide
    from knowledge.dataset import BUNDLED, read_lexicon

    questions = open_set(name, devset).questions
    if any(question.split for question in questions) and not anew:
        raise EvaluationError(
            f"{name} is divided already: use {name}:kembang and {name}:uji. With --anew it is "
            "divided again, which shows developers what was held back."
        )
    strata = [one.strip() for one in by.split(",") if one.strip()]
    halves = divide(questions, share, seed, strata, read_lexicon(BUNDLED))
    paths = [out.with_name(f"{out.stem}-{half}{out.suffix}") for half in ("kembang", "uji")]
    for path in paths:
        _require_free(path, force)
    for path, half in zip(paths, halves, strict=True):
        _write(path, half, force)


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")], force: Force = False
) -> None:
    """Write the empty sheet; see ``TEMPLATE_HELP``."""
    if out.suffix.lower() != ".xlsx":
        raise EvaluationError(f"{out.name} must end in .xlsx: only a workbook can hold the guide.")
    _write(out, (), force)


def _require_free(path: Path, force: bool) -> None:
    if path.exists() and not force:
        raise EvaluationError(f"{path} exists. Name another file, or replace it with --force.")


def _write(path: Path, questions: tuple[Question, ...], force: bool) -> None:
    from evaluation.testsets.files import write_questions

    _require_free(path, force)
    try:
        write_questions(path, questions)
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be written ({type(error).__name__}). Name a file in a folder that "
            "exists and is yours."
        ) from error
    typer.echo(f"{path}: {len(questions)} questions")
