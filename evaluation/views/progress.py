"""Progress bars on standard error, with rate and remaining time; silent where nobody watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from evaluation.asking import Progress
from evaluation.systems.embedders import Watcher


class _Rate(ProgressColumn):
    """How many are done in a second, as measured lately."""

    def render(self, task: Task) -> Text:
        return Text("" if not task.speed else f"{task.speed:.1f}/s")


@contextmanager
def _bar() -> Iterator[Bar]:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar


@contextmanager
def watched(what: str) -> Iterator[Progress]:
    """A progress bar while the block runs: called with (done, total)."""
    with _bar() as bar:
        task = bar.add_task(what, total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress


@contextmanager
def staged() -> Iterator[Watcher]:
    """A progress bar that also says what is being done: called with (what, done, total)."""
    with _bar() as bar:
        task = bar.add_task("", total=None, visible=False)
        shown = ""

        def progress(what: str, done: int, total: int) -> None:
            nonlocal shown
            if what != shown:
                bar.reset(task, completed=done, total=total or None, description=what, visible=True)
                shown = what
            bar.update(task, completed=done, total=total or None)

        yield progress
