"""Forms that other regulations take: circulars, omnibus laws, old amending laws, scans, print-outs."""

from __future__ import annotations

import pytest

from ingest.structure.document import UnitKind, walk
from ingest.structure.parse import parse
from knowledge.errors import StructureError
from tests.ingest.structure.samples import CLOSING, HEAD, articles, outline, pp, source, unit

CIRCULAR = """MENTERI
PENDAYAGUNAAN APARATUR NEGARA
DAN REFORMASI BIROKRASI
REPUBLIK INDONESIA
Yth.
1. Para Menteri;
2. Para Gubernur.
di
Tempat
SURAT EDARAN
NOMOR {number}
TENTANG
NETRALITAS PEGAWAI
A. Latar Belakang
Pegawai wajib netral.
B. Dasar Hukum
1. Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum;
2. Undang-Undang Nomor 20 Tahun 2023.
C. Isi
1. Pejabat melakukan:
a. pembinaan; dan
b. pengawasan.
2. Pegawai dilarang berkampanye.
Ditetapkan di Jakarta
pada tanggal 3 Maret 2023
MENTERI,
Tembusan:
1. Presiden.
"""


@pytest.mark.parametrize("number", ["18 TAHUN 2023", "SE/18/M.SM.02.01/2023", "18/SE/V/2023"])
def test_a_circular_with_its_issuer_in_the_letterhead(number: str) -> None:
    regulation = parse(source(CIRCULAR.format(number=number)))
    assert regulation.id == "se-menpanrb-18-2023"
    assert regulation.metadata.title == "Netralitas Pegawai"
    assert outline(regulation.units) == "A B[1 2] C[1[a b] 2]"


def test_the_number_of_a_cited_law_is_not_that_of_a_circular() -> None:
    with pytest.raises(StructureError, match="--number"):
        parse(source(CIRCULAR.format(number="800/4070/SJ")))


@pytest.mark.parametrize("address", ["di\nTempat", "di -\nSeluruh Indonesia", "di tempat"])
def test_those_addressed_after_the_title_are_no_items(address: str) -> None:
    text = CIRCULAR.format(number="18 TAHUN 2023")
    before, _, after = text.partition("SURAT EDARAN")
    _, _, matter = after.partition("NETRALITAS PEGAWAI\n")
    told = f"Yth. 1. Gubernur; dan\n2. Bupati\n{address}\n"
    title = "SURAT EDARAN MENTERI DALAM NEGERI\nNOMOR 4 TAHUN 2023\nTENTANG\nNETRALITAS PEGAWAI\n"
    assert before.startswith("MENTERI")
    regulation = parse(source(title + told + matter))
    assert regulation.id == "se-mendagri-4-2023"
    assert [u.number for u in regulation.units] == ["A", "B", "C"]


def test_who_issues_a_joint_decree_is_not_in_its_title() -> None:
    text = (
        "KEPUTUSAN BERSAMA\nMENTERI A, KEPALA B\nNOMOR 2 TAHUN 2022\nNOMOR 800-5474 TAHUN 2022\nTENTANG\n"
        "PEDOMAN NETRALITAS\nMENTERI A, KEPALA B,\nMenimbang : bahwa perlu;\nMEMUTUSKAN:\n"
        "Menetapkan : KEPUTUSAN BERSAMA TENTANG PEDOMAN NETRALITAS.\n"
        "KESATU : Menetapkan pedoman.\nKEDUA : Mulai berlaku pada tanggal ditetapkan.\n"
        "Ditetapkan di Jakarta\npada tanggal 22 September 2022\n"
    )
    metadata = parse(source(text)).metadata
    assert (metadata.title, metadata.number, metadata.year) == ("Pedoman Netralitas", "2", 2022)


