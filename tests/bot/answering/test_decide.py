"""The decision: least expected cost, the branch that the facts call for, a question back in doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.decide import (
    LIKELY,
    STRICTEST_FIRST,
    UNSAFE_COST,
    Decision,
    choose_branch,
    decide,
    error_cost,
    holds,
    is_more_permissive,
    is_open,
    least_costly,
    settle,
    trust,
)
from knowledge.dataset import Knowledge
from knowledge.model import Verdict
from tests.bot.answering.law import branch
from tests.bot.answering.scripted_edition import (
    Leaves,
    ScriptedEdition,
    asked,
    edition_of,
    settings,
)

D, W, S, B = Verdict.DILARANG, Verdict.WAJIB, Verdict.BOLEH_BERSYARAT, Verdict.BOLEH
N, R, L = Verdict.INFORMASI, Verdict.PERLU_RINCIAN, Verdict.DI_LUAR_CAKUPAN
EVEN = UNSAFE_COST / (1 + UNSAFE_COST)
"""The probability of "boleh" at which it costs as much as "dilarang"."""
SURER, LESS = EVEN + 0.02, 1 - EVEN - 0.02
NO_MARGIN: dict[str, Any] = {"clarify_margin": 0.0, "min_confidence": 0.0}


def decided(
    law: Knowledge, leaves: Leaves, question: str = "pertanyaan", *, facts: Any = (), **fields: Any
) -> Decision:
    """The decision on a question that the classifier reads as ``leaves``."""
    found = edition_of(law, otherwise=leaves)
    chosen = settings(Path("nowhere"), **{**NO_MARGIN, **fields})
    return decide(found, asked(found, question, **dict(facts)), chosen)


# Cost


@pytest.mark.parametrize(
    ("answered", "truth", "more"),
    [
        (B, D, True),
        (B, S, True),
        (S, D, True),
        (B, W, True),
        (S, R, True),  # an open question counts as the strict side
        (B, R, True),
        (D, B, False),
        (S, B, False),
        (B, B, False),
        (W, D, False),
        (B, N, False),  # nothing was forbidden
        (B, L, False),
        (R, D, False),  # a question back allows nothing
        (N, D, False),
    ],
)
def test_what_is_more_permissive(answered: Verdict, truth: Verdict, more: bool) -> None:
    assert is_more_permissive(answered, truth) is more


def test_an_unsafe_error_costs_more_than_any_other() -> None:
    assert error_cost(D, D) == 0
    assert error_cost(D, B) == 1
    assert error_cost(B, D) == UNSAFE_COST > 1


def test_taking_for_ours_what_is_not_costs_more_than_being_too_strict() -> None:
    assert error_cost(D, L) > error_cost(D, B)


@pytest.mark.parametrize(
    ("probabilities", "verdict"),
    [
        ({B: 1.0}, B),
        ({B: 0.9, D: 0.1}, B),
        ({B: 0.5, D: 0.5}, D),
        ({B: EVEN - 0.02, D: 1 - EVEN + 0.02}, D),  # the likelier one costs more
        ({B: SURER, D: LESS}, B),
        ({D: 0.5, W: 0.5}, D),  # a tie goes to what stands first among the strict
        ({N: 0.5, D: 0.5}, D),
        ({N: 0.6, D: 0.4}, N),  # information allows nothing: the likelier one
    ],
)
def test_the_verdict_with_the_least_expected_cost(
    probabilities: dict[Verdict, float], verdict: Verdict
) -> None:
    assert least_costly(probabilities) is verdict


@given(st.dictionaries(st.sampled_from(list(Verdict)), st.floats(0.01, 1.0), min_size=1))
def test_no_other_verdict_costs_less(weights: dict[Verdict, float]) -> None:
    whole = sum(weights.values())
    probabilities = {verdict: weight / whole for verdict, weight in weights.items()}

    def cost(choice: Verdict) -> float:
        return sum(p * error_cost(choice, truth) for truth, p in probabilities.items())

    chosen = least_costly(probabilities)
    assert cost(chosen) == pytest.approx(min(map(cost, probabilities)))


def test_every_verdict_has_its_place_from_strict_to_permissive() -> None:
    assert set(STRICTEST_FIRST) == set(Verdict)
    assert STRICTEST_FIRST.index(D) < STRICTEST_FIRST.index(S) < STRICTEST_FIRST.index(B)


# Ruling and verdict


def test_the_ruling_is_the_likeliest_with_the_verdict(law: Knowledge) -> None:
    found = decided(law, {("like", "dilarang"): 0.5, ("bagikan", "dilarang"): 0.3, ("x", B): 0.2})
    assert found == Decision(D, law.rulings["like"], None, pytest.approx(trust(0.8)))  # type: ignore[arg-type]


def test_a_ruling_that_cannot_give_the_verdict_is_passed_over(law: Knowledge) -> None:
    """The account is a candidate's: no "boleh" from a ruling that allows only the commission's."""
    leaves = {("like", "boleh"): 0.6, ("bagikan", "boleh"): 0.3, ("hadir", "dilarang"): 0.1}
    found = decided(law, leaves, facts={"objek": "calon"})
    assert (found.verdict, found.target) == (B, law.rulings["bagikan"])
    found = decided(law, leaves, facts={"objek": "penyelenggara_resmi"})
    assert (found.verdict, found.branch) == (B, branch(law, "like", "akun-kpu"))


def test_when_no_ruling_can_give_the_verdict_nothing_is_allowed_instead(law: Knowledge) -> None:
    """Prohibited for officials alone, and the asker is none: "boleh" was never read."""
    only_officials = law.rulings["hadir"].model_copy(
        update={"verdict": B, "branches": (branch(law, "hadir", "pejabat"),)}
    )
    changed = Knowledge(**{**vars(law), "rulings": {"hadir": only_officials}})
    found = decided(changed, {("hadir", "dilarang"): 0.9, ("hadir", "boleh"): 0.1})
    assert found == Decision(R, None, None, pytest.approx(trust(0.9)))  # type: ignore[arg-type]
    found = decided(changed, {("hadir", "dilarang"): 1.0}, facts={"status": "pejabat"})
    assert found.verdict is D


def test_a_class_answers_as_it_is(law: Knowledge) -> None:
    found = decided(law, {("sapaan", "di_luar_cakupan"): 1.0}, facts={"status": "pppk"})
    assert found == Decision(L, law.classes["sapaan"], None, trust(1.0))


def test_below_the_least_confidence_nothing_is_found(law: Knowledge) -> None:
    leaves = {("like", "dilarang"): 0.4, ("bagikan", "boleh"): 0.3, ("hadir", "wajib"): 0.3}
    assert decided(law, leaves, min_confidence=0.41).target is None
    assert decided(law, leaves, min_confidence=0.41).verdict is R
    assert decided(law, leaves, min_confidence=0.39).target is law.rulings["like"]


def test_a_ruling_that_the_edition_lacks_is_not_found(law: Knowledge) -> None:
    assert decided(law, {("hilang", "boleh"): 1.0}).target is None


# A question back


def test_a_stricter_verdict_close_behind_leads_to_a_question_back(law: Knowledge) -> None:
    leaves = {("bagikan", "boleh"): SURER, ("like", "dilarang"): LESS}
    found = decided(law, leaves, clarify_margin=SURER - LESS + 0.01)
    assert found.verdict is R
    assert found.rivals == (("bagikan", B), ("like", D))
    assert decided(law, leaves, clarify_margin=SURER - LESS - 0.01).verdict is B


def test_a_permissive_verdict_close_behind_does_not(law: Knowledge) -> None:
    found = decided(
        law, {("like", "dilarang"): 0.51, ("bagikan", "boleh"): 0.49}, clarify_margin=1.0
    )
    assert (found.verdict, found.rivals) == (D, ())


def test_two_verdicts_of_one_ruling_are_no_choice_to_offer(law: Knowledge) -> None:
    leaves = {("bagikan", "boleh"): SURER, ("bagikan", "dilarang"): LESS}
    found = decided(law, leaves, clarify_margin=1.0)
    assert (found.verdict, found.rivals) == (B, ())


# The branch


def test_a_condition_holds_when_every_fact_is_stated() -> None:
    condition = {"status": ["pns", "cpns"], "waktu": ["cuti"]}
    assert holds(condition, {"status": "cpns", "waktu": "cuti", "atribut": "ya"})
    assert not holds(condition, {"status": "cpns"})
    assert not holds(condition, {"status": "pppk", "waktu": "cuti"})
    assert not holds({}, {"status": "pns"})


def test_a_status_must_be_stated_while_other_facts_may_stay_open() -> None:
    assert is_open({"waktu": ["cuti"]}, {})
    assert not is_open({"waktu": ["cuti"]}, {"waktu": "jam_kerja"})
    assert not is_open({"status": ["pejabat"]}, {})
    assert is_open({"status": ["pejabat"]}, {"status": "pejabat"})


@pytest.mark.parametrize(
    ("read", "facts", "name"),
    [
        (S, {}, None),
        (S, {"atribut": "ya"}, "beratribut"),  # a stated fact turns it to the strict side
        (S, {"status": "pejabat"}, "pejabat"),
        (S, {"status": "pns"}, None),
        (S, {"waktu": "cltn"}, None),  # and never loosens it
        (B, {"waktu": "cltn"}, "cltn"),  # unless that verdict was read
        (B, {"waktu": "cltn", "atribut": "ya"}, "beratribut"),  # the strictest wins
        (D, {}, "beratribut"),  # the verdict read picks the branch whose facts stay open
        (D, {"atribut": "tidak"}, None),  # no branch gives it
        (W, {}, None),
    ],
)
def test_facts_select_a_branch_only_towards_the_strict_side(
    law: Knowledge, read: Verdict, facts: dict[str, str], name: str | None
) -> None:
    understood = asked(edition_of(law), "hadir", **facts)
    found = choose_branch(law.rulings["hadir"], read, understood)
    assert (found.id if found else None) == name


def test_a_fact_does_not_turn_to_a_verdict_that_the_question_rules_out(law: Knowledge) -> None:
    facts = {"atribut": "ya"}
    sure = {("hadir", "boleh_bersyarat"): 1 - LIKELY / 2, ("hadir", "dilarang"): LIKELY / 2}
    assert decided(law, sure, facts=facts).verdict is S
    open_ = {("hadir", "boleh_bersyarat"): 1 - LIKELY, ("hadir", "dilarang"): LIKELY}
    assert decided(law, open_, facts=facts).verdict is D


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("pengumuman KPU saya potong sehingga menonjolkan satu calon", "dipotong"),
        ("pengumuman KPU saya cetak dengan anggaran kantor", "pakai-anggaran"),
    ],
)
def test_without_facts_the_words_choose_among_branches(
    law: Knowledge, question: str, name: str
) -> None:
    found = decided(law, {("bagikan", "dilarang"): 1.0}, question)
    assert (found.verdict, found.branch) == (D, branch(law, "bagikan", name))


# Who asks


def test_the_status_modifies_the_answer_to_a_conduct(law: Knowledge) -> None:
    found = decided(law, {("like", "dilarang"): 1.0}, facts={"status": "pppk"})
    assert found.status is law.statuses["pppk"]
    assert decided(law, {("like", "dilarang"): 1.0}, facts={"status": "pns"}).status is None


def test_a_ruling_about_the_status_is_not_modified_by_it(law: Knowledge) -> None:
    assert decided(law, {("subjek", "wajib"): 1.0}, facts={"status": "pppk"}).status is None


@given(
    read=st.sampled_from([D, W, S, B]),
    facts=st.fixed_dictionaries(
        {},
        optional={
            "status": st.sampled_from(["pns", "pppk", "pejabat", "kades"]),
            "atribut": st.sampled_from(["ya", "tidak"]),
            "waktu": st.sampled_from(["cltn", "jam_kerja"]),
            "objek": st.sampled_from(["calon", "penyelenggara_resmi"]),
        },
    ),
)
def test_no_facts_make_an_answer_more_permissive_than_both_ruling_and_reading(
    edition: ScriptedEdition, read: Verdict, facts: dict[str, str]
) -> None:
    law = edition.knowledge
    for ruling in law.rulings.values():
        found = settle(law, ruling, read, asked(edition, "pertanyaan", **facts), 1.0)
        assert not (
            is_more_permissive(found.verdict, read)
            and is_more_permissive(found.verdict, ruling.verdict)
        )
