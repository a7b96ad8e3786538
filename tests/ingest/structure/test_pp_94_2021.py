"""PP 94/2021 Pasal 3-14, counted by hand in the document: ayat, huruf and angka to the last."""

from __future__ import annotations

import pytest

from tests.ingest.structure.samples import outline, parsed, unit

BY_HAND = {
    3: "a b c d e f g h",
    4: "a b c d e f g h i",
    5: "a b c d e f g h i j k l m n[1 2 3 4 5 6 7]",
    6: "",
    7: "",
    8: "(1)[a b c] (2)[a b c] (3)[a b c] (4)[a b c]",
    9: "(1)[a b c d e f] (2)[a b[1 2 3] c d]",
    10: "(1)[a b c d e f g] (2)[a b c d e f[1 2 3] g h]",
    11: "(1)[a b c d e f g h] (2)[a b c d[1 2 3 4] e]",
    12: "a b c d",
    13: "a b c d e f g",
    14: "a b c d e f g h i[1 2 3 4 5]",
}
FIRST_WORDS = {
    "pasal-3:huruf-a": "setia dan taat sepenuhnya",
    "pasal-4:huruf-b": "menghadiri dan mengucapkan sumpah/janji jabatan;",
    "pasal-5": "PNS dilarang:",
    "pasal-5:huruf-e": "bekerja pada perusahaan asing",
    "pasal-5:huruf-n": "memberikan dukungan kepada calon Presiden",
    "pasal-5:huruf-n:angka-1": "ikut kampanye;",
    "pasal-5:huruf-n:angka-5": "membuat keputusan dan/atau tindakan",
    "pasal-8:ayat-4": "Jenis Hukuman Disiplin berat",
    "pasal-9:ayat-1:huruf-a": "melaksanakan kebijakan",
    "pasal-9:ayat-2": "Hukuman Disiplin ringan",
    "pasal-9:ayat-2:huruf-c": "menggunakan dan memelihara",
    "pasal-10:ayat-2:huruf-f:angka-2": "pemotongan tunjangan",
    "pasal-11:ayat-2:huruf-d:angka-3": "pemberhentian dengan hormat",
    "pasal-14:huruf-i:angka-5": "memberikan surat dukungan",
}


@pytest.mark.parametrize("number", BY_HAND)
def test_the_lists_of_an_article(number: int) -> None:
    article = unit(parsed("pp-94-2021.md"), f"pasal-{number}")
    assert outline(article.units) == BY_HAND[number]


@pytest.mark.parametrize("path", FIRST_WORDS)
def test_each_unit_begins_with_its_own_words(path: str) -> None:
    assert unit(parsed("pp-94-2021.md"), path).text.startswith(FIRST_WORDS[path])


def test_page_feet_and_catch_words_are_not_in_the_text() -> None:
    article = unit(parsed("pp-94-2021.md"), "pasal-4")
    assert article.units[0].text == "menghadiri dan mengucapkan sumpah/janji PNS;"
    assert unit(parsed("pp-94-2021.md"), "pasal-9:ayat-1:huruf-f").text.endswith("Unit Kerja.")


def test_percentages_and_page_carets_are_mended() -> None:
    words = unit(parsed("pp-94-2021.md"), "pasal-8:ayat-3:huruf-a").text
    assert "25% (dua puluh lima persen)" in words
    assert unit(parsed("pp-94-2021.md"), "pasal-5:huruf-k").text.startswith(
        "menerima hadiah yang berhubungan dengan jabatan"
    )


def test_repairs_of_numbers_are_listed_with_their_unit() -> None:
    repairs = {(r.unit, r.found, r.read) for r in parsed("pp-94-2021.md").repairs}
    assert ("pp-94-2021:pasal-5:huruf-n:angka-1", "f .", "1.") in repairs
    assert ("pp-94-2021:pasal-8:ayat-4", "(41", "(4)") in repairs
    assert ("pp-94-2021:pasal-11", "Pasal 1 1", "Pasal 11") in repairs
