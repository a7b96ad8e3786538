from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.metrics.calibration import (
    aurc,
    calibration,
    ece,
    risk_coverage,
    threshold_for_risk,
    threshold_for_unsafe,
)

ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def split(answers: list[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [c for c, _ in answers], [r for _, r in answers]


def test_ece_worked_by_hand() -> None:
    # bin (0.8, 0.9]: two answers, mean 0.85, half right: 2/4 * 0.35
    # bin (0.2, 0.3]: two answers, mean 0.25, none right: 2/4 * 0.25
    assert ece([0.9, 0.8001, 0.3, 0.2001], [True, False, False, False]) == pytest.approx(
        0.5 * 0.35 + 0.5 * 0.25, abs=1e-4
    )


def test_confidence_that_is_always_borne_out_has_no_error() -> None:
    assert ece([1.0, 1.0, 0.0], [True, True, False]) == 0
    assert ece([0.75] * 4, [True, True, True, False]) == 0


def test_certainty_that_is_always_wrong_has_the_greatest_error() -> None:
    assert ece([1.0, 1.0], [False, False]) == 1


@settings(deadline=None)
@given(ANSWERS)
def test_the_order_of_questions_does_not_matter(answers: list[tuple[float, bool]]) -> None:
    mixed = sorted(answers, key=lambda one: (one[1], -one[0]))
    assert ece(*split(mixed)) == pytest.approx(ece(*split(answers)))
    assert aurc(*split(mixed)) == pytest.approx(aurc(*split(answers)))
    one, other = calibration(*split(mixed)), calibration(*split(answers))
    assert one is not None
    assert other is not None
    assert one.ece_equal_mass == pytest.approx(other.ece_equal_mass)


@settings(deadline=None)
@given(ANSWERS)
def test_errors_are_shares_and_bins_hold_every_answer(answers: list[tuple[float, bool]]) -> None:
    found = calibration(*split(answers))
    assert found is not None
    errors = (found.ece, found.ece_equal_mass, found.brier, found.ece_if_perfect)
    assert all(0 <= error <= 1 for error in errors)
    assert sum(one.n for one in found.bins) == len(answers)
    assert found.ece == ece(*split(answers))


@pytest.mark.parametrize(
    ("confidence", "number"),
    [(0.0, 0), (0.1, 0), (0.10001, 1), (0.3, 2), (0.6, 5), (0.7, 6), (0.95, 9), (1.0, 9)],
)
def test_a_bin_ends_with_its_upper_edge(confidence: float, number: int) -> None:
    found = calibration([confidence], [True])
    assert found is not None
    assert [one.n for one in found.bins].index(1) == number


def test_a_bin_tells_its_mean_confidence_and_accuracy() -> None:
    found = calibration([0.85, 0.9, 0.15], [True, False, False])
    assert found is not None
    assert len(found.bins) == 10
    upper = found.bins[8]
    assert (upper.low, upper.high, upper.n) == (0.8, 0.9, 2)
    assert upper.confidence == pytest.approx(0.875)
    assert upper.accuracy == 0.5
    empty = found.bins[5]
    assert (empty.n, empty.confidence, empty.accuracy) == (0, None, None)


def test_the_brier_score_worked_by_hand() -> None:
    found = calibration([0.9, 0.6], [True, False])
    assert found is not None
    assert found.brier == pytest.approx((0.01 + 0.36) / 2)


def perfect(n: int) -> tuple[list[float], list[bool]]:
    chance = random.Random(7)
    confidences = [chance.uniform(0.5, 1) for _ in range(n)]
    return confidences, [chance.random() < c for c in confidences]


def test_few_answers_make_even_a_perfect_system_look_miscalibrated() -> None:
    few, many = calibration(*perfect(40)), calibration(*perfect(4000))
    assert few is not None
    assert many is not None
    assert few.ece_if_perfect > 5 * many.ece_if_perfect
    assert few.ece < few.ece_if_perfect_high
    assert many.ece < many.ece_if_perfect_high


def test_a_system_too_sure_of_itself_is_told_from_a_perfect_one() -> None:
    confidences, right = perfect(400)
    found = calibration([min(1, c + 0.2) for c in confidences], right)
    assert found is not None
    assert found.ece > 2 * found.ece_if_perfect_high


def test_nothing_answered_has_no_calibration() -> None:
    assert ece([], []) is None
    assert aurc([], []) is None
    assert calibration([], []) is None
    assert risk_coverage([], [], []) == ()


def test_the_risk_coverage_curve_worked_by_hand() -> None:
    curve = risk_coverage(
        [0.5, 0.9, 0.7, 0.7], [False, True, True, False], [True, False, False, False]
    )
    told = [(p.confidence, p.n, p.coverage, p.wrong, p.unsafe, p.risk) for p in curve]
    assert told == [
        (0.9, 1, 0.25, 0, 0, 0.0),
        (0.7, 3, 0.75, 1, 0, 1 / 3),
        (0.5, 4, 1.0, 2, 1, 0.5),
    ]
    assert all(p.risk <= p.risk_high <= 1 for p in curve)


def test_aurc_worked_by_hand() -> None:
    # risks at 1, 2, 3 answers: 0, 0, 1/3
    assert aurc([0.9, 0.8, 0.1], [True, True, False]) == pytest.approx(1 / 9)
    # the mistake first: 1, 1/2, 1/3
    assert aurc([0.1, 0.8, 0.9], [True, True, False]) == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)


def test_confidence_that_tells_nothing_apart_has_the_error_rate_for_aurc() -> None:
    assert aurc([0.7] * 4, [True, True, True, False]) == pytest.approx(0.25)


def test_the_suggested_threshold_is_the_one_of_most_coverage_within_the_limit() -> None:
    confidences = [0.9] * 60 + [0.8] * 60 + [0.4] * 30
    right = [True] * 60 + [True] * 59 + [False] + [False] * 30
    curve = risk_coverage(confidences, right, [False] * 150)
    found = threshold_for_risk(curve, 0.05)
    assert found is not None
    assert (found.confidence, found.n, found.wrong) == (0.8, 120, 1)
    assert found.risk_high <= 0.05


def test_too_few_answers_suggest_no_threshold_even_without_a_mistake() -> None:
    def curve(n: int) -> bool:
        found = risk_coverage([0.9] * n, [True] * n, [False] * n)
        return threshold_for_risk(found, 0.05) is not None

    assert not curve(58)
    assert curve(59)


def test_the_threshold_without_unsafe_answers_lies_above_the_last_of_them() -> None:
    confidences = [0.9, 0.8, 0.7, 0.6]
    curve = risk_coverage(confidences, [True, False, False, True], [False, False, True, False])
    found = threshold_for_unsafe(curve)
    assert found is not None
    assert (found.confidence, found.coverage) == (0.8, 0.5)
    everything = threshold_for_unsafe(curve, limit=1)
    assert everything is not None
    assert everything.coverage == 1
    assert threshold_for_unsafe(risk_coverage([0.9], [False], [True])) is None
