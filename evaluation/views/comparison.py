"""Two runs beside each other, as tables for people."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from evaluation.compare import SIGNIFICANT, Change, Comparison, Difference, Flip, SetComparison
from evaluation.views.tables import new_table

_PLACES = 4


def made_text(found: Comparison) -> str:
    """Which runs are compared, and what was otherwise when they were made."""
    lines = [f"A is run {found.a}, B is run {found.b}"]
    lines += [f"  {name}: {a} -> {b}" for name, (a, b) in found.made.items()]
    if not found.made:
        lines.append("  made in the same way")
    return "\n".join(lines)


def set_table(found: Comparison, one: SetComparison) -> Table:
    """The figures of a set in both runs, one a row; what neither can measure is left out."""
    columns = (f"A {found.a}", f"B {found.b}", "B - A", "95 % interval")
    table = new_table(f"{one.set} ({one.n} questions)", "", columns)
    for difference in one.differences:
        if difference.a is None and difference.b is None:
            continue
        table.add_row(Text(difference.figure), *_cells(difference))
    return table


def _cells(one: Difference) -> tuple[str, str, str, str]:
    count = isinstance(one.a, int) and isinstance(one.b, int)
    places = 0 if count else 1 if one.figure.endswith("_ms") else _PLACES

    def number(value: float | None, sign: str = "") -> str:
        return "-" if value is None else f"{value:{sign}.{places}f}"

    interval = ""
    if one.low is not None and one.high is not None:
        interval = f"{one.low:+.{_PLACES}f} to {one.high:+.{_PLACES}f}"
    return number(one.a), number(one.b), number(one.difference, "+"), interval


def set_notes(one: SetComparison) -> str:
    """The tests of a set in words."""
    told = "worse" if one.worse > one.better else "better"
    verdict = (
        f"{told} by more than chance"
        if one.p_verdict_adjusted < SIGNIFICANT
        else "no difference shown"
    )
    return (
        f"verdicts: {one.worse} lost, {one.better} won, McNemar p {one.p_verdict:.3g} "
        f"(adjusted {one.p_verdict_adjusted:.3g}): {verdict}\n"
        f"unsafe: {one.more_unsafe} new, {one.less_unsafe} gone, McNemar p {one.p_unsafe:.3g}"
    )


def flips_text(one: SetComparison, limit: int) -> str:
    """The questions that flipped, by what became of them; of each kind at most ``limit``."""
    blocks = []
    for change in Change:
        flips = [flip for flip in one.flips if flip.change is change]
        if flips:
            shown = [_flip_lines(flip) for flip in flips[:limit]]
            rest = [f"  ... and {len(flips) - limit} more"] if len(flips) > limit else []
            blocks.append("\n".join([f"{change.value}: {len(flips)}", *shown, *rest]))
    return "\n".join(blocks)


def _flip_lines(flip: Flip) -> str:
    lines = [f"  {flip.id}: {flip.question or '(held back)'}"]
    expected = f", expected {' or '.join(flip.expected)}" if flip.expected else ""
    if flip.a != flip.b:
        lines.append(f"    {flip.a} -> {flip.b}{expected}")
    if set(flip.cited_a) != set(flip.cited_b):
        gone = [article for article in flip.cited_a if article not in flip.cited_b]
        new = [article for article in flip.cited_b if article not in flip.cited_a]
        told = [f"no longer {', '.join(gone)}"] * bool(gone) + [f"now {', '.join(new)}"] * bool(new)
        lines.append(f"    cites {'; '.join(told)}")
    return "\n".join(lines)
