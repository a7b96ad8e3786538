from __future__ import annotations

import json

import pytest

from bot.answering.answer import Answer, Turn
from evaluation.errors import EvaluationError
from evaluation.results import Fault, SetResult, evaluate
from evaluation.systems.asn import Asn
from evaluation.testsets.question import QuestionSet
from knowledge.errors import EditionMissing
from tests.evaluation.made import Scripted, answer, question

SET = QuestionSet(
    "mini",
    (
        question(id="A", question="like?", category="medsos", style="singkat"),
        question(
            id="B",
            question="hadir?",
            category="kampanye",
            expected_verdict="informasi",
            gold_citations=[["pp-94-2021 pasal 5"]],
            must_mention=[["pasif"]],
        ),
        question(id="C", question="foto?", category="foto", split="uji"),
        question(id="D", question="share?", category="medsos", split="kembang"),
    ),
)
SCRIPT = {
    "like?": answer("dilarang", ["pp-94-2021:pasal-5"]),
    "hadir?": answer("wajib", ["uu-99-2099:pasal-1"]),
    "foto?": answer("boleh"),
    "share?": answer("boleh"),
}


async def report_of(script: dict[str, Answer] = SCRIPT) -> SetResult:
    return await evaluate(Asn(Scripted(script.__getitem__, {"pp-94-2021:pasal-5"})), SET)


async def test_every_question_is_asked_once_with_its_history() -> None:
    history = [{"role": "user", "text": "halo"}, {"role": "assistant", "text": "hai"}]
    questions = (question(id="A", question="x"), question(id="B", question="y", history=history))
    bot = Scripted(lambda _: answer())
    seen: list[tuple[int, int]] = []
    await evaluate(
        Asn(bot), QuestionSet("s", questions), lambda done, total: seen.append((done, total))
    )
    turns = (Turn(role="user", text="halo"), Turn(role="assistant", text="hai"))
    assert bot.asked == [("x", ()), ("y", turns)]
    assert seen == [(0, 2), (1, 2), (2, 2)]


async def test_figures_stand_whole_and_by_group() -> None:
    report = await report_of()
    assert (report.name, report.edition) == ("mini", "2026-11-21.1")
    assert report.overall.verdict_accuracy == 0.25
    assert report.overall.unsafe == 2
    assert report.overall.citation_existence == 0.5
    assert report.overall.latency_p95_ms is not None
    assert report.overall.latency_p95_ms >= 0
    assert {name: g.questions for name, g in report.by_category.items()} == {
        "foto": 1,
        "kampanye": 1,
        "medsos": 2,
    }
    assert {name: g.questions for name, g in report.by_style.items()} == {"formal": 3, "singkat": 1}
    assert {name: g.questions for name, g in report.by_verdict.items()} == {
        "dilarang": 3,
        "informasi": 1,
    }


@pytest.mark.parametrize(
    ("fault", "listed"),
    [
        (Fault.VERDICT, ["D", "B"]),
        (Fault.UNSAFE, ["D"]),
        (Fault.CITATION, ["B"]),
        (Fault.MENTION, ["B"]),
    ],
)
async def test_mistakes_are_listed_by_fault_unsafe_first(fault: Fault, listed: list[str]) -> None:
    assert [m.id for m in (await report_of()).mistakes(fault, 10)] == listed


async def test_no_more_mistakes_than_asked_for() -> None:
    report = await report_of()
    assert [m.id for m in report.mistakes(Fault.VERDICT, 1)] == ["D"]
    assert report.mistakes(Fault.VERDICT, 0) == ()


async def test_a_mistake_says_what_was_expected_and_what_came() -> None:
    report = await report_of()
    mistake = report.mistakes(Fault.CITATION, 1)[0]
    assert mistake.expected == ("informasi",)
    assert mistake.answered == "wajib"
    assert mistake.cited == ("uu-99-2099 pasal 1",)
    assert mistake.missing == (("pasif",),)


async def test_no_question_held_back_stands_in_the_report() -> None:
    report = await report_of()
    mistakes = report.mistakes(Fault.VERDICT, 10)
    written = json.dumps(report.to_dict(mistakes))
    assert "share?" in written
    assert "foto?" not in written
    assert '"id": "C"' not in written
    assert report.to_dict()["mistakes"] == []


async def test_a_question_that_breaks_the_bot_is_named_but_not_quoted() -> None:
    with pytest.raises(EvaluationError, match=r"question B \(KeyError\)") as caught:
        await report_of({"like?": answer()})
    assert "hadir" not in str(caught.value)


async def test_the_bots_own_errors_pass_through() -> None:
    def script(_: str) -> Answer:
        raise EditionMissing("There is no edition yet. Build one: asn-ingest build")

    with pytest.raises(EditionMissing):
        await evaluate(Asn(Scripted(script)), SET)
