from __future__ import annotations

from collections.abc import Sequence

import pytest

from evaluation.learning.crossval import Sample, Validation, cross_validate, prepare
from evaluation.learning.folds import make_folds
from evaluation.learning.gain import gains
from evaluation.learning.methods import FamilyOf, Guess, Leaf, Method
from knowledge.classifier.features import Seen
from tests.evaluation.learning.examples import knowledge


@pytest.fixture
def samples() -> list[Sample]:
    return prepare(knowledge())[0]


def validation(
    name: str, samples: Sequence[Sample], verdicts: int, families: int, only: Sequence[int] = ()
) -> Validation:
    """A method that finds so many of every twelve verdicts and families."""
    place = {sample.seen.text: i % 12 for i, sample in enumerate(samples)}
    known = {sample.seen.text: sample for sample in samples}

    def decide(
        seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
    ) -> list[Guess]:
        return [
            Guess(
                "",
                known[one.text].family if place[one.text] < families else "",
                known[one.text].example.verdict if place[one.text] < verdicts else "wajib",
                "wajib",
            )
            for one in asked
        ]

    authors = [sample.example.author for sample in samples]
    folds = make_folds([s.family for s in samples], authors, "family", 5, only)
    return cross_validate(name, Method(decide), samples, 0, folds)


def test_each_share_is_held_against_the_method_that_is_best_at_it(samples: list[Sample]) -> None:
    verdict, family = gains(
        [
            validation("nearest-vector", samples, verdicts=3, families=8),
            validation("heads", samples, verdicts=6, families=4),
            validation("encoder", samples, verdicts=12, families=12),
            validation("both", samples, verdicts=9, families=9),
        ]
    )
    assert (verdict.share, verdict.over, verdict.questions) == ("verdict", "heads", 60)
    assert verdict.points == pytest.approx(25.0)
    assert (family.share, family.over) == ("family", "nearest-vector")
    assert family.points == pytest.approx(100 / 12)
    assert 0 < family.low < family.points < family.high < 30
    told = verdict.to_dict()
    assert list(told) == ["share", "over", "questions", "points", "low", "high"]


def test_a_loss_is_told_too(samples: list[Sample]) -> None:
    verdict, family = gains(
        [validation("both", samples, 6, 12), validation("heads", samples, 9, 12)]
    )
    assert verdict.points == pytest.approx(-25.0)
    assert verdict.high < 0
    assert (family.points, family.low, family.high) == (0, 0, 0)


def test_a_gain_over_a_part_of_the_folds_is_of_those_questions(samples: list[Sample]) -> None:
    verdict, _ = gains(
        [validation(name, samples, right, 12, [1]) for name, right in (("heads", 6), ("both", 12))]
    )
    assert verdict.questions == 12


@pytest.mark.parametrize("names", [["both"], ["both", "encoder"], ["heads", "encoder"]])
def test_without_both_sides_there_is_no_gain(names: list[str], samples: list[Sample]) -> None:
    assert gains([validation(name, samples, 6, 6) for name in names]) == ()
