"""Rulings that came after the encoder was trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.learning.crossval import Sample, prepare
from evaluation.learning.folds import Folds, make_folds
from evaluation.learning.newcomers import Newcomers, compare, newcomers
from evaluation.learning.out_of_fold import with_opinions
from tests.evaluation.learning.encoders import Untrained
from tests.evaluation.learning.examples import knowledge

LATE = frozenset({"suka-unggahan"})


@pytest.fixture
def samples() -> list[Sample]:
    return prepare(knowledge())[0]


@pytest.fixture
def folds(samples: list[Sample]) -> Folds:
    return make_folds([s.family for s in samples], [s.example.author for s in samples])


def opined(
    samples: list[Sample], folds: Folds, folder: Path, without: frozenset[str] = frozenset()
) -> tuple[list[Sample], Untrained]:
    untrained = Untrained()
    training = untrained.training(folder, without=without)
    read = with_opinions(samples, folds, training, lambda *step: None, lambda remark: None)
    return read, untrained


def found(samples: list[Sample], folds: Folds, folder: Path) -> Newcomers:
    knowing, _ = opined(samples, folds, folder)
    unknowing, _ = opined(samples, folds, folder, LATE)
    return compare(knowing, unknowing, LATE, folds)


def test_an_encoder_never_sees_the_rulings_that_are_kept_from_it(
    samples: list[Sample], folds: Folds, tmp_path: Path
) -> None:
    late = {s.seen.text for s in samples if s.example.ruling in LATE}
    read, untrained = opined(samples, folds, tmp_path, LATE)
    for learnt, _ in untrained.lessons:
        assert not late & set(learnt)
    for sample in read:
        assert sample.seen.opinion is not None
        assert "suka-unggahan" not in sample.seen.opinion.heads["ruling"]


def test_what_it_said_is_not_taken_for_that_of_one_that_knows_them(
    samples: list[Sample], folds: Folds, tmp_path: Path
) -> None:
    opined(samples, folds, tmp_path)
    assert len(opined(samples, folds, tmp_path, LATE)[1].lessons) == 5
    assert len(opined(samples, folds, tmp_path, LATE)[1].lessons) == 0


def test_their_questions_and_all_others_are_counted_apart(
    samples: list[Sample], folds: Folds, tmp_path: Path
) -> None:
    result = found(samples, folds, tmp_path)
    assert result.rulings == ("suka-unggahan",)
    for way in result.ways:
        assert (way.newcomers.examples, way.others.examples) == (12, 48)


def test_the_linear_heads_find_them_where_the_encoder_does_not_know_them(
    samples: list[Sample], folds: Folds, tmp_path: Path
) -> None:
    none, knowing, unknowing = found(samples, folds, tmp_path).ways
    assert [way.encoder for way in (none, knowing, unknowing)] == ["none", "knows them", "does not"]
    assert none.newcomers.ruling == knowing.newcomers.ruling == 1.0
    assert unknowing.newcomers.ruling is not None
    assert 0 < unknowing.newcomers.ruling <= 1.0
    assert unknowing.others.ruling == 1.0


@pytest.mark.parametrize(("one_in", "number"), [(2, 3), (5, 1)])
def test_one_in_so_many_is_taken_and_always_the_same(
    samples: list[Sample], one_in: int, number: int
) -> None:
    taken = newcomers(samples, one_in)
    assert len(taken) == number
    assert newcomers(list(reversed(samples)), one_in) == taken
