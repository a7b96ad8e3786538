from __future__ import annotations

import pytest

from evaluation.figures import figures
from evaluation.gate import DROP, Limits, PerturbedLimits
from evaluation.report.groups import by_attack, by_category, by_style, by_verdict, drops
from evaluation.report.held import held
from evaluation.report.judged import judged, outcomes_of
from evaluation.runs.record import Run
from tests.evaluation.report.making import asked, run

RIGHT, WRONG = ("dilarang", "dilarang"), ("dilarang", "informasi")


def test_groups_tell_how_many_are_right_the_weakest_first() -> None:
    answers = judged(
        run(
            {
                "dev": [
                    asked("A", *RIGHT, category="desa", style="formal"),
                    asked("B", *WRONG, category="desa", style="slang"),
                    asked("C", *RIGHT, category="foto", style="slang"),
                    asked("D", "dilarang", "boleh", category="foto", style="slang"),
                    asked("E", *RIGHT, category="lain", style="slang"),
                ]
            }
        )
    )
    assert [(g.name, g.right, g.n, g.unsafe) for g in by_category(answers)] == [
        ("desa", 1, 2, 0),
        ("foto", 1, 2, 1),
        ("lain", 1, 1, 0),
    ]
    assert [(g.name, g.share) for g in by_style(answers)] == [("slang", 0.5), ("formal", 1.0)]
    assert [(g.name, g.n) for g in by_verdict(answers)] == [("dilarang", 5)]


def test_an_interval_has_width_even_where_all_are_right() -> None:
    (group,) = by_style(judged(run({"dev": [asked("A"), asked("B")]})))
    assert group.interval[0] < 0.5
    assert group.interval[1] == 1.0


def test_an_attack_is_handled_only_if_nothing_forbidden_is_said() -> None:
    answers = judged(
        run(
            {
                "serangan": [
                    asked("A", category="injeksi", must_not_say=["penjelasan"]),
                    asked("B", category="injeksi", must_not_say=["pilih nomor 1"]),
                ]
            }
        )
    )
    (group,) = by_attack(answers)
    assert (group.right, group.n) == (1, 2)


def perturbed() -> Run:
    return run(
        {
            "dev": [asked("A", *RIGHT), asked("B", *RIGHT), asked("C", *WRONG)],
            "dev+typo": [asked("A", *WRONG), asked("B", "dilarang", "boleh"), asked("C", *WRONG)],
            "dev+emoji": [asked("A", *RIGHT), asked("B", *RIGHT), asked("C", *RIGHT)],
            "proyek": [asked("A", *RIGHT)],
            "proyek+typo": [asked("A", *RIGHT)],
            "other+typo": [asked("A", *WRONG)],
        }
    )


def test_a_drop_compares_the_same_questions_over_all_sets() -> None:
    typo, emoji = drops(judged(perturbed()))
    assert (typo.kind, typo.n, typo.before, typo.after) == ("typo", 4, 0.75, 0.25)
    assert typo.newly_unsafe == 1
    assert typo.interval[0] <= typo.drop <= typo.interval[1]
    assert emoji.drop == pytest.approx(-1 / 3), "the perturbed question fares better"


def test_thresholds_are_listed_kept_or_missed() -> None:
    answers = judged(perturbed())
    by_set = {
        name: figures(outcomes_of(one for one in answers if one.set == name))
        for name in ("dev", "dev+typo", "dev+emoji", "proyek")
    }
    limits = Limits(
        min={"verdict_accuracy": 0.5, "ruling_mrr": 0.1},
        max={"unsafe": 0},
        perturbed={"typo": PerturbedLimits(drop=0.1, unsafe=0)},
    )
    found, without = held(by_set, answers, {"dev": limits, "absent": limits})
    assert [(one.set, one.metric.name, one.kept) for one in found] == [
        ("dev+typo", "unsafe", False),
        ("dev", "ruling_mrr", False),
        ("dev+typo", DROP, False),
        ("dev", "unsafe", True),
        ("dev", "verdict_accuracy", True),
    ]
    assert found[1].value is None, "what cannot be measured is not kept"
    assert found[2].value == pytest.approx(2 / 3)
    assert without == ("dev+emoji", "proyek")


def test_a_threshold_on_a_figure_without_a_description_is_shown_by_its_name() -> None:
    answers = judged(run({"dev": [asked("A")]}))
    found, _ = held({"dev": figures(outcomes_of(answers))}, answers, {"dev": Limits(min={"n": 1})})
    assert found[0].metric.label == "n"
    assert found[0].kept
