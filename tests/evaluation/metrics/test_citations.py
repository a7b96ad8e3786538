from __future__ import annotations

import pytest

from evaluation.metrics import citations
from tests.evaluation.made import answer, question


@pytest.mark.parametrize(
    ("reference", "provision", "same"),
    [
        ("pp-94-2021 pasal 5", "pp-94-2021:pasal-5", True),
        ("pp-94-2021 pasal 5", "pp-94-2021:pasal-5:huruf-n:angka-2", True),
        ("pp-94-2021 pasal 5", "pp-94-2021:penjelasan:pasal-5:huruf-n", True),
        ("pp-94-2021 pasal 5", "pp-94-2021:pasal-51", False),
        ("pp-94-2021 pasal 5", "pp-94-2022:pasal-5", False),
        ("pp-94-2021 pasal 5", "pp-94-2021:penjelasan:pasal-50", False),
        ("uu-10-2016 pasal 187a", "uu-10-2016:pasal-187a:ayat-1", True),
        ("uu-10-2016 pasal 187a", "uu-10-2016:pasal-187", False),
        ("skb-netralitas-2022 lampiran", "skb-netralitas-2022:lampiran-2:kode-etik-4", True),
        ("skb-netralitas-2022 lampiran", "skb-netralitas-2022:lampiran", True),
        ("skb-netralitas-2022 lampiran", "skb-netralitas-2022:satgas", False),
        ("skb-netralitas-2022", "skb-netralitas-2022:satgas", True),
        ("skb-netralitas-2022", "skb-netralitas-2022:lampiran-2:disiplin-1", True),
        ("pp-94-2021", "pp-94-2021:penjelasan:pasal-5", True),
        ("uu-1-2015", "uu-1-2015:pasal-187:ayat-2", True),
        ("uu-1-2015", "uu-10-2016:pasal-71", False),
        ("putusan-mk-65-puu-xxi-2023", "putusan-mk-65-puu-xxi-2023:amar-1", True),
    ],
)
def test_references_match_at_article_level(reference: str, provision: str, same: bool) -> None:
    assert citations.matches(reference, provision) is same


GOLD = [["pp-94-2021 pasal 5", "skb-netralitas-2022 lampiran"], ["uu-20-2023 pasal 24"]]


@pytest.mark.parametrize(
    ("gold", "cites", "hit", "precision"),
    [
        # one of each group
        (GOLD, ["pp-94-2021:pasal-5:huruf-n", "uu-20-2023:pasal-24:ayat-1"], True, 1.0),
        # the second group is not cited
        (GOLD, ["pp-94-2021:pasal-5"], False, 1.0),
        # both groups, and two articles (42 and 43) that nobody expected: 2 of 4
        (
            GOLD,
            [
                "skb-netralitas-2022:lampiran-2:disiplin-1",
                "uu-20-2023:pasal-24",
                "pp-94-2021:pasal-42",
                "pp-94-2021:pasal-43",
            ],
            True,
            0.5,
        ),
        # three provisions of one article count once: 1 of 2
        (
            [["pp-94-2021 pasal 5"]],
            [
                "pp-94-2021:pasal-5:huruf-n",
                "pp-94-2021:pasal-5:huruf-a",
                "pp-94-2021:penjelasan:pasal-5:huruf-n",
                "pp-42-2004:pasal-11",
            ],
            True,
            0.5,
        ),
        # nothing cited: a miss, and no precision to speak of
        (GOLD, [], False, None),
        # nothing expected: not measured
        ([], ["pp-94-2021:pasal-5"], None, None),
    ],
)
def test_citation_hit_and_precision(
    gold: list[list[str]], cites: list[str], hit: bool | None, precision: float | None
) -> None:
    asked, given = question(gold_citations=gold), answer(cites=cites)
    assert citations.citation_hit(asked, given) is hit
    assert citations.citation_precision(asked, given) == precision


def test_citations_of_the_parts_count_each_provision_once() -> None:
    part = answer(cites=["uu-20-2023:pasal-24", "pp-94-2021:pasal-5"])
    whole = answer(cites=["pp-94-2021:pasal-5"], parts=[part])
    assert [c.id for c in citations.cited(whole)] == ["pp-94-2021:pasal-5", "uu-20-2023:pasal-24"]
    assert citations.citation_hit(question(gold_citations=GOLD), whole) is True


def test_recall_is_the_share_of_groups_cited() -> None:
    asked = question(gold_citations=[*GOLD, ["skb-netralitas-2022"], ["pp-42-2004 pasal 11"]])
    given = answer(cites=["uu-20-2023:pasal-24:ayat-1", "skb-netralitas-2022:lampiran-1"])
    # of the four groups the first (by the annex), the second and the third are cited
    assert citations.citation_recall(asked, given) == 3 / 4
    assert citations.citation_recall(asked, answer()) == 0
    assert citations.citation_recall(question(), given) is None


