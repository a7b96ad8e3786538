from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.answering.answer import Clarify, ClarifyOption
from evaluation.metrics.clarification import option_hit, resolved
from evaluation.outcome import Outcome
from tests.evaluation.made import answer, outcome, question

OPTIONS = tuple(ClarifyOption(text=name, ruling=name) for name in ("hadir-pasif", "hadir-aktif"))
BACK = Clarify(question="Pasif atau aktif?", options=OPTIONS)


def asked_back(leads_to: Sequence[str] = (), **asked: Any) -> Outcome:
    made = outcome(question(**asked), answer("perlu_rincian", clarify=BACK))
    return Outcome.model_validate({**made.model_dump(), "option_verdicts": leads_to})


def test_an_option_hits_when_its_ruling_is_one_of_the_questions() -> None:
    assert option_hit(asked_back(rulings=["hadir-aktif", "hadir-atribut"])) is True
    assert option_hit(asked_back(rulings=["hadir-atribut"])) is False


def test_without_labels_or_a_question_back_no_option_can_hit() -> None:
    assert option_hit(asked_back()) is None
    assert option_hit(outcome(question(rulings=["hadir-aktif"]), answer())) is None


@pytest.mark.parametrize(
    ("expected", "acceptable", "leads_to", "solved"),
    [
        ("dilarang", [], ["boleh", "dilarang"], True),
        ("dilarang", ["wajib"], ["boleh", "wajib"], True),
        ("dilarang", [], ["boleh", "boleh_bersyarat"], False),
        # only what commits itself resolves anything
        ("dilarang", ["perlu_rincian"], ["boleh", "perlu_rincian"], False),
        ("perlu_rincian", ["dilarang"], ["dilarang", "boleh"], True),
        # the question does not tell which option its writer would choose
        ("perlu_rincian", [], ["dilarang", "boleh"], None),
        # it was not found out where the options lead
        ("dilarang", [], [], None),
    ],
)
def test_a_question_back_is_resolved_when_an_option_leads_to_an_accepted_verdict(
    expected: str, acceptable: list[str], leads_to: list[str], solved: bool | None
) -> None:
    asked = {"expected_verdict": expected, "acceptable_verdicts": acceptable}
    assert resolved(asked_back(leads_to, **asked)) is solved


def test_an_answer_resolves_no_question_back() -> None:
    assert resolved(outcome(question(), answer())) is None
