"""The elucidation is attached to what it explains, unit by unit."""

from __future__ import annotations

from ingest.structure.document import walk
from tests.ingest.structure.samples import parsed, pp, unit

BODY = "Pasal 1\n(1) Satu:\na. alfa; dan\nb. beta.\n(2) Dua.\nPasal 2\nTiga.\nPasal 3\nEmpat."
AFTER = (
    "PENJELASAN\nATAS\nPERATURAN PEMERINTAH REPUBLIK INDONESIA\nNOMOR 7 TAHUN 2020\nTENTANG\nUJI NASKAH\n"
    "I. UMUM\nUmumnya begini.\n1. Satu.\nII. PASAL DEMI PASAL\n"
)


def test_general_part_and_articles() -> None:
    law = pp(
        BODY,
        AFTER
        + "Pasal 1\nAyat (1)\nHuruf a\nYang dimaksud dengan alfa adalah huruf pertama.\nHuruf b\nCukup jelas.\n"
        "Ayat (2)\nCukup jelas.\nPasal 2\nCukup jelas.\nPasal 3\nLihat Pasal 1 ayat (1).\n"
        "TAMBAHAN LEMBARAN NEGARA REPUBLIK INDONESIA NOMOR 6500",
    )
    assert [u.id for u in walk(law.elucidation)] == [
        f"pp-7-2020:penjelasan:{path}"
        for path in (
            "umum",
            "pasal-1",
            "pasal-1:ayat-1",
            "pasal-1:ayat-1:huruf-a",
            "pasal-1:ayat-1:huruf-b",
            "pasal-1:ayat-2",
            "pasal-2",
            "pasal-3",
        )
    ]
    assert unit(law, "penjelasan:umum").text == "Umumnya begini. 1. Satu."
    assert unit(law, "penjelasan:pasal-3").text == "Lihat Pasal 1 ayat (1)."
    assert law.report.findings == ()


def test_marks_in_mid_line_and_misread() -> None:
    law = pp(
        BODY, AFTER + "Pasal 1 Ayat (1) Cukup jelas. Ayat (21 Cukup jelas. Pasal 2 Cukup jelas."
    )
    assert unit(law, "penjelasan:pasal-1:ayat-2").text == "Cukup jelas."


def test_an_explanation_of_what_does_not_exist_is_reported() -> None:
    law = pp(BODY, AFTER + "Pasal 1\nCukup jelas.\nPasal 2\nAyat (1)\nApa.\nAyat (2)\nItu.\n")
    assert [f.unit for f in law.report.findings if f.code == "loose_elucidation"] == [
        "pp-7-2020:penjelasan:pasal-2:ayat-1",
        "pp-7-2020:penjelasan:pasal-2:ayat-2",
    ]


def test_a_regulation_without_elucidation_says_so() -> None:
    assert [f.code for f in pp(BODY).report.findings] == ["no_elucidation"]


def test_samples() -> None:
    law = parsed("pp-94-2021.md")
    assert unit(law, "penjelasan:umum").text.startswith("Dalam rangka melaksanakan")
    assert unit(law, "penjelasan:pasal-17:ayat-2:huruf-c").text.startswith("Yang dimaksud dengan")
    assert unit(law, "penjelasan:pasal-3:huruf-a").text.startswith('Yang dimaksud dengan "setia')
    clean = parsed("uu-5-2014.md")
    assert [u.number for u in clean.elucidation] == ["", *(str(n) for n in range(1, 142))]
