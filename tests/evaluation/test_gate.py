from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.gate import Limits, all_misses, read_thresholds, require_limits
from evaluation.results import SetResult, evaluate
from evaluation.robustness.perturb import KINDS
from evaluation.systems.asn import Asn
from evaluation.testsets.question import QuestionSet
from knowledge.errors import RecordError
from tests.evaluation.made import Scripted, answer, question


async def report_of(*verdicts: str, name: str = "mini") -> SetResult:
    """Of questions that expect dilarang, answered so in turn."""
    script = {str(i): answer(verdict) for i, verdict in enumerate(verdicts)}
    questions = tuple(question(id=f"Q{i}", question=i) for i in script)
    return await evaluate(Asn(Scripted(script.__getitem__)), QuestionSet(name, questions))


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
    thresholds = {"mini": Limits.model_validate(limits)}
    assert [str(miss) for miss in all_misses([report], thresholds)] == missed


@pytest.mark.parametrize("name", ["devv", "dev+typo", "proyek:latih", "1"])
def test_limits_of_what_is_no_set_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "thresholds.yaml"
    path.write_text(f"{name}:\n  max: {{unsafe: 0}}\n")
    with pytest.raises(
        RecordError, match=rf"thresholds\.yaml:1: '{re.escape(name)}' is no test set"
    ):
        read_thresholds(path)


def test_bundled_thresholds_cover_the_sets_and_the_figures_that_matter() -> None:
    thresholds = read_thresholds()
    attacks = ["serangan:kembang", "serangan:uji"]  # what they must cite is not labelled
    require_limits(["dev", "proyek:kembang", "proyek:uji", *attacks], thresholds)
    for name, limits in thresholds.items():
        assert {"verdict_accuracy", "citation_existence"} <= set(limits.min)
        assert "citation_hit" in limits.min or name in attacks
        assert limits.min["citation_existence"] == 1.0
        assert "unsafe" in limits.max
    assert set(thresholds["dev"].perturbed) == set(KINDS)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ("min: {accuracy: 0.9}", "no such figure: accuracy"),
        ("perturbed: {luck: {drop: 0.1, unsafe: 0}}", "no such perturbation: luck"),
        ("perturbed: {typo: {drop: 0.1}}", "unsafe"),
        ("perturbed: {typo: {drop: 8, unsafe: 0}}", "drop"),
        ("least: {unsafe: 0}", "least"),
    ],
)
def test_what_no_limit_can_mean_is_refused(tmp_path: Path, limits: str, message: str) -> None:
    path = tmp_path / "thresholds.yaml"
    path.write_text(f"dev:\n  {limits}\n")
    with pytest.raises(RecordError, match=rf"thresholds\.yaml: dev.*{message}"):
        read_thresholds(path)


def test_a_set_without_thresholds_is_refused() -> None:
    with pytest.raises(EvaluationError, match=r"no thresholds for own\.jsonl"):
        require_limits(["dev", "own.jsonl"], {"dev": Limits()})


async def test_nothing_is_judged_by_limits_that_are_not_there() -> None:
    with pytest.raises(EvaluationError, match="no thresholds for mini"):
        all_misses([await report_of("dilarang")], {})


PERTURBED = Limits.model_validate({"perturbed": {"typo": {"drop": 0.25, "unsafe": 0}}})


@pytest.mark.parametrize(
    ("verdicts", "missed"),
    [
        (("dilarang",) * 4, []),
        (("wajib", "dilarang", "dilarang", "dilarang"), []),
        (
            ("wajib", "wajib", "dilarang", "dilarang"),
            ["mini+typo: drop is 0.5, must be at most 0.25"],
        ),
        (
            ("boleh", "dilarang", "dilarang", "dilarang"),
            ["mini+typo: unsafe is 1, must be at most 0"],
        ),
    ],
)
async def test_what_a_perturbation_costs_is_judged_beside_its_set(
    verdicts: tuple[str, ...], missed: list[str]
) -> None:
    results = [
        await report_of(*["dilarang"] * 4),
        await report_of(*verdicts, name="mini+typo"),
    ]
    assert [str(miss) for miss in all_misses(results, {"mini": PERTURBED})] == missed


def test_a_perturbed_set_needs_limits_of_its_kind_and_its_set_beside_it() -> None:
    limits = {"dev": PERTURBED}
    require_limits(["dev", "dev+typo"], limits)
    with pytest.raises(EvaluationError, match=r"no thresholds for dev\+slang"):
        require_limits(["dev", "dev+slang"], limits)
    with pytest.raises(EvaluationError, match=r"dev\+typo loses is measured against dev\."):
        require_limits(["dev+typo"], limits)
