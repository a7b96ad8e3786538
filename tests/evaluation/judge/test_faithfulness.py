"""The share of a run's statements that a judge finds supported."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answer import Answer
from evaluation.judge.agreement import agreement
from evaluation.judge.faithfulness import Unsupported, judge_answers, written_answers
from evaluation.judge.sources import sources_of, statements_of
from evaluation.outcome import Outcome
from evaluation.runs.record import Run, RunInfo
from knowledge.clock import now
from tests.bot.answering.law import small_law
from tests.evaluation.judge.judges import Knowing
from tests.evaluation.made import answer, outcome, question
from tests.evaluation.runs.making import provenance

AGREED = agreement([True, False], [True, False])
LAW = small_law()
PASAL = ["pp-94-2021:pasal-5"]


def run(*outcomes: Outcome, name: str = "mini") -> Run:
    made = provenance().model_dump()
    return Run(RunInfo(**made, id="2026-11-21.1", began=now(), ended=now()), {name: outcomes})


def written(headline: str, text: str = "", **changed: Any) -> Answer:
    plain = {"written_by": "model", "ruling": "like", **changed}
    return answer("dilarang", PASAL, headline=headline, text=text, **plain)


def test_headline_and_text_are_parted_into_statements() -> None:
    found = statements_of(written("Dilarang. Itu dukungan.", "Batalkan segera.\n\nJangan diulang."))
    assert found == ("Itu dukungan.", "Batalkan segera.", "Jangan diulang.")


def test_sources_are_the_citations_and_what_the_ruling_says() -> None:
    given = written("Dilarang menyukai.", facts={"status": "pppk"}, strength="penalaran")
    found = "\n".join(sources_of(given, LAW))
    for text in (
        "bunyi pasal",
        "Tanda suka terbaca sebagai dukungan.",
        "akun penyelenggara pemilu",
        "Penyelenggara bukan peserta.",
        "PPPK juga wajib netral.",
        "Kesimpulan kami",
    ):
        assert text in found
    assert "Dilarang menyukai." not in found, "an answer is no source of itself"


def test_only_what_a_model_wrote_is_judged_unless_asked_for() -> None:
    composed = answer("dilarang", PASAL, ruling="like")
    quoted = answer("informasi", PASAL)
    made = run(
        outcome(question(id="A"), written("Itu dilarang.")),
        outcome(question(id="B"), composed),
        outcome(question(id="C"), quoted),
        outcome(question(id="D"), written("Halo semua.", citations=())),
    )
    assert [one.question for one in written_answers(made, LAW)] == ["A"]
    assert [one.question for one in written_answers(made, LAW, composed=True)] == ["A", "B"]


def test_of_an_answer_in_parts_the_parts_are_judged() -> None:
    parts = (written("Itu dilarang."), answer("boleh", PASAL, ruling="bagikan"))
    made = run(outcome(question(), written("Ada 2 hal.", parts=parts)))
    assert [one.statements for one in written_answers(made, LAW)] == [("Itu dilarang.",)]


async def test_faithfulness_is_the_mean_share_of_supported_statements() -> None:
    made = run(
        outcome(question(id="A"), written("Itu benar.", "Itu salah.")),
        outcome(question(id="B"), written("Itu benar.")),
        outcome(question(id="C"), written("Entah apa.")),
    )
    judge = Knowing({"Itu benar.": True, "Itu salah.": False})
    found = await judge_answers(judge, AGREED, written_answers(made, LAW))
    assert found.faithfulness == pytest.approx((0.5 + 1.0) / 2)
    assert (found.answers, found.statements, found.supported, found.unjudged) == (2, 3, 2, 1)
    assert found.unsupported == (Unsupported("mini", "A", "Itu salah."),)


async def test_answers_that_are_alike_are_judged_once() -> None:
    same = written("Itu benar.")
    made = run(outcome(question(id="A"), same), outcome(question(id="B"), same))
    judge = Knowing({"Itu benar.": True})
    found = await judge_answers(judge, AGREED, written_answers(made, LAW))
    assert len(judge.asked) == 1
    assert found.answers == 2


async def test_of_questions_held_back_no_statement_is_told() -> None:
    made = run(outcome(question(id="U", split="uji"), written("Itu salah.")))
    judge = Knowing({"Itu salah.": False})
    found = await judge_answers(judge, AGREED, written_answers(made, LAW))
    assert found.unsupported == (Unsupported("mini", "U", None),)
    assert "Itu salah." not in str(found.to_dict())


async def test_where_nothing_was_judged_there_is_no_figure() -> None:
    made = run(outcome(question(), written("Entah apa.")))
    found = await judge_answers(Knowing({}), AGREED, written_answers(made, LAW))
    assert (found.faithfulness, found.interval, found.unjudged) == (None, None, 1)
    assert found.to_dict()["faithfulness"] is None
