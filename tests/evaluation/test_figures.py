from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from bot.answering.answer import Clarify, ClarifyOption
from evaluation.figures import Figures, by, by_any, figures, mean, percentile
from evaluation.outcome import Outcome, Ranking
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
    assert found.n == 5
    assert found.verdict_accuracy == pytest.approx(2 / 5)
    assert found.unsafe == 1
    assert found.unsafe_rate == pytest.approx(1 / 5)
    assert found.over_strict_rate == 0
    assert found.handled == pytest.approx(1 / 5)
    assert found.citation_hit == pytest.approx(1 / 2)
    assert found.citation_recall == pytest.approx(1 / 2)
    assert found.citation_precision == pytest.approx(1 / 2)
    assert found.citation_existence == pytest.approx(3 / 4)
    assert found.must_mention == pytest.approx(2 / 3)
    assert found.out_of_scope_recall == pytest.approx(1 / 2)
    assert found.out_of_scope_precision == pytest.approx(1 / 2)
    assert found.abstention_rate == pytest.approx(1 / 5)
    assert found.abstention_recall is None
    assert found.abstention_precision == 0
    # all five at confidence 0.9: |0.4 - 0.9|, and whatever is answered, 3 of 5 are wrong
    assert found.ece == pytest.approx(0.5)
    assert found.aurc == pytest.approx(3 / 5)
    assert found.latency_p50_ms == 30
    assert found.latency_p95_ms == 50
    assert found.latency_p99_ms == 50


def test_citations_rankings_and_questions_back_worked_by_hand() -> None:
    labelled = question(
        gold_citations=[*GOLD, ["uu-20-2023 pasal 24"]],
        gold_provisions=[["pp-94-2021:pasal-5:huruf-n"], ["uu-20-2023:pasal-24:ayat-1"]],
        rulings=["medsos-like"],
    )
    options = (ClarifyOption(text="Menyukai", ruling="medsos-like"),)
    outcomes = [
        Outcome(
            question=labelled,
            answer=answer("dilarang", ["pp-94-2021:pasal-5:huruf-n", "uu-20-2023:pasal-24"]),
            milliseconds=1,
            ranking=Ranking(
                rulings=("medsos-share", "medsos-like"),
                provisions=("pp-94-2021:pasal-5:huruf-n", "uu-20-2023:pasal-24"),
            ),
        ),
        Outcome(
            question=labelled,
            answer=answer(
                "perlu_rincian",
                ["pp-94-2021:pasal-5"],
                clarify=Clarify(question="Yang mana?", options=options),
            ),
            milliseconds=1,
            ranking=Ranking(rulings=("medsos-like",), provisions=("pp-94-2021:pasal-5",)),
            option_verdicts=("boleh",),
        ),
    ]
    found = figures(outcomes)
    assert (found.citation_hit, found.citation_recall) == (0.5, 0.75)
    assert (found.citation_precision, found.citation_precision_finest) == (1.0, 0.25)
    assert found.citation_recall_finest == 0.25
    assert (found.ruling_recall_1, found.ruling_recall_5, found.ruling_recall_10) == (0.5, 1, 1)
    assert found.ruling_mrr == 0.75
    assert found.ruling_ndcg_10 == pytest.approx((0.63093 + 1) / 2, abs=1e-5)
    assert (found.provision_recall_5, found.provision_recall_10) == (0.25, 0.25)
    assert found.provision_mrr == 0.5
    assert found.provision_ndcg_10 == pytest.approx(0.5 / (1 + 0.63093), abs=1e-5)
    assert (found.clarify_option_hit, found.clarify_resolved) == (1, 0)


def test_a_system_that_ranks_no_rulings_is_not_blamed_for_it() -> None:
    asked = question(rulings=["medsos-like"], gold_citations=GOLD)
    made = outcome(asked, answer()).model_copy(
        update={"ranking": Ranking(provisions=("pp-94-2021:pasal-5",))}
    )
    found = figures([made])
    assert (found.ruling_recall_1, found.ruling_mrr) == (None, None)
    assert found.provision_recall_5 == 1


def test_a_system_that_once_finds_no_ruling_missed_it() -> None:
    asked = question(rulings=["medsos-like"])
    rankings = [Ranking(rulings=("medsos-like",)), Ranking()]
    made = [outcome(asked, answer()).model_copy(update={"ranking": r}) for r in rankings]
    assert figures(made).ruling_recall_10 == 0.5


