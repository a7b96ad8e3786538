from __future__ import annotations

import pytest

from evaluation.testsets.references import read_reference
from knowledge.dataset import BUNDLED, read_cues

ALIASES = read_cues(BUNDLED).regulation_aliases


@pytest.mark.parametrize(
    ("typed", "reference", "provision"),
    [
        ("PP 94/2021 Pasal 5 huruf n", "pp-94-2021 pasal 5", "pp-94-2021:pasal-5:huruf-n"),
        (
            "Pasal 5 huruf n angka 2 PP No. 94 Tahun 2021",
            "pp-94-2021 pasal 5",
            "pp-94-2021:pasal-5:huruf-n:angka-2",
        ),
        ("PP Nomor 94 Tahun 2021 psl. 14", "pp-94-2021 pasal 14", "pp-94-2021:pasal-14"),
        (
            "UU 20/2023 Ps. 24 ayat (1) hrf d",
            "uu-20-2023 pasal 24",
            "uu-20-2023:pasal-24:ayat-1:huruf-d",
        ),
        ("UU Pemilu Pasal 280 ayat 3", "uu-7-2017 pasal 280", "uu-7-2017:pasal-280:ayat-3"),
        (
            "UU 1/2015 Pasal 71 sebagaimana diubah dengan UU 10/2016",
            "uu-1-2015 pasal 71",
            "uu-1-2015:pasal-71",
        ),
        ("SKB 2022 Lampiran II nomor 6", "skb-netralitas-2022 lampiran", None),
        ("SE MenPANRB 18/2023", "se-menpanrb-18-2023", None),
        ("pp-94-2021 pasal 5", "pp-94-2021 pasal 5", "pp-94-2021:pasal-5"),
        ("skb-netralitas-2022 lampiran", "skb-netralitas-2022 lampiran", None),
        ("PP-94-2021:pasal-5:huruf-n", "pp-94-2021 pasal 5", "pp-94-2021:pasal-5:huruf-n"),
        (
            "skb-netralitas-2022:lampiran-2:baris-6",
            "skb-netralitas-2022 lampiran",
            "skb-netralitas-2022:lampiran-2:baris-6",
        ),
        (
            "pp-94-2021:penjelasan:pasal-5:huruf-n",
            "pp-94-2021 pasal 5",
            "pp-94-2021:penjelasan:pasal-5:huruf-n",
        ),
    ],
)
def test_references_as_lawyers_type_them(typed: str, reference: str, provision: str | None) -> None:
    found = read_reference(typed, ALIASES)
    assert (found.reference, found.provision) == (reference, provision)


@pytest.mark.parametrize(
    ("typed", "finer"),
    [("PP 94/2021 Pasal 5", False), ("PP 94/2021 Pasal 5 huruf n", True), ("UU Pemilu", False)],
)
def test_whether_a_reference_goes_beyond_its_article(typed: str, finer: bool) -> None:
    assert read_reference(typed, ALIASES).finer is finer


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("pasal 5", "no regulation"),
        ("kode etik", "no regulation"),
        ("UU ASN 9", "its article cannot be read"),
        ("UU ASN pasal sembilan", "its article cannot be read"),
        ("PP 94/2021 Pasal 5 dan 14", "several places"),
        ("PP 94/2021 Pasal 5, UU 20/2023 Pasal 24", "several places"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_reference(typed, ALIASES)
