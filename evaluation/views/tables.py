"""What all tables for people share: shares have three places, what was not measured is a dash."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text


def share(value: float | None) -> str:
    """A share with three places, or a dash."""
    return "-" if value is None else f"{value:.3f}"


def milliseconds(value: float | None) -> str:
    """A time with one place, or a dash."""
    return "-" if value is None else f"{value:.1f} ms"


def new_table(title: str, first: str, columns: Sequence[str]) -> Table:
    """A table whose first column names the rows; the others hold figures."""
    table = Table(title=Text(title), title_justify="left")
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right")
    return table
