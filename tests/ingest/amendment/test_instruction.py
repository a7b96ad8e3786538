"""The wordings of amendment, each read into what it orders."""

from __future__ import annotations

import contextlib
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.amendment.instruction import Instruction, read_instruction
from ingest.amendment.operation import Change
from ingest.amendment.references import Unclear

WORDINGS = {
    # changed
    "Ketentuan Pasal 71 diubah sehingga berbunyi sebagai berikut:": ["ubah pasal-71"],
    "Ketentuan Pasal 165 diubah sehinggga berbunyi sebagai berikut:": ["ubah pasal-165"],
    "1. Pasal 5 diubah, sehingga Pasal 5 berbunyi sebagai berikut:": ["ubah pasal-5"],
    "Pasal 5 diubah seluruhnya sehingga berbunyi sebagai berikut:": ["ubah pasal-5"],
    "Ketentuan Pasal 5 diganti sehingga berbunyi sebagai berikut:": ["ubah pasal-5"],
    "Mengubah ketentuan Pasal 5 sehingga berbunyi sebagai berikut:": ["ubah pasal-5"],
    "Ketentuan Pasal 162 ayat (3) diubah sehingga Pasal 162 berbunyi sebagai berikut:": [
        "ubah pasal-162:ayat-3"
    ],
    "Ketentuan ayat (2) Pasal 57 diubah, sehingga Pasal 57 berbunyi sebagai berikut:": [
        "ubah pasal-57:ayat-2"
    ],
    "Ketentuan ayat (1) huruf c dan ayat (2) Pasal 65 diubah, sehingga Pasal 65 berbunyi:": [
        "ubah pasal-65:ayat-1:huruf-c",
        "ubah pasal-65:ayat-2",
    ],
    "Ketentuan Pasal 3 ayat (1) dan ayat (2) huruf c, huruf d, dan huruf e diubah, sehingga": [
        "ubah pasal-3:ayat-1",
        "ubah pasal-3:ayat-2:huruf-c",
        "ubah pasal-3:ayat-2:huruf-d",
        "ubah pasal-3:ayat-2:huruf-e",
    ],
    "Ketentuan angka 2 huruf n ayat (1) Pasal 5 diubah": ["ubah pasal-5:ayat-1:huruf-n:angka-2"],
    "Ketentuan Pasal 1 angka 5 huruf a diubah": ["ubah pasal-1:angka-5:huruf-a"],
    "Ketentuan huruf a Pasal 5 dan huruf b ayat (2) Pasal 6 diubah": [
        "ubah pasal-5:huruf-a",
        "ubah pasal-6:ayat-2:huruf-b",
    ],
    "Ketentuan Pasal 5, Pasal 6, dan Pasal 7A diubah sehingga berbunyi sebagai berikut:": [
        "ubah pasal-5",
        "ubah pasal-6",
        "ubah pasal-7a",
    ],
    "Ketentuan ayat (1), (2), dan (3) Pasal 8 diubah": [
        "ubah pasal-8:ayat-1",
        "ubah pasal-8:ayat-2",
        "ubah pasal-8:ayat-3",
    ],
    "Ketentuan huruf a, b, dan c Pasal 8 diubah": [
        "ubah pasal-8:huruf-a",
        "ubah pasal-8:huruf-b",
        "ubah pasal-8:huruf-c",
    ],
    # deleted
    "Pasal 70 dihapus.": ["hapus pasal-70"],
    "Ketentuan Pasal 37 dihapus.": ["hapus pasal-37"],
    "Ketentuan huruf r Pasal 7 dihapus": ["hapus pasal-7:huruf-r"],
    "Pasal 13 ayat (2) dihapus sehingga Pasal 13 berbunyi sebagai berikut:": [
        "hapus pasal-13:ayat-2"
    ],
    "Ketentuan ayat (2) dihapus sehingga Pasal 166 berbunyi sebagai berikut:": [
        "hapus pasal-166:ayat-2"
    ],
    "Pasal 22A sampai dengan Pasal 22C dihapus.": [
        "hapus pasal-22a",
        "hapus pasal-22b",
        "hapus pasal-22c",
    ],
    "Pasal 7 sampai dengan Pasal 9 dan Pasal 11 dihapus": [
        "hapus pasal-7",
        "hapus pasal-8",
        "hapus pasal-9",
        "hapus pasal-11",
    ],
    "BAB V dihapus.": ["hapus bab-5"],
    "Bagian Kesatu BAB IV dihapus": ["hapus bab-4:bagian-1"],
    "Ketentuan Pasal 9 dicabut dan dinyatakan tidak berlaku": ["hapus pasal-9"],
    # inserted
    "Di antara Pasal 133 dan Pasal 134 disisipkan 1 (satu) pasal, yakni Pasal 133A yang berbunyi": [
        "sisip pasal-133a pasal-133|pasal-134"
    ],
    "Di antara Pasal 178 dan Pasal 179 disisipkan 3 (tiga) pasal, yakni Pasal 178A sampai dengan "
    "Pasal 178C yang berbunyi sebagai berikut:": [
        "sisip pasal-178a pasal-178|pasal-179",
        "sisip pasal-178b pasal-178|pasal-179",
        "sisip pasal-178c pasal-178|pasal-179",
    ],
    "Diantara huruf b dan huruf c Pasal 10 disisipkan satu huruf, yakni huruf b1 sehingga": [
        "sisip pasal-10:huruf-b1 pasal-10:huruf-b|pasal-10:huruf-c"
    ],
    "Di antara ayat (4) dan ayat (5) Pasal 312 disisipkan 1 (satu) ayat, yakni ayat (4a) dan di "
    "antara ayat (8) dan ayat (9) disisipkan 1 (satu) ayat, yakni ayat (8a), sehingga Pasal 312": [
        "sisip pasal-312:ayat-4a pasal-312:ayat-4|pasal-312:ayat-5",
        "sisip pasal-312:ayat-8a pasal-312:ayat-8|pasal-312:ayat-9",
    ],
    "Di antara BAB X dan BAB XI disisipkan 1 (satu) bab, yakni BAB XA yang berbunyi": [
        "sisip bab-10a bab-10|bab-11"
    ],
    "Setelah Pasal 5 ditambahkan 1 (satu) pasal, yakni Pasal 5A": ["sisip pasal-5a pasal-5|"],
    # added at the end
    "Ketentuan Pasal 107 ditambah 1 (satu) ayat, yakni ayat (3) sehingga Pasal 107 berbunyi": [
        "tambah pasal-107:ayat-3"
    ],
    "Pada Pasal 7 ayat (2) ditambahkan 2 (dua) huruf, yaitu huruf t dan huruf u": [
        "tambah pasal-7:ayat-2:huruf-t",
        "tambah pasal-7:ayat-2:huruf-u",
    ],
    # several at once
    "Ketentuan Pasal 1 angka 1 dan angka 28 diubah, serta angka 2 dihapus, sehingga Pasal 1": [
        "ubah pasal-1:angka-1",
        "ubah pasal-1:angka-28",
        "hapus pasal-1:angka-2",
    ],
    "Ketentuan ayat (1), ayat (2) Pasal 5 diubah, dan di antara ayat (2) dan ayat (3) disisipkan "
    "2 (dua) ayat, yakni ayat (2a) dan ayat (2b), sehingga Pasal 5 berbunyi sebagai berikut:": [
        "ubah pasal-5:ayat-1",
        "ubah pasal-5:ayat-2",
        "sisip pasal-5:ayat-2a pasal-5:ayat-2|pasal-5:ayat-3",
        "sisip pasal-5:ayat-2b pasal-5:ayat-2|pasal-5:ayat-3",
    ],
    "Ketentuan ayat (4) Pasal 68 diubah dan ditambahkan 1 (satu) ayat, yakni ayat (5), sehingga": [
        "ubah pasal-68:ayat-4",
        "tambah pasal-68:ayat-5",
    ],
    "Di antara ayat (7) dan ayat (8) Pasal 334 disisipkan 2 (dua) ayat yakni ayat (7a) dan ayat "
    "(7b) serta ayat (8) diubah, sehingga Pasal 334 berbunyi sebagai berikut:": [
        "sisip pasal-334:ayat-7a pasal-334:ayat-7|pasal-334:ayat-8",
        "sisip pasal-334:ayat-7b pasal-334:ayat-7|pasal-334:ayat-8",
        "ubah pasal-334:ayat-8",
    ],
    "Ketentuan Pasal 2 ayat (1) diubah, di antara ayat (1) dan ayat (2) disisipkan 1 (satu) ayat "
    "yakni ayat (1a) serta pada ayat (4) ditambahkan 2 (dua) huruf yakni huruf g dan huruf h,": [
        "ubah pasal-2:ayat-1",
        "sisip pasal-2:ayat-1a pasal-2:ayat-1|pasal-2:ayat-2",
        "tambah pasal-2:ayat-4:huruf-g",
        "tambah pasal-2:ayat-4:huruf-h",
    ],
    "Di antara ayat (2) dan ayat (3) Pasal 40 disisipkan 2 (dua) ayat, yakni ayat (2a) dan ayat "
    "(2b); ketentuan ayat (6) Pasal 40 diubah; serta penjelasan ayat (1) Pasal 40 diubah "
    "sehingga Pasal 40 berbunyi sebagai berikut:": [
        "sisip pasal-40:ayat-2a pasal-40:ayat-2|pasal-40:ayat-3",
        "sisip pasal-40:ayat-2b pasal-40:ayat-2|pasal-40:ayat-3",
        "ubah pasal-40:ayat-6",
        "ubah_penjelasan penjelasan:pasal-40:ayat-1",
    ],
    "Ketentuan Pasal 45 diubah serta di antara Pasal 45 dan Pasal 46 disisipkan 2 (dua) pasal, "
    "yakni Pasal 45A dan Pasal 45B sehingga berbunyi sebagai berikut:": [
        "ubah pasal-45",
        "sisip pasal-45a pasal-45|pasal-46",
        "sisip pasal-45b pasal-45|pasal-46",
    ],
    "Ketentuan Pasal 4 huruf i diubah dan Pasal 4 ditambah 1 (satu) huruf, yakni huruf j": [
        "ubah pasal-4:huruf-i",
        "tambah pasal-4:huruf-j",
    ],
    "Ketentuan Pasal 4 diubah, dengan menambah 2 (dua) ayat yaitu ayat (3) dan ayat (4), sehingga "
    "keseluruhan Pasal 4 berbunyi sebagai berikut :": [
        "ubah pasal-4",
        "tambah pasal-4:ayat-3",
        "tambah pasal-4:ayat-4",
    ],
    "Pasal 26 tetap dengan menambah 1 ayat, yakni ayat (3) sehingga berbunyi": [
        "tambah pasal-26:ayat-3"
    ],
    "Ketentuan Pasal 5 ayat (1) diubah, di antara ayat (1) dan ayat (2) disisipkan 1 (satu) ayat, "
    "yakni ayat (1a), dan ayat (3) dihapus sehingga Pasal 5 berbunyi sebagai berikut:": [
        "ubah pasal-5:ayat-1",
        "sisip pasal-5:ayat-1a pasal-5:ayat-1|pasal-5:ayat-2",
        "hapus pasal-5:ayat-3",
    ],
    "Di antara angka 6 dan angka 7 Pasal 1 disisipkan 1 (satu) angka, yakni angka 6a sehingga": [
        "sisip pasal-1:angka-6a pasal-1:angka-6|pasal-1:angka-7"
    ],
    # titles, elucidation, words
    "Ketentuan Pasal 27 tetap dengan perubahan penjelasan ayat (1), ayat (3), dan ayat (4) "
    "sehingga penjelasan Pasal 27 menjadi sebagaimana tercantum dalam penjelasan": [
        "ubah_penjelasan penjelasan:pasal-27:ayat-1",
        "ubah_penjelasan penjelasan:pasal-27:ayat-3",
        "ubah_penjelasan penjelasan:pasal-27:ayat-4",
    ],
    "Judul BAB III diubah sehingga berbunyi sebagai berikut:": ["ubah_judul bab-3"],
    "Ketentuan Pasal 371 tetap, dengan perubahan penjelasan Pasal 371 ayat (5), sehingga penjelasan "
    "Pasal 371 menjadi seperti tertulis dalam penjelasan pasal demi pasal": [
        "ubah_penjelasan penjelasan:pasal-371:ayat-5"
    ],
    "Pasal 20 tetap dan penjelasannya diubah sebagaimana tercantum dalam penjelasan": [
        "ubah_penjelasan penjelasan:pasal-20"
    ],
    "Penjelasan Pasal 5 diubah sebagaimana tercantum dalam penjelasan": [
        "ubah_penjelasan penjelasan:pasal-5"
    ],
    "Ketentuan Pasal 5 ayat (1) dan penjelasan Pasal 5 ayat (2) diubah": [
        "ubah pasal-5:ayat-1",
        "ubah_penjelasan penjelasan:pasal-5:ayat-2",
    ],
    "Frasa “Walikota” dalam Pasal 5 ayat (1) diganti dengan frasa “Wali Kota”": [
        "ganti_frasa pasal-5:ayat-1 Walikota>Wali Kota"
    ],
    'Kata "dan" pada Pasal 5 huruf a dihapus': ["ganti_frasa pasal-5:huruf-a dan>"],
    'Frasa "Menteri Negara" dalam Undang-Undang ini diganti dengan frasa "Menteri"': [
        "ganti_frasa  Menteri Negara>Menteri"
    ],
    # the amended law named in the instruction itself
    "Ketentuan Pasal 5 Undang-Undang Nomor 8 Tahun 1999 tentang Perlindungan Konsumen (Lembaran "
    "Negara Republik Indonesia Tahun 1999 Nomor 42) diubah sehingga berbunyi sebagai berikut:": [
        "ubah pasal-5"
    ],
}


