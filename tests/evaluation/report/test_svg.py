from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics.calibration import calibration, risk_coverage, threshold_for_risk
from evaluation.report.svg.bars import interval_bar
from evaluation.report.svg.chart import HEIGHT, WIDTH, shares
from evaluation.report.svg.histogram import latency_histogram
from evaluation.report.svg.reliability import reliability_diagram
from evaluation.report.svg.risk import Curve, risk_coverage_plot

ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=400)


def parts(svg: str, tag: str, css: str = "") -> list[ElementTree.Element]:
    """The elements of a drawing, which must be well formed."""
    root = ElementTree.fromstring(svg)
    return [one for one in root.iter(tag) if css in (one.get("class") or "").split() or not css]


def inside(svg: str) -> bool:
    """Whether all that is drawn lies within the drawing."""
    xs = [float(one.get(k, "0")) for one in parts(svg, "circle") for k in ["cx"]]
    ys = [float(one.get(k, "0")) for one in parts(svg, "circle") for k in ["cy"]]
    for one in parts(svg, "line"):
        xs += [float(one.get("x1", "0")), float(one.get("x2", "0"))]
        ys += [float(one.get("y1", "0")), float(one.get("y2", "0"))]
    for one in parts(svg, "polyline"):
        points = [point.split(",") for point in (one.get("points") or "").split()]
        xs += [float(x) for x, _ in points]
        ys += [float(y) for _, y in points]
    return all(0 <= x <= WIDTH for x in xs) and all(0 <= y <= HEIGHT for y in ys)


def curve(name: str, answers: Sequence[tuple[float, bool]]) -> Curve:
    given_, right = [c for c, _ in answers], [r for _, r in answers]
    return Curve(name, risk_coverage(given_, right, [False] * len(answers)))


@given(ANSWERS)
def test_a_reliability_diagram_has_a_point_for_each_bin_with_answers(
    answers: list[tuple[float, bool]],
) -> None:
    found = calibration([c for c, _ in answers], [r for _, r in answers])
    assert found is not None
    svg = reliability_diagram(found.bins, found.ece)
    assert len(parts(svg, "circle", "ours")) == sum(one.n > 0 for one in found.bins)
    assert inside(svg)


@given(ANSWERS, ANSWERS)
def test_a_risk_coverage_plot_has_a_line_for_each_system(
    ours: list[tuple[float, bool]], other: list[tuple[float, bool]]
) -> None:
    curves = [curve("asn", ours), curve("<baseline>", other)]
    svg = risk_coverage_plot(curves, 0.05, threshold_for_risk(curves[0].points))
    assert len(parts(svg, "polyline", "curve")) == 2
    assert inside(svg)


def test_the_suggested_threshold_is_marked_and_told() -> None:
    ours = curve("asn", [(0.9, True)] * 100 + [(0.3, False)] * 100)
    svg = risk_coverage_plot([ours], 0.05, threshold_for_risk(ours.points))
    assert len(parts(svg, "circle", "mark")) == 1
    (told,) = parts(svg, "desc")
    assert told.text == (
        "asn: 50.0 % wrong if all is answered; suggested: answer from confidence 0.90, "
        "which covers 50 % with 0.0 % wrong."
    )
    assert not parts(risk_coverage_plot([ours], 0.05, None), "circle")


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200))
def test_every_latency_is_counted_in_a_bar(times: list[float]) -> None:
    svg = latency_histogram(times, [("p50", sorted(times)[len(times) // 2])])
    tips = [one.findtext("title") or "" for one in parts(svg, "rect", "fill")]
    assert sum(int(tip.rpartition(": ")[2]) for tip in tips) == len(times)
    assert inside(svg)


def test_a_bar_tells_what_it_shows_and_keeps_within_its_place() -> None:
    svg = interval_bar(1.2, -0.1, 0.5, '3 of 4 "x" <y>')
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == '3 of 4 "x" <y>'
    assert parts(svg, "rect", "fill")[0].get("width") == "100.0%"
    assert parts(svg, "line")[0].get("x1") == "0.0%"


@pytest.mark.parametrize(("high", "last"), [(1.0, 1.0), (0.1, 0.1), (0.33, 0.3), (0.025, 0.025)])
def test_axes_have_few_and_round_ticks(high: float, last: float) -> None:
    ticks = shares("risk", high).ticks
    assert 3 <= len(ticks) <= 7
    assert ticks[-1] == pytest.approx(last)
