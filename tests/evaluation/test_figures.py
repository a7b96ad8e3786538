from __future__ import annotations

import pytest

from evaluation.figures import by, figures, percentile
from tests.evaluation.made import answer, outcome, question

GOLD = [["pp-94-2021 pasal 5"]]


def test_figures_of_five_answers_worked_by_hand() -> None:
    outcomes = [
        # right, cited among two articles, told
        outcome(
            question(gold_citations=GOLD, must_mention=[["penjelasan"]]),
            answer("dilarang", ["pp-94-2021:pasal-5", "pp-94-2021:pasal-9"]),
            10,
        ),
        # unsafe, not cited, one of two points told
        outcome(
            question(gold_citations=GOLD, must_mention=[["penjelasan"], ["cuti"]]),
            answer("boleh"),
            20,
        ),
        # out of scope and turned away; cites what the edition does not have
        outcome(
            question(expected_verdict="di_luar_cakupan"),
            answer("di_luar_cakupan", ["uu-99-2099:pasal-1", "pp-94-2021:pasal-5"]),
            30,
            ["uu-99-2099:pasal-1"],
        ),
        # out of scope, asked back instead
        outcome(question(expected_verdict="di_luar_cakupan"), answer("perlu_rincian"), 40),
        # turned away though it should have been answered
        outcome(question(expected_verdict="informasi"), answer("di_luar_cakupan"), 50),
    ]
    found = figures(outcomes)
    assert found.questions == 5
    assert found.verdict_accuracy == pytest.approx(2 / 5)
    assert found.unsafe == 1
    assert found.citation_hit == pytest.approx(1 / 2)
    assert found.citation_precision == pytest.approx(1 / 2)
    assert found.citation_existence == pytest.approx(3 / 4)
    assert found.must_mention == pytest.approx(2 / 3)
    assert found.out_of_scope_recall == pytest.approx(1 / 2)
    assert found.out_of_scope_precision == pytest.approx(1 / 2)
    assert found.asked_back == pytest.approx(1 / 5)
    assert found.latency_p50_ms == 30
    assert found.latency_p95_ms == 50


def test_an_acceptable_refusal_is_precise() -> None:
    asked = question(expected_verdict="informasi", acceptable_verdicts=["di_luar_cakupan"])
    found = figures([outcome(asked, answer("di_luar_cakupan"))])
    assert found.out_of_scope_precision == 1
    assert found.out_of_scope_recall is None


def test_nothing_measured_is_none_not_zero() -> None:
    found = figures([outcome(question(), answer())])
    assert found.citation_hit is None
    assert found.citation_precision is None
    assert found.citation_existence is None
    assert found.must_mention is None
    assert found.out_of_scope_recall is None
    assert found.out_of_scope_precision is None
    assert figures([]).verdict_accuracy is None
    assert figures([]).latency_p95_ms is None


def test_groups_hold_their_own_questions_only() -> None:
    outcomes = [
        outcome(question(category="medsos"), answer("dilarang")),
        outcome(question(category="foto"), answer("boleh")),
        outcome(question(category="medsos"), answer("boleh")),
    ]
    found = by(outcomes, lambda q: q.category)
    assert list(found) == ["foto", "medsos"]
    assert (found["foto"].questions, found["foto"].verdict_accuracy) == (1, 0.0)
    assert (found["medsos"].questions, found["medsos"].verdict_accuracy) == (2, 0.5)
    assert [group.unsafe for group in found.values()] == [1, 1]


@pytest.mark.parametrize(
    ("percent", "value"), [(0, 15), (5, 15), (30, 20), (40, 20), (50, 35), (95, 50), (100, 50)]
)
def test_percentiles_are_nearest_rank(percent: float, value: float) -> None:
    assert percentile([50, 15, 40, 35, 20], percent) == value


def test_figures_are_rounded_for_json() -> None:
    outcomes = [outcome(question(), answer(v)) for v in ("dilarang", "dilarang", "boleh")]
    assert figures(outcomes).to_dict()["verdict_accuracy"] == 0.6667
