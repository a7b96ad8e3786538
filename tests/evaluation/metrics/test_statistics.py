from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.metrics.statistics import (
    bootstrap,
    holm,
    mcnemar,
    paired_interval,
    share_interval,
    upper_bound,
    wilson,
)

SHARES = st.lists(st.booleans(), min_size=1, max_size=40)


@settings(deadline=None)
@given(SHARES)
def test_the_bootstrap_interval_lies_around_the_mean_and_within_the_values(
    values: list[bool],
) -> None:
    found = bootstrap(values)
    assert found is not None
    low, high = found
    assert min(values) <= low <= sum(values) / len(values) <= high <= max(values)


def test_the_bootstrap_interval_is_about_as_wide_as_theory_says() -> None:
    values = [True] * 80 + [False] * 20
    low, high = bootstrap(values) or (0, 0)
    # normal approximation: 1.96 * sqrt(0.8 * 0.2 / 100) = 0.078
    assert low == pytest.approx(0.8 - 0.078, abs=0.015)
    assert high == pytest.approx(0.8 + 0.078, abs=0.015)


def test_the_same_values_always_have_the_same_interval() -> None:
    values = [0.1, 0.9, 0.4, 0.7, 0.2]
    assert bootstrap(values) == bootstrap(list(values))


def test_a_lower_level_makes_a_narrower_interval() -> None:
    values = [True] * 60 + [False] * 40
    wide, narrow = bootstrap(values), bootstrap(values, level=0.5)
    assert wide is not None
    assert narrow is not None
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_nothing_has_no_interval() -> None:
    assert bootstrap([]) is None
    assert bootstrap([], []) is None
    assert wilson(0, 0) is None


def test_repeating_a_question_does_not_make_the_interval_narrower() -> None:
    values = [True] * 15 + [False] * 5
    ids = list(range(20))
    once = bootstrap(values, ids)
    tenfold = bootstrap(values * 10, ids * 10)
    taken_for_independent = bootstrap(values * 10)
    assert once is not None
    assert taken_for_independent is not None
    assert tenfold == pytest.approx(once)
    assert taken_for_independent[1] - taken_for_independent[0] < 0.5 * (once[1] - once[0])


def test_clusters_of_different_size_weigh_by_their_size() -> None:
    low, high = bootstrap([1, 1, 1, 0], ["a", "a", "a", "b"]) or (2, 2)
    assert (low, high) == (0, 1)  # a resample may hold only one of the two


def test_large_sets_are_resampled_piece_by_piece() -> None:
    values = [True, False] * 3_000  # 12 million draws: more than are held at once
    low, high = bootstrap(values) or (0, 0)
    assert low == pytest.approx(0.5 - 0.0127, abs=0.003)
    assert high == pytest.approx(0.5 + 0.0127, abs=0.003)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [  # textbook values of the score interval
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (0, 100, 0.0, 0.0370),
        (90, 100, 0.8256, 0.9448),
    ],
)
def test_wilson(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


@settings(deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_a_share(counted: tuple[int, int]) -> None:
    right, n = counted
    low, high = wilson(right, n) or (2, 2)
    assert 0 <= low <= right / n <= high <= 1


def test_a_share_has_the_bootstrap_interval_where_answers_differ() -> None:
    values = [True, True, False]
    assert share_interval(values) == bootstrap(values)
    assert share_interval(values, ["a", "b", "b"]) == bootstrap(values, ["a", "b", "b"])


def test_a_share_of_all_or_nothing_is_not_called_certain() -> None:
    assert share_interval([True] * 3) == wilson(3, 3)
    assert share_interval([False] * 3) == wilson(0, 3)
    assert share_interval([True] * 6, ["a", "b"] * 3) == wilson(2, 2)
    assert share_interval([]) is None


@pytest.mark.parametrize(
    ("wrong", "n", "bound"),
    [
        (0, 58, 0.0503),  # 1 - 0.05 ** (1 / n)
        (0, 59, 0.0495),
        (1, 20, 0.2161),
        (3, 3, 1.0),
    ],
)
def test_the_exact_upper_bound(wrong: int, n: int, bound: float) -> None:
    assert upper_bound(np.array([wrong]), np.array([n]))[0] == pytest.approx(bound, abs=5e-5)


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (0, 5, 2 / 32),
        (0, 6, 2 / 64),
        (1, 7, 2 * 9 / 256),
        (4, 4, 1.0),
        (5, 3, 2 * 93 / 256),
    ],
)
def test_mcnemar_counts_coins(only_a: int, only_b: int, p: float) -> None:
    assert mcnemar(only_a, only_b) == pytest.approx(p)
    assert mcnemar(only_b, only_a) == pytest.approx(p)


def test_a_paired_difference_is_the_second_less_the_first() -> None:
    a = [0.0] * 50 + [1.0] * 50
    b = [0.0] * 40 + [1.0] * 60
    low, high = paired_interval(a, b)
    assert 0 < low < 0.1 < high
    assert paired_interval(b, a) == pytest.approx((-high, -low), abs=0.02)
    assert paired_interval(a, a) == (0, 0)


def test_pairing_sees_what_two_separate_intervals_would_not() -> None:
    a = [n % 2 for n in range(100)]
    b = [*a[:90], *[1] * 10]  # better on five of the last ten
    low, high = paired_interval(a, b)
    assert low > 0
    alone = bootstrap(a)
    assert alone is not None
    assert high - low < alone[1] - alone[0]


@pytest.mark.parametrize(("a", "b"), [([], []), ([1.0], [1.0, 0.0])])
def test_values_without_a_partner_cannot_be_compared(a: list[float], b: list[float]) -> None:
    with pytest.raises(ValueError, match="as many values on both sides"):
        paired_interval(a, b)


def test_holm_multiplies_and_never_falls_behind() -> None:
    found = holm({"a": 0.04, "b": 0.01, "c": 0.03, "d": 0.6})
    assert list(found) == ["a", "b", "c", "d"]
    assert found == pytest.approx({"b": 0.04, "c": 0.09, "a": 0.09, "d": 0.6})
    assert holm({"a": 0.5, "b": 0.9}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}
