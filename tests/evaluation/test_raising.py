from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.errors import EvaluationError
from evaluation.gate import all_misses, read_thresholds
from evaluation.raising import raise_thresholds
from evaluation.results import SetResult, result
from tests.evaluation.made import answer, outcome, question

FILE = """# Why they stand where they stand.
dev:
  min:
    verdict_accuracy: 0.50  # was 0.4 in spring
    citation_existence: 1.0
  max: {unsafe: 3, over_strict_rate: 0.9, latency_p95_ms: 900}
  perturbed:
    typo: {drop: 0.5, unsafe: 2}
lain.jsonl:
  min: {verdict_accuracy: 0.1}
"""


def result_of(verdicts: str, name: str = "dev") -> SetResult:
    """Of questions that expect dilarang: d dilarang, b boleh, w wajib."""
    names = {"d": "dilarang", "b": "boleh", "w": "wajib"}
    return result(
        name,
        "2026-11-21.1",
        [
            outcome(question(id=f"Q{place}"), answer(names[letter], ["pp-94-2021:pasal-5"]))
            for place, letter in enumerate(verdicts)
        ],
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "thresholds.yaml"
    file.write_text(FILE)
    return file


def test_limits_rise_to_what_was_reached_less_one_question(path: Path) -> None:
    raised = raise_thresholds([result_of("d" * 8 + "bw")], path)
    assert [str(one) for one in raised] == [
        "dev: min.verdict_accuracy 0.5 -> 0.7",
        "dev: max.unsafe 3 -> 1",
        "dev: max.over_strict_rate 0.9 -> 0.1",
    ]
    limits = read_thresholds(path)["dev"]
    assert limits.min == {"verdict_accuracy": 0.7, "citation_existence": 1.0}
    assert limits.max == {"unsafe": 1, "over_strict_rate": 0.1, "latency_p95_ms": 900}


def test_nothing_else_of_the_file_changes(path: Path) -> None:
    raise_thresholds([result_of("d" * 8 + "bw")], path)
    expected = FILE.replace("0.50  #", "0.7  #").replace("unsafe: 3", "unsafe: 1")
    assert path.read_text() == expected.replace("over_strict_rate: 0.9", "over_strict_rate: 0.1")


def test_what_a_perturbation_costs_is_raised_beside_its_set(path: Path) -> None:
    results = [result_of("d" * 10), result_of("d" * 9 + "w", "dev+typo")]
    raised = {str(one) for one in raise_thresholds(results, path)}
    assert {
        "dev: perturbed.typo.drop 0.5 -> 0.2",
        "dev: perturbed.typo.unsafe 2 -> 0",
    } <= raised


def test_a_perturbation_that_helps_leaves_one_question_of_drop(path: Path) -> None:
    results = [result_of("w" * 10), result_of("d" * 10, "dev+typo")]
    raise_thresholds(results, path)
    assert read_thresholds(path)["dev"].perturbed["typo"].drop == 0.1


def test_limits_that_were_missed_stay(path: Path) -> None:
    raised = raise_thresholds([result_of("wwwbbbbbb")], path)
    assert [one.figure for one in raised] == ["max.over_strict_rate"]
    assert read_thresholds(path)["dev"].min["verdict_accuracy"] == 0.5
    assert read_thresholds(path)["dev"].max["unsafe"] == 3


def test_sets_and_perturbations_without_limits_get_none(path: Path) -> None:
    assert raise_thresholds([result_of("dd", "own"), result_of("dd", "dev+slang")], path) == ()
    assert path.read_text() == FILE


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.text("dbw", min_size=1, max_size=30), st.text("dbw")), max_size=4),
)
def test_whatever_is_reached_limits_never_loosen_and_what_was_kept_is_kept(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("limits") / "thresholds.yaml"
    path.write_text(FILE)
    for written, typed in runs:
        results = [result_of(written)]
        if typed:
            results.append(result_of((typed * len(written))[: len(written)], "dev+typo"))
        before = read_thresholds(path)["dev"]
        missed = all_misses(results, read_thresholds(path))
        raise_thresholds(results, path)
        after = read_thresholds(path)["dev"]
        assert all(after.min[name] >= before.min[name] for name in before.min)
        assert all(after.max[name] <= before.max[name] for name in before.max)
        assert after.perturbed["typo"].drop <= before.perturbed["typo"].drop
        assert after.perturbed["typo"].unsafe <= before.perturbed["typo"].unsafe
        assert [(one.set, one.figure) for one in all_misses(results, read_thresholds(path))] == [
            (one.set, one.figure) for one in missed
        ]
        assert read_thresholds(path)["lain.jsonl"].min == {"verdict_accuracy": 0.1}


def test_a_file_that_cannot_be_written_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("evaluation.raising.write_whole", full)
    with pytest.raises(EvaluationError, match=r"cannot be written.*--thresholds"):
        raise_thresholds([result_of("dd")], path)
