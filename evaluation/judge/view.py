"""What judges found, as a table and lines for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from evaluation.judge.agreement import RELIABLE
from evaluation.judge.faithfulness import Faithfulness
from evaluation.metrics.statistics import Interval


def faithfulness_table(run: str, found: Sequence[Faithfulness]) -> Table:
    """Each judge's figure beside its own agreement with the labels."""
    table = Table(title=Text(f"faithfulness of run {run}"), title_justify="left")
    table.add_column("")
    for one in found:
        table.add_column(Text(one.judge), justify="right")
    rows = {
        "faithfulness": [_with(one.faithfulness, one.interval) for one in found],
        "answers": [str(one.answers) for one in found],
        "statements": [str(one.statements) for one in found],
        "unsupported": [str(one.statements - one.supported) for one in found],
        "not judged": [str(one.unjudged) for one in found],
    }
    of_judge = {
        "labels": [str(one.agreement.n) for one in found],
        "accuracy": [
            _with(one.agreement.accuracy, one.agreement.accuracy_interval) for one in found
        ],
        "kappa": [_with(one.agreement.kappa, one.agreement.kappa_interval) for one in found],
        "false ones caught": [_with(one.agreement.caught) for one in found],
        "true ones spared": [_with(one.agreement.spared) for one in found],
        "labels not judged": [str(one.agreement.unjudged) for one in found],
        "reliable": ["yes" if one.agreement.reliable else "NO" for one in found],
    }
    for section in (rows, of_judge):
        table.add_section()
        for name, cells in section.items():
            table.add_row(name, *cells)
    return table


def warnings(found: Sequence[Faithfulness]) -> list[str]:
    """For each judge that cannot be relied on, a line that says so."""
    return [
        f"{one.judge} is not reliable: its kappa with the labels is {one.agreement.kappa:.3f}, "
        f"below {RELIABLE}. Decide nothing by its figure; read what it lists."
        for one in found
        if not one.agreement.reliable
    ]


def unsupported_lines(found: Faithfulness, most: int) -> list[str]:
    """The first statements that a judge finds unsupported; none of questions held back."""
    shown = [one for one in found.unsupported if one.statement is not None]
    lines = [f"{one.set} {one.question}: {one.statement}" for one in shown[:most]]
    if rest := len(found.unsupported) - len(lines):
        lines.append(f"... and {rest} more (--json lists all; of questions held back only ids)")
    return lines


def _with(value: float | None, interval: Interval | None = None) -> str:
    """A share with three places, its interval behind it; a dash where nothing was measured."""
    if value is None:
        return "-"
    return f"{value:.3f}" + (f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else "")
