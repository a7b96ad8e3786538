"""Statistics, as text for a terminal and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.statistics_texts import statistics_texts
from ingest.statistics import NO_TOPIC, NOT_FOUND, Cell, Latency, Report

_HELD = "–"
_TOPICS = 12


def stats_object(report: Report) -> dict[str, Any]:
    """The report as JSON values; null where a number is held back."""
    return {
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "days": len(report.daily),
        "minimum": report.minimum,
        "questions": report.questions,
        "daily": [{"day": cell.name, "number": cell.number} for cell in report.daily],
        "topics": [
            {"topic": cell.name, "title": topic_title(cell.name), "number": cell.number}
            for cell in report.topics
        ],
        "verdicts": [{"verdict": cell.name, "number": cell.number} for cell in report.verdicts],
        "not_found": report.not_found,
        "not_found_share": _rounded(report.not_found_share),
        "judged": report.judged,
        "judgements": [{"judgement": c.name, "number": c.number} for c in report.judgements],
        "useful_share": _rounded(report.useful_share),
        "latency": _latency_object(report.latency),
        "daily_latency": [
            {"day": day, "latency": _latency_object(latency)}
            for day, latency in report.daily_latency
        ],
        "subscribers": report.subscribers,
    }


def topic_title(topic: str) -> str:
    """What a topic is called among users, and in statistics."""
    texts = statistics_texts()
    if topic == NOT_FOUND:
        return texts.not_found_name
    return texts.no_topic if topic == NO_TOPIC else texts.topic(topic)


def stats_text(report: Report) -> str:
    """The report, a line each."""
    lines = [f"Statistics from {report.first} to {report.last} ({len(report.daily)} days)"]
    if report.questions is None:
        lines.append(
            f"  Fewer than {report.minimum} questions: nothing is told, so that nobody is "
            "recognised (STATISTICS_MINIMUM)."
        )
    elif not report.questions:
        lines.append("  No questions.")
    else:
        lines.extend(_told(report))
    lines.append(f"Subscribers to changes: {_shown(report.subscribers)}")
    if any(c.number is None for c in (*report.daily, *report.verdicts, *report.topics)):
        lines.append(
            f"{_HELD} is held back: that number, or one that could be worked out from it, is made "
            f"of fewer than {report.minimum} questions."
        )
    return "\n".join(lines)


def _told(report: Report) -> Iterator[str]:
    assert report.questions
    average = report.questions / len(report.daily)
    yield f"  Questions: {report.questions:,}, {average:.1f} a day"
    yield f"  Not found: {_shown(report.not_found)} ({_percent(report.not_found_share)})"
    if report.latency is not None:
        median, p95 = report.latency.median, report.latency.p95
        yield f"  Answered within: {median:,} ms (median), {p95:,} ms (95 %)"
    yield "Questions a day"
    yield from (
        f"  {cell.name}  {_shown(cell.number)}" for cell in report.daily if cell.number != 0
    )
    yield "Verdicts"
    yield from _table(report.verdicts)
    yield "Topics"
    yield from _table(
        tuple(Cell(topic_title(cell.name), cell.number) for cell in report.topics[:_TOPICS])
    )
    if len(report.topics) > _TOPICS:
        yield f"  ... and {len(report.topics) - _TOPICS:,} more (--json lists all)"
    yield f"Feedback: {_shown(report.judged)} (useful: {_percent(report.useful_share)})"
    yield from _table(report.judgements)


def _table(cells: tuple[Cell, ...]) -> Iterator[str]:
    width = max((len(cell.name) for cell in cells), default=0)
    yield from (f"  {cell.name:<{width}}  {_shown(cell.number)}" for cell in cells)
    if not cells:
        yield f"  {_HELD}"


def _shown(number: int | None) -> str:
    return _HELD if number is None else f"{number:,}"


def _percent(share: float | None) -> str:
    return _HELD if share is None else f"{share:.0%}"


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _latency_object(latency: Latency | None) -> dict[str, int] | None:
    return None if latency is None else {"median": latency.median, "p95": latency.p95}