def shown(change: Change) -> str:
    words = f"{change.action.value} {':'.join(change.target)}"
    if change.after or change.before:
        words += f" {':'.join(change.after or ())}|{':'.join(change.before or ())}"
    if change.old_words:
        words += f" {change.old_words}>{change.new_words}"
    return words


@pytest.mark.parametrize(("words", "orders"), WORDINGS.items(), ids=lambda value: str(value)[:60])
def test_a_wording_is_read_into_its_changes(words: str, orders: list[str]) -> None:
    assert [shown(change) for change in read_instruction(words).changes] == orders


@pytest.mark.parametrize(
    "words",
    [
        "Ketentuan ayat (2) lama dijadikan ayat (3) dan diubah",  # a new numbering
        "Ketentuan Pasal 5 ayat (2) menjadi ayat (3)",
        "Ketentuan Pasal 5 dipindahkan ke BAB VI",
        "Ketentuan ayat (2) diubah sehingga berbunyi sebagai berikut:",  # of which article?
        "Ketentuan Pasal 5 ayat (1) dan huruf b diubah",  # huruf b of what?
        "Di antara Pasal 5 dan Pasal 6 disisipkan ketentuan baru",
        "Pasal 7A sampai dengan Pasal 9C dihapus",  # which ones are between?
        'Frasa "a" dan frasa "b" dalam Pasal 5 diganti dengan frasa "c"',
        "Penutup",
        "",
    ],
)
def test_what_is_not_certain_is_never_guessed(words: str) -> None:
    with pytest.raises(Unclear):
        read_instruction(words)


