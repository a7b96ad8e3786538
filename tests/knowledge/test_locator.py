"""Ids, labels, and the references to law that people write."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.locator import (
    Reference,
    article_of,
    find_references,
    locator_label,
    short_name,
)
from knowledge.model import Confidence, Regulation, RegulationStatus

ALIASES = {
    "uu asn": "uu-20-2023",
    "uu asn lama": "uu-5-2014",
    "uu pemilu": "uu-7-2017",
    "pp disiplin": "pp-94-2021",
    "pp 94": "pp-94-2021",
}


@pytest.mark.parametrize(
    ("units", "label"),
    [
        ("pasal-5:huruf-n:angka-2", "Pasal 5 huruf n angka 2"),
        ("pasal-280:ayat-2:huruf-f", "Pasal 280 ayat (2) huruf f"),
        ("pasal-70a", "Pasal 70A"),
        ("lampiran-2", "Lampiran II"),
        ("lampiran-12", "Lampiran 12"),
        ("penjelasan:pasal-9:ayat-2", "Penjelasan Pasal 9 ayat (2)"),
        ("umum", "Umum"),
        ("lampiran-1:umum", "Lampiran I umum"),
        ("diktum-kesatu", "diktum kesatu"),
        ("", ""),
    ],
)
def test_label_of_units(units: str, label: str) -> None:
    assert locator_label(tuple(units.split(":")) if units else ()) == label


@pytest.mark.parametrize(
    ("regulation", "number", "kind", "name"),
    [
        ("pp-94-2021", "94", "Peraturan Pemerintah", "PP 94/2021"),
        ("uu-7-2017", "7", "Undang-Undang", "UU 7/2017"),
        ("perban-bkn-6-2022", "6", "Peraturan BKN", "Peraturan BKN 6/2022"),
        ("se-menpanrb-18-2023", "18", "Surat Edaran", "SE MenPANRB 18/2023"),
        ("surat-menpanrb-b71-2017", "B/71", "Surat", "Surat MenPANRB B/71/2017"),
        ("skb-netralitas-2022", "2", "Keputusan Bersama", "SKB Netralitas ASN 2022"),
        (
            "putusan-mk-136-puu-xxii-2024",
            "136/PUU-XXII/2024",
            "Putusan",
            "Putusan MK 136/PUU-XXII/2024",
        ),
        ("qanun-3-2016", "3", "Qanun", "Qanun 3/2016"),
    ],
)
def test_short_name(regulation: str, number: str, kind: str, name: str) -> None:
    year = int(regulation.rsplit("-", 1)[1])
    record = Regulation(
        id=regulation,
        kind=kind,
        number=number,
        year=year,
        title="Judul",
        status=RegulationStatus.BERLAKU,
        confidence=Confidence.TEKS,
    )

    assert short_name(record) == name


@pytest.mark.parametrize(
    ("provision", "article"),
    [
        ("pp-94-2021:pasal-5:huruf-n:angka-2", "pp-94-2021:pasal-5"),
        ("pp-94-2021:pasal-5", "pp-94-2021:pasal-5"),
        ("uu-20-2023:penjelasan:pasal-9:ayat-2", "uu-20-2023:pasal-9"),
        ("uu-20-2023:penjelasan", "uu-20-2023"),
        ("pp-94-2021", "pp-94-2021"),
    ],
)
def test_article(provision: str, article: str) -> None:
    assert article_of(provision) == article


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # in either order, with every unit
        ("isi pasal 5 huruf n angka 2 pp 94/2021", ["pp-94-2021:pasal-5:huruf-n:angka-2"]),
        ("pp 94 tahun 2021 pasal 5 huruf n", ["pp-94-2021:pasal-5:huruf-n"]),
        ("pasal 280 ayat (2) huruf f uu 7/2017", ["uu-7-2017:pasal-280:ayat-2:huruf-f"]),
        ("pasal 5, ayat 1, hrf a pp disiplin", ["pp-94-2021:pasal-5:ayat-1:huruf-a"]),
        ("pasal 70a uu nomor 10 tahun 2016", ["uu-10-2016:pasal-70a"]),
        # lists
        (
            "pasal 280, 282 dan 283 uu pemilu",
            ["uu-7-2017:pasal-280", "uu-7-2017:pasal-282", "uu-7-2017:pasal-283"],
        ),
        (
            "pasal 280 dan pasal 283 uu pemilu",
            ["uu-7-2017:pasal-280", "uu-7-2017:pasal-283"],
        ),
        ("pasal 5/6 pp 94/2021", ["pp-94-2021:pasal-5", "pp-94-2021:pasal-6"]),
        # how regulations are written
        ("undang-undang nomor 7 tahun 2017 pasal 494", ["uu-7-2017:pasal-494"]),
        ("peraturan pemerintah no. 94 thn 2021 pasal 5", ["pp-94-2021:pasal-5"]),
        ("perppu 1-2022 pasal 2", ["perpu-1-2022:pasal-2"]),
        ("peraturan bkn 6 2022 pasal 3", ["perban-bkn-6-2022:pasal-3"]),
        ("surat edaran menpanrb 18 tahun 2023 pasal 1", ["se-menpanrb-18-2023:pasal-1"]),
        ("pp 094/2021 pasal 5", ["pp-94-2021:pasal-5"]),
        ("permenpan rb nomor 6 tahun 2022 pasal 3", ["permenpanrb-6-2022:pasal-3"]),
        ("se bkn 5/2020 pasal 1 dan se 1/2023", ["se-bkn-5-2020:pasal-1", None]),
        ("pasal 4 peraturan dkpp no. 2 tahun 2017", ["perban-dkpp-2-2017:pasal-4"]),
        # aliases: the longest wins, and one inside a full name is no second regulation
        ("pasal 9 uu asn lama", ["uu-5-2014:pasal-9"]),
        ("pasal 9 uu asn", ["uu-20-2023:pasal-9"]),
        ("pp 94/2021 pasal 5", ["pp-94-2021:pasal-5"]),
        # each article takes the regulation nearest to it
        (
            "pasal 24 uu no. 20 tahun 2023 dan pasal 5 pp 94/2021",
            ["uu-20-2023:pasal-24", "pp-94-2021:pasal-5"],
        ),
        (
            "apa beda uu pemilu, khususnya pasal 280, dengan pasal 5 pp disiplin?",
            ["uu-7-2017:pasal-280", "pp-94-2021:pasal-5"],
        ),
        # of an amended article, the law that amended it is not the one cited
        (
            "uu 1/2015 pasal 71 ayat (1) sebagaimana diubah dengan uu 10/2016",
            ["uu-1-2015:pasal-71:ayat-1"],
        ),
        (
            "pasal 71 uu 1/2015 sebagaimana telah beberapa kali diubah terakhir dengan uu 10/2016",
            ["uu-1-2015:pasal-71"],
        ),
        (
            "pasal 71 uu 1/2015 sebagaimana diubah dengan uu 8/2015 dan uu 10/2016",
            ["uu-1-2015:pasal-71"],
        ),
        (
            "pasal 69 uu 1/2015 sebagaimana diubah dengan uu 8/2015. pasal 5 pp 94/2021",
            ["uu-1-2015:pasal-69", "pp-94-2021:pasal-5"],
        ),
    ],
)
def test_provisions_named(text: str, ids: list[str | None]) -> None:
    assert [reference.provision_id for reference in find_references(text, ALIASES)] == ids


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("boleh like postingan calon?", []),
        ("", []),
        ("pasal karet", []),
        ("pasalnya 5 orang", []),
        ("uu 7", []),
        ("pasal 71", [Reference(None, ("pasal-71",))]),
        ("uu pemilu itu apa", [Reference("uu-7-2017")]),
        ("uu asn dan uu pemilu", [Reference("uu-20-2023"), Reference("uu-7-2017")]),
        (
            "uu pemilu, lalu pasal 5 pp disiplin",
            [Reference("pp-94-2021", ("pasal-5",)), Reference("uu-7-2017")],
        ),
        ("pasal 5 dan 6 tahun 2021", [Reference(None, ("pasal-5",))]),
    ],
)
def test_parts_may_be_missing(text: str, found: list[Reference]) -> None:
    assert find_references(text, ALIASES) == found


def test_a_provision_needs_regulation_and_article() -> None:
    assert Reference(None, ("pasal-5",)).provision_id is None
    assert Reference("pp-94-2021").provision_id is None
    assert Reference("pp-94-2021", ("pasal-5",)).provision_id == "pp-94-2021:pasal-5"


_PIECES = st.sampled_from(
    ("pasal", "5", "280", "(2)", "ayat", "huruf", "n", "angka", ",", "dan", "pp", "94/2021")
) | st.sampled_from(("tahun", "2021", "uu", "7", "pemilu", "disiplin", "nomor", "/", "-", "asn"))


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=14).map(" ".join) | st.text())
def test_any_text_gives_well_formed_references(text: str) -> None:
    for reference in find_references(text.lower(), ALIASES):
        assert reference.regulation is not None or reference.units
        if reference.provision_id and text.isascii():
            assert re.fullmatch(
                r"[a-z0-9-]+(:(pasal|ayat|huruf|angka)-\w+)+", reference.provision_id
            )
            assert locator_label(reference.units).startswith("Pasal ")
