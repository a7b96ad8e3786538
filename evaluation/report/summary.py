"""The report in a few Markdown tables, for a commit, an issue or a chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evaluation.report.beside import Cell
from evaluation.report.gathering import KeyFigure, Report
from evaluation.report.groups import Group
from evaluation.report.headline import headline
from evaluation.report.metrics import Metric, percent, points
from evaluation.report.page import Missing, provenance
from evaluation.report.visible import marked, shortened

_MOST_FAULTS = 30
"""Faulty answers that are named at most."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")


def summary(report: Report, missing: Sequence[Missing] = ()) -> str:
    """The key figures, the thresholds, the baselines and the gravest faults, as Markdown.

    Questions are named by their ids alone; those that are held back are only counted.
    """
    first = headline(report)
    parts = [
        f"# Evaluation {report.run.id}: {first.word}",
        _safe(first.told),
        "## Figures",
        _figures(report),
        *_thresholds(report),
        *_beside(report, missing),
        *_drops(report),
        *_groups("Attacks handled", report.attacks),
        *_groups("Right verdicts by category", report.categories),
        *_faults(report),
        "## Where the figures come from",
        "\n".join(f"- {_safe(name)}: {_safe(value)}" for name, value in provenance(report)),
        _table(
            ("set", "questions", "SHA-256"),
            ((_safe(one.name), one.questions, one.sha256[:16]) for one in report.run.sets),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _safe(text: str) -> str:
    """Text of unknown origin on one line, with nothing in it that Markdown would act on."""
    return _SPECIAL.sub(r"\\\1", " ".join(marked(text).split()))


def _code(text: str) -> str:
    """A command as code on one line, whatever is in it."""
    return f"`` {' '.join(marked(text).split())} ``" if "`" in text else f"`{marked(text)}`"


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    rows = [head, ["---"] + ["---:"] * (len(head) - 1), *lines]
    return "\n".join("| " + " | ".join(str(value) for value in row) + " |" for row in rows)


def _figures(report: Report) -> str:
    shown = [one for one in report.key_figures if one.metric.key and one.measured]
    return _table(
        ("figure", f"all ({len(report.main)})", *map(_safe, report.set_names)),
        (
            (one.metric.label, _with_interval(one), *map(one.metric.shown, one.by_set))
            for one in shown
        ),
    )


def _with_interval(one: KeyFigure) -> str:
    value = one.metric.shown(one.value)
    if one.interval is None:
        return value
    low, high = map(one.metric.shown, one.interval)
    return f"{value} ({low} to {high})"


def _thresholds(report: Report) -> list[str]:
    if not report.missed:
        return []
    lines = [
        (
            _safe(one.set),
            one.metric.label,
            one.metric.shown(one.value),
            f"{'at least' if one.at_least else 'at most'} {one.metric.shown(one.limit)}",
        )
        for one in report.missed
    ]
    return ["## Thresholds missed", _table(("set", "figure", "reached", "demanded"), lines)]


def _beside(report: Report, missing: Sequence[Missing]) -> list[str]:
    parts = ["## Beside the baselines"] if report.beside or missing else []
    if report.beside:
        shown = [one for one in report.beside.lines if one.metric.key and one.measured]
        parts += [
            f"On {report.beside.n} questions; in brackets by how much ours is better (+) or worse (−).",
            _table(
                (
                    "figure",
                    _safe(report.run.system),
                    *(_safe(rival.info.system) for rival in report.beside.rivals),
                ),
                (
                    (
                        one.metric.label,
                        one.metric.shown(one.ours),
                        *(_beaten(one.metric, cell) for cell in one.cells),
                    )
                    for one in shown
                ),
            ),
        ]
        parts.append(f"Ours is worse in: {_safe(', '.join(report.beside.behind) or 'none')}.")
    parts += [f"{_safe(one.system)} is missing. Make it: {_code(one.command)}" for one in missing]
    return parts


def _beaten(metric: Metric, cell: Cell) -> str:
    value = metric.shown(cell.value)
    if not cell.gain:
        return value
    return f"{value} ({'+' if cell.gain > 0 else '−'}{metric.size(cell.gain)})"


def _drops(report: Report) -> list[str]:
    if not report.drops:
        return []
    lines = [
        (_safe(d.kind), d.n, percent(d.before), percent(d.after), points(d.drop), d.newly_unsafe)
        for d in report.drops
    ]
    head = ("perturbation", "n", "before", "after", "drop", "newly unsafe")
    return ["## Perturbed questions", _table(head, lines)]


def _groups(title: str, groups: Sequence[Group]) -> list[str]:
    if not groups:
        return []
    lines = [
        (_safe(g.name), g.n, percent(g.share), " to ".join(map(percent, g.interval)), g.unsafe)
        for g in groups
    ]
    return [f"## {title}", _table(("group", "n", "share", "95 % interval", "unsafe"), lines)]


def _faults(report: Report) -> list[str]:
    wrong = [one for one in report.answers if not one.score.right]
    shown = sorted((one for one in wrong if one.listed), key=lambda one: not one.score.unsafe)
    if not wrong:
        return []
    lines = [
        (
            f"{_safe(one.set)} {_safe(shortened(one.outcome.question.id, 60))}",
            one.outcome.question.expected_verdict.value,
            one.outcome.answer.verdict.value,
            f"{one.outcome.answer.confidence:.2f}",
            "unsafe" if one.score.unsafe else "",
        )
        for one in shown[:_MOST_FAULTS]
    ]
    unseen = len(wrong) - len(lines)
    return [
        "## Wrong verdicts",
        *([_table(("question", "expected", "answered", "confidence", ""), lines)] if lines else []),
        *([f"And {unseen} more, held back or for want of room."] if unseen else []),
    ]
