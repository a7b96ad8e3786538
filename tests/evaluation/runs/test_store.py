from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.runs.recording import recording
from evaluation.runs.store import (
    list_runs,
    load_run,
    prune_runs,
    remove_run,
    runs_folder,
    unreadable_runs,
)
from tests.evaluation.runs.making import keep, provenance, settings_in

BOTH = ("dilarang", "dilarang")


def test_runs_are_listed_the_newest_first(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = [keep(settings, *BOTH) for _ in range(11)]
    assert [info.id for info in list_runs(settings)] == made[::-1]
    assert made[0].endswith(".1")
    assert made[10].endswith(".11")


def test_without_a_folder_there_are_no_runs(tmp_path: Path) -> None:
    assert list_runs(settings_in(tmp_path)) == ()
    with pytest.raises(EvaluationError, match=r"no runs in .*Make one: asn-eval run"):
        load_run(settings_in(tmp_path), "2026-11-22.1")


def test_a_run_is_found_by_id_by_words_and_by_path(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    first = keep(settings, *BOTH)
    rag = keep(settings, *BOTH, system="baseline-rag")
    second = keep(settings, *BOTH)
    keep(settings, "dilarang", ended=False)
    folder = runs_folder(settings) / rag
    found = {
        first: first,
        "latest": second,
        "previous": first,
        "latest:asn": second,
        "latest:baseline-rag": rag,
        str(folder): rag,
        str(folder / "run.json"): rag,
    }
    assert {name: load_run(settings, name).info.id for name in found} == found


def test_an_interrupted_run_gives_what_was_answered(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    run = load_run(settings, keep(settings, "dilarang", ended=False))
    assert run.info.ended is None
    assert [o.question.id for o in run.outcomes["mini"]] == ["A"]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("2020-01-01.1", r"no run '2020-01-01.1'. The newest are .*asn-eval runs lists all"),
        ("nowhere/run", "no run 'nowhere/run'"),
        ("previous", "no run before the latest of asn. Make one: asn-eval run --system asn"),
        ("latest:baseline-bm25", "no ended run of baseline-bm25"),
    ],
)
def test_a_run_that_is_not_there_is_said_with_what_to_do(
    tmp_path: Path, named: str, message: str
) -> None:
    settings = settings_in(tmp_path)
    keep(settings, *BOTH)
    with pytest.raises(EvaluationError, match=message):
        load_run(settings, named)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"id": "2026-11-22.1"}'])
def test_a_damaged_description_is_said_and_hides_no_other_run(tmp_path: Path, content: str) -> None:
    settings = settings_in(tmp_path)
    damaged, whole = keep(settings, *BOTH), keep(settings, *BOTH)
    (runs_folder(settings) / damaged / "run.json").write_text(content)
    with pytest.raises(EvaluationError, match=rf"{damaged} has no readable run\.json"):
        load_run(settings, damaged)
    assert [info.id for info in list_runs(settings)] == [whole]
    assert unreadable_runs(settings) == (damaged,)


def test_an_ended_run_that_lacks_answers_is_damaged(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    run = keep(settings, *BOTH)
    path = runs_folder(settings) / run / "answers.jsonl"
    path.write_text(path.read_text().splitlines(keepends=True)[0])
    with pytest.raises(EvaluationError, match=f"{run} is damaged: 1 of its 2 answers"):
        load_run(settings, run)


def test_an_answer_that_stands_twice_is_damage(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    run = keep(settings, *BOTH)
    path = runs_folder(settings) / run / "answers.jsonl"
    path.write_text(path.read_text() * 2)
    with pytest.raises(EvaluationError, match=f"{run} is damaged: .*two answers to question A"):
        load_run(settings, run)


def test_a_copied_run_is_listed_and_removed_by_its_own_folder(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    run = keep(settings, *BOTH)
    shutil.copytree(runs_folder(settings) / run, runs_folder(settings) / "2020-01-01.1")
    assert {info.id for info in list_runs(settings)} == {run, "2020-01-01.1"}
    (removed,) = prune_runs(settings, 1)
    assert not (runs_folder(settings) / removed).exists()
    assert [info.id for info in list_runs(settings)] == [
        one for one in (run, "2020-01-01.1") if one != removed
    ]


def test_pruning_keeps_the_newest_of_each_system(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    old, rag, new = (
        keep(settings, *BOTH),
        keep(settings, *BOTH, system="baseline-rag"),
        keep(settings, *BOTH),
    )
    assert prune_runs(settings, 1) == (old,)
    assert {info.id for info in list_runs(settings)} == {rag, new}
    assert not (runs_folder(settings) / old).exists()


def test_the_number_of_a_removed_run_is_not_given_again(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    first, second = keep(settings, *BOTH), keep(settings, *BOTH)
    remove_run(settings, first)
    assert keep(settings, *BOTH) not in (first, second)


def test_a_run_that_is_being_made_is_never_removed(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with recording(settings, provenance()) as made:
        keep(settings, *BOTH)
        assert prune_runs(settings, 1) == ()
        with pytest.raises(EvaluationError, match="being made by another process"):
            remove_run(settings, made.info.id)


@pytest.mark.parametrize("name", ["2020-01-01.1", "..", "../editions"])
def test_only_runs_are_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "editions").mkdir()
    with pytest.raises(EvaluationError, match="There is no run"):
        remove_run(settings_in(tmp_path), name)
    assert (tmp_path / "editions").is_dir()
