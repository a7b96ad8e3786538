from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from evaluation.testsets.checking import Finding, Material, Severity, check_set, load_material
from evaluation.testsets.counts import counts
from evaluation.testsets.question import Question, QuestionSet
from knowledge.model import Example
from knowledge.records import Place, Placed
from tests.evaluation.made import question

LIKE = "Bolehkah pegawai menyukai unggahan calon bupati di Instagram?"


@pytest.fixture(scope="module")
def material() -> Material:
    """The bundled knowledge with one example to learn from and no pairs."""
    whole = load_material()
    example = Example.model_validate({"q": LIKE, "ruling": "medsos-like", "verdict": "dilarang"})
    place = Place("examples/medsos.jsonl", 7)
    return replace(whole, examples=(Placed(example, place),), pairs=())


def findings(material: Material, *questions: Question) -> Sequence[Finding]:
    return check_set(QuestionSet("soal", questions), material)


def told(material: Material, **changed: Any) -> list[tuple[str, str]]:
    """Severity and problem of what is found at one question."""
    found = findings(material, question(**{"question": "Siapa pengawas netralitas?", **changed}))
    assert all(finding.place == "T-001" and finding.remedy for finding in found)
    return [(finding.severity.value, finding.problem) for finding in found]


def test_a_sound_question_has_no_findings(material: Material) -> None:
    assert not told(
        material,
        gold_citations=[["pp-94-2021 pasal 5", "skb-netralitas-2022 lampiran"], ["uu-20-2023"]],
        gold_provisions=[["pp-94-2021:pasal-5:huruf-n"]],
        rulings=["medsos-like"],
        must_mention=[["disiplin"]],
        must_not_say=["mode bebas"],
    )


@pytest.mark.parametrize(
    ("changed", "severity", "problem"),
    [
        (
            {"gold_citations": [["pp-95-2021 pasal 5"]]},
            "error",
            "pp-95-2021 pasal 5: there is no regulation pp-95-2021",
        ),
        (
            {"gold_citations": [["pp-95-2021 pasal 5", "pp-94-2021 pasal 5"]]},
            "warning",
            "pp-95-2021 pasal 5: there is no regulation pp-95-2021",
        ),
        (
            {"gold_citations": [["uu-20-2023 pasal 999"]]},
            "error",
            "uu-20-2023 pasal 999: the last article of uu-20-2023 is 77",
        ),
        (
            {"gold_citations": [["uu-20-2023 pasal 76"]]},
            "warning",
            "uu-20-2023 pasal 76 is not among the bundled provisions",
        ),
        (
            {"gold_provisions": [["pp-94-2021:pasal-5:huruf-z"]]},
            "warning",
            "the knowledge has the article of pp-94-2021:pasal-5:huruf-z, but not this part of it",
        ),
        ({"rulings": ["medsos-lik"]}, "error", "there is no ruling medsos-lik"),
        (
            {"rulings": ["medsos-like"], "expected_verdict": "wajib"},
            "warning",
            "its rulings give dilarang, none of which is accepted",
        ),
        (
            {"acceptable_verdicts": ["dilarang"]},
            "warning",
            "its acceptable verdicts repeat the expected one or one another",
        ),
        (
            {"acceptable_verdicts": ["boleh"]},
            "warning",
            "expects dilarang and accepts boleh as well",
        ),
        (
            {"must_mention": [["mode bebas aktif"]], "must_not_say": ["Mode bebas"]},
            "error",
            "a point must be mentioned and must not be said",
        ),
        (
            {"must_mention": [["boleh!", "disiplin"]], "must_not": ["Boleh"]},
            "warning",
            "a key word of a point is one that must not be said",
        ),
        ({"question": "boleh " * 700}, "warning", "longer than 4,096 characters"),
    ],
)
def test_what_is_wrong_with_a_question(
    material: Material, changed: dict[str, Any], severity: str, problem: str
) -> None:
    assert told(material, **changed) == [(severity, problem)]


