"""Provisions as citations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.citations import MOST, citation_of, citations_of
from knowledge.dataset import Knowledge
from tests.bot.answering.law import PROVISIONS


@pytest.mark.parametrize(
    ("provision", "label", "status"),
    [
        ("uu-20-2023:pasal-24", "UU 20/2023 Pasal 24", "berlaku"),
        ("uu-5-2014:pasal-9", "UU 5/2014 Pasal 9", "dicabut"),
        ("pp-94-2021:pasal-5:huruf-n:angka-2", "PP 94/2021 Pasal 5 huruf n angka 2", "diubah"),
        (
            "pp-94-2021:penjelasan:pasal-5:huruf-n",
            "PP 94/2021 Penjelasan Pasal 5 huruf n",
            "diubah",
        ),
        ("se-menpanrb-1-2023:sanksi", "SE MenPANRB 1/2023 sanksi", "berlaku"),
        ("se-menpanrb-18-2023:pasal-1", "SE MenPANRB 18/2023 Pasal 1", "tidak_pasti"),
    ],
)
def test_a_citation_has_a_lawyers_label_and_its_standing(
    law: Knowledge, provision: str, label: str, status: str
) -> None:
    found = citation_of(law, provision)
    assert found is not None
    assert (found.label, found.status, found.text) == (label, status, PROVISIONS[provision])


def test_what_the_edition_lacks_is_no_citation(law: Knowledge) -> None:
    assert citation_of(law, "pp-94-2021:pasal-99") is None
    assert citations_of(law, ["pp-94-2021:pasal-99", "uu-20-2023:pasal-24"])[0].id.startswith("uu")


def test_citations_are_distinct_in_order_and_few(law: Knowledge) -> None:
    wanted = ["uu-6-2014:pasal-29", "uu-20-2023:pasal-24", "uu-6-2014:pasal-29", *PROVISIONS]
    found = [citation.id for citation in citations_of(law, wanted)]
    assert found[:2] == ["uu-6-2014:pasal-29", "uu-20-2023:pasal-24"]
    assert len(set(found)) == len(found) == MOST


def test_a_sanction_of_the_provision_is_told_once(law: Knowledge) -> None:
    provision = law.provisions["uu-6-2014:pasal-29"]

    def text(sanction: str) -> str:
        changed = provision.model_copy(update={"sanction": sanction})
        knowledge = replace(law, provisions={**law.provisions, provision.id: changed})
        found = citation_of(knowledge, provision.id)
        assert found is not None
        return found.text

    assert text("teguran") == f"{provision.text} Sanksi: teguran."
    assert text("ikut kampanye") == provision.text
