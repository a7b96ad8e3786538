"""The parts of a document, decrees and circulars, annexes, completeness."""

from __future__ import annotations

import pytest

from ingest.reading.text import Line, SourceText
from ingest.structure.document import UnitKind
from ingest.structure.parse import Overrides, parse
from knowledge.errors import StructureError
from tests.ingest.structure.samples import CLOSING, HEAD, outline, pp, source, unit

CIRCULAR = """SURAT EDARAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI
NOMOR 18 TAHUN 2023
TENTANG
NETRALITAS PEGAWAI
Yth. Para Pejabat Pembina Kepegawaian
1. Latar Belakang
Pegawai wajib netral.
2. Maksud dan Tujuan
a. menjaga netralitas;
b. memberi kepastian.
3. Penutup
Demikian disampaikan.
Ditetapkan di Jakarta
pada tanggal 3 Maret 2023
"""
DECREE = """KEPUTUSAN BERSAMA
MENTERI A DAN KEPALA B
NOMOR 2 TAHUN 2022
TENTANG
PEDOMAN NETRALITAS
Menimbang : bahwa perlu pedoman;
MEMUTUSKAN:
Menetapkan : KEPUTUSAN BERSAMA TENTANG PEDOMAN NETRALITAS.
KESATU : Menetapkan pedoman sebagaimana tercantum dalam Lampiran.
KEDUA : Pedoman sebagaimana dimaksud dalam Diktum KESATU memuat:
a. tujuan; dan
b. tata cara.
KETIGA : Keputusan ini mulai berlaku pada tanggal ditetapkan.
Ditetapkan di Jakarta
pada tanggal 22 September 2022
"""


def test_a_circular_is_its_numbered_items() -> None:
    regulation = parse(source(CIRCULAR))
    assert regulation.id == "se-menpanrb-18-2023"
    assert outline(regulation.units) == "1 2[a b] 3"
    assert unit(regulation, "angka-2:huruf-b").text == "memberi kepastian."


def test_a_decree_is_its_diktum() -> None:
    regulation = parse(source(DECREE))
    assert regulation.id == "skb-2-2022"
    assert [u.id for u in regulation.units] == [f"skb-2-2022:diktum-{n}" for n in (1, 2, 3)]
    assert {u.kind for u in regulation.units} == {UnitKind.DIKTUM}
    assert unit(regulation, "diktum-2:huruf-a").text == "tujuan; dan"
    assert regulation.metadata.in_force_since == regulation.metadata.enacted


def test_an_enacting_law_with_its_annexed_regulation() -> None:
    own = HEAD.replace("UJI NASKAH", "PENETAPAN PERATURAN X MENJADI UNDANG-UNDANG")
    annexed = HEAD.replace("NOMOR 7 TAHUN 2020", "NOMOR 1 TAHUN 2019")
    text = (
        f"{own}Pasal 1\nPeraturan X ditetapkan.\nPasal 2\nMulai berlaku.\n{CLOSING}"
        f"{annexed}Pasal 1\nIsi satu.\nPasal 2\nIsi dua.\nPasal 3\nIsi tiga.\n{CLOSING}"
    )
    regulation = parse(source(text))
    assert [u.id for u in regulation.units] == [
        "pp-7-2020:batang-tubuh:pasal-1",
        "pp-7-2020:batang-tubuh:pasal-2",
        "pp-7-2020:pasal-1",
        "pp-7-2020:pasal-2",
        "pp-7-2020:pasal-3",
    ]
    assert regulation.report.articles == 3


