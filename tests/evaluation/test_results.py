from __future__ import annotations

import json

import pytest

from bot.answering.answer import Answer, Turn
from evaluation.errors import EvaluationError
from evaluation.outcome import Outcome
from evaluation.results import Fault, SetResult, drops, evaluate, pooled, result
from evaluation.systems.asn import Asn
from evaluation.testsets.question import QuestionSet
from knowledge.errors import EditionMissing
from tests.evaluation.made import Scripted, answer, outcome, question

SET = QuestionSet(
    "mini",
    (
        question(
            id="A",
            question="like?",
            category="medsos",
            style="singkat",
            tags=["injeksi"],
            must_not_say=["mode bebas"],
        ),
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
    "like?": answer("dilarang", ["pp-94-2021:pasal-5"], text="Mode bebas."),
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
    assert {name: g.n for name, g in report.by_category.items()} == {
        "foto": 1,
        "kampanye": 1,
        "medsos": 2,
    }
    assert {name: g.n for name, g in report.by_style.items()} == {"formal": 3, "singkat": 1}
    assert {name: g.n for name, g in report.by_verdict.items()} == {
        "dilarang": 3,
        "informasi": 1,
    }
    assert {name: g.n for name, g in report.by_tag.items()} == {"injeksi": 1}
    assert report.to_dict()["by_tag"]["injeksi"]["handled"] == 0


@pytest.mark.parametrize(
    ("fault", "listed"),
    [
        (Fault.VERDICT, ["D", "B"]),
        (Fault.UNSAFE, ["D"]),
        (Fault.CITATION, ["B"]),
        (Fault.MENTION, ["B"]),
        (Fault.UNKNOWN, ["B"]),
        (Fault.FORBIDDEN, ["A"]),
        (Fault.OVER_STRICT, []),
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
    assert mistake.unknown == ("uu-99-2099:pasal-1",)
    assert report.mistakes(Fault.FORBIDDEN, 1)[0].forbidden == ("mode bebas",)


def test_an_answer_stricter_than_the_law_is_a_fault() -> None:
    allowed = question(expected_verdict="boleh")
    made = [outcome(allowed, answer("dilarang")), outcome(allowed, answer("informasi"))]
    listed = result("mini", "2026-11-21.1", made).mistakes(Fault.OVER_STRICT, 10)
    assert [m.answered for m in listed] == ["dilarang"]


def of(name: str, **answered: str) -> SetResult:
    """A set whose questions, all expected to be dilarang, got these verdicts by id."""
    made: list[Outcome] = [outcome(question(id=id), answer(v)) for id, v in answered.items()]
    return result(name, "2026-11-21.1", made)


def test_a_perturbation_costs_what_it_makes_wrong_less_what_it_makes_right() -> None:
    written = of("dev", A="dilarang", B="dilarang", C="dilarang", D="boleh")
    typo = of("dev+typo", D="dilarang", C="boleh", B="wajib", A="dilarang")
    found = drops([typo, written])
    assert list(found) == ["dev+typo"]
    drop = found["dev+typo"]
    assert (drop.n, drop.lost, drop.won, drop.drop) == (4, 2, 1, 0.25)
    assert drop.low <= drop.drop <= drop.high
    assert drop.p == 1.0
    assert drop.to_dict()["drop"] == 0.25


def test_a_drop_beyond_chance_has_its_interval_above_zero() -> None:
    ids = [f"Q{n}" for n in range(20)]
    written = of("dev", **dict.fromkeys(ids, "dilarang"))
    slang = of(
        "dev+slang", **dict.fromkeys(ids[:10], "dilarang"), **dict.fromkeys(ids[10:], "wajib")
    )
    drop = drops([written, slang])["dev+slang"]
    assert 0 < drop.low < drop.drop == 0.5 < drop.high
    assert drop.p == pytest.approx(2 / 2**10)


def test_a_perturbation_is_compared_with_its_own_set_on_the_questions_of_both() -> None:
    found = drops(
        [
            of("dev", A="dilarang", B="boleh"),
            of("proyek", A="boleh"),
            of("dev+emoji", A="dilarang", X="boleh"),
            of("serangan+typo", A="boleh"),  # its set as written was not run
            of("proyek+slang", Z="boleh"),  # nothing in common
        ]
    )
    assert {name: (drop.n, drop.drop) for name, drop in found.items()} == {"dev+emoji": (1, 0.0)}


def test_all_sets_together() -> None:
    found = pooled([of("dev", A="dilarang", B="boleh"), of("proyek", A="dilarang", B="dilarang")])
    assert (found.n, found.verdict_accuracy, found.unsafe) == (4, 0.75, 1)
    assert pooled([]).n == 0


def test_a_question_and_its_perturbations_count_as_one_for_the_interval() -> None:
    written = of("dev", A="dilarang", B="boleh")
    alone = pooled([written])
    kinds = [of(f"dev+{kind}", A="dilarang", B="boleh") for kind in ("typo", "slang", "emoji")]
    together = pooled([written, *kinds])
    assert together.n == 8
    assert (together.verdict_low, together.verdict_high) == (alone.verdict_low, alone.verdict_high)


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
