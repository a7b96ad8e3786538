from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.testsets.faults import CellError, SetFaults
from evaluation.testsets.files import read_questions
from evaluation.testsets.question import Question
from knowledge.errors import RecordError
from knowledge.model import Verdict
from tests.evaluation.testsets.books import csv_file


def faults(folder: Path, text: str) -> list[str]:
    """What is told of a CSV file, one line a fault."""
    with pytest.raises(SetFaults) as caught:
        read_questions(csv_file(folder, text))
    assert caught.value.exit_code == 3
    return [str(fault) for fault in caught.value.faults]


def one(folder: Path, text: str) -> Question:
    """The only question of a CSV file."""
    (question,) = read_questions(csv_file(folder, text))
    return question


def test_a_whole_row_as_a_bureau_fills_it_in(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "No;Pertanyaan;Putusan;Kesimpulan lain;Dasar hukum;Harus menyebut;Klaim salah;Riwayat;"
        "Topik;Gaya;Tag;Bagian;Keterangan;Sumber\n"
        '7;kalau PPPK?;Dilarang;"boleh bersyarat; perlu rincian";'
        '"PP 94/2021 Pasal 5 huruf n | SKB 2022 Lampiran; UU 20/2023 Pasal 24";'
        '"disiplin | hukuman; kode etik";boleh asal diam;"U: boleh like?\nB: Dilarang.";'
        "medsos;santai;inti, like;pengembangan;Keyakinan tinggi.;disusun sendiri\n",
    )
    assert found.id == "7"
    assert found.accepted == {Verdict.DILARANG, Verdict.BOLEH_BERSYARAT, Verdict.PERLU_RINCIAN}
    assert found.gold_citations == (
        ("pp-94-2021 pasal 5", "skb-netralitas-2022 lampiran"),
        ("uu-20-2023 pasal 24",),
    )
    assert found.must_mention == (("disiplin", "hukuman"), ("kode etik",))
    assert found.must_not == ("boleh asal diam",)
    assert [turn.role for turn in found.history] == ["user", "assistant"]
    assert (found.category, found.style, found.split) == ("medsos", "santai", "kembang")
    assert found.tags == ("inti", "like")


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    found = one(tmp_path, "pertanyaan,verdict\n\nBoleh?,boleh\n")
    assert (found.id, found.category, found.style) == ("baris-3", "lain", "lain")
    assert found.split is None


def test_groups_that_go_to_the_finest_level_are_kept_so(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "pertanyaan,verdict,sitasi\n"
        "Boleh?,boleh,PP 94/2021 Pasal 5 huruf n; PP 94/2021 Pasal 14 huruf i | SKB 2022 Lampiran\n",
    )
    assert found.gold_provisions == (("pp-94-2021:pasal-5:huruf-n",),)


def test_provisions_named_on_their_own_go_before(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "pertanyaan,verdict,ketentuan,sitasi\n"
        "Boleh?,boleh,UU 20/2023 Pasal 24 ayat 1,PP 94/2021 Pasal 5 huruf n\n",
    )
    assert found.gold_provisions == (("uu-20-2023:pasal-24:ayat-1",),)


def test_blank_rows_and_rows_with_a_number_alone_do_not_count(tmp_path: Path) -> None:
    text = "no,pertanyaan,verdict\n1,Boleh?,boleh\n2,,\n,,\n3,Wajib?,wajib\n"
    assert [q.id for q in read_questions(csv_file(tmp_path, text))] == ["1", "3"]


def test_columns_marked_as_notes_are_left_out(tmp_path: Path) -> None:
    assert one(tmp_path, "pertanyaan,verdict,#penelaah\nBoleh?,boleh,Ani\n").question == "Boleh?"


def test_every_fault_is_told_with_row_column_and_remedy(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        "id,pertanyaan,verdict,sitasi,riwayat,bagian\n"
        "a,Boleh?,mungkin,pasal 5,halo,kembang\n"
        "b c,,boleh,,,latih\n"
        "d,Boleh?,,,,\n"
        "e,Boleh?,boleh,,,\n",
    )
    places = [line.split(": ")[0] for line in told]
    assert places == [
        "soal.csv, row 2, column 'verdict'",
        "soal.csv, row 2, column 'sitasi'",
        "soal.csv, row 2, column 'riwayat'",
        "soal.csv, row 3, column 'bagian'",
        "soal.csv, row 3, column 'id'",
        "soal.csv, row 3, column 'pertanyaan'",
        "soal.csv, row 4, column 'verdict'",
    ]
    assert "Use one of dilarang, wajib, boleh_bersyarat" in told[0]
    assert "no regulation can be read in it. Write 'PP 94/2021 Pasal 5 huruf n'" in told[1]
    assert told[5].endswith("is empty. Fill it in.")


def test_a_fault_keeps_its_parts_apart(tmp_path: Path) -> None:
    with pytest.raises(SetFaults) as caught:
        read_questions(csv_file(tmp_path, "pertanyaan,verdict\nBoleh?,mungkin\n"))
    (fault,) = caught.value.faults
    assert isinstance(fault, CellError)
    assert (fault.file, fault.sheet, fault.line, fault.column) == ("soal.csv", None, 2, "verdict")
    assert str(caught.value) == str(fault)


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("pertanyaan,verdict,sitassi", "column 'sitassi': unknown heading. Did you mean 'sitasi'?"),
        ("pertanyaan,verdict,xyzzy", "column 'xyzzy': unknown heading. Correct it, or begin it"),
        ("pertanyaan,verdict,Question", "columns A ('pertanyaan') and C ('Question') both hold"),
        ("pertanyaan,kategori", "no column for expected_verdict. Head one with any of 'verdict'"),
        ("id,verdict", "no column for question"),
        ("pertanyaan,,verdict", "column 'B': cells without a heading"),
        ("pertanyaan,verdict", "row 2: more cells than there are headings"),
    ],
)
def test_faults_of_the_headings(tmp_path: Path, headings: str, told: str) -> None:
    (fault,) = faults(tmp_path, f"{headings}\na,boleh,c\n")
    assert told in fault


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\nc,d\n"])
def test_a_file_without_headings(tmp_path: Path, text: str) -> None:
    with pytest.raises(RecordError, match="no row of headings"):
        read_questions(csv_file(tmp_path, text))


def test_headings_alone_are_no_set(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no questions"):
        read_questions(csv_file(tmp_path, "pertanyaan,verdict\n"))


def test_ids_may_stand_once_only(tmp_path: Path) -> None:
    text = "id,pertanyaan,verdict\na,Boleh?,boleh\na,Wajib?,wajib\n"
    (fault,) = faults(tmp_path, text)
    assert fault.startswith("soal.csv:3: id a stands already in line 2.")
