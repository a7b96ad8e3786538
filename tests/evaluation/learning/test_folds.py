from __future__ import annotations

from collections import Counter

import pytest

from evaluation.errors import EvaluationError
from evaluation.learning.folds import By, make_folds, together

FAMILIES = ["medsos"] * 12 + ["kampanye"] * 8
AUTHORS = ["a", "b", "c", "d"] * 5


def test_families_are_spread_evenly() -> None:
    folds = make_folds(FAMILIES, AUTHORS, "family", 4)
    by_family = Counter(zip(FAMILIES, folds.of, strict=True))
    assert {by_family["medsos", fold] for fold in range(4)} == {3}
    assert {by_family["kampanye", fold] for fold in range(4)} == {2}
    assert folds.asked == (0, 1, 2, 3)
    assert folds.questions == 20


def test_all_of_one_author_is_in_one_fold() -> None:
    folds = make_folds(FAMILIES, AUTHORS, "author", 3)
    assert len(set(zip(AUTHORS, folds.of, strict=True))) == 4
    assert set(folds.of) == {0, 1, 2}


def test_authors_are_dealt_so_that_folds_are_about_as_large_as_each_other() -> None:
    sizes = {"d": 37, "c": 26, "b": 21, "a": 18, "s": 15, "r": 11, "t": 8}
    owners = [owner for owner, size in sizes.items() for _ in range(size)]
    fold = dict(zip(owners, together(owners, 5), strict=True))
    assert fold == {"d": 0, "c": 1, "b": 2, "a": 3, "s": 4, "r": 4, "t": 3}


def test_the_order_of_examples_does_not_move_an_author() -> None:
    owners = ["a"] * 3 + ["b"] * 3 + ["c"] * 2
    one = dict(zip(owners, together(owners, 2), strict=True))
    other = dict(zip(owners[::-1], together(owners[::-1], 2), strict=True))
    assert one == other == {"a": 0, "b": 1, "c": 0}


def test_inside_and_outside_part_the_examples() -> None:
    folds = make_folds(FAMILIES, AUTHORS, "author", 2)
    assert sorted(folds.inside(1) + folds.outside(1)) == list(range(20))
    assert not {AUTHORS[i] for i in folds.inside(1)} & {AUTHORS[i] for i in folds.outside(1)}


def test_a_part_of_the_folds_can_be_asked() -> None:
    folds = make_folds(FAMILIES, AUTHORS, "family", 5, only=[4, 0, 4])
    assert folds.asked == (0, 4)
    assert folds.questions == 8
    assert folds.of == make_folds(FAMILIES, AUTHORS, "family", 5).of


@pytest.mark.parametrize(
    ("by", "number", "advice"),
    [
        ("family", 1, "between 2 and 20"),
        ("family", 21, "between 2 and 20"),
        ("author", 5, "4 authors cannot be split into 5 folds. Give --folds between 2 and 4"),
    ],
)
def test_folds_that_cannot_be_made_are_refused(by: By, number: int, advice: str) -> None:
    with pytest.raises(EvaluationError, match=advice):
        make_folds(FAMILIES, AUTHORS, by, number)


def test_a_single_author_cannot_be_held_back() -> None:
    with pytest.raises(EvaluationError, match=r"1 authors cannot be split.*--by family"):
        make_folds(FAMILIES, ["a"] * 20, "author", 2)
