"""Statistics as one picture, with Indonesian words: it is shown to admins in the chat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from bot.statistics_texts import StatisticsTexts, statistics_texts
from ingest.statistics import NOT_FOUND, Cell, Latency, Report
from ingest.view.stats import topic_title
from knowledge.model import Verdict

_SIZE = (9.0, 10.5)
"""Inches; with ``_DOTS`` an upright picture that can be read on a telephone."""
_DOTS = 100
_BLUE, _ORANGE, _GREY = "#0072B2", "#D55E00", "#7F7F7F"
"""Of the palette of Okabe and Ito, which the colour-blind can tell apart; dark and light differ, too."""
_VERDICT_COLOURS = {
    Verdict.DILARANG.value: "#D55E00",
    Verdict.WAJIB.value: "#E69F00",
    Verdict.BOLEH_BERSYARAT.value: "#F0E442",
    Verdict.BOLEH.value: "#009E73",
    Verdict.INFORMASI.value: "#56B4E9",
    Verdict.PERLU_RINCIAN.value: "#CC79A7",
    Verdict.DI_LUAR_CAKUPAN.value: "#7F7F7F",
    NOT_FOUND: "#000000",
}
_TOPICS = 8
_LABEL = 34
"""Characters of a topic's title that have room beside its bar."""
_TICKS = 10
_STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the picture is the same everywhere
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(report: Report) -> bytes:
    """The report as a PNG; the same report gives the same bytes."""
    texts = statistics_texts()
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=_SIZE, dpi=_DOTS, layout="constrained")
        grid = figure.add_gridspec(4, 1, height_ratios=[1.0, 1.1, 1.2, 1.0])
        days, verdicts, topics, latency = (figure.add_subplot(grid[row]) for row in range(4))
        figure.suptitle(_title(report, texts), fontsize=14, fontweight="bold")
        _draw_days(days, report, texts)
        _draw_verdicts(verdicts, report.verdicts, texts)
        _draw_topics(topics, report.topics, texts)
        _draw_latency(latency, report.daily_latency, texts)
        written = BytesIO()
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def _title(report: Report, texts: StatisticsTexts) -> str:
    first, last = (_day(day, texts) for day in (report.first, report.last))
    return texts.title.format(days=len(report.daily), first=first, last=last)


def _day(day: date, texts: StatisticsTexts) -> str:
    return f"{day.day} {texts.months[day.month - 1]} {day.year}"


def _draw_days(axes: Axes, report: Report, texts: StatisticsTexts) -> None:
    cells = report.daily
    axes.set_title(texts.chart_daily)
    axes.bar(range(len(cells)), [cell.number or 0 for cell in cells], color=_BLUE, width=0.8)
    held = [at for at, cell in enumerate(cells) if cell.number is None]
    if held:
        axes.plot(
            held,
            [0] * len(held),
            "x",
            color=_GREY,
            clip_on=False,
            label=texts.chart_held.format(minimum=report.minimum),
        )
        axes.legend(loc="upper left", frameon=False)
    axes.set_ylim(0, max(1, *(cell.number or 0 for cell in cells)) * 1.2)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    _mark_days(axes, [cell.name for cell in cells], texts)


def _mark_days(axes: Axes, days: Sequence[str], texts: StatisticsTexts) -> None:
    step = max(1, -(-len(days) // _TICKS))
    shown = range(len(days) - 1, -1, -step)
    read = [date.fromisoformat(days[at]) for at in shown]
    axes.set_xticks([*shown], [f"{day.day} {texts.months[day.month - 1]}" for day in read])
    axes.set_xlim(-0.6, len(days) - 0.4)


def _draw_verdicts(axes: Axes, cells: Iterable[Cell], texts: StatisticsTexts) -> None:
    axes.set_title(texts.chart_verdicts)
    told = [cell for cell in cells if cell.number]
    names = [
        texts.not_found_name if cell.name == NOT_FOUND else texts.verdicts[Verdict(cell.name)]
        for cell in told
    ]
    _bars(axes, names, told, [_VERDICT_COLOURS[cell.name] for cell in told], texts)


def _draw_topics(axes: Axes, cells: Iterable[Cell], texts: StatisticsTexts) -> None:
    axes.set_title(texts.chart_topics)
    told = [cell for cell in cells if cell.number][:_TOPICS]
    names = [_cut(topic_title(cell.name)) for cell in told]
    _bars(axes, names, told, [_BLUE] * len(told), texts)


def _bars(
    axes: Axes,
    names: Sequence[str],
    cells: Sequence[Cell],
    colours: Sequence[str],
    texts: StatisticsTexts,
) -> None:
    if not cells:
        _say(axes, texts.chart_none)
        return
    places = range(len(cells))
    bars = axes.barh(
        places,
        [cell.number or 0 for cell in cells],
        color=colours,
        edgecolor="black",
        linewidth=0.4,
    )
    axes.bar_label(bars, [f"{cell.number:,}".replace(",", ".") for cell in cells], padding=3)
    axes.set_yticks([*places], names)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.12)


def _draw_latency(
    axes: Axes, daily: Sequence[tuple[str, Latency | None]], texts: StatisticsTexts
) -> None:
    axes.set_title(texts.chart_latency)
    if not any(latency for _, latency in daily):
        _say(axes, texts.chart_none)
        return
    places = range(len(daily))
    for values, label, colour, line, marker in (
        (
            [found.p95 / 1000 if found else None for _, found in daily],
            texts.chart_p95,
            _ORANGE,
            "--",
            "^",
        ),
        (
            [found.median / 1000 if found else None for _, found in daily],
            texts.chart_median,
            _BLUE,
            "-",
            "o",
        ),
    ):
        gaps = [float("nan") if value is None else value for value in values]
        axes.plot(places, gaps, line, color=colour, marker=marker, markersize=4, label=label)
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", ",")))
    axes.set_ylabel(texts.chart_seconds)
    axes.legend(loc="best", ncols=2)
    _mark_days(axes, [day for day, _ in daily], texts)


def _say(axes: Axes, words: str) -> None:
    axes.text(0.5, 0.5, words, ha="center", va="center", color=_GREY, transform=axes.transAxes)
    axes.set_axis_off()


def _cut(title: str) -> str:
    return title if len(title) <= _LABEL else title[: _LABEL - 1].rstrip() + "…"