def test_articles_that_are_counted_but_not_named_are_those_restated() -> None:
    words = "Di antara Pasal 5 dan Pasal 6 disisipkan 2 (dua) pasal sehingga berbunyi"
    found = read_instruction(words, ["pasal-5a", "pasal-5b"])
    assert [change.target for change in found.changes] == [("pasal-5a",), ("pasal-5b",)]
    with pytest.raises(Unclear):  # two are ordered, one stands there
        read_instruction(words, ["pasal-5a"])


def test_a_count_that_does_not_fit_is_told() -> None:
    found = read_instruction(
        "Di antara BAB IV dan BAB V disisipkan 1 (satu) BAB yaitu BAB IVA dan 6 (enam) Pasal baru "
        "yakni Pasal 47A, Pasal 47B, Pasal 47C, Pasal 47D, dan Pasal 47E sehingga berbunyi"
    )
    assert [change.target[0] for change in found.changes] == [
        "bab-4a",
        *(f"pasal-47{letter}" for letter in "abcde"),
    ]
    assert len(found.doubts) == 1
    assert "7" in found.doubts[0]
    assert "6" in found.doubts[0]


def test_a_damaged_word_is_read_and_told() -> None:
    found = read_instruction("Ketenluan Pasal 5 dlubah sehingga berbunyi sebagai berikut:")
    assert [shown(change) for change in found.changes] == ["ubah pasal-5"]
    assert len(found.doubts) == 2


