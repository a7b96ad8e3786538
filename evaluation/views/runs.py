"""The runs that are kept, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from evaluation.runs.record import RunInfo
from evaluation.testsets.named import base_and_kind
from evaluation.views.tables import share


def runs_table(runs: Sequence[RunInfo]) -> Table:
    """One run a row."""
    table = Table(title="runs", title_justify="left")
    for name in ("run", "system", "edition", "sets"):
        table.add_column(name, overflow="fold")
    for name in ("n", "verdict", "unsafe", "ended"):
        table.add_column(name, justify="right", no_wrap=True)
    for info in runs:
        unsafe = info.figures.get("unsafe")
        table.add_row(
            info.id,
            Text(info.system if info.model is None else f"{info.system} ({info.model})"),
            Text(info.edition),
            Text(_sets(info)),
            str(info.questions),
            share(info.figures.get("verdict_accuracy")),
            "-" if unsafe is None else str(unsafe),
            f"{info.ended:%Y-%m-%d %H:%M}" if info.ended else "interrupted",
        )
    return table


def _sets(info: RunInfo) -> str:
    """The names of the sets; perturbations beside a set as written are only counted."""
    written = [one.name for one in info.sets if not base_and_kind(one.name)[1]]
    if not written:
        return ", ".join(one.name for one in info.sets)
    perturbed = len(info.sets) - len(written)
    return ", ".join(written) + (f" and {perturbed} perturbed" if perturbed else "")
