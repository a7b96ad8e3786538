"""Page furniture and catch-words are taken out of the text, and everything taken out is listed."""

from __future__ import annotations

import pytest

from ingest.reading.text import Line, SourceText
from ingest.structure.catchwords import drop_catchwords
from ingest.structure.clean import clean
from ingest.structure.page_text import PageText
from tests.ingest.structure.samples import pp, source, unit


def cleaned(text: str) -> str:
    """The running text in one line."""
    return " ".join(drop_catchwords(clean(source(f"MEMUTUSKAN:\n{text}"))).text.split()[1:])


@pytest.mark.parametrize(
    ("dirty", "left"),
    [
        ("wajib\n- 5 -\nlapor.", "wajib lapor."),
        ("wajib PRESIDEN REPUBLIK INDONESIA - 5 - lapor.", "wajib lapor."),
        ("wajib PFTESIDEN REPUBLIK INDONESIA lapor.", "wajib lapor."),
        ("wajib SK No 106893 A lapor.", "wajib lapor."),
        ("wajib lapor; : ,1< l.lo 106 ^-<.1 / b. hadir", "wajib lapor; b. hadir"),
        ("terhadap:\ni.f.. lrln l()(r 15; l A a. melaksanakan", "terhadap: a. melaksanakan"),
        ("wajib lapor;\nwww.peraturan.go.id\nb. hadir", "wajib lapor; b. hadir"),
        ("wajib lapor;\n2014, No.6 \nb. hadir", "wajib lapor; b. hadir"),
    ],
)
def test_heads_and_feet_of_pages(dirty: str, left: str) -> None:
    assert cleaned(dirty) == left


@pytest.mark.parametrize(
    ("dirty", "left"),
    [
        ("a. lapor; b. menghadiri b. menghadiri rapat;", "a. lapor; b. menghadiri rapat;"),
        ("bulan. (3) Penjatuhan (3) Penjatuhan hukuman", "bulan. (3) Penjatuhan hukuman"),
        ("bulan. (2) Hukuman . (21 Hukuman berat", "bulan. (21 Hukuman berat"),
        ("Pasal 10\nPasal 10 (1) Isi.", "Pasal 10 (1) Isi."),
        ("BAB II\nBAB II UMUM", "BAB II UMUM"),
        ("c. bahwa. . .\n- 2 -\nc. bahwa untuk", "c. bahwa untuk"),
        ("Untuk. . .\n- 2 -\nUntuk dapat", "Untuk dapat"),
        ("Pasal 11… Pasal 11 Etika", "Pasal 11 Etika"),
        ("Pasal 21I… Pasal 21 Kode", "Pasal 21 Kode"),
        ("BAB I… B A B I UMUM", "BAB I UMUM"),
        ("6. Sistem. . .\n- 4 -\n6. Sistem Informasi", "6. Sistem Informasi"),
    ],
)
def test_catch_words_and_doubled_headings(dirty: str, left: str) -> None:
    assert cleaned(dirty) == left


@pytest.mark.parametrize(
    "kept",
    [
        "sebagaimana dimaksud dalam Pasal 5 dan Pasal 5A ayat (1) huruf a dan huruf a1;",
        "perubahan penjelasan Pasal 20 huruf c, sehingga penjelasan Pasal 20 huruf c menjadi",
        "ayat (3). (3) Keputusan sebagaimana dimaksud pada ayat (3): a. satu",
        "menurut ayat (2), ayat (3), dan ayat (4) huruf a dan huruf b.",
        "calon Presiden/Wakil Presiden (dua puluh lima) 128/PUU-XIII/2015 dan/atau G.30.S/PKI;",
        "PRESIDEN REPUBLIK INDONESIA, menetapkan",
        "harga Rp1.000.000,00 (satu juta rupiah), 2,5% (dua koma lima persen)",
    ],
)
def test_ordinary_words_are_left_alone(kept: str) -> None:
    assert cleaned(kept) == kept


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("sebesar 25o/o (dua puluh lima persen)", "sebesar 25% (dua puluh lima persen)"),
        ("dengan ^jabatan itu", "dengan jabatan itu"),
        ("pegawai danlatau pejabat", "pegawai dan/atau pejabat"),
        ("Nomor 5 Tahun 2Ol4 tentang", "Nomor 5 Tahun 2014 tentang"),
        ("pada ayat (21, huruf a", "pada ayat (2), huruf a"),
    ],
)
def test_misread_signs_in_the_text(damaged: str, mended: str) -> None:
    assert cleaned(damaged) == mended


def test_a_number_of_a_hundred_is_no_misread_percentage() -> None:
    assert cleaned("Pasal 100\n(1) Isi.") == "Pasal 100 (1) Isi."


def test_what_was_taken_out_is_listed_with_its_page() -> None:
    lines = (Line("MEMUTUSKAN:"), Line("wajib", 1), Line("- 2 -", 2), Line("lapor.", 2))
    text = clean(SourceText("x", "text/plain", "0" * 64, lines, 2))
    assert [(m.page, m.kind, m.found.strip()) for m in text.mended] == [
        (2, "kepala_halaman", "- 2 -")
    ]
    assert text.page(text.text.index("wajib")) == 1
    assert text.page(text.text.index("lapor")) == 2


def test_a_running_head_is_known_by_its_repetition() -> None:
    lines = tuple(
        Line(text, page)
        for page in range(1, 7)
        for text in (f"Peraturan Bersama hal {page}", f"isi halaman {page} saja", f"kalimat {page}")
    )
    text: PageText = clean(SourceText("x", "text/plain", "0" * 64, lines, 6))
    assert "Bersama" not in text.text
    assert all(mended.kind == "kepala_halaman" for mended in text.mended)


def test_marks_of_a_list_in_lines_of_their_own_are_no_items() -> None:
    """As in scans that set a column of marks apart: the marks that stand by their words count."""
    regulation = pp(
        "Pasal 1\nPNS wajib:\na. hadir;\nb. taat;\nb.\nc.\nd.\nc. jujur; dan\nd. patuh.\nPasal 2\nIsi."
    )
    article = unit(regulation, "pasal-1")
    assert [(u.number, u.text) for u in article.units] == [
        ("a", "hadir;"),
        ("b", "taat;"),
        ("c", "jujur; dan"),
        ("d", "patuh."),
    ]
    assert regulation.report.doubled == ()
    assert [r.found for r in regulation.repairs if r.kind == "nomor_lepas"] == ["b. c. d."]


def test_a_mark_in_a_line_of_its_own_before_its_words_counts() -> None:
    regulation = pp("Pasal 1\nPNS wajib:\na.\nhadir; dan\nb.\ntaat.\nPasal 2\nIsi.")
    assert [u.text for u in unit(regulation, "pasal-1").units] == ["hadir; dan", "taat."]