def test_the_interval_holds_the_accuracy() -> None:
    verdicts = ["dilarang"] * 15 + ["wajib"] * 5
    found = figures([outcome(question(), answer(v)) for v in verdicts])
    assert found.verdict_accuracy == 0.75
    assert found.verdict_low is not None
    assert found.verdict_high is not None
    assert 0.5 < found.verdict_low < 0.75 < found.verdict_high < 1


def test_outcomes_of_one_cluster_are_not_taken_for_independent() -> None:
    outcomes = [outcome(question(), answer(v)) for v in ("dilarang", "wajib")] * 20
    apart, together = figures(outcomes), figures(outcomes, ["a", "b"] * 20)
    assert apart.verdict_accuracy == together.verdict_accuracy
    assert (together.verdict_low, together.verdict_high) == (0, 1)
    assert apart.verdict_low is not None
    assert apart.verdict_low > 0.3


def test_an_acceptable_refusal_is_precise() -> None:
    asked = question(expected_verdict="informasi", acceptable_verdicts=["di_luar_cakupan"])
    found = figures([outcome(asked, answer("di_luar_cakupan"))])
    assert found.out_of_scope_precision == 1
    assert found.out_of_scope_recall is None


COUNTS = {"n", "unsafe"}
ALWAYS = {
    *("verdict_accuracy", "verdict_low", "verdict_high", "unsafe_rate", "over_strict_rate"),
    *("handled", "abstention_rate", "ece", "aurc"),
    *("latency_p50_ms", "latency_p95_ms", "latency_p99_ms"),
}


def test_nothing_measured_is_none_not_zero() -> None:
    found = figures([outcome(question(), answer())]).to_dict()
    assert {name for name, value in found.items() if value is not None} == COUNTS | ALWAYS


def test_of_no_answers_only_counts_are_known() -> None:
    found = figures([]).to_dict()
    assert {name: value for name, value in found.items() if value is not None} == {
        "n": 0,
        "unsafe": 0,
    }


def test_groups_hold_their_own_questions_only() -> None:
    outcomes = [
        outcome(question(category="medsos"), answer("dilarang")),
        outcome(question(category="foto"), answer("boleh")),
        outcome(question(category="medsos"), answer("boleh")),
    ]
    found = by(outcomes, lambda q: q.category)
    assert list(found) == ["foto", "medsos"]
    assert (found["foto"].n, found["foto"].verdict_accuracy) == (1, 0.0)
    assert (found["medsos"].n, found["medsos"].verdict_accuracy) == (2, 0.5)
    assert [group.unsafe for group in found.values()] == [1, 1]


def test_a_question_stands_under_each_of_its_tags() -> None:
    outcomes = [
        outcome(question(tags=["injeksi", "base64"]), answer("dilarang")),
        outcome(question(tags=["injeksi", "injeksi"]), answer("boleh")),
        outcome(question(), answer("boleh")),
    ]
    found = by_any(outcomes, lambda q: q.tags)
    assert {name: group.n for name, group in found.items()} == {"base64": 1, "injeksi": 2}
    assert found["injeksi"].verdict_accuracy == 0.5


def test_what_is_none_has_no_part_in_a_mean() -> None:
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None


@pytest.mark.parametrize(
    ("percent", "value"), [(0, 15), (5, 15), (30, 20), (40, 20), (50, 35), (95, 50), (100, 50)]
)
def test_percentiles_are_nearest_rank(percent: float, value: float) -> None:
    assert percentile([50, 15, 40, 35, 20], percent) == value


def test_figures_are_rounded_for_json() -> None:
    outcomes = [outcome(question(), answer(v)) for v in ("dilarang", "dilarang", "boleh")]
    assert figures(outcomes).to_dict()["verdict_accuracy"] == 0.6667


def test_every_figure_is_a_json_value() -> None:
    found = figures([outcome(question(), answer())]).to_dict()
    assert list(found) == [field.name for field in fields(Figures)]
    assert all(value is None or isinstance(value, int | float) for value in found.values())


def test_every_figure_is_defined_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    undefined = [field.name for field in fields(Figures) if f"**`{field.name}`**" not in page]
    assert undefined == []