def test_the_gazette_of_a_masthead() -> None:
    text = (
        "BERITA NEGARA\nREPUBLIK INDONESIA\nNo.1071, 2022 BAWASLU. Pengawasan.\n"
        "PERATURAN BADAN PENGAWAS PEMILIHAN UMUM\nNOMOR 5 TAHUN 2022\nTENTANG\nPENGAWASAN\n"
        "Menimbang : bahwa;\nMEMUTUSKAN:\nMenetapkan : PERATURAN BADAN PENGAWAS PEMILIHAN UMUM TENTANG"
        " PENGAWASAN.\nPasal 1\nIsi.\n2022, No.1071 -2-\nPasal 2\nwww.peraturan.go.id\nHalaman 3 dari 9\nLain.\n"
        "Ditetapkan di Jakarta\npada tanggal 18 Oktober 2022\n"
    )
    regulation = parse(source(text))
    assert regulation.metadata.gazette == "2022/1071"
    assert [u.text for u in regulation.units] == ["Isi.", "Lain."]


OMNIBUS = """BAB I
UMUM
Pasal 1
Isi.
Pasal 2
Beberapa ketentuan dalam Undang-Undang Nomor 26 Tahun 2007 tentang Tata Ruang diubah sebagai berikut:
1. Ketentuan Pasal 1 diubah sehingga berbunyi sebagai berikut:
Pasal 1
Dalam Undang-Undang ini yang dimaksud dengan:
1. Ruang adalah wadah.
2. Tata ruang adalah wujud.
2. Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:
Pasal 3
(1) Satu.
(2) Dua.
3. Pasal 9 dihapus.
Pasal 3
Penutup.
Pasal 4
Peraturan Pemerintah ini mulai berlaku."""


def test_an_article_that_amends_another_law_holds_its_items() -> None:
    regulation = pp(OMNIBUS)
    top = [u.number for u in unit(regulation, "bab-1").units]
    assert (top, regulation.report.missing, regulation.report.doubled) == (
        ["1", "2", "3", "4"],
        (),
        (),
    )
    article = unit(regulation, "pasal-2")
    assert outline(article.units) == "1[1[1 2]] 2[3[(1) (2)]] 3"
    assert unit(regulation, "pasal-2:pasal-3:ayat-2").text == "Dua."
    assert unit(regulation, "pasal-3").text == "Penutup."


def amending(items: str, last: str) -> str:
    """The body of an amending regulation."""
    return (
        "Pasal I\nBeberapa ketentuan dalam Peraturan Pemerintah Nomor 1 Tahun 2001 diubah sebagai berikut :\n"
        f"{items}\nPasal II\n{last}"
    )


def test_new_words_in_quotation_marks() -> None:
    items = (
        '1. Ketentuan Pasal 3 diubah, sehingga berbunyi sebagai berikut :\n"Pasal 3\n(1) Satu.\n(2) Dua."\n'
        "2. Pasal 18 dihapus."
    )
    regulation = pp(amending(items, "Mulai berlaku pada tanggal diundangkan."))
    item = unit(regulation, "pasal-i:angka-1")
    assert item.text.endswith("berbunyi sebagai berikut :")
    assert unit(regulation, "pasal-3:ayat-2").text == "Dua."


def test_a_last_article_that_changes_nothing_keeps_its_list() -> None:
    last = (
        "1. Pada saat Peraturan Pemerintah ini mulai berlaku, izin tetap berlaku.\n"
        "2. Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan."
    )
    regulation = pp(amending("1. Pasal 18 dihapus.\n2. Pasal 19 dihapus.", last))
    assert outline(regulation.units) == "I[1 2] II[1 2]"


@pytest.mark.parametrize(
    "heading",
    ["Pasal. 2\n", "Pasal2\n", "PasaI 2\n", "Pasa1 2\n", "Pasal 2 .\n", "pasal 2\n", "Pasal 2.\n"],
)
def test_misprinted_headings(heading: str) -> None:
    regulation = pp(f"Pasal 1\nIsi satu.\n{heading}Isi dua.\nPasal 3\nIsi menurut Pasal 2.")
    assert articles(regulation) == ["1", "2", "3"]
    assert unit(regulation, "pasal-2").text == "Isi dua."