@pytest.mark.parametrize(
    "changed",
    [
        {"gold_citations": [["uu-1-2015 pasal 71"]]},  # filed under the law that amended it
        {"gold_provisions": [["pp-94-2021:pasal-5"]]},  # the whole of what is held in parts
        {"gold_provisions": [["uu-10-2016:pasal-71:ayat-1"]]},
    ],
)
def test_a_place_exists_under_each_of_its_names(
    material: Material, changed: dict[str, Any]
) -> None:
    assert not told(material, **changed)


def test_a_remedy_names_the_nearest(material: Material) -> None:
    (finding,) = findings(material, question(question="Apa?", rulings=["medsos-lik"]))
    assert finding.remedy == "Did you mean medsos-like?"


def test_a_question_that_the_bot_has_learnt_is_refused(material: Material) -> None:
    asked = question(question="permisi, bolehkah pegawai menyukai unggahan calon bupati di IG?")
    (finding,) = findings(material, asked)
    assert finding.severity is Severity.ERROR
    assert "as the example at examples/medsos.jsonl:7" in finding.problem


def test_no_finding_repeats_a_question(material: Material) -> None:
    asked = question(question=LIKE, split="uji")
    found = findings(material, asked, question(id="T-002", question=LIKE, split="uji"))
    assert len(found) == 3
    assert not any("Instagram" in finding.problem + finding.remedy for finding in found)


def test_a_question_of_the_minimal_pairs_is_a_warning(material: Material) -> None:
    pair = load_material().pairs[0]
    learnt = replace(material, pairs=(pair,))
    (finding,) = findings(learnt, question(question=pair.a.q))
    assert finding.severity is Severity.WARNING
    assert pair.id in finding.problem


@pytest.mark.parametrize(
    ("other", "verdict", "severity", "problem"),
    [
        (
            "APA sanksi bagi lurah yang ikut rapat calon?",
            "dilarang",
            "error",
            "the same question as T-001",
        ),
        (
            "Apa sanksi bagi lurah yang ikut rapat calon?",
            "boleh",
            "error",
            "the same question as T-001, with another verdict",
        ),
        (
            "Apa sanksi bagi camat yang ikut rapat calon?",
            "dilarang",
            "warning",
            "nearly the same question (0.86) as T-001",
        ),
    ],
)
def test_questions_that_stand_twice(
    material: Material, other: str, verdict: str, severity: str, problem: str
) -> None:
    (finding,) = findings(
        material,
        question(question="Apa sanksi bagi lurah yang ikut rapat calon?"),
        question(id="T-002", question=other, expected_verdict=verdict),
    )
    assert (finding.place, finding.severity.value, finding.problem) == ("T-002", severity, problem)


def test_the_same_words_after_another_history_are_another_question(material: Material) -> None:
    def after(text: str) -> list[dict[str, str]]:
        return [{"role": "user", "text": text}]

    assert not findings(
        material,
        question(question="kalau saya PPPK?", history=after("boleh memasang spanduk partai?")),
        question(id="T-002", question="kalau saya PPPK?", history=after("cuti untuk nyaleg?")),
    )


def test_errors_come_first(material: Material) -> None:
    found = findings(
        material,
        question(question="Apa?", acceptable_verdicts=["dilarang"]),
        question(id="T-002", question="Siapa?", rulings=["tidak-ada-sama-sekali"]),
    )
    assert [finding.place for finding in found] == ["T-002", "T-001"]


def test_counts_by_group_and_label() -> None:
    numbers = counts(
        [
            question(tags=["inti", "inti"], must_mention=[["a"]]),
            question(id="T-002", tags=["inti"], split="uji", expected_verdict="boleh"),
        ]
    )
    assert numbers["verdict"] == {"boleh": 1, "dilarang": 1}
    assert numbers["category"] == {"medsos": 2}
    assert numbers["split"] == {"-": 1, "uji": 1}
    assert numbers["tag"] == {"inti": 2}
    assert numbers["labelled"]["must_mention"] == 1
    assert numbers["labelled"]["rulings"] == 0
