from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evaluation.compare import Change, Comparison, Flip, SetComparison, compare_runs
from evaluation.errors import EvaluationError
from evaluation.outcome import Outcome
from evaluation.runs.record import Run, RunInfo
from evaluation.views.comparison import flips_text
from knowledge.clock import now
from tests.evaluation.made import answer, outcome, question
from tests.evaluation.runs.making import provenance


def run_of(id: str = "2026-11-22.1", **sets: Sequence[Outcome]) -> Run:
    info = RunInfo(**dict(provenance()), id=id, began=now(), ended=now())
    return Run(info, {name: tuple(outcomes) for name, outcomes in sets.items()})


def answered(verdicts: str, cites: Sequence[str] = (), **changed: Any) -> list[Outcome]:
    """Outcomes of questions that expect dilarang: d dilarang, b boleh, w wajib, s boleh_bersyarat."""
    names = {"d": "dilarang", "b": "boleh", "w": "wajib", "s": "boleh_bersyarat"}
    return [
        outcome(question(id=f"Q{place}", **changed), answer(names[letter], cites))
        for place, letter in enumerate(verdicts)
    ]


def compared(a: Sequence[Outcome], b: Sequence[Outcome]) -> SetComparison:
    (one,) = compare_runs(run_of(mini=a), run_of(mini=b)).sets
    return one


def test_questions_right_in_one_run_alone_are_counted_and_tested() -> None:
    one = compared(answered("dddddddw"), answered("wwwwwwdd"))
    assert (one.n, one.worse, one.better) == (8, 6, 1)
    assert one.p_verdict == pytest.approx(0.125)
    assert not one.significantly_worse


def test_a_loss_that_is_more_than_chance_is_a_fault() -> None:
    found = compare_runs(run_of(mini=answered("dddddd")), run_of(mini=answered("wwwwww")))
    assert found.sets[0].p_verdict == pytest.approx(0.03125)
    assert found.sets[0].significantly_worse
    assert found.faults == ("mini: verdicts are worse (6 lost, 0 won, p 0.0312)",)
    back = compare_runs(run_of(mini=answered("wwwwww")), run_of(mini=answered("dddddd")))
    assert back.faults == ()


def test_chance_is_adjusted_for_the_number_of_sets() -> None:
    a, b = answered("dddddd"), answered("wwwwww")
    found = compare_runs(run_of(x=a, y=a, z=a), run_of(x=b, y=a, z=a))
    assert found.sets[0].p_verdict_adjusted == pytest.approx(3 * 0.03125)
    assert found.faults == ()


def test_one_newly_unsafe_answer_is_a_fault_whatever_the_chance() -> None:
    found = compare_runs(run_of(mini=answered("dw")), run_of(mini=answered("db")))
    assert (found.sets[0].more_unsafe, found.sets[0].less_unsafe) == (1, 0)
    assert found.faults == ("mini: 1 answers are newly unsafe",)


@pytest.mark.parametrize(
    ("was", "now_", "change"),
    [
        ("d", "b", Change.NEWLY_UNSAFE),
        ("w", "b", Change.NEWLY_UNSAFE),
        ("d", "w", Change.RIGHT_TO_WRONG),
        ("b", "d", Change.WRONG_TO_RIGHT),
        ("b", "s", Change.VERDICT),
        ("b", "w", Change.VERDICT),
    ],
)
def test_what_became_of_a_question_is_said(was: str, now_: str, change: Change) -> None:
    (flip,) = compared(answered(was), answered(now_)).flips
    assert flip.change is change
    assert (flip.id, flip.expected) == ("Q0", ("dilarang",))


def test_other_citations_are_a_flip_of_their_own() -> None:
    a = answered("dd", ["pp-94-2021:pasal-5:huruf-n"])
    assert compared(a, answered("dd", ["pp-94-2021:pasal-5:huruf-m"])).flips == ()
    flip, _ = compared(a, answered("dd", ["uu-20-2023:pasal-24"])).flips
    assert flip.change is Change.CITATIONS
    assert (flip.cited_a, flip.cited_b) == (("pp-94-2021 pasal 5",), ("uu-20-2023 pasal 24",))


def test_figures_stand_side_by_side_with_a_paired_interval() -> None:
    one = compared(answered("dddd"), answered("dddb"))
    by_name = {difference.figure: difference for difference in one.differences}
    accuracy = by_name["verdict_accuracy"]
    assert (accuracy.a, accuracy.b, accuracy.difference) == (1.0, 0.75, -0.25)
    assert accuracy.low is not None
    assert accuracy.high is not None
    assert accuracy.low <= -0.25 <= accuracy.high <= 0
    assert by_name["unsafe"].difference == 1
    assert by_name["citation_recall"].difference is None
    assert by_name["latency_p95_ms"].low is None


def test_only_questions_of_both_are_compared_the_same_by_wording() -> None:
    a = [*answered("ddd"), outcome(question(id="X", question="Bolehkah hadir?"), answer("boleh"))]
    b = [*answered("dd"), outcome(question(id="X", question="Bolehkah datang?"), answer("boleh"))]
    one = compared(a, b)
    assert (one.n, one.only_a, one.only_b) == (2, 2, 1)


def test_where_labels_differ_both_are_judged_by_the_later_ones() -> None:
    one = compared(answered("bb"), answered("bb", expected_verdict="boleh"))
    assert (one.relabelled, one.worse, one.better, one.flips) == (2, 0, 0, ())
    assert {d.figure: d.a for d in one.differences}["verdict_accuracy"] == 1.0


def test_sets_of_one_run_alone_are_named() -> None:
    found = compare_runs(
        run_of(mini=answered("d"), dev=answered("d")), run_of(mini=answered("d"), own=answered("d"))
    )
    assert [one.set for one in found.sets] == ["mini"]
    assert (found.only_a, found.only_b) == (("dev",), ("own",))


def test_runs_with_nothing_in_common_cannot_be_compared() -> None:
    with pytest.raises(EvaluationError, match="no question in common"):
        compare_runs(run_of(mini=answered("d")), run_of(own=answered("d")))


def test_how_the_runs_were_made_otherwise_is_told() -> None:
    def made(**changed: Any) -> Run:
        info = RunInfo(**dict(provenance(**changed)), id="2026-11-22.1", began=now())
        return Run(info, {"mini": tuple(answered("d"))})

    found: Comparison = compare_runs(
        made(), made(system="baseline-rag", settings={"min_confidence": 0.4})
    )
    assert found.made == {
        "system": ("asn", "baseline-rag"),
        "settings.min_confidence": ("0.3", "0.4"),
    }


def test_of_a_question_held_back_only_the_id_is_told(tmp_path: Path) -> None:
    cites = ["pp-94-2021:pasal-5"]
    found = compare_runs(
        run_of(mini=answered("d", cites, split="uji")), run_of(mini=answered("b", split="uji"))
    )
    (flip,) = found.sets[0].flips
    assert flip == Flip("Q0", None, Change.NEWLY_UNSAFE, (), None, None, (), ())
    told = json.dumps(found.to_dict()["sets"][0]["flips"]) + flips_text(found.sets[0], 9)
    assert not [word for word in ("menyukai", "dilarang", "boleh", "pasal") if word in told]
    assert "newly unsafe: 1\n  Q0: (held back)" in told