def test_a_bracket_read_as_a_figure_is_no_part_of_the_number() -> None:
    assert shown(read_instruction("Ketentuan Pasal 7 ayat (21 diubah").changes[0]) == (
        "ubah pasal-7:ayat-2"
    )


@pytest.mark.parametrize(
    ("words", "restated", "orders"),
    [
        ("Ketentuan Pasal 7 1 diubah sehingga", "pasal-71", "ubah pasal-71"),
        ("Ketentuan Pasal l7 diubah sehingga", "pasal-17", "ubah pasal-17"),
        ("Ketentuan Pasal 1O dihapus", "", "hapus pasal-10"),
        (
            "Di antara Pasal 1O dan Pasal 11 disisipkan 1 (satu) pasal, yakni Pasal 1OA yang",
            "pasal-10a",
            "sisip pasal-10a pasal-10|pasal-11",
        ),
    ],
)
def test_a_damaged_article_number_is_read_by_what_is_restated(
    words: str, restated: str, orders: str
) -> None:
    found = read_instruction(words, [restated] if restated else [])
    assert [shown(change) for change in found.changes] == [orders]
    assert found.doubts


def test_a_split_number_is_not_guessed() -> None:
    with pytest.raises(Unclear):
        read_instruction("Ketentuan Pasal 7 1 dihapus.")


