from __future__ import annotations

from evaluation.gate import Limits
from evaluation.report.gathering import gather
from evaluation.report.page import Missing
from evaluation.report.summary import summary
from tests.evaluation.report.making import asked, run, whole

TOLD = summary(
    gather(
        whole(),
        [run(dict(whole().outcomes), system="baseline-rag")],
        {"dev": Limits(max={"unsafe": 0})},
    ),
    [Missing("baseline-bm25", "asn-eval run dev --system baseline-bm25")],
)


def test_the_first_line_says_whether_the_bot_may_be_trusted() -> None:
    assert TOLD.startswith(
        "# Evaluation 2026-11-22.1: Not to be trusted yet: 1 unsafe answer and 1 threshold missed\n"
    )


def test_tables_are_whole() -> None:
    tables = [block for block in TOLD.split("\n\n") if block.startswith("|")]
    assert len(tables) >= 7
    for table in tables:
        assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1, table


def test_missed_thresholds_faults_and_missing_baselines_are_named() -> None:
    assert "| dev | Unsafe answers | 1 | at most 0 |" in TOLD
    assert "| dev B | boleh_bersyarat | boleh | 0.80 | unsafe |" in TOLD
    assert "And 1 more, held back or for want of room." in TOLD
    assert "baseline-bm25 is missing. Make it: `asn-eval run dev --system baseline-bm25`" in TOLD
    assert "Ours is worse in: none." in TOLD


def test_text_of_unknown_origin_cannot_break_a_table() -> None:
    evil = "a|b\n# <b> `x` [l](u)\u200b"
    told = summary(gather(run({evil: [asked("A", answered="informasi")]}), [], {}))
    assert r"a\|b # \<b\> \`x\` \[l\](u)\<U+200B\>" in told
    assert evil not in told


def test_a_command_with_ticks_stays_code() -> None:
    told = summary(gather(whole(), [], {}), [Missing("x", "asn-eval run 'a`b'")])
    assert "`` asn-eval run 'a`b' ``" in told
