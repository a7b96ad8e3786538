"""One provision under the base law's name and under those of its amendments."""

from __future__ import annotations

import pytest

from knowledge.amended import amended_label, amending_laws, base_of, canonical, same_provision
from knowledge.dataset import BUNDLED, Knowledge, load_knowledge
from knowledge.model import Confidence, Provision, Regulation, RegulationStatus


def regulation(name: str, *amends: str, title: str = "Pemilihan") -> Regulation:
    kind, number, year = name.rsplit("-", 2)
    return Regulation(
        id=name,
        kind={"uu": "Undang-Undang", "pp": "Peraturan Pemerintah"}[kind],
        number=number,
        year=int(year),
        title=title,
        status=RegulationStatus.BERLAKU,
        amends=amends,
        confidence=Confidence.TEKS,
    )


LAWS = {
    law.id: law
    for law in (
        regulation("uu-1-2015"),
        regulation("uu-8-2015", "uu-1-2015"),
        regulation("uu-10-2016", "uu-1-2015", "uu-8-2015"),  # a document names both
        regulation("uu-6-2020", "uu-10-2016"),  # an amendment named by its last forerunner
        regulation("uu-7-2017"),
        regulation("uu-1-2026", "uu-7-2017", "uu-1-2015"),  # amends several laws at once
        regulation("pp-9-2001", "pp-8-2000"),  # its base is not known
    )
}


def provision(name: str, *made_by: str, locator: str = "Pasal 1") -> Provision:
    return Provision(
        id=name,
        regulation=name.split(":")[0],
        locator=locator,
        text="Teks.",
        made_by=made_by,
        confidence=Confidence.TEKS,
    )


@pytest.mark.parametrize(
    ("law", "base"),
    [
        ("uu-8-2015", "uu-1-2015"),
        ("uu-10-2016", "uu-1-2015"),
        ("uu-6-2020", "uu-1-2015"),
        ("uu-1-2015", None),
        ("uu-1-2026", None),
        ("pp-9-2001", "pp-8-2000"),
        ("tidak-ada", None),
    ],
)
def test_an_amendment_belongs_to_the_law_at_the_end_of_the_chain(
    law: str, base: str | None
) -> None:
    assert base_of(law, LAWS) == base


def test_laws_that_amend_each_other_have_no_base() -> None:
    circle = {
        "uu-1-2001": regulation("uu-1-2001", "uu-2-2001"),
        "uu-2-2001": regulation("uu-2-2001", "uu-1-2001"),
    }
    assert base_of("uu-1-2001", circle) is None
    assert same_provision("uu-1-2001:pasal-1", circle)[0] == "uu-1-2001:pasal-1"


def test_amending_laws_come_latest_first() -> None:
    assert amending_laws("uu-1-2015", LAWS) == ("uu-6-2020", "uu-10-2016", "uu-8-2015")


@pytest.mark.parametrize(
    ("asked", "there", "found"),
    [
        # what stands under its own name is found under it
        ("uu-10-2016:pasal-71:ayat-1", "uu-10-2016:pasal-71:ayat-1", "="),
        # a digest's name, in an edition with the consolidated law
        ("uu-10-2016:pasal-71:ayat-1", "uu-1-2015:pasal-71:ayat-1", "uu-1-2015:pasal-71:ayat-1"),
        ("uu-6-2020:pasal-201", "uu-1-2015:pasal-201", "uu-1-2015:pasal-201"),
        # the base law's name, in an edition with digests
        ("uu-1-2015:pasal-71:ayat-1", "uu-10-2016:pasal-71:ayat-1", "uu-10-2016:pasal-71:ayat-1"),
        # one amendment's name, restated by a later one
        ("uu-8-2015:pasal-70", "uu-10-2016:pasal-70", "uu-10-2016:pasal-70"),
        # elucidations likewise
        (
            "uu-10-2016:penjelasan:pasal-71:ayat-1",
            "uu-1-2015:penjelasan:pasal-71:ayat-1",
            "uu-1-2015:penjelasan:pasal-71:ayat-1",
        ),
        # an amending law's own words belong to it alone
        ("uu-10-2016:pasal-ii", "uu-1-2015:pasal-ii", None),
        ("uu-10-2016:penjelasan:umum", "uu-1-2015:penjelasan:umum", None),
        ("uu-1-2015:batang-tubuh:pasal-1", "uu-8-2015:batang-tubuh:pasal-1", None),
        # a law that amends several has articles of its own
        ("uu-1-2026:pasal-5", "uu-1-2015:pasal-5", None),
        ("uu-1-2015:pasal-5", "uu-1-2026:pasal-5", None),
        # another law's article of the same number is another provision
        ("uu-7-2017:pasal-71", "uu-1-2015:pasal-71", None),
        ("uu-99-2020:pasal-1", "uu-1-2015:pasal-1", None),
    ],
)
def test_a_provision_is_found_under_its_other_names(
    asked: str, there: str, found: str | None
) -> None:
    expected = asked if found == "=" else found
    assert canonical(asked, LAWS, {there}.__contains__) == expected


