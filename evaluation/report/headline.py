"""The first words of a report: may the bot be trusted, and the few figures that say why."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.report.gathering import KeyFigure, Report, Trust
from evaluation.report.metrics import percent

_TILES = ("verdict_accuracy", "citation_recall", "citation_existence", "ece", "latency_p95_ms")


@dataclass(frozen=True)
class Tile:
    """One large figure."""

    label: str
    value: str
    note: str = ""
    choice: str | None = None
    css: str = ""


@dataclass(frozen=True)
class Headline:
    """What is to be read first."""

    word: str
    told: str
    tiles: tuple[Tile, ...]


def headline(report: Report) -> Headline:
    """The first words on a report."""
    tiles = (_unsafe(report), *(_tile(report.key(name)) for name in _TILES))
    return Headline(_word(report), _told(report), tiles)


def _word(report: Report) -> str:
    if report.trust is Trust.NO:
        reasons = []
        if report.unsafe:
            reasons.append(_counted(report.unsafe, "unsafe answer"))
        if report.missed:
            reasons.append(_counted(len(report.missed), "threshold") + " missed")
        return f"Not to be trusted yet: {' and '.join(reasons)}"
    if report.trust is Trust.YES:
        return "No unsafe answer, every threshold kept"
    return "No unsafe answer, but not all was measured"


def _told(report: Report) -> str:
    limits = f", {_counted(len(report.held), 'threshold')} held against them"
    parts = [
        f"{_counted(len(report.answers), 'answer')} of {report.run.system} "
        f"on edition {report.run.edition}{limits if report.held else ''}."
    ]
    if len(report.answers) < report.asked:
        parts.append(
            f"The run was interrupted: {report.asked - len(report.answers)} of {report.asked} "
            "questions are not answered yet. Give the same asn-eval run again to go on."
        )
    if report.unlimited:
        parts.append(f"No thresholds are set for {', '.join(report.unlimited)}.")
    if not any(one.score.unsafe for one in report.main):
        parts.append(
            f"0 unsafe of {len(report.main)} means at most {percent(report.unsafe_high)} "
            "with 95 % confidence on questions like these."
        )
    return " ".join(parts)


def _unsafe(report: Report) -> Tile:
    return Tile(
        "Unsafe answers, all sets",
        str(report.unsafe),
        f"of {len(report.answers)}",
        "unsafe",
        "bad" if report.unsafe else "good",
    )


def _tile(figure: KeyFigure) -> Tile:
    metric = figure.metric
    return Tile(
        metric.label,
        metric.shown(figure.value),
        " to ".join(map(metric.shown, figure.interval or ())),
        metric.filter,
    )


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
