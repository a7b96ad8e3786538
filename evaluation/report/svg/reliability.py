"""The reliability diagram: is an answer that says 80 % right in 80 of 100 cases?"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evaluation.metrics.calibration import Bin
from evaluation.metrics.statistics import wilson
from evaluation.report.svg.chart import box, dot, drawing, line, path, shares, x_at, y_at

_RADIUS = (3.0, 8.0)


def reliability_diagram(bins: Sequence[Bin], ece: float) -> Markup:
    """Share of right verdicts over the stated confidence, a point a bin (DeGroot & Fienberg 1983).

    On the diagonal, confidence is the probability of being right. A point's size is the share of
    the answers that are in its bin; its whisker is the 95 % Wilson interval.
    """
    x, y = shares("stated confidence"), shares("share of right verdicts")
    total = sum(one.n for one in bins)
    body = [
        path([(x_at(x, 0), y_at(y, 0)), (x_at(x, 1), y_at(y, 1))], "ideal", "perfect calibration")
    ]
    dots, told = [], []
    for one in bins:
        if one.confidence is None or one.accuracy is None:
            continue
        at, height = x_at(x, one.confidence), y_at(y, one.accuracy)
        ideal = y_at(y, one.confidence)
        body.append(box(at - 5, min(height, ideal), 10, abs(height - ideal), "gap"))
        low, high = wilson(round(one.accuracy * one.n), one.n) or (0.0, 1.0)
        body.append(line(at, y_at(y, low), at, y_at(y, high), "whisker"))
        radius = _RADIUS[0] + (_RADIUS[1] - _RADIUS[0]) * (one.n / total) ** 0.5
        tip = (
            f"confidence {one.low:.1f} to {one.high:.1f}: {one.n} answers, "
            f"mean confidence {one.confidence:.2f}, right {one.accuracy:.2f}"
        )
        dots.append(dot(at, height, radius, "ours", tip))
        told.append(tip)
    title = f"Reliability diagram, ECE {ece:.3f}"
    return drawing("reliability", title, "; ".join(told) + ".", x, y, [*body, *dots])