@pytest.mark.parametrize(
    ("gold", "provision", "fine"),
    [
        ("pp-94-2021:pasal-5:huruf-n", "pp-94-2021:pasal-5:huruf-n", True),
        ("pp-94-2021:pasal-5:huruf-n", "pp-94-2021:pasal-5:huruf-n:angka-5", True),
        ("pp-94-2021:pasal-5:huruf-n:angka-5", "pp-94-2021:pasal-5:huruf-n", False),
        ("pp-94-2021:pasal-5:huruf-n:angka-1", "pp-94-2021:pasal-5:huruf-n:angka-10", False),
        ("pp-94-2021:pasal-5:huruf-n", "pp-94-2021:pasal-5:huruf-m", False),
        ("pp-94-2021:pasal-5:huruf-n", "pp-94-2021:penjelasan:pasal-5:huruf-n", True),
        ("pp-94-2021:penjelasan:pasal-5", "pp-94-2021:pasal-5:huruf-n", True),
        ("pp-94-2021:penjelasan:pasal-5", "pp-94-2021:penjelasan:pasal-5", True),
        ("pp-94-2021:pasal-5", "pp-94-2022:pasal-5", False),
    ],
)
def test_at_the_finest_level_only_the_provision_or_what_lies_in_it_counts(
    gold: str, provision: str, fine: bool
) -> None:
    assert citations.inside(gold, provision) is fine


def test_recall_and_precision_at_the_finest_level() -> None:
    gold = [
        ["pp-94-2021:pasal-5:huruf-n", "skb-netralitas-2022:lampiran-2:disiplin-1"],
        ["uu-20-2023:pasal-24:ayat-1"],
    ]
    asked = question(gold_provisions=gold)
    given = answer(
        cites=[
            "pp-94-2021:pasal-5:huruf-n:angka-2",
            "pp-94-2021:pasal-5:huruf-n:angka-5",
            "uu-20-2023:pasal-24",  # the whole article is not fine enough
            "pp-42-2004:pasal-11",
        ]
    )
    assert citations.citation_recall_finest(asked, given) == 1 / 2
    assert citations.citation_precision_finest(asked, given) == 2 / 4
    assert citations.citation_recall_finest(asked, answer()) == 0
    assert citations.citation_precision_finest(asked, answer()) is None
    assert citations.citation_recall_finest(question(gold_citations=GOLD), given) is None
    assert citations.citation_precision_finest(question(gold_citations=GOLD), given) is None


AMENDED = {
    "uu-1-2015:pasal-71:ayat-1": ("uu-10-2016:pasal-71:ayat-1",),
    "uu-10-2016:pasal-71:ayat-2": ("uu-1-2015:pasal-71:ayat-2",),
}


@pytest.mark.parametrize("gold", ["uu-1-2015 pasal 71", "uu-10-2016 pasal 71", "uu-1-2015"])
def test_an_amended_article_is_expected_under_any_of_its_names(gold: str) -> None:
    asked = question(gold_citations=[[gold]])
    given = answer(cites=["uu-1-2015:pasal-71:ayat-1"])
    assert citations.citation_recall(asked, given, AMENDED) == 1
    assert citations.citation_hit(asked, given, AMENDED) is True
    assert citations.citation_precision(asked, given, AMENDED) == 1


def test_a_whole_amending_law_is_not_cited_by_an_article_of_the_base_law() -> None:
    asked = question(gold_citations=[["uu-10-2016"]])
    assert (
        citations.citation_recall(asked, answer(cites=["uu-1-2015:pasal-71:ayat-1"]), AMENDED) == 0
    )


def test_an_article_cited_under_two_names_counts_once() -> None:
    asked = question(gold_citations=[["uu-10-2016 pasal 71"]])
    given = answer(
        cites=["uu-1-2015:pasal-71:ayat-1", "uu-10-2016:pasal-71:ayat-2", "pp-94-2021:pasal-5"]
    )
    assert citations.citation_precision(asked, given) == 1 / 3
    assert citations.citation_precision(asked, given, AMENDED) == 1 / 2


def test_an_amended_provision_is_expected_under_any_of_its_names_at_the_finest_level() -> None:
    asked = question(gold_provisions=[["uu-10-2016:pasal-71:ayat-1"]])
    given = answer(cites=["uu-1-2015:pasal-71:ayat-1"])
    assert citations.citation_recall_finest(asked, given) == 0
    assert citations.citation_recall_finest(asked, given, AMENDED) == 1
    assert citations.citation_precision_finest(asked, given, AMENDED) == 1


def test_existence_is_the_share_of_citations_that_the_edition_has() -> None:
    assert citations.citation_existence(4, 1) == 0.75
    assert citations.citation_existence(4, 0) == 1
    assert citations.citation_existence(0, 0) is None
