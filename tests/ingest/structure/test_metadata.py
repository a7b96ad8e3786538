"""What a regulation says of itself, and what an admin says of it."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.structure.document import Metadata, ParsedRegulation
from ingest.structure.kinds import first_kind, kinds, named
from ingest.structure.metadata import title_case
from ingest.structure.parse import Overrides, parse
from knowledge.dataset import load_knowledge
from knowledge.errors import StructureError
from tests.ingest.structure.samples import CLOSING, HEAD, parsed, pp, source

BODY = "Pasal 1\nIsi.\nPasal 2\nPeraturan Pemerintah ini mulai berlaku pada tanggal diundangkan."

SAMPLES = {
    "pp-94-2021.md": ("pp-94-2021", "Disiplin Pegawai Negeri Sipil", date(2021, 8, 31), "2021/202"),
    "pp-11-2017.md": ("pp-11-2017", "Manajemen Pegawai Negeri Sipil", date(2017, 4, 7), "2017/63"),
    "uu-5-2014.md": ("uu-5-2014", "Aparatur Sipil Negara", date(2014, 1, 15), "2014/6"),
    "uu-6-2014.md": ("uu-6-2014", "Desa", date(2014, 1, 15), "2014/7"),
    "pp-37-2004.md": (
        "pp-37-2004",
        "Larangan Pegawai Negeri Sipil menjadi Anggota Partai Politik",
        date(2004, 10, 16),
        "2004/128",
    ),
    "pdf/permendagri-65-2017.pdf": (
        "permendagri-65-2017",
        "Perubahan atas Peraturan Menteri Dalam Negeri Nomor 112 Tahun 2014 tentang Pemilihan Kepala Desa",
        date(2017, 9, 5),
        "2017/1221",
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_say_who_they_are(name: str) -> None:
    regulation = parsed(name)
    metadata = regulation.metadata
    assert (
        regulation.id,
        metadata.title,
        metadata.promulgated,
        metadata.gazette,
    ) == SAMPLES[name]
    assert metadata.in_force_since == metadata.promulgated


def test_amended_and_repealed_regulations() -> None:
    assert parsed("uu-10-2016.md").metadata.amends == ("uu-1-2015",)
    assert parsed("pdf/permendagri-65-2017.pdf").metadata.amends == ("permendagri-112-2014",)
    assert parsed("uu-1-2015.md").metadata.amends == ()


def test_a_clean_document() -> None:
    metadata = pp(
        BODY, "PENJELASAN\nATAS\nX\nI. UMUM\nY.\nTAMBAHAN LEMBARAN NEGARA NOMOR 6500"
    ).metadata
    assert metadata == Metadata(
        kind="Peraturan Pemerintah",
        number="7",
        year=2020,
        title="Uji Naskah",
        enacted=date(2020, 3, 3),
        promulgated=date(2020, 3, 4),
        in_force_since=date(2020, 3, 4),
        place="Jakarta",
        gazette="2020/55",
        supplement="6500",
    )


@pytest.mark.parametrize(
    ("words", "since"),
    [
        ("mulai berlaku pada tanggal ditetapkan", date(2020, 3, 3)),
        ("mulai berlaku pada tanggal 1 Januari 2021", date(2021, 1, 1)),
        (
            "mulai berlaku setelah 30 (tiga puluh) hari terhitung sejak tanggal diundangkan",
            date(2020, 4, 3),
        ),
        ("mulai berlaku 3 (tiga) tahun terhitung sejak tanggal diundangkan", date(2023, 3, 4)),
        ("berlaku kapan saja", None),
    ],
)
def test_in_force_since(words: str, since: date | None) -> None:
    assert pp(f"Pasal 1\nPeraturan Pemerintah ini {words}.").metadata.in_force_since == since


def test_dates_that_cannot_be_are_left_out() -> None:
    text = f"{HEAD}{BODY}\n{CLOSING}".replace("3 Maret 2020", "31 Februari 2020")
    assert parse(source(text)).metadata.enacted is None


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("4 Maret 2020", "2 Maret 2020", "sebelum ditetapkan"),
        ("3 Maret 2020", "3 Maret 2019", "bertahun 2020"),
    ],
)
def test_dates_out_of_order_are_findings(before: str, after: str, words: str) -> None:
    report = parse(source(f"{HEAD}{BODY}\n{CLOSING}".replace(before, after))).report
    assert [words in f.message for f in report.findings if f.code == "dates"] == [True]


def test_misread_digits_in_number_and_year() -> None:
    text = f"{HEAD}{BODY}\n{CLOSING}".replace("NOMOR 7 TAHUN 2020", "NOMOR 1O TAHUN 2O2O")
    assert parse(source(text)).id == "pp-10-2020"


def test_an_option_wins_over_the_document_and_the_contradiction_is_a_finding() -> None:
    regulation = pp(BODY, overrides=Overrides(number="8", title="Lain", enacted=date(2020, 3, 2)))
    assert regulation.id == "pp-8-2020"
    assert (regulation.metadata.title, regulation.metadata.enacted) == ("Lain", date(2020, 3, 2))
    told = [f.message for f in regulation.report.findings if f.code == "contradiction"]
    assert len(told) == 3
    assert "'7'" in told[0]
    assert "'8'" in told[0]


def test_an_option_that_agrees_is_no_finding() -> None:
    regulation = pp(BODY, overrides=Overrides(kind="Peraturan Pemerintah", number="7", year=2020))
    assert not [f for f in regulation.report.findings if f.code == "contradiction"]


def test_an_id_that_cannot_be_derived_is_given() -> None:
    assert pp(BODY, overrides=Overrides(id="skb-netralitas-2022")).id == "skb-netralitas-2022"
    with pytest.raises(StructureError, match="--id"):
        pp(BODY, overrides=Overrides(id="Bukan Id"))


@pytest.mark.parametrize(
    ("cut", "option"),
    [
        ("PERATURAN PEMERINTAH REPUBLIK INDONESIA\n", "--kind"),
        ("NOMOR 7 TAHUN 2020\n", "--number"),
    ],
)
def test_what_is_not_found_names_the_option_to_give(cut: str, option: str) -> None:
    text = f"{HEAD}{BODY}\n{CLOSING}".replace(cut, "").replace(
        "PERATURAN PEMERINTAH TENTANG", "KETETAPAN TENTANG"
    )
    overrides = None if option == "--kind" else Overrides(kind="pp")
    with pytest.raises(StructureError, match=option):
        parse(source(text.replace("Peraturan Pemerintah", "ketetapan")), overrides=overrides)


def test_an_unknown_kind_given_is_refused() -> None:
    with pytest.raises(StructureError, match="unknown regulation type 'resep'"):
        pp(BODY, overrides=Overrides(kind="resep"))


@pytest.mark.parametrize(
    ("title", "kind_id"),
    [
        ("UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 1", "uu"),
        ("PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 1", "perpu"),
        ("PERATURAN PEMERINTAH REPUBLIK INDONESIA NOMOR 1", "pp"),
        ("PERATURAN BADAN KEPEGAWAIAN NEGARA REPUBLIK INDONESIA NOMOR 6", "perban-bkn"),
        ("PERATURAN KOMISI PEMILIHAN UMUM REPUBLIK INDONESIA NOMOR 8", "pkpu"),
        ("PERATURAN BADAN PENGAWAS PEMILIHAN UMUM REPUBLIK INDONESIA NOMOR 6", "perbawaslu"),
        ("PERATURAN MENTERI KESEHATAN REPUBLIK INDONESIA NOMOR 5", "permen-kesehatan"),
        (
            "SURAT EDARAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI NOMOR 18",
            "se-menpanrb",
        ),
        ("PERATURAN DAERAH KABUPATEN SLEMAN NOMOR 3", "perda-kabupaten-sleman"),
        ("RESEP MASAKAN NOMOR 3", None),
    ],
)
def test_kinds_by_title(title: str, kind_id: str | None) -> None:
    found = first_kind(title)
    assert (found.id if found else None) == kind_id


def test_kinds_yield_the_ids_of_the_bundled_regulations() -> None:
    """Every bundled regulation whose id has kind, number and year can be derived."""
    for regulation in load_knowledge().regulations.values():
        start = regulation.id.rsplit("-", 2)[0]
        if regulation.id == f"{start}-{regulation.number}-{regulation.year}":
            found = named(start)
            assert found is not None, regulation.id
            assert found.id == start


def test_the_table_of_kinds_has_no_title_twice() -> None:
    titles = [kind.title for kind in kinds()]
    assert len(titles) == len(set(titles))


def test_title_case() -> None:
    assert title_case("PERUBAHAN ATAS UNDANG- UNDANG TENTANG DESA") == (
        "Perubahan atas Undang-Undang tentang Desa"
    )
    assert title_case("PERATURAN MENTERI DALAM NEGERI") == "Peraturan Menteri Dalam Negeri"


def test_considerations_are_kept_apart() -> None:
    regulation: ParsedRegulation = pp(BODY)
    assert regulation.considerations.startswith("Menimbang : bahwa perlu")
    assert "Pasal 5 ayat (2)" in regulation.considerations
