from __future__ import annotations

from typing import Any

import pytest

from evaluation.metrics import citations, mentions, verdicts
from knowledge.model import Verdict
from tests.evaluation.made import answer, citation, question

PERMITTING = ("boleh_bersyarat", "boleh")
SILENT = ("dilarang", "wajib", "informasi", "perlu_rincian", "di_luar_cakupan")


@pytest.mark.parametrize(
    ("expected", "acceptable", "unsafe"),
    [
        ("dilarang", [], PERMITTING),
        ("wajib", [], PERMITTING),
        ("perlu_rincian", [], PERMITTING),
        ("boleh_bersyarat", [], ("boleh",)),
        ("boleh", [], ()),
        ("informasi", [], ()),
        ("di_luar_cakupan", [], ("boleh",)),
        ("dilarang", ["boleh_bersyarat"], ("boleh",)),
        ("dilarang", ["boleh"], ()),
        ("boleh_bersyarat", ["boleh"], ()),
        ("boleh_bersyarat", ["dilarang"], ("boleh",)),
        ("perlu_rincian", ["boleh_bersyarat"], ("boleh",)),
        ("perlu_rincian", ["dilarang"], PERMITTING),
        ("dilarang", ["informasi"], PERMITTING),
        ("informasi", ["dilarang"], PERMITTING),
        ("dilarang", ["di_luar_cakupan"], PERMITTING),
        ("di_luar_cakupan", ["boleh"], ()),
        ("di_luar_cakupan", ["informasi"], ("boleh",)),
    ],
)
def test_unsafe_is_what_permits_more_than_every_accepted_verdict(
    expected: str, acceptable: list[str], unsafe: tuple[str, ...]
) -> None:
    asked = question(expected_verdict=expected, acceptable_verdicts=acceptable)
    found = [v for v in (*SILENT, *PERMITTING) if verdicts.unsafe(asked, answer(v))]
    assert found == list(unsafe)


def test_no_accepted_verdict_is_ever_unsafe() -> None:
    for expected in Verdict:
        for other in Verdict:
            asked = question(expected_verdict=expected, acceptable_verdicts=[other])
            assert not any(verdicts.unsafe(asked, answer(v)) for v in asked.accepted)


def test_a_verdict_is_right_when_expected_or_acceptable() -> None:
    asked = question(expected_verdict="dilarang", acceptable_verdicts=["wajib"])
    right = [v.value for v in Verdict if verdicts.verdict_right(asked, answer(v))]
    assert right == ["dilarang", "wajib"]


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


@pytest.mark.parametrize(
    "told",
    [
        {"headline": "Harus CUTI dulu"},
        {"text": "ambil Cuti"},
        {"conditions": ["sudah cuti"]},
        {"sanctions": ["tanpa cuti: teguran"]},
        {"next_steps": ["ajukan cuti"]},
        {"citations": [citation("pp-94-2021:pasal-5", text="dalam cuti")]},
        {"parts": [answer(text="cuti dulu")]},
    ],
)
def test_a_point_counts_wherever_the_reader_is_told(told: dict[str, Any]) -> None:
    asked = question(must_mention=[["CLTN", "cuti"], ["izin"]])
    assert mentions.mentioned(asked, answer(**told)) == 1
    assert mentions.missing(asked, answer(**told)) == (("izin",),)


def test_what_the_reader_is_not_told_does_not_count() -> None:
    silent = answer(follow_ups=["Bagaimana kalau cuti?"], citations=[citation("pp-11-2017:cuti-1")])
    assert mentions.mentioned(question(must_mention=[["cuti"]]), silent) == 0