def test_annexes_are_tables_or_text() -> None:
    lines = [Line(line) for line in f"{HEAD}Pasal 1\nIsi.\n{CLOSING}".splitlines()]
    lines += [
        Line("LAMPIRAN I", 4),
        Line("TENTANG UJI TABEL", 4),
        Line("No | Bentuk", 4, ("No", "Bentuk")),
        Line("1 | Kampanye", 5, ("1", "Kampanye  di medsos")),
        Line("keterangan di bawah tabel", 5),
        Line("LAMPIRAN II", 6),
        Line("Naskah lampiran kedua.", 6),
    ]
    regulation = parse(SourceText("x", "text/plain", "0" * 64, tuple(lines), 6))
    first, second = regulation.annexes
    assert (first.id, first.number, len(first.units)) == ("pp-7-2020:lampiran-1", "I", 2)
    row = unit(regulation, "lampiran-1:baris-2")
    assert (row.cells, row.page, row.kind) == (("1", "Kampanye di medsos"), 5, UnitKind.BARIS)
    assert first.closing == "keterangan di bawah tabel"
    assert (second.id, second.text) == ("pp-7-2020:lampiran-2", "Naskah lampiran kedua.")


def test_a_document_without_closing_is_incomplete() -> None:
    report = parse(source(HEAD + "Pasal 1\nIsi satu.\nPasal 2\nIsi dua yang terputus di")).report
    assert not report.complete
    assert {f.code for f in report.findings} >= {"incomplete", "cut_sentence"}
    assert report.certainty == pytest.approx(0.8)


def test_gaps_lower_the_certainty_and_are_named() -> None:
    report = pp("Pasal 1\nIsi.\nPasal 2\nIsi.\nPasal 5\nIsi.").report
    assert report.missing == ("3", "4")
    assert (report.first, report.last, report.articles) == ("1", "5", 3)
    assert report.certainty == pytest.approx(0.6)


def test_a_lost_article_heading_is_found_where_ayat_begin_again() -> None:
    regulation = pp(
        "Pasal 1\n(1) Satu.\n(2) Dua.\n(1) Lagi satu.\n(2) Lagi dua.\nPasal 3\n(1) Tiga.\n(2) Empat."
    )
    assert [u.number for u in regulation.units] == ["1", "2", "3"]
    assert unit(regulation, "pasal-2:ayat-2").text == "Lagi dua."
    assert ("pp-7-2020:pasal-2", "", "Pasal 2") in {
        (r.unit, r.found, r.read) for r in regulation.repairs
    }


def test_a_lost_first_letter_is_found_after_the_colon() -> None:
    regulation = pp("Pasal 1\nPNS wajib: hadir;\nb. taat; dan\nc. patuh.")
    article = unit(regulation, "pasal-1")
    assert (article.text, outline(article.units)) == ("PNS wajib:", "a b c")
    assert article.units[0].text == "hadir;"


def test_headings_in_mid_line() -> None:
    regulation = pp(
        "BAB I UMUM Pasal 1 Satu. Bagian Kesatu Dua Pasal 2 (1) Tiga. (2) Empat. Pasal 3 Lima."
    )
    assert [u.number for u in unit(regulation, "bab-1").units] == ["1", "Kesatu"]
    assert outline(unit(regulation, "bab-1:bagian-1").units) == "2[(1) (2)] 3"


def test_references_at_the_start_of_wrapped_lines_are_no_headings() -> None:
    regulation = pp(
        "Pasal 1\nSebagaimana dimaksud dalam\nPasal 2 ayat\n(1) dan ayat\n(2) huruf\na. dan\nPasal 3, berlaku.\n"
        "Pasal 2\nIsi."
    )
    assert outline(regulation.units) == "1 2"


def test_a_buku_is_left_out_of_the_text_and_listed() -> None:
    regulation = pp(
        "BUKU KESATU\nUMUM\nBAB I\nSATU\nPasal 1\nIsi.\nBUKU KEDUA\nKHUSUS\nBAB I\nDUA\nPasal 2\nLain."
    )
    assert unit(regulation, "pasal-1").text == "Isi."
    assert "BUKU KEDUA KHUSUS" in [repair.found for repair in regulation.repairs]


def test_overrides_are_optional() -> None:
    assert parse(source(f"{HEAD}Pasal 1\nIsi.\n{CLOSING}"), overrides=Overrides()).id == "pp-7-2020"


