"""The law itself: articles, dates, states, and sanctions that bind."""

from __future__ import annotations

import pytest

from ingest.check import check_data
from tests.ingest.broken import (
    BASIS_PPPK,
    PROVISIONS,
    REGULATIONS,
    RULINGS,
    Broken,
    assert_found,
    texts,
)
from tests.ingest.tiny import Folder

CASES = [
    Broken(
        "article beyond the last",
        REGULATIONS,
        "articles: 46",
        "articles: 13",
        "- id: pp-94-2021:pasal-14",
        "provision pp-94-2021:pasal-14: pp-94-2021 ends with article 13",
        "Correct the article number, or articles",
        found_in=PROVISIONS,
    ),
    Broken(
        "year that is not the id's",
        REGULATIONS,
        "year: 2021",
        "year: 2022",
        "year: 2022",
        "regulation pp-94-2021: the year is 2022, the id says 2021",
        "Correct whichever is wrong",
    ),
    Broken(
        "enacted in another year",
        REGULATIONS,
        "enacted: '2014-01-15'",
        "enacted: '2013-01-15'",
        "enacted: '2013-01-15'",
        "enacted 2013-01-15, but the year is 2014",
        "Correct whichever is wrong",
    ),
    Broken(
        "in force before it was enacted",
        REGULATIONS,
        "in_force_since: '2014-01-16'",
        "in_force_since: '2014-01-14'",
        "in_force_since: '2014-01-14'",
        "in force since 2014-01-14, before it was enacted (2014-01-15)",
        "Correct whichever is wrong",
    ),
    Broken(
        "repealed before it was enacted",
        REGULATIONS,
        "enacted: '2023-10-31'",
        "enacted: '2013-10-31'",
        "repealed_by:",
        "repealed by uu-20-2023 (2013-10-31), before it was enacted (2014-01-15)",
        "Correct whichever is wrong",
    ),
    Broken(
        "repealed but in force",
        REGULATIONS,
        "status: dicabut",
        "status: diubah",
        "repealed_by:",
        "regulation uu-5-2014: repealed by uu-20-2023, but status diubah",
        "Correct whichever is wrong",
        below=-1,
    ),
    Broken(
        "status repealed, by nothing",
        REGULATIONS,
        "status: diubah",
        "status: dicabut",
        "status: dicabut",
        "status dicabut, but repealed_by names nothing",
        "Correct whichever is wrong",
    ),
    Broken(
        "amended but unchanged",
        REGULATIONS,
        "status: diubah",
        "status: tidak_pasti",
        "status: tidak_pasti",
        "amended by pp-1-2024, but status tidak_pasti",
        "Correct whichever is wrong",
    ),
    Broken(
        "amendment that only one side tells",
        REGULATIONS,
        "  amends:\n    - pp-94-2021\n",
        "",
        "- pp-1-2024",
        "pp-94-2021 names pp-1-2024 in amended_by, but pp-1-2024 does not name it in amends",
        "Add pp-94-2021 to amends of pp-1-2024, or remove it here",
    ),
    Broken(
        "ruling on repealed law",
        RULINGS,
        "summary: Boleh, selama isinya utuh.\n  basis:\n    - uu-20-2023:pasal-24",
        "summary: Boleh, selama isinya utuh.\n  basis:\n    - uu-5-2014:pasal-9",
        "isinya utuh",
        "ruling bagikan rests only on repealed law (uu-5-2014)",
        "Cite the provision in force",
        below=1,
    ),
    Broken(
        "branch on repealed law",
        RULINGS,
        BASIS_PPPK + "uu-20-2023:pasal-24",
        BASIS_PPPK + "uu-5-2014:pasal-9",
        "- uu-5-2014:pasal-9",
        "branch pppk of suka rests only on repealed law (uu-5-2014)",
        "Cite the provision in force",
        below=-1,
    ),
    Broken(
        "discipline of PNS for PPPK",
        RULINGS,
        "        - Menurut perjanjian kerja.",
        "        - pp-94-2021:pasal-14",
        "        - pp-94-2021:pasal-14",
        "branch pppk of suka is for pppk, whom its sanction pp-94-2021:pasal-14 does not bind",
        "Cite what binds this status",
    ),
    Broken(
        "discipline of PNS for a village head",
        RULINGS,
        "objek:\n      - calon\n      - penyelenggara_resmi",
        "status:\n      - kades\n      - pppk",
        "    - pp-94-2021:pasal-14",
        "ruling suka is for kades, pppk, whom its sanction pp-94-2021:pasal-14 does not bind",
        "Cite what binds this status",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_place_and_remedy(folder: Folder, case: Broken) -> None:
    assert_found(folder, case)


def test_a_court_decision_may_be_later_than_its_case(folder: Folder) -> None:
    decision = (
        "\n- id: putusan-mk-1-puu-xii-2014\n  kind: Putusan MK\n  number: 1/PUU-XII/2014\n"
        "  year: 2015\n  title: Mundur\n  enacted: '2015-07-08'\n  status: berlaku\n"
        "  confidence: teks\n"
    )
    folder.append(REGULATIONS, decision)
    assert check_data(folder.root) == []

    folder.replace(REGULATIONS, "year: 2015", "year: 2013")
    assert "the year is 2013, the id says 2014" in texts(folder)


def test_discipline_may_be_named_where_one_of_the_statuses_is_bound(folder: Folder) -> None:
    folder.replace(
        RULINGS,
        "objek:\n      - calon\n      - penyelenggara_resmi",
        "status:\n      - pns\n      - pppk",
    )
    assert "does not bind" not in texts(folder)