def test_a_misread_reference_to_an_ayat_is_mended() -> None:
    regulation = pp("Pasal 1\n(1) Satu.\n(2) Dua sebagaimana dimaksud pada ayat (l) dicatat.")
    assert unit(regulation, "pasal-1:ayat-2").text.endswith("pada ayat (1) dicatat.")


def test_words_broken_at_the_end_of_a_line() -> None:
    regulation = pp(
        "Pasal 1\nPemerintah adalah peme-\nrintah menurut perundang-\nundangan dan sayur-\nmayur.\n"
        "Pasal 2\nIni pemerintah."
    )
    assert unit(regulation, "pasal-1").text == (
        "Pemerintah adalah pemerintah menurut perundang-undangan dan sayur- mayur."
    )
    assert [r.found for r in regulation.repairs if r.kind == "teks"] == ["-"]


def test_the_elucidation_of_an_enacting_law_may_stand_before_the_annexed_regulation() -> None:
    own = HEAD.replace("UJI NASKAH", "PENETAPAN PERATURAN X MENJADI UNDANG-UNDANG")
    annexed = HEAD.replace("NOMOR 7 TAHUN 2020", "NOMOR 1 TAHUN 2019")
    explained = (
        "PENJELASAN\nATAS\nPERATURAN PEMERINTAH REPUBLIK INDONESIA\nNOMOR 7 TAHUN 2020\nTENTANG\nPENETAPAN\n"
        "I. UMUM\nUmum.\nII. PASAL DEMI PASAL\nPasal 1\nCukup jelas.\nPasal 2\nCukup jelas.\n"
        "TAMBAHAN LEMBARAN NEGARA REPUBLIK INDONESIA NOMOR 6500\n"
    )
    regulation = parse(
        source(
            f"{own}Pasal 1\nPeraturan X ditetapkan.\nPasal 2\nMulai berlaku.\n{CLOSING}{explained}"
            f"LAMPIRAN\n{annexed}Pasal 1\nIsi satu.\nPasal 2\nIsi dua.\n{CLOSING}"
        )
    )
    assert [u.id for u in regulation.elucidation] == [
        f"pp-7-2020:penjelasan:batang-tubuh:{part}" for part in ("umum", "pasal-1", "pasal-2")
    ]
    assert regulation.metadata.supplement == "6500"
    assert [u.number for u in walk(regulation.units) if u.kind is UnitKind.PASAL] == ["1", "2"] * 2


def test_a_group_whose_article_is_lost_is_kept_despite_a_scanned_foot() -> None:
    regulation = pp(
        "BAB I SATU Pasal 1 Isi. BAB II DUA Bagian Kesatu A Pasal 2 Isi. Bagian Kedua Tata Cara"
        " Pencatatan I; l< l.,lo I 0(. ls I BAB III TIGA Pasal 3 Isi."
    )
    assert [u.id for u in unit(regulation, "bab-2").units] == [
        "pp-7-2020:bab-2:bagian-1",
        "pp-7-2020:bab-2:bagian-2",
    ]
    assert unit(regulation, "pasal-2").text == "Isi."


@pytest.mark.parametrize(
    "heading",
    ["Pasal 2 , .. (1) Ayat", "Pasal 2 :\n(1) Ayat", "- Pasal 2 (1) Ayat", "^. Pasal 2\n(1) Ayat"],
)
def test_specks_of_a_scan_beside_a_heading_do_not_hide_it(heading: str) -> None:
    """A reference ("dalam Pasal 2, ...") never begins an ayat."""
    body = f"Pasal 1\nIsi satu. {heading} pertama.\n(2) Ayat kedua dalam Pasal 2, tetap.\nPasal 3\nIsi."

    parsed = pp(body)

    assert articles(parsed) == ["1", "2", "3"]
