"""What ``asn-eval run`` does once its command line is read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from evaluation.commands.shared import OpenSystem, show, tell
from evaluation.figures import Figures
from evaluation.gate import Held
from evaluation.raising import raise_thresholds
from evaluation.results import Drop, Fault, SetResult, drops, pooled, result
from evaluation.runs.making import answer_sets
from evaluation.runs.provenance import provenance_of
from evaluation.runs.record import RunInfo
from evaluation.runs.recording import Recording, recording
from evaluation.systems.embedders import Watcher
from evaluation.systems.system import System
from evaluation.testsets.question import HELD_BACK, QuestionSet
from evaluation.views.progress import staged
from evaluation.views.results import (
    drops_table,
    mistakes_text,
    result_notes,
    result_table,
    systems_table,
)
from knowledge.settings import Settings

INTERRUPTED = 130


@dataclass(frozen=True)
class Wanted:
    """What is asked, and of what."""

    testsets: tuple[QuestionSet, ...]
    edition: str | None
    embedder: str | None
    model: str | None
    fresh: bool


@dataclass(frozen=True)
class Made:
    """A run that has ended, with its figures."""

    info: RunInfo
    results: tuple[SetResult, ...]
    overall: Figures
    drops: Mapping[str, Drop]
    missed: tuple[Held, ...] = ()

    def to_dict(self, fault: Fault, errors: int) -> dict[str, Any]:
        """The run as JSON values, with at most so many faulty answers of each set."""
        return {
            **self.overall.to_dict(),
            "run": self.info.id,
            "system": self.info.system,
            "edition": self.info.edition,
            "embedder": self.info.embedder,
            "model": self.info.model,
            "sets": [one.to_dict(one.mistakes(fault, errors)) for one in self.results],
            "drops": {name: drop.to_dict() for name, drop in self.drops.items()},
            "missed": [str(miss) for miss in self.missed],
        }


def make_run(settings: Settings, opener: OpenSystem, name: str, wanted: Wanted) -> Made:
    """Run the sets on one system, or take up the run that was interrupted.

    Raises:
        typer.Exit: the user interrupted it; what was answered is kept.
        AsnBotError: it cannot be opened, asked or kept.
    """
    chosen = {"edition": wanted.edition, "embedder": wanted.embedder, "model": wanted.model}
    with staged() as progress, opener(settings, name, **chosen, progress=progress) as system:
        provenance = provenance_of(settings, system, wanted.testsets, wanted.model)
        with recording(settings, provenance, fresh=wanted.fresh) as made:
            results = _answered(system, wanted.testsets, made, progress)
            overall = pooled(results)
            info = made.finish(overall.to_dict())
    return Made(info, results, overall, drops(results))


def _answered(
    system: System, testsets: Sequence[QuestionSet], made: Recording, progress: Watcher
) -> tuple[SetResult, ...]:
    """The results of the sets; whoever interrupts is told how to go on."""
    total = made.info.questions
    if made.answers:
        tell(f"run {made.info.id} of {system.name} goes on after {made.answers} of {total} answers")
    try:
        outcomes = asyncio.run(answer_sets(system, testsets, made, progress))
    except KeyboardInterrupt:
        tell(
            f"interrupted; {made.answers} of {total} answers are kept in run {made.info.id}. "
            f"The same command with --system {system.name} goes on from there."
        )
        raise typer.Exit(INTERRUPTED) from None
    return tuple(result(name, system.edition, found) for name, found in outcomes.items())


def show_runs(made: Sequence[Made], fault: Fault, errors: int) -> None:
    """Tables for people: the first system in full, the others beside it."""
    first = made[0]
    for one in first.results:
        if one.name not in first.drops:
            show(result_table(one), result_notes(one))
        mistakes = one.mistakes(fault, errors)
        if errors and any(outcome.question.held_back for outcome in one.outcomes):
            typer.echo(f"(questions of the split {HELD_BACK} are not listed)")
        if mistakes:
            typer.echo(f"\n{one.name}:\n\n{mistakes_text(mistakes)}")
        if one.name not in first.drops or mistakes:
            typer.echo()
    if first.drops:
        show(drops_table(first.results, first.drops), "")
    if len(made) > 1:
        for place, one in enumerate(first.results):
            beside = {other.info.system: other.results[place].overall for other in made}
            show(systems_table(one.name, beside), "")
    for other in made:
        typer.echo(f"kept as run {other.info.id} ({other.info.system})")


def raise_and_tell(results: Sequence[SetResult], path: Path) -> None:
    """Tighten the thresholds and say what became of them."""
    raised = raise_thresholds(results, path)
    for one in raised:
        tell(f"threshold raised: {one}")
    if not raised:
        tell(f"no threshold of {path.name} can be raised")