def test_a_whole_number_is_not_mended() -> None:
    found = read_instruction("Ketentuan Pasal 22I dan Pasal 5 diubah", ["pasal-22i", "pasal-5"])
    assert [shown(change) for change in found.changes] == ["ubah pasal-22i", "ubah pasal-5"]
    assert found.doubts == ()


PIECES = (
    *("(", ")", ",", ".", ";", ":", "1", "a", "I", '"', "“", " "),
    *("Pasal 5 ", "ayat (2) ", "huruf a ", "angka 1 ", "BAB II ", "dan ", "diubah ", "dihapus "),
    *("disisipkan ", "di antara ", "sampai dengan ", "yakni ", "1 (satu) pasal ", "penjelasan "),
    *("judul ", "tetap ", "frasa ", "ditambah "),
)


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_words_are_read_or_called_unclear(words: list[str]) -> None:
    try:
        found = read_instruction("".join(words))
    except Unclear:
        return
    assert isinstance(found, Instruction)
    assert found.changes or "".join(words)


@pytest.mark.parametrize(
    "piece", ["Pasal 5 ", "(", "ayat (1), ", "di antara ", '"', "a ", "1 (satu) "]
)
def test_hostile_length_is_no_burden(piece: str) -> None:
    started = process_time()
    with contextlib.suppress(Unclear):
        read_instruction(piece * 5_000 + "diubah")
    assert process_time() - started < 5
