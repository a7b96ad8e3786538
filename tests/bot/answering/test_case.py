"""A case put together with buttons: which circumstances are asked for, and which branch they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.browse import EditionLibrary
from bot.answering.case import Case
from bot.answering.circumstances import CONDUCT, Choice, Circumstance, circumstances_of
from bot.answering.decide import settle_case
from bot.answering.verify import problems
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.model import FACT_VALUES, Ruling, Verdict
from tests.bot.answering.scripted_edition import (
    ScriptedEdition,
    answerer_of,
    asked,
    edition_of,
)


@pytest.fixture
def answerer(edition: ScriptedEdition, tmp_path: Path) -> Answerer:
    return answerer_of(edition, tmp_path)


@pytest.fixture(scope="module")
def bundled() -> Knowledge:
    return load_knowledge()


def ruling(*branches: dict[str, Any], verdict: str = "boleh_bersyarat") -> Ruling:
    """A ruling whose branches are told by their facts and verdicts."""
    return Ruling.model_validate(
        {
            "id": "hadir",
            "family": "kampanye",
            "title": "Bolehkah hadir?",
            "verdict": verdict,
            "when": "Hadir",
            "summary": "Begini.",
            "basis": ["uu-20-2023:pasal-24"],
            "strength": "eksplisit",
            "branches": [
                {"id": f"b{n}", "when": f"Keadaan {n}", "summary": "Begitu.", **branch}
                for n, branch in enumerate(branches, 1)
            ],
        }
    )


# Which circumstances are asked for


def test_circumstances_stand_together_by_what_they_are_about() -> None:
    found = circumstances_of(
        ruling(
            {"verdict": "dilarang"},
            {"verdict": "dilarang", "facts": {"atribut": ["ya"]}},
            {"verdict": "boleh", "facts": {"waktu": ["cltn"], "peran": ["pasif"]}},
            {"verdict": "boleh", "facts": {"atribut": ["tidak"]}},
        ),
        "pns",
    )
    assert found == (
        Circumstance("atribut", (Choice("b2", "Keadaan 2"), Choice("b4", "Keadaan 4"))),
        Circumstance("waktu", (Choice("b3", "Keadaan 3"),)),
        Circumstance(None, (Choice("b1", "Keadaan 1"),)),
    )


def test_what_the_status_decides_or_rules_out_is_not_asked_for() -> None:
    branches = ruling(
        {"verdict": "dilarang", "facts": {"status": ["pppk"]}},
        {"verdict": "dilarang", "facts": {"status": ["kades"], "fasilitas": ["negara"]}},
        {"verdict": "informasi", "facts": {"niat": ["netral"]}},
    )
    assert circumstances_of(branches, "pppk") == ()
    assert [c.fact for c in circumstances_of(branches, "kades")] == ["fasilitas"]


def test_the_library_tells_them(answerer: Answerer) -> None:
    library = answerer.library
    assert isinstance(library, EditionLibrary)
    assert [c.fact for c in library.circumstances("hadir", "pns")] == ["atribut", "waktu"]
    assert library.circumstances("sudah-dihapus", "pns") == ()


# Which branch they lead to


@pytest.mark.parametrize(
    ("status", "chosen", "branch", "verdict"),
    [
        ("pns", (), None, "boleh_bersyarat"),
        ("pns", ("cltn",), "cltn", "boleh"),
        ("pns", ("cltn", "beratribut"), "beratribut", "dilarang"),
        ("pejabat", (), "pejabat", "dilarang"),
        ("pejabat", ("cltn",), "pejabat", "dilarang"),
        ("pejabat", ("beratribut",), "beratribut", "dilarang"),
        (None, ("tidak-ada",), None, "boleh_bersyarat"),
    ],
)
def test_of_several_circumstances_the_strictest_counts(
    law: Knowledge,
    edition: ScriptedEdition,
    status: str | None,
    chosen: tuple[str, ...],
    branch: str | None,
    verdict: str,
) -> None:
    facts = {"status": status} if status else {}
    found = settle_case(law, law.rulings["hadir"], chosen, asked(edition, "", **facts))
    assert (found.branch.id if found.branch else None, found.verdict) == (branch, verdict)


def test_a_branch_of_the_status_gives_way_where_it_forbids_no_more_than_the_ruling(
    law: Knowledge, edition: ScriptedEdition
) -> None:
    """Forbidden to all, and to a PPPK under another law: what is allowed to all is allowed to a PPPK, too."""
    general = ruling(
        {"verdict": "dilarang", "facts": {"status": ["pppk"]}},
        {"verdict": "boleh", "facts": {"objek": ["penyelenggara_resmi"]}},
        verdict="dilarang",
    )
    understood = asked(edition, "", status="pppk")
    chosen = settle_case(law, general, ["b2"], understood)
    assert chosen.branch is not None
    assert (chosen.branch.id, chosen.verdict) == ("b2", Verdict.BOLEH)
    none = settle_case(law, general, [], understood)
    assert none.branch is not None
    assert none.branch.id == "b1"
    assert none.status == law.statuses["pppk"]


def test_a_branch_of_the_status_that_allows_more_gives_way_to_what_forbids(
    law: Knowledge, edition: ScriptedEdition
) -> None:
    free = ruling(
        {"verdict": "boleh", "facts": {"status": ["pensiunan"]}},
        {"verdict": "dilarang", "facts": {"fasilitas": ["negara"]}},
    )
    understood = asked(edition, "", status="pensiunan")
    assert settle_case(law, free, [], understood).verdict is Verdict.BOLEH
    assert settle_case(law, free, ["b2"], understood).verdict is Verdict.DILARANG


# The answer


def test_a_case_is_answered_by_its_choices_and_not_by_the_words(answerer: Answerer) -> None:
    case = Case("like", "pppk", ("akun-kpu",))
    found = answerer.answer_now("Bolehkah kepala desa like calon?", case=case)
    assert (found.verdict, found.ruling, found.confidence) == (Verdict.BOLEH, "like", 1.0)
    assert found.facts == {"status": "pppk", "objek": "penyelenggara_resmi"}
    assert "PPPK juga wajib netral." in found.text


async def test_nothing_is_assumed_in_a_case(answerer: Answerer) -> None:
    found = await answerer.answer("Bolehkah?", case=Case("like"), assumed={"status": "pppk"})
    assert (found.verdict, found.assumed) == (Verdict.DILARANG, {})
    assert "PPPK" not in found.text


def test_a_case_of_an_older_edition_is_a_question_like_any(answerer: Answerer) -> None:
    found = answerer.answer_now("Bolehkah saya like foto calon?", case=Case("sudah-dihapus"))
    assert found.ruling == "like"


def test_every_case_of_the_bundled_rulings_gives_an_answer_without_problems(
    bundled: Knowledge, tmp_path: Path
) -> None:
    """Each status with each single circumstance that the guided check would offer."""
    edition = edition_of(bundled)
    answerer = answerer_of(edition, tmp_path)
    for one in bundled.rulings.values():
        if one.verdict not in CONDUCT:
            continue
        statuses = (
            FACT_VALUES["status"] if any("status" in b.facts for b in one.branches) else ("pns",)
        )
        for status in statuses:
            offered = [c for asked in circumstances_of(one, status) for c in asked.choices]
            for choice in (None, *offered):
                case = Case(one.id, status, (choice.branch,) if choice else ())
                found = answerer.answer_now(one.title, case=case)
                assert found.ruling == one.id
                assert problems(edition, found) == []
