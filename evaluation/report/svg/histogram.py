"""How long answers take: a histogram with percentiles."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from evaluation.report.svg.chart import Axis, box, drawing, line, words, x_at, y_at

_BARS = 30
_RIGHTMOST = 0.8


def latency_histogram(milliseconds: Sequence[float], marks: Sequence[tuple[str, float]]) -> Markup:
    """Number of answers by time; ``marks`` are named times such as ``("p95", 41.0)``.

    The axis ends a little above the last mark; what took longer is counted in the last bar.
    """
    end = _round_up(1.15 * max(time for _, time in marks))
    counts = [0] * _BARS
    for time in milliseconds:
        counts[min(_BARS - 1, int(time / end * _BARS))] += 1
    most = max(counts)
    x = Axis(0.0, end, [end * i / 4 for i in range(5)], "milliseconds", "{:g}".format)
    y = Axis(0.0, 1.2 * most, _count_ticks(most), "answers", "{:.0f}".format)
    width = x_at(x, end / _BARS) - x_at(x, 0)
    body = [
        box(
            x_at(x, place * end / _BARS) + 0.5,
            y_at(y, count),
            width - 1,
            y_at(y, 0) - y_at(y, count),
            "fill",
            f"{place * end / _BARS:.3g} to {(place + 1) * end / _BARS:.3g} ms: {count}",
        )
        for place, count in enumerate(counts)
        if count
    ]
    for number, (name, time) in enumerate(marks):
        at, left = x_at(x, time), x.place(time) > _RIGHTMOST
        height = y_at(y, 1.2 * most) + 8 + 12 * number
        body += [
            line(at, y_at(y, 0), at, height - 4, "limit"),
            words(
                at + (-3 if left else 3),
                height,
                f"{name} {time:.3g}",
                "tick strong",
                "end" if left else "start",
            ),
        ]
    told = "; ".join(f"{name}: {time:.3g} ms" for name, time in marks)
    longest = max(milliseconds)
    return drawing("latency-plot", "Latency", f"{told}; longest: {longest:.3g} ms.", x, y, body)


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 6, 8 times a power of ten, so that quarters are round, too."""
    unit = 10.0 ** math.floor(math.log10(max(value, 1e-3)))
    return next(unit * step for step in (1, 2, 4, 6, 8, 10) if unit * step >= value)


def _count_ticks(most: int) -> list[float]:
    step = max(1.0, _round_up(most / 5))
    return [step * tick for tick in range(int(most / step) + 1)]
