"""The last look at an answer: what must never leave, whoever wrote it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answer import Answer, Citation
from bot.answering.citations import citation_of
from bot.answering.verify import problems, without_bad_citations
from knowledge.clock import today
from knowledge.model import Verdict
from tests.bot.answering.scripted_edition import ScriptedEdition


def own(edition: ScriptedEdition, provision: str) -> Citation:
    found = citation_of(edition.knowledge, provision)
    assert found is not None
    return found


def answer(edition: ScriptedEdition, **fields: Any) -> Answer:
    """A faultless answer, but for ``fields``."""
    return Answer.model_validate(
        {
            "verdict": Verdict.DILARANG,
            "ruling": "like",
            "headline": "Tidak boleh.",
            "text": "Menurut Pasal 5, tanda suka adalah dukungan.",
            "sanctions": ("PP 94/2021 Pasal 14: hukuman berat.",),
            "citations": (own(edition, "pp-94-2021:pasal-5"),),
            "confidence": 0.9,
            "edition": edition.id,
            "as_of": today(),
            **fields,
        }
    )


def test_a_faultless_answer_passes(edition: ScriptedEdition) -> None:
    assert problems(edition, answer(edition)) == []


def test_a_citation_that_the_edition_lacks_is_refused(edition: ScriptedEdition) -> None:
    made_up = own(edition, "pp-94-2021:pasal-5").model_copy(update={"id": "pp-94-2021:pasal-98"})
    found = answer(edition, citations=(made_up, own(edition, "uu-20-2023:pasal-24")))
    assert problems(edition, found) == ["citation pp-94-2021:pasal-98 is not the edition's"]
    mended = without_bad_citations(edition, found)
    assert [citation.id for citation in mended.citations] == ["uu-20-2023:pasal-24"]
    assert problems(edition, mended) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "PNS boleh memberi dukungan."),
        ("label", "PP 94/2021 Pasal 6"),
        ("status", "berlaku"),
        ("kind", "official"),
        ("url", "https://contoh.test/palsu"),
    ],
)
def test_an_altered_citation_is_refused_and_put_right(
    edition: ScriptedEdition, field: str, value: str
) -> None:
    right = own(edition, "pp-94-2021:pasal-5")
    found = answer(edition, citations=(right.model_copy(update={field: value}),))
    assert problems(edition, found) == ["citation pp-94-2021:pasal-5 is not the edition's"]
    assert without_bad_citations(edition, found).citations == (right,)


def test_repealed_law_may_not_pass_as_law_in_force(edition: ScriptedEdition) -> None:
    repealed = own(edition, "uu-5-2014:pasal-9")
    assert repealed.status == "dicabut"
    assert problems(edition, answer(edition, citations=(repealed,))) == []
    passed_off = repealed.model_copy(update={"status": "berlaku"})
    assert problems(edition, answer(edition, citations=(passed_off,)))


@pytest.mark.parametrize(
    ("ruling", "verdict", "problem"),
    [
        ("like", "dilarang", None),
        ("like", "boleh", None),  # a branch gives it
        ("like", "perlu_rincian", None),  # a question back is always open
        ("like", "boleh_bersyarat", "verdict boleh_bersyarat is more permissive than ruling like"),
        ("lapor-hubungan", "boleh", "verdict boleh is more permissive than ruling lapor-hubungan"),
        ("lapor-hubungan", "dilarang", "verdict dilarang is none of ruling lapor-hubungan"),
        ("like", "informasi", "verdict informasi is none of ruling like"),
        (None, "boleh", None),  # no ruling, nothing to compare
    ],
)
def test_the_verdict_must_be_its_rulings(
    edition: ScriptedEdition, ruling: str | None, verdict: str, problem: str | None
) -> None:
    found = problems(edition, answer(edition, ruling=ruling, verdict=verdict))
    assert found == ([problem] if problem else [])


@pytest.mark.parametrize("field", ["headline", "text"])
def test_an_article_number_that_no_regulation_has_is_refused(
    edition: ScriptedEdition, field: str
) -> None:
    found = answer(edition, **{field: "Dilarang menurut Pasal 999."})
    assert problems(edition, found) == ["article 999 is in no regulation of the edition"]
    assert problems(edition, answer(edition, sanctions=("Pidana Pasal 187A.",)))


def test_an_article_may_be_named_to_deny_it(edition: ScriptedEdition) -> None:
    assert problems(edition, answer(edition, text="PP 94/2021 tidak memiliki Pasal 999.")) == []
    found = answer(edition, text="PP 94/2021 tidak memiliki Pasal 999. Pasal 999 melarangnya.")
    assert problems(edition, found)


def test_the_parts_are_looked_at_too(edition: ScriptedEdition) -> None:
    made_up = own(edition, "pp-94-2021:pasal-5").model_copy(update={"text": "Boleh."})
    part = answer(edition, citations=(made_up,))
    whole = answer(edition, parts=(part, answer(edition)))
    assert problems(edition, whole) == ["citation pp-94-2021:pasal-5 is not the edition's"]
    assert problems(edition, without_bad_citations(edition, whole)) == []
