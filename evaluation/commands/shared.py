"""What the evaluators' commands have in common: options, opening, output."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from evaluation.errors import EvaluationError, SetAbsent
from evaluation.testsets.named import DEV, open_set
from evaluation.testsets.question import QuestionSet
from knowledge.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.answering.protocol import Answering
    from evaluation.systems.embedders import Watcher
    from evaluation.systems.system import System

MISSED = 1
"""Exit code where a threshold is missed, or a comparison finds a run worse."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
Devset = Annotated[Path, typer.Option(metavar="FILE", envvar="DEVSET", help="File of the dev set.")]


class OpenSystem(Protocol):
    """Opens what is evaluated, by its name: see evaluation/systems/opening.py."""

    def __call__(
        self,
        settings: Settings,
        name: str,
        *,
        edition: str | None = None,
        embedder: str | None = None,
        model: str | None = None,
        progress: Watcher,
    ) -> AbstractContextManager[System]:
        """The system, open as long as the block runs."""
        ...


def open_system(settings: Settings, name: str, **chosen: Any) -> AbstractContextManager[System]:
    """The bot or a baseline; what that needs is imported only now."""
    from evaluation.systems import opening

    return opening.open_system(settings, name, **chosen)


def open_answering(settings: Settings) -> Answering:
    """The bot's own answering, on the current edition."""
    from bot.answering.answerer import open_answerer

    answerer: Answering = open_answerer(settings)
    return answerer


@dataclass(frozen=True)
class Openers:
    """How commands get what they evaluate."""

    answering: Callable[[Settings], Answering] = open_answering
    system: OpenSystem = open_system


def openers(context: typer.Context) -> Openers:
    """Those that the command line was started with."""
    given: Openers = context.obj or Openers()
    return given


def open_bot(context: typer.Context) -> Answering:
    """The bot's own answering."""
    return openers(context).answering(load_settings())


def open_sets(names: Sequence[str], devset: Path) -> list[QuestionSet]:
    """The sets named; an absent dev set, perturbed or not, is skipped with a message.

    Raises:
        EvaluationError: there is no such set, or none is left.
        RecordError: a set's file is damaged.
    """
    testsets = []
    skipped = False
    for name in dict.fromkeys(names):
        try:
            testsets.append(open_set(name, devset))
        except SetAbsent as absent:
            if re.split("[:#+]", name)[0] != DEV:
                raise
            if not skipped:
                tell(f"{absent} It is skipped.")
            skipped = True
    if not testsets:
        raise EvaluationError("There is no test set left to run. Name one, such as proyek:kembang.")
    return testsets


def show(*what: Any) -> None:
    """Tables and text for people on standard output."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    if not console.is_terminal:  # a file or pipe has no width of its own
        console = Console(highlight=False, markup=False, width=120)
    for piece in what:
        console.print(piece)


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def tell(message: str) -> None:
    """A remark on standard error, so that standard output holds results alone."""
    typer.echo(f"asn-eval: {message}", err=True)
