"""A judge's agreement with labels."""

from __future__ import annotations

import pytest

from evaluation.judge.agreement import RELIABLE, agreement, cohens_kappa

T, F = True, False


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, expected 0.5
    first = [T] * 25 + [F] * 25
    second = [T] * 20 + [F] * 5 + [T] * 10 + [F] * 15
    assert cohens_kappa(first, second) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("first", "second", "kappa"),
    [
        ([T, F, T, F], [T, F, T, F], 1.0),
        ([T, F, T, F], [F, T, F, T], -1.0),
        ([T, F, T, F], [T, T, T, T], 0.0),
        ([T, T], [T, T], 1.0),
        ([T, F, T, F], [None, None, None, None], 0.0),
    ],
)
def test_kappa_at_its_ends(first: list[bool], second: list[bool | None], kappa: float) -> None:
    assert cohens_kappa(first, second) == pytest.approx(kappa)


def test_agreement_tells_which_side_the_errors_are_on() -> None:
    found = agreement([T, T, T, T, F, F, F, F], [T, T, T, F, F, F, T, None])
    assert found.accuracy == pytest.approx(5 / 8)
    assert found.spared == pytest.approx(3 / 4)
    assert found.caught == pytest.approx(2 / 4)
    assert (found.n, found.unjudged) == (8, 1)


def test_intervals_surround_their_figures_and_repeat() -> None:
    labels = [T, F] * 20
    judged = [T, F] * 15 + [F, F] * 5
    found = agreement(labels, judged)
    low, high = found.kappa_interval
    assert -1 <= low < found.kappa < high <= 1
    assert found == agreement(labels, judged)


@pytest.mark.parametrize(("right", "reliable"), [(20, True), (15, False)])
def test_a_judge_is_reliable_from_a_kappa_on(right: int, reliable: bool) -> None:
    labels = [T, F] * 10
    judged = [one if place < right else not one for place, one in enumerate(labels)]
    found = agreement(labels, judged)
    assert found.reliable is reliable
    assert (found.kappa >= RELIABLE) is reliable


@pytest.mark.parametrize(("labels", "judged"), [([], []), ([T, T], [T, F]), ([T, F], [T])])
def test_what_cannot_be_compared_is_an_error(labels: list[bool], judged: list[bool]) -> None:
    with pytest.raises(ValueError, match="labels of both kinds"):
        agreement(labels, judged)
