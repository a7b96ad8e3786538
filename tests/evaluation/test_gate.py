from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.gate import Limits, misses, read_thresholds, require_limits
from evaluation.results import SetResult, evaluate
from evaluation.systems.asn import Asn
from evaluation.testsets.question import QuestionSet
from knowledge.errors import RecordError
from tests.evaluation.made import Scripted, answer, question


async def report_of(*verdicts: str) -> SetResult:
    """Of questions that expect dilarang, answered so in turn."""
    script = {str(i): answer(verdict) for i, verdict in enumerate(verdicts)}
    questions = tuple(question(id=f"Q{i}", question=i) for i in script)
    return await evaluate(Asn(Scripted(script.__getitem__)), QuestionSet("mini", questions))


@pytest.mark.parametrize(
    ("limits", "missed"),
    [
        ({"min": {"verdict_accuracy": 0.5}, "max": {"unsafe": 1}}, []),
        (
            {"min": {"verdict_accuracy": 0.51}},
            ["mini: verdict_accuracy is 0.5, must be at least 0.51"],
        ),
        ({"max": {"unsafe": 0}}, ["mini: unsafe is 1, must be at most 0"]),
        (
            {"min": {"citation_hit": 0.0}},
            ["mini: citation_hit is not measurable, must be at least 0"],
        ),
    ],
)
async def test_what_misses_its_threshold_is_named(
    limits: dict[str, dict[str, float]], missed: list[str]
) -> None:
    report = await report_of("dilarang", "boleh")
    assert [str(m) for m in misses(report, Limits.model_validate(limits))] == missed


def test_bundled_thresholds_cover_the_sets_and_the_figures_that_matter() -> None:
    thresholds = read_thresholds()
    require_limits(["dev", "proyek:kembang", "proyek:uji"], thresholds)
    for limits in thresholds.values():
        assert {"verdict_accuracy", "citation_hit", "citation_existence"} <= set(limits.min)
        assert limits.min["citation_existence"] == 1.0
        assert "unsafe" in limits.max


def test_an_unknown_figure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.yaml"
    path.write_text("dev:\n  min: {accuracy: 0.9}\n")
    with pytest.raises(RecordError, match=r"thresholds\.yaml: dev.*no such figure: accuracy"):
        read_thresholds(path)


def test_a_set_without_thresholds_is_refused() -> None:
    with pytest.raises(EvaluationError, match=r"no thresholds for own\.jsonl"):
        require_limits(["dev", "own.jsonl"], {"dev": Limits()})
