"""What all plots share: a framed drawing with axes. Colours come from the page's style sheet.

Every function gives markup in which all text is escaped. Lines differ by dash and points by shape,
so that a plot can be read without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 360, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 10, 38


@dataclass(frozen=True)
class Axis:
    """A linear axis: its range, its ticks and what it measures."""

    low: float
    high: float
    ticks: Sequence[float]
    label: str
    shown: Callable[[float], str]

    def place(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1; values beyond an end lie on it."""
        span = self.high - self.low
        return min(1.0, max(0.0, (value - self.low) / span)) if span else 0.0


def percents(value: float) -> str:
    """A tick of a share."""
    return f"{100 * value:.0f}%"


def shares(label: str, high: float = 1.0) -> Axis:
    """An axis from 0 to ``high`` with five or six ticks at round numbers."""
    step = next(s for s in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2) if high / s <= 6 or s == 0.2)
    count = int(high / step + 1.000001)
    return Axis(0.0, high, [step * i for i in range(count)], label, percents)


def x_at(axis: Axis, value: float) -> float:
    """The horizontal coordinate of a value."""
    return round(_LEFT + axis.place(value) * (WIDTH - _LEFT - _RIGHT), 1)


def y_at(axis: Axis, value: float) -> float:
    """The vertical coordinate of a value."""
    return round(HEIGHT - _BOTTOM - axis.place(value) * (HEIGHT - _TOP - _BOTTOM), 1)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A straight line."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(css, x1, y1, x2, y2)


def box(x: float, y: float, width: float, height: float, css: str, tip: str = "") -> Markup:
    """A rectangle; ``tip`` is told when it is pointed at."""
    shape = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"').format(
        css, round(x, 1), round(y, 1), round(width, 1), round(height, 1)
    )
    return shape + (Markup("><title>{}</title></rect>").format(tip) if tip else Markup("/>"))


def dot(x: float, y: float, radius: float, css: str, tip: str) -> Markup:
    """A point; ``tip`` is told when it is pointed at."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
        css, x, y, round(radius, 1), tip
    )


def path(points: Iterable[tuple[float, float]], css: str, tip: str) -> Markup:
    """A line through points."""
    drawn = " ".join(f"{x:g},{y:g}" for x, y in points)
    return Markup('<polyline class="{}" points="{}"><title>{}</title></polyline>').format(
        css, drawn, tip
    )


def words(x: float, y: float, text: str, css: str = "tick", anchor: str = "middle") -> Markup:
    """A short text."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        css, x, y, anchor, text
    )


def drawing(name: str, title: str, told: str, x: Axis, y: Axis, body: Iterable[Markup]) -> Markup:
    """A framed plot: grid, axes, then the body. ``told`` says in words what is to be seen.

    ``name`` is an id, one of its kind on the page.
    """
    parts = [*_axes(x, y), *body]
    return Markup(
        '<svg class="plot" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{n}-t {n}-d">'
        '<title id="{n}-t">{t}</title><desc id="{n}-d">{d}</desc>{body}</svg>'
    ).format(w=WIDTH, h=HEIGHT, n=name, t=title, d=told, body=Markup("").join(parts))


def _axes(x: Axis, y: Axis) -> list[Markup]:
    left, right = x_at(x, x.low), x_at(x, x.high)
    bottom, top = y_at(y, y.low), y_at(y, y.high)
    parts = []
    for tick in y.ticks:
        at = y_at(y, tick)
        parts += [
            line(left, at, right, at, "grid"),
            words(left - 5, at + 3.5, y.shown(tick), "tick", "end"),
        ]
    for tick in x.ticks:
        at = x_at(x, tick)
        parts += [line(at, bottom, at, bottom + 4, "axis"), words(at, bottom + 15, x.shown(tick))]
    middle = (top + bottom) / 2
    upright = Markup(
        '<text class="name" text-anchor="middle" transform="translate(10 {}) rotate(-90)">{}</text>'
    ).format(middle, y.label)
    return [
        *parts,
        line(left, bottom, right, bottom, "axis"),
        words((left + right) / 2, HEIGHT - 5, x.label, "name"),
        upright,
    ]