def test_ayat_without_marks_are_found_by_their_sentences() -> None:
    """As in scans whose marks stand in a column of their own; one ayat is one sentence."""
    regulation = pp(
        "Pasal 1\nPejabat wajib melapor. Laporan sebagaimana dimaksud pada ayat (1) memuat:\na. nama; dan\n"
        "b. jabatan.\nKetentuan sebagaimana dimaksud pada ayat (2) diatur lebih lanjut.\n(1) (2) (3)\n"
        "Pasal 2\nIsi satu."
        " Isi dua."
    )
    article = unit(regulation, "pasal-1")
    assert (article.text, outline(article.units)) == ("", "(1) (2)[a b] (3)")
    assert (
        article.units[2].text == "Ketentuan sebagaimana dimaksud pada ayat (2) diatur lebih lanjut."
    )
    assert {r.read for r in regulation.repairs if r.kind == "nomor"} == {"(1)", "(2)", "(3)"}
    assert regulation.report.certainty < 0.6
    assert unit(regulation, "pasal-2").text == "Isi satu. Isi dua."


def test_an_ayat_of_two_sentences_stays_whole_where_marks_are_sound() -> None:
    regulation = pp(
        "Pasal 1\n(1) Satu. Masih satu.\n(2) Dua sebagaimana dimaksud pada ayat (1). Masih dua."
    )
    assert outline(unit(regulation, "pasal-1").units) == "(1) (2)"


def test_a_sentence_that_goes_on_after_its_list_closes_the_unit() -> None:
    regulation = pp(
        "Pasal 1\nPeraturan tentang:\na. satu (Lembaran Negara Nomor 5; Tambahan Nomor 6);\nb. dua;\n"
        "dinyatakan tetap berlaku.\nPasal 2\nPNS wajib:\na. hadir; dan\nb. lapor."
    )
    article = unit(regulation, "pasal-1")
    assert [item.text for item in article.units][1:] == ["dua;"]
    assert article.closing == "dinyatakan tetap berlaku."
    assert unit(regulation, "pasal-2").closing == ""


def test_old_headings_with_a_full_stop() -> None:
    regulation = pp("Pasal 1.\nIsi satu menurut Pasal 2.\nPasal 2.\nIsi dua.")
    assert [u.number for u in regulation.units] == ["1", "2"]


def test_a_court_decision_is_refused_with_the_reason() -> None:
    text = "PUTUSAN\nNomor 136/PUU-XXII/2024\nDEMI KEADILAN BERDASARKAN KETUHANAN YANG MAHA ESA\n1. Isi.\n2. Isi."
    with pytest.raises(StructureError, match="court decision"):
        parse(source(text))


def test_ayat_of_another_article_before_the_first_are_reported() -> None:
    regulation = pp(
        "Pasal 1\n(1) Satu.\n(2) Dua.\nPasal 2\n(3) Tiga.\n(4) Empat.\n(1) Lagi.\n(2) Lagi dua."
    )
    assert regulation.report.out_of_order == ("pp-7-2020:pasal-2",)


def test_each_buku_numbers_its_bab_anew() -> None:
    regulation = pp(
        "BUKU KESATU\nSATU\nBAB I\nA\nPasal 1\nIsi.\nBUKU KEDUA\nDUA\nBAB I\nB\nPasal 2\nLain."
    )
    assert [u.id for u in regulation.units] == ["pp-7-2020:buku-1:bab-1", "pp-7-2020:buku-2:bab-1"]
    assert regulation.report.doubled == ()


def test_the_word_pasal_alone_is_no_heading() -> None:
    regulation = pp(
        "Pasal 1\nKetentuan itu berlaku. Pasal ini tetap berlaku.\nPasal 2\nIsi Pasal\nini."
    )
    assert [u.number for u in regulation.units] == ["1", "2"]


def test_a_short_line_that_ends_in_a_comma_ends_the_list() -> None:
    regulation = pp(
        "Pasal 1\nDalam hal calon:\na. meninggal dunia; atau\nb. mengundurkan diri,\npemilihan ditunda."
    )
    article = unit(regulation, "pasal-1")
    assert (article.units[1].text, article.closing) == ("mengundurkan diri,", "pemilihan ditunda.")
