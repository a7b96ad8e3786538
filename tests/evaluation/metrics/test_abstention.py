from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answer import Clarify
from evaluation.metrics.abstention import Abstention, abstention, abstentions, precise, recalled
from knowledge.model import Verdict
from tests.evaluation.made import answer, question

BACK = Clarify(question="Yang mana?", options=())


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"clarify": BACK}, Abstention.ASKED_BACK),
        ({"ruling": "cuti-kampanye"}, Abstention.DEPENDS),
        ({}, Abstention.NOT_FOUND),
    ],
)
def test_how_an_answer_commits_itself_to_nothing(given: dict[str, Any], kind: Abstention) -> None:
    assert abstention(answer("perlu_rincian", **given)) is kind


def test_any_other_verdict_commits_itself() -> None:
    others = [v for v in Verdict if v is not Verdict.PERLU_RINCIAN]
    assert [abstention(answer(v)) for v in others] == [None] * 6


def test_every_kind_of_abstention_is_counted() -> None:
    back = answer("perlu_rincian", clarify=BACK)
    found = abstentions([back, answer("dilarang"), back, answer("perlu_rincian")])
    assert found == {"asked_back": 2, "depends": 0, "not_found": 1}


def test_recall_asks_those_expected_so_and_precision_those_answered_so() -> None:
    unclear = question(expected_verdict="perlu_rincian")
    either = question(expected_verdict="dilarang", acceptable_verdicts=["perlu_rincian"])
    clear = question(expected_verdict="dilarang")
    back, firm = answer("perlu_rincian"), answer("dilarang")
    kind = Verdict.PERLU_RINCIAN
    assert [recalled(q, back, kind) for q in (unclear, either, clear)] == [True, None, None]
    assert [recalled(q, firm, kind) for q in (unclear, either, clear)] == [False, None, None]
    assert [precise(q, back, kind) for q in (unclear, either, clear)] == [True, True, False]
    assert [precise(q, firm, kind) for q in (unclear, either, clear)] == [None, None, None]
