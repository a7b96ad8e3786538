from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from evaluation.figures import Figures
from evaluation.report.filters import FILTERS
from evaluation.report.metrics import METRICS, metric, metrics, percent, points
from knowledge.errors import RecordError

ACCURACY, ECE, LATENCY = map(metric, ("verdict_accuracy", "ece", "latency_p95_ms"))


def test_every_figure_is_described() -> None:
    named = {one.name for one in metrics()}
    assert named == {field.name for field in fields(Figures)} - {
        "n",
        "verdict_low",
        "verdict_high",
    }
    assert all(one.filter is None or one.filter in FILTERS for one in metrics())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{name: ece,", "{name: eec,", "eec is no figure"),
        ("{name: ece,", "{name: aurc,", "aurc is no figure, or stands twice"),
        ("filter: slow", "filter: sluggish", "there is no filter sluggish"),
        ("better: higher", "better: bigger", "metrics.yaml:"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "metrics.yaml"
    path.write_text(METRICS.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RecordError, match=problem):
        metrics(path)


def test_a_figure_that_is_left_out_is_named(tmp_path: Path) -> None:
    path = tmp_path / "metrics.yaml"
    path.write_text("- {name: ece, label: ECE, unit: score, meaning: m}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"figures are missing: abstention_precision, "):
        metrics(path)


def test_values_are_shown_in_their_unit() -> None:
    assert ACCURACY.shown(0.9376) == "93.8 %"
    assert ECE.shown(0.0625) == "0.062"
    assert LATENCY.shown(31.4) == "31 ms"
    assert LATENCY.shown(3.14) == "3.1 ms"
    assert metric("unsafe").shown(2) == "2"
    assert ECE.shown(None) == "–"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0 %"), (1.0, "100 %"), (0.9999, "> 99.9 %"), (0.0001, "< 0.1 %"), (0.5, "50.0 %")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(value: float, shown: str) -> None:
    assert percent(value) == shown


def test_a_gain_is_what_ours_is_better_by() -> None:
    assert ACCURACY.gain(0.75, 0.5) == 0.25
    assert ECE.gain(0.5, 0.25) == -0.25
    assert ACCURACY.gain(None, 0.5) is None
    assert metric("abstention_rate").gain(0.5, 0.25) is None, "neither way is better"


def test_differences_have_signs() -> None:
    assert points(0.0421) == "+4.2 pp"
    assert points(-0.0421) == "−4.2 pp"
    assert points(-0.00001) == "0 pp"
    assert ACCURACY.range((-0.01, 0.02)) == "−1.0 to +2.0"
    assert ACCURACY.size(-0.05) == "5.0 pp"
