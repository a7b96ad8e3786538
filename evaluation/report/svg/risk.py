"""The risk-coverage curve: how wrong the bot would be if it answered only what it is sure of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evaluation.metrics.calibration import RiskPoint
from evaluation.report.svg.chart import dot, drawing, line, path, shares, words, x_at, y_at

_MOST_POINTS = 160
"""More would not be seen at this size."""
_NOISY_BELOW = 10
"""The share of wrong answers among fewer answers says nothing."""
_RIGHTMOST = 0.5
"""From here on a label stands on the left of its mark."""


@dataclass(frozen=True)
class Curve:
    """One system's curve, its most confident answers first."""

    name: str
    points: Sequence[RiskPoint]


def risk_coverage_plot(
    curves: Sequence[Curve], limit: float, suggested: RiskPoint | None
) -> Markup:
    """Share of wrong verdicts among the answers given, over the share of questions answered.

    El-Yaniv & Wiener (2010). The first curve is ours; ``limit`` is the risk that is allowed and
    ``suggested`` the point of most coverage that keeps it.
    """
    shown = [Curve(one.name, _thinned(one.points)) for one in curves]
    top = max([2 * limit, *(p.risk for one in shown for p in one.points)])
    x, y = (
        shares("coverage: share of questions answered"),
        shares("risk: share wrong", min(1.0, 1.1 * top)),
    )
    body = [
        line(x_at(x, 0), y_at(y, limit), x_at(x, 1), y_at(y, limit), "limit"),
        words(x_at(x, 0) + 4, y_at(y, limit) - 4, f"allowed {100 * limit:.0f}%", "tick", "start"),
    ]
    told: list[str] = []
    for number, one in reversed(list(enumerate(shown))):
        if not one.points:
            continue
        css = "curve ours" if number == 0 else f"curve other o{number}"
        body.append(
            path([(x_at(x, p.coverage), y_at(y, p.risk)) for p in one.points], css, one.name)
        )
        told.insert(0, f"{one.name}: {100 * one.points[-1].risk:.1f} % wrong if all is answered")
    if suggested is not None:
        at, height = x_at(x, suggested.coverage), y_at(y, suggested.risk)
        note = f"answer from confidence {suggested.confidence:.2f}"
        left = suggested.coverage > _RIGHTMOST
        body += [
            line(at, y_at(y, 0), at, height, "limit"),
            dot(at, height, 5, "mark", note),
            words(
                at + (-8 if left else 8),
                y_at(y, 0) - 6,
                note,
                "tick strong",
                "end" if left else "start",
            ),
        ]
        told.append(
            f"suggested: {note}, which covers {100 * suggested.coverage:.0f} % "
            f"with {100 * suggested.risk:.1f} % wrong"
        )
    return drawing("risk", "Risk-coverage curve", "; ".join(told) + ".", x, y, body)


def _thinned(points: Sequence[RiskPoint]) -> Sequence[RiskPoint]:
    steady = [point for point in points if point.n >= _NOISY_BELOW] or list(points)
    step = -(-len(steady) // _MOST_POINTS)
    kept = steady[::step] if step > 1 else steady
    return kept if not steady or kept[-1] is steady[-1] else [*kept, steady[-1]]