def test_of_two_amendments_the_latest_has_the_present_text() -> None:
    there = {"uu-8-2015:pasal-70", "uu-10-2016:pasal-70"}
    assert canonical("uu-1-2015:pasal-70", LAWS, there.__contains__) == "uu-10-2016:pasal-70"


@pytest.mark.parametrize(
    ("given", "label"),
    [
        (provision("uu-1-2015:pasal-5"), "UU 1/2015 Pasal 5"),
        (provision("uu-1-2015:pasal-5", "uu-1-2015"), "UU 1/2015 Pasal 5"),
        # filed under the amending law
        (
            provision("uu-10-2016:pasal-71:ayat-1"),
            "UU 1/2015 Pasal 71 ayat (1) sebagaimana diubah dengan UU 10/2016",
        ),
        (
            provision("uu-8-2015:penjelasan:pasal-69:huruf-c"),
            "UU 1/2015 Penjelasan Pasal 69 huruf c sebagaimana diubah dengan UU 8/2015",
        ),
        # filed under the base law, with the chain of laws that made it
        (
            provision("uu-1-2015:pasal-71", "uu-1-2015", "uu-8-2015", "uu-10-2016"),
            "UU 1/2015 Pasal 71 sebagaimana diubah dengan UU 10/2016",
        ),
        (
            provision("uu-1-2015:pasal-69", "uu-1-2015", "uu-8-2015"),
            "UU 1/2015 Pasal 69 sebagaimana diubah dengan UU 8/2015",
        ),
        (
            provision("uu-1-2015:pasal-133a", "uu-10-2016"),
            "UU 1/2015 Pasal 133A sebagaimana diubah dengan UU 10/2016",
        ),
        # the amending law's own words
        (provision("uu-10-2016:pasal-ii"), "UU 10/2016 Pasal II"),
        (provision("uu-10-2016:penjelasan:umum"), "UU 10/2016 Penjelasan umum"),
        (provision("uu-1-2026:pasal-5"), "UU 1/2026 Pasal 5"),
        # without its base, a law is named by itself
        (provision("pp-9-2001:pasal-5"), "PP 9/2001 Pasal 5"),
        # units that no id names keep their locator
        (provision("uu-1-2015:sanksi", locator="bagian sanksi"), "UU 1/2015 bagian sanksi"),
    ],
)
def test_a_label_names_the_base_law_and_the_law_that_made_the_text(
    given: Provision, label: str
) -> None:
    assert amended_label(given, LAWS) == label


@pytest.fixture(scope="module")
def bundled() -> Knowledge:
    return load_knowledge(BUNDLED)


def test_bundled_labels_name_an_amending_law_only_after_its_base(bundled: Knowledge) -> None:
    labels = {
        one.regulation: amended_label(one, bundled.regulations).split(" Pasal ")[0].split()[:2]
        for one in bundled.provisions.values()
        if "sebagaimana diubah" in amended_label(one, bundled.regulations)
    }
    assert labels == {
        "uu-8-2015": ["UU", "1/2015"],
        "uu-10-2016": ["UU", "1/2015"],
        "pp-17-2020": ["PP", "11/2017"],
        "pp-53-2023": ["PP", "32/2018"],
    }


def test_a_bundled_digest_is_found_under_its_base_law(bundled: Knowledge) -> None:
    there = bundled.provisions.__contains__
    for asked, found in {
        "uu-1-2015:pasal-71:ayat-1": "uu-10-2016:pasal-71:ayat-1",
        "uu-8-2015:pasal-71:ayat-1": "uu-10-2016:pasal-71:ayat-1",
        "uu-1-2015:pasal-69": "uu-8-2015:pasal-69",
        "uu-1-2015:pasal-187": "uu-1-2015:pasal-187",
        "pp-11-2017:pasal-254:ayat-4": "pp-17-2020:pasal-254:ayat-4",
    }.items():
        assert canonical(asked, bundled.regulations, there) == found
