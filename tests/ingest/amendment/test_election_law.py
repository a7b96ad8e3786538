"""UU 1/2015 on regional elections with its amendments UU 8/2015 and UU 10/2016, for real.

The expectations are written by hand, from reading the three laws.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from ingest.amendment.consolidate import Consolidated, consolidate
from ingest.amendment.operation import Action
from ingest.amendment.operations import read_operations
from ingest.amendment.series import base_missing
from ingest.structure.document import ParsedRegulation, UnitKind, full_text, walk
from knowledge.amended import canonical
from knowledge.dataset import BUNDLED, load_knowledge
from tests.ingest.amendment.official import law, law_in_pdf, text_of

BASE, FIRST, SECOND = "uu-1-2015", "uu-8-2015", "uu-10-2016"

MAKERS = {
    # never amended
    "2": (BASE,),
    "72": (BASE,),
    "178": (BASE,),
    "187": (BASE,),
    "188": (BASE,),
    "206": (BASE,),
    # by the first amendment alone
    "1": (BASE, FIRST),
    "3": (BASE, FIRST),
    "20": (BASE, FIRST),  # of this one the second amendment changed only the elucidation
    "69": (BASE, FIRST),
    "134": (BASE, FIRST),
    "185": (BASE, FIRST),
    "189": (BASE, FIRST),
    # by the second alone
    "9": (BASE, SECOND),
    "16": (BASE, SECOND),
    "30": (BASE, SECOND),
    "71": (BASE, SECOND),  # of this one the first amendment changed only the elucidation
    "73": (BASE, SECOND),
    "146": (BASE, SECOND),
    "180": (BASE, SECOND),
    # by both
    "7": (BASE, FIRST, SECOND),
    "10": (BASE, FIRST, SECOND),
    "57": (BASE, FIRST, SECOND),
    "70": (BASE, FIRST, SECOND),
    "162": (BASE, FIRST, SECOND),
    "166": (BASE, FIRST, SECOND),
    "193": (BASE, FIRST, SECOND),
    "201": (BASE, FIRST, SECOND),
    # deleted
    "4": (BASE, FIRST),
    "192": (BASE, FIRST),
    "196": (BASE, FIRST, SECOND),
    # inserted
    "10A": (FIRST,),
    "22D": (FIRST,),
    "205A": (FIRST,),
    "22B": (FIRST, SECOND),
    "160A": (FIRST, SECOND),
    "40A": (SECOND,),
    "54C": (SECOND,),
    "133A": (SECOND,),
    "135A": (SECOND,),
    "178H": (SECOND,),
    "182B": (SECOND,),
    "187A": (SECOND,),
    "187D": (SECOND,),
    "198A": (SECOND,),
    "205C": (SECOND,),
}
INSERTED = (
    *("10A", "22A", "22B", "22C", "22D", "40A", "54A", "54B", "54C", "54D", "133A", "135A"),
    *("160A", "164A", "164B", "177A", "177B", "178A", "178B", "178C", "178D", "178E", "178F"),
    *("178G", "178H", "182A", "182B", "185A", "185B", "186A", "187A", "187B", "187C", "187D"),
    *("190A", "193A", "193B", "198A", "200A", "205A", "205B", "205C"),
)
DELETED = (
    *("4", "37", "38", "55", "100", "101", "102", "159"),
    *("167", "168", "169", "170", "171", "172", "175", "192", "196"),
)


@cache
def election_law() -> Consolidated:
    return consolidate(law(BASE), [law(SECOND), law(FIRST)])


def article_ids(of: ParsedRegulation) -> list[str]:
    return [
        unit.id
        for unit in walk(of.units)
        if unit.kind is UnitKind.PASAL and "batang-tubuh" not in unit.id
    ]


def text_at(name: str) -> str:
    found = election_law().law
    (unit,) = (one for one in walk((*found.units, *found.elucidation)) if one.id == name)
    return full_text(unit)


@pytest.mark.parametrize(("name", "items"), [(FIRST, 117), (SECOND, 67), ("uu-2-2011", 18)])
def test_every_instruction_is_understood(name: str, items: int) -> None:
    # Counted in the text itself, without the parser: the numbers that begin an instruction.
    body = text_of(name).split("\nPasal I\n", 1)[1].split("\nPasal II\n", 1)[0]
    numbers = [
        int(number)
        for number in re.findall(r"(?:^|\s)(\d+)\. (?:Ketentuan|Di antara|BAB [VI]+ dihapus)", body)
    ]
    assert numbers == list(range(1, items + 1))
    reading = read_operations(law(name))
    assert (reading.instructions, reading.understood) == (items, items)
    assert reading.findings == ()


def test_every_operation_is_carried_out() -> None:
    found = election_law()
    assert {one.instruction for one in found.operations} == found.applied
    assert len(found.applied) == 117 + 67
    actions = [one.action for one in found.operations]
    assert actions.count(Action.CHANGE_ELUCIDATION) == 2
    assert {finding.code for finding in found.findings} <= {"not_announced", "not_restated"}


def test_every_article_stands_in_its_place() -> None:
    numbers = [one.split("pasal-")[1] for one in article_ids(election_law().law)]
    expected = sorted(
        (*map(str, range(1, 207)), *(number.lower() for number in INSERTED)),
        key=lambda number: (int(re.sub(r"\D", "", number)), number),
    )
    assert numbers == expected


@pytest.mark.parametrize(("number", "makers"), MAKERS.items())
def test_an_article_names_the_laws_that_made_it(number: str, makers: tuple[str, ...]) -> None:
    assert election_law().makers[f"{BASE}:pasal-{number.lower()}"] == makers


def test_each_amendment_made_as_many_articles_as_it_says() -> None:
    found = election_law()
    made = {
        law: sum(law in found.makers[one] for one in article_ids(found.law))
        for law in (FIRST, SECOND)
    }
    # The first: 117 items, of which 2 for a Bab, 1 for an elucidation, and 4 insertions that bring
    # 7 articles. The second: 67 items, of which 1 for an elucidation and 16 that bring 35.
    assert made == {FIRST: 117 - 2 - 1 - 4 + 7, SECOND: 67 - 1 - 16 + 35}


def test_deleted_articles_keep_their_former_text() -> None:
    found = election_law()
    deleted = [one.split("pasal-")[1] for one in article_ids(found.law) if one in found.deleted]
    assert deleted == list(DELETED)
    assert found.deleted[f"{BASE}:pasal-4"].by == FIRST
    assert found.deleted[f"{BASE}:pasal-196"].by == SECOND
    assert {f"{BASE}:bab-5", f"{BASE}:bab-6"} <= set(found.deleted)
    for number in DELETED:
        assert text_at(f"{BASE}:pasal-{number}") == "Dihapus."
        assert len(found.deleted[f"{BASE}:pasal-{number}"].text) > 80
    # Pasal 196 was changed by the first amendment before the second deleted it
    assert [one.made_by for one in found.versions[f"{BASE}:pasal-196"]] == [BASE, FIRST]


@pytest.mark.parametrize(
    ("unit", "by"),
    [
        ("pasal-1:angka-2", FIRST),
        ("pasal-3:ayat-2", FIRST),
        ("pasal-7:huruf-d", FIRST),
        ("pasal-197:ayat-2", FIRST),
        ("pasal-7:ayat-2:huruf-r", None),  # it was never there otherwise than deleted
        ("pasal-166:ayat-2", SECOND),
    ],
)
def test_units_deleted_inside_an_article(unit: str, by: str | None) -> None:
    deletion = election_law().deleted[f"{BASE}:{unit}"]
    assert deletion.by == (by or SECOND)
    assert bool(deletion.text) == (by is not None)


def test_an_unchanged_ayat_keeps_its_maker() -> None:
    makers = election_law().makers
    article = f"{BASE}:pasal-57"
    assert makers[f"{article}:ayat-1"] == (BASE,)
    assert makers[f"{article}:ayat-2"] == (BASE, FIRST, SECOND)
    assert makers[f"{article}:ayat-3"] == (BASE,)
    assert makers[f"{article}:ayat-4"] == (BASE,)
    assert makers[f"{BASE}:pasal-69:huruf-b"] == (BASE, FIRST)
    assert makers[f"{BASE}:pasal-69:huruf-c"] == (BASE,)


def test_earlier_texts_are_dated() -> None:
    article = f"{BASE}:pasal-57:ayat-2"
    first, second = election_law().versions[article]
    assert (first.made_by, first.since, first.until) == (BASE, date(2015, 2, 2), date(2015, 3, 18))
    assert (second.made_by, second.until) == (FIRST, date(2016, 7, 1))
    assert "surat keterangan penduduk" in first.text
    assert "paspor" in second.text
    assert "paspor" not in text_at(article)
    assert election_law().since[article] == date(2016, 7, 1)


def test_the_present_texts_are_those_of_the_last_law() -> None:
    assert "TNI/POLRI" in text_at(f"{BASE}:pasal-71:ayat-1")
    assert "Calon Wakil Gubernur" in text_at(f"{BASE}:pasal-69:huruf-b")
    assert text_at(f"{BASE}:pasal-10:huruf-b1")
    assert text_at(f"{BASE}:pasal-65:ayat-2b")


def test_the_elucidation_follows() -> None:
    makers = election_law().makers
    # Pasal 71: the first amendment changed the elucidation only, the second the article with it
    assert makers[f"{BASE}:penjelasan:pasal-71:ayat-2"] == (BASE, FIRST, SECOND)
    assert makers[f"{BASE}:penjelasan:pasal-71:ayat-1"] == (BASE, SECOND)
    assert makers[f"{BASE}:penjelasan:pasal-20:huruf-c"][-1] == SECOND
    assert makers[f"{BASE}:pasal-20"] == (BASE, FIRST)
    assert "verifikasi dukungan" in text_at(f"{BASE}:penjelasan:pasal-20:huruf-c")
    assert "Aparatur Sipil Negara" in text_at(f"{BASE}:penjelasan:pasal-71:ayat-1")
    assert makers[f"{BASE}:penjelasan:pasal-206"] == (BASE,)


def test_the_amending_laws_keep_their_own_articles() -> None:
    for own in election_law().own:
        assert [unit.id.split(":")[1] for unit in own.units] == ["pasal-i", "pasal-ii"]
        assert not any(unit.units for unit in own.units)
        assert any(unit.kind is UnitKind.UMUM for unit in own.elucidation)


def test_every_bundled_digest_of_the_three_laws_is_found() -> None:
    bundled = load_knowledge(BUNDLED)
    found = election_law()
    there = {
        unit.id for one in (found.law, *found.own) for unit in walk((*one.units, *one.elucidation))
    }
    digests = [one for one in bundled.provisions if one.split(":")[0] in (BASE, FIRST, SECOND)]
    assert len(digests) > 90
    lost = [
        one for one in digests if canonical(one, bundled.regulations, there.__contains__) is None
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("name", "pdf", "base", "items"),
    [
        ("uu-2-2011", False, "uu-2-2008", 18),
        ("permendagri-65-2017", True, "permendagri-112-2014", 7),
    ],
)
def test_without_its_base_an_amendment_is_read_and_the_base_named(
    name: str, pdf: bool, base: str, items: int
) -> None:
    amending = law_in_pdf(name) if pdf else law(name)
    reading = read_operations(amending)
    assert (reading.instructions, reading.understood) == (items, items)
    (finding,) = base_missing(amending, {name})
    assert base in finding.message
    articles = [one for one in article_ids(amending) if re.search(r"pasal-\d", one)]
    assert len(articles) >= items
    assert all(one.startswith(f"{name}:pasal-") for one in articles)


def test_an_inserted_bab_is_understood_with_its_articles() -> None:
    reading = read_operations(law_in_pdf("permendagri-65-2017"))
    inserted = [one.target[-1] for one in reading.operations if one.action is Action.INSERT]
    assert inserted == ["bab-4a", "pasal-47a", "pasal-47b", "pasal-47c", "pasal-47d", "pasal-47e"]
    assert [finding.code for finding in reading.findings] == ["instruction_doubt"]  # it says six
