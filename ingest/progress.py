"""How a build is watched: a progress bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from ingest.tether import tell, tethered

Watcher = Callable[[str, int, int], None]
"""Called with (stage, done, total), as ``ingest.edition_writer.Progress`` is."""

_STAGES = {
    "read": "Reading the data files",
    "embed questions": "Embedding the example questions",
    "embed texts": "Embedding rulings and provisions",
    "train": "Training the classifier",
    "index": "Writing the search index",
    "test": "Asking the test questions",
    "test before": "Asking them of the edition that serves",
    "base": "Preparing the base model",
    "lower": "Reading the examples",
    "learn": "Training the encoder",
    "export": "Writing and checking the encoder",
    "download": "Downloading",
    "folder": "Looking through the folder",
    "membaca": "Reading pages",
    "OCR": "Recognising scanned pages",
    "back up": "Writing the archive, MB",
    "check archive": "Checking the archive, MB",
    "unpack": "Unpacking and checking the archive, MB",
    "open edition": "Opening the edition and searching in it",
    "load rows": "Loading the database",
}
_EMBEDDING = "embed "
_COUNTED = (_EMBEDDING, "learn")
"""What the stages begin with that take long: without a terminal too it is told how far they are."""
_NOTHING_NEW = "nothing new"


def stage_name(stage: str) -> str:
    """A stage of the build in plain English."""
    return _STAGES.get(stage, stage)


@contextmanager
def watched(console: Console) -> Iterator[Watcher]:
    """Show the stages of a build while the block runs: bars that say how long embedding still
    takes where ``console`` is a terminal, otherwise a line for each stage and each quarter of it.
    Another program that runs the command is told each stage and each hundredth of it.
    """
    if tethered():
        yield _told()
        return
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console) as bar:
        yield _bars(bar)


def _bars(bar: Bar) -> Watcher:
    tasks = {}

    def watch(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage_name(stage), total=None)
        description = stage_name(stage) if total else f"{stage_name(stage)}: {_NOTHING_NEW}"
        bar.update(tasks[stage], description=description, completed=done, total=total)

    return watch


def _lines(console: Console) -> Watcher:
    told: dict[str, int] = {}

    def watch(stage: str, done: int, total: int) -> None:
        name = stage_name(stage)
        quarter = 4 * done // total if total else 0
        if stage not in told:
            told[stage] = quarter
            console.print(f"{name}{_amount(stage, total)} ...", highlight=False, soft_wrap=True)
        elif stage.startswith(_COUNTED) and quarter > told[stage]:
            told[stage] = quarter
            console.print(f"{name}: {done:,} of {total:,}", highlight=False, soft_wrap=True)

    return watch


def _told() -> Watcher:
    told: dict[str, int] = {}

    def watch(stage: str, done: int, total: int) -> None:
        part = 100 * done // total if total else 0
        if told.get(stage) != part:
            told[stage] = part
            tell(stage, done, total)

    return watch


def _amount(stage: str, total: int) -> str:
    """What there is to embed; other stages are too short to be counted."""
    if not stage.startswith(_EMBEDDING):
        return ""
    return f": {total:,} to embed" if total else f": {_NOTHING_NEW}"
