"""Operations read from whole amending laws, in all the forms that such laws have."""

from __future__ import annotations

from ingest.amendment.operation import Action, Reading
from ingest.amendment.operations import read_operations
from ingest.amendment.paths import label
from tests.ingest.amendment.laws import (
    BASE,
    amendment,
    angka,
    ayat,
    huruf,
    pasal,
    regulation,
)

OPENING = "Beberapa ketentuan dalam Undang-Undang Nomor {} tentang Desa diubah sebagai berikut:"


def orders(reading: Reading) -> list[str]:
    return [
        f"{one.action.value} {one.amended}:{':'.join(one.target)}" for one in reading.operations
    ]


def test_each_item_gives_its_operations_with_their_place() -> None:
    new = pasal("3", "Kampanye diatur Komisi.")
    reading = read_operations(
        amendment(
            "uu-8-2002",
            angka("1", "Ketentuan Pasal 3 diubah sehingga berbunyi:", new),
            angka("2", "Pasal 4 dihapus."),
        )
    )
    assert orders(reading) == ["ubah uu-1-2001:pasal-3", "hapus uu-1-2001:pasal-4"]
    first = reading.operations[0]
    assert first.law == "uu-8-2002"
    assert first.instruction == "uu-8-2002:pasal-i:angka-1"
    assert first.text == "Ketentuan Pasal 3 diubah sehingga berbunyi:"
    assert [unit.id for unit in first.restated] == ["uu-8-2002:pasal-3"]
    assert (reading.instructions, reading.understood, reading.findings) == (2, 2, ())


def test_items_may_be_lettered() -> None:
    reading = read_operations(amendment("uu-8-2002", huruf("a", "Pasal 4 dihapus.")))
    assert reading.operations[0].instruction == "uu-8-2002:pasal-i:huruf-a"


def test_a_single_amendment_stands_in_the_article_itself() -> None:
    law = regulation(
        "uu-8-2002",
        pasal(
            "I",
            "Ketentuan Pasal 3 Undang-Undang Nomor 1 Tahun 2001 tentang Pemilihan (Lembaran Negara "
            "Republik Indonesia Tahun 2001 Nomor 3) diubah sehingga berbunyi sebagai berikut:",
            pasal("3", "Baru."),
        ),
        pasal("II", "Undang-Undang ini mulai berlaku pada tanggal diundangkan."),
        amends=("uu-1-2001",),
    )
    reading = read_operations(law)
    assert orders(reading) == ["ubah uu-1-2001:pasal-3"]
    assert reading.operations[0].instruction == "uu-8-2002:pasal-i"


def test_a_law_may_amend_several_laws_an_article_each() -> None:
    law = regulation(
        "uu-9-2020",
        pasal("1", "Undang-Undang ini bertujuan baik."),
        pasal("2", OPENING.format("1 Tahun 2001"), angka("1", "Pasal 4 dihapus.")),
        pasal("3", OPENING.format("6 Tahun 2014"), angka("1", "Pasal 5 dihapus.")),
        pasal("4", OPENING.format("7 Tahun 2017"), angka("1", "Pasal 6 dihapus.")),
        amends=("uu-1-2001", "uu-6-2014"),
    )
    reading = read_operations(law)
    assert orders(reading) == ["hapus uu-1-2001:pasal-4", "hapus uu-6-2014:pasal-5"]
    (finding,) = reading.findings
    assert (finding.code, finding.unit) == ("amended_law_unknown", "uu-9-2020:pasal-4:angka-1")


def test_the_law_amended_is_the_one_named_before_its_amendments() -> None:
    opening = (
        "Beberapa ketentuan dalam Undang-Undang Nomor 1 Tahun 2001 tentang Pemilihan sebagaimana "
        "telah diubah dengan Undang-Undang Nomor 8 Tahun 2002 diubah sebagai berikut:"
    )
    law = regulation(
        "uu-9-2003",
        pasal("I", opening, angka("1", "Pasal 4 dihapus.")),
        amends=("uu-8-2002", "uu-1-2001"),
    )
    assert orders(read_operations(law)) == ["hapus uu-1-2001:pasal-4"]


def test_an_item_may_hold_instructions_on_one_article() -> None:
    reading = read_operations(
        amendment(
            "uu-8-2002",
            angka(
                "1",
                "Ketentuan Pasal 2 diubah sebagai berikut:",
                huruf("a", "Ketentuan ayat (1) diubah sehingga berbunyi:", ayat("1", "Baru.")),
                huruf("b", "Ketentuan ayat (3) dihapus."),
            ),
        )
    )
    assert orders(reading) == ["ubah uu-1-2001:pasal-2:ayat-1", "hapus uu-1-2001:pasal-2:ayat-3"]


def test_a_restated_list_is_no_list_of_instructions() -> None:
    reading = read_operations(
        amendment(
            "uu-8-2002",
            angka(
                "1",
                "Ketentuan huruf a dan huruf b Pasal 2 diubah sehingga berbunyi sebagai berikut:",
                huruf("a", "dihapus;"),
                huruf("b", "aturan diubah bersama;"),
            ),
        )
    )
    assert orders(reading) == ["ubah uu-1-2001:pasal-2:huruf-a", "ubah uu-1-2001:pasal-2:huruf-b"]
    assert reading.findings == ()


def test_a_law_that_amends_nothing_has_no_operations() -> None:
    assert read_operations(BASE) == Reading(
        operations=(), findings=(), instructions=0, understood=0
    )
    closing = pasal("II", "Ketentuan ini mulai berlaku.", angka("1", "Tarif diubah tiap tahun."))
    assert read_operations(regulation("uu-8-2002", closing)).instructions == 0


def test_an_item_that_is_not_understood_is_named() -> None:
    reading = read_operations(
        amendment("uu-8-2002", angka("7", "Pasal 4 dipindahkan ke BAB V."), huruf("b", "Penutup"))
    )
    assert reading.operations == ()
    assert (reading.instructions, reading.understood) == (2, 0)
    assert [finding.unit for finding in reading.findings] == [
        "uu-8-2002:pasal-i:angka-7",
        "uu-8-2002:pasal-i:huruf-b",
    ]
    assert "Pasal I angka 7" in reading.findings[0].message
    assert "dipindahkan" in reading.findings[0].message


def test_an_order_without_its_text_and_a_text_without_its_order_are_told() -> None:
    reading = read_operations(
        amendment(
            "uu-8-2002",
            angka("1", "Ketentuan Pasal 3 diubah sehingga berbunyi:", pasal("9", "Salah tempat.")),
        )
    )
    assert [finding.code for finding in reading.findings] == ["no_text", "not_ordered"]
    assert "Pasal 3" in reading.findings[0].message
    assert "Pasal 9" in reading.findings[1].message


def test_a_new_title_and_an_elucidation_need_no_restated_article() -> None:
    reading = read_operations(
        amendment("uu-8-2002", angka("1", "Penjelasan Pasal 2 diubah sebagaimana tercantum"))
    )
    assert [one.action for one in reading.operations] == [Action.CHANGE_ELUCIDATION]
    assert reading.findings == ()


def test_labels_are_for_people() -> None:
    assert label(("pasal-i", "angka-12")) == "Pasal I angka 12"
    assert label(("penjelasan", "pasal-71", "ayat-2")) == "penjelasan Pasal 71 ayat (2)"
    assert label(("bab-4a",)) == "Bab 4A"
