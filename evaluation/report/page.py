"""The report as one HTML page that needs nothing else: no server, no network, no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evaluation.metrics.calibration import MAX_RISK
from evaluation.metrics.statistics import holm
from evaluation.report.choices import group_name
from evaluation.report.filters import SLOW_MS, cell
from evaluation.report.gathering import Report
from evaluation.report.groups import Drop, Group
from evaluation.report.headline import headline
from evaluation.report.metrics import percent, points
from evaluation.report.rows import Fitted, Row, fit, rows
from evaluation.report.svg.bars import interval_bar
from evaluation.report.svg.histogram import latency_histogram
from evaluation.report.svg.reliability import reliability_diagram
from evaluation.report.svg.risk import risk_coverage_plot
from evaluation.report.visible import visible

LARGEST = 2_500_000
"""Bytes of a page at most: what a slow laptop still opens in a second."""
_FRAME = 300_000
"""Bytes that are kept free for all but the questions."""
_TEMPLATES = Path(__file__).parent / "templates"
_CLARIFICATION = (
    "abstention_rate",
    "abstention_recall",
    "abstention_precision",
    "clarify_option_hit",
    "clarify_resolved",
    "out_of_scope_recall",
    "out_of_scope_precision",
)


@dataclass(frozen=True)
class Missing:
    """A baseline that does not stand beside the run, and the command that makes it."""

    system: str
    command: str


@dataclass(frozen=True)
class Page:
    """A rendered report."""

    html: str
    brief: int
    """Answers that are listed without their text, for want of room."""
    left_out: int
    """Answers that are not listed, for want of room."""


def render(report: Report, missing: Sequence[Missing] = (), largest: int = LARGEST) -> Page:
    """The page of a report, at most ``largest`` bytes of it.

    Where there are too many questions, the least faulty ones are shown in brief or left out, and
    the page says how many.
    """
    environment = _environment()
    template = environment.get_template("row.html")

    def render_row(row: Row, whole: bool) -> str:
        return template.render(row=row, whole=whole)

    fitted = fit(rows(report.answers, report.choices), render_row, max(0, largest - _FRAME))
    script = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    html = environment.get_template("report.html").render(
        report=report,
        headline=headline(report),
        missing=missing,
        matrix=_matrix(report),
        plots=_plots(report),
        p_values=_p_values(report),
        provenance=provenance(report),
        sections=_sections(report),
        clarification=_CLARIFICATION,
        fitted=Fitted(tuple(map(Markup, fitted.pieces)), fitted.brief, fitted.left_out),
        style=Markup((_TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
        script=Markup(script),  # noqa: S704
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        max_risk=MAX_RISK,
        slow_ms=SLOW_MS,
    )
    return Page(html, fitted.brief, fitted.left_out)


def provenance(report: Report) -> list[tuple[str, str]]:
    """From what and how the run was made, as names and values."""
    run = report.run
    return [
        ("Run", run.id),
        ("System", run.system),
        ("Edition", run.edition),
        ("Made from (hash)", run.edition_inputs),
        ("Embedder", run.embedder),
        ("Chat model", run.model or "none"),
        ("Code", run.code),
        *([("Commit", run.commit)] if run.commit else []),
        ("Settings", ", ".join(f"{name} = {value}" for name, value in run.settings.items())),
        ("Began", f"{run.began:%Y-%m-%d %H:%M:%S %Z}".strip()),
        ("Ended", f"{run.ended:%Y-%m-%d %H:%M:%S %Z}".strip() if run.ended else "not yet"),
        *(
            (
                f"Beside: {other.system}",
                f"{other.id}, edition {other.edition}, chat model {other.model or 'none'}, "
                f"code {other.code}",
            )
            for other in (rival.info for rival in (report.beside.rivals if report.beside else ()))
        ),
    ]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters.update(visible=visible, percent=percent)
    environment.globals.update(bar=_bar, drop_bar=_drop_bar, points=points, group_name=group_name)
    return environment


def _bar(group: Group) -> Markup:
    low, high = group.interval
    told = f"{group.right} of {group.n}, 95 % interval {percent(low)} to {percent(high)}"
    return interval_bar(group.share, low, high, told)


def _drop_bar(drop: Drop) -> Markup:
    low, high = (drop.before - end for end in reversed(drop.interval))
    return interval_bar(
        drop.after, low, high, f"{percent(drop.after)}, {percent(drop.before)} before"
    )


def _plots(report: Report) -> dict[str, Markup]:
    return {
        "reliability": reliability_diagram(report.calibration.bins, report.calibration.ece),
        "risk": risk_coverage_plot(report.curves, MAX_RISK, report.safe_risk),
        "latency": latency_histogram(report.latencies, report.percentiles),
    }


def _p_values(report: Report) -> list[str]:
    rivals = report.beside.rivals if report.beside else ()
    adjusted = holm({str(number): rival.p_value for number, rival in enumerate(rivals)})
    return [f"p = {p:.3f}" if p >= 0.001 else "p < 0.001" for p in adjusted.values()]


def _sections(report: Report) -> list[tuple[str, str]]:
    return [
        ("thresholds", "Thresholds"),
        ("figures", "Figures"),
        ("beside", "Baselines"),
        ("confusion", "Verdicts"),
        ("groups", "Categories and styles"),
        ("calibration", "Confidence"),
        *([("robustness", "Perturbed questions")] if report.drops else []),
        *([("attacks", "Attacks")] if report.attacks else []),
        ("clarification", "Questions back"),
        ("latency", "Latency"),
        ("questions", "Questions and answers"),
        ("provenance", "Provenance"),
        ("definitions", "Definitions"),
    ]


@dataclass(frozen=True)
class _Cell:
    n: int
    accepted: int
    """Right answers off the diagonal."""
    shade: str
    css: str
    choice: str


@dataclass(frozen=True)
class _Line:
    name: str
    cells: tuple[_Cell, ...]


@dataclass(frozen=True)
class _Matrix:
    columns: tuple[str, ...]
    lines: tuple[_Line, ...]


def _matrix(report: Report) -> _Matrix:
    """The confusion matrix ready to be shown: a line for every verdict that was expected."""
    found = report.confusion
    loose = {
        (one.outcome.question.expected_verdict, one.outcome.answer.verdict)
        for one in report.main
        if one.score.unsafe
    }
    lines = []
    for row, expected in enumerate(found.verdicts):
        total = sum(found.counts[row])
        cells = []
        for column, answered in enumerate(found.verdicts):
            n = found.counts[row][column]
            css = ["hit"] if row == column else []
            if (expected, answered) in loose:
                css.append("loose")
            if not n:
                css.append("none")
            cells.append(
                _Cell(
                    n,
                    found.accepted[row][column] if row != column else 0,
                    f"{0.75 * n / total:.2f}" if total else "0",
                    " ".join(css),
                    cell(expected, answered),
                )
            )
        if total:
            lines.append(_Line(expected.value, tuple(cells)))
    return _Matrix(tuple(verdict.value for verdict in found.verdicts), tuple(lines))
