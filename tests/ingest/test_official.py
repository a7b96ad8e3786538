"""From the units of a document to provisions: verbatim, each with the words that open it."""

from __future__ import annotations

import pytest

from ingest.official import provisions_of
from ingest.structure.document import ParsedRegulation, Unit
from knowledge.model import Confidence, Provision
from tests.ingest.parsed import (
    angka,
    ayat,
    bab,
    huruf,
    lampiran,
    pasal,
    regulation,
    umum,
)


def provisions(parsed: ParsedRegulation) -> dict[str, Provision]:
    found = list(provisions_of(parsed))
    by_id = {provision.id.partition(":")[2]: provision for provision in found}
    assert len(by_id) == len(found), "an id stands twice"
    return by_id


DISCIPLINE = regulation(
    "pp-94-2021",
    bab(
        "II",
        "KEWAJIBAN DAN LARANGAN",
        pasal(
            "5",
            "PNS dilarang:",
            huruf("a", "menyalahgunakan wewenang;"),
            huruf(
                "n",
                "memberikan dukungan dengan cara:",
                angka("1", "ikut kampanye;"),
                angka("2", "menjadi peserta kampanye."),
            ),
        ),
        pasal(
            "7",
            "",
            ayat("1", "Tingkat Hukuman Disiplin terdiri atas:", huruf("a", "ringan;")),
            ayat("2", "Hukuman Disiplin dijatuhkan."),
        ),
    ),
)


def test_text_is_quoted_with_all_that_stands_inside_it() -> None:
    found = provisions(DISCIPLINE)

    assert found["pasal-5:huruf-n:angka-2"].text == "menjadi peserta kampanye."
    assert found["pasal-5:huruf-n"].text == (
        "memberikan dukungan dengan cara:\n1. ikut kampanye;\n2. menjadi peserta kampanye."
    )
    assert found["pasal-7"].text == (
        "(1) Tingkat Hukuman Disiplin terdiri atas:\na. ringan;\n(2) Hukuman Disiplin dijatuhkan."
    )


def test_every_provision_is_official_and_named_as_citations_name_it() -> None:
    found = provisions(DISCIPLINE)

    assert {p.text_kind for p in found.values()} == {"official"}
    assert {p.confidence for p in found.values()} == {Confidence.TEKS}
    assert {p.regulation for p in found.values()} == {"pp-94-2021"}
    assert found["pasal-5:huruf-n:angka-2"].locator == "Pasal 5 huruf n angka 2"


def test_chapters_are_no_provisions() -> None:
    assert set(provisions(DISCIPLINE)) == {
        "pasal-5",
        "pasal-5:huruf-a",
        "pasal-5:huruf-n",
        "pasal-5:huruf-n:angka-1",
        "pasal-5:huruf-n:angka-2",
        "pasal-7",
        "pasal-7:ayat-1",
        "pasal-7:ayat-1:huruf-a",
        "pasal-7:ayat-2",
    }


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("pasal-5", None),
        ("pasal-5:huruf-a", "PNS dilarang:"),
        ("pasal-5:huruf-n:angka-1", "PNS dilarang: memberikan dukungan dengan cara:"),
        ("pasal-7:ayat-2", None),
        ("pasal-7:ayat-1:huruf-a", "Tingkat Hukuman Disiplin terdiri atas:"),
    ],
)
def test_opening_words_go_with_the_units_that_they_open(name: str, lead: str | None) -> None:
    assert provisions(DISCIPLINE)[name].lead == lead


@pytest.mark.parametrize(
    ("opening", "lead"),
    [
        ("Dalam hal calon:", "Dalam hal calon:"),
        ("Dalam hal calon,", "Dalam hal calon,"),
        ("Calon ditetapkan dengan keputusan.", None),
        (f"{'kata ' * 150}:", None),  # longer than any opening: a text of its own
    ],
)
def test_only_an_opening_is_taken_for_one(opening: str, lead: str | None) -> None:
    parsed = regulation("pp-1-2024", pasal("1", opening, huruf("a", "meninggal dunia;")))

    assert provisions(parsed)["pasal-1:huruf-a"].lead == lead


def test_words_after_the_last_item_belong_to_the_whole() -> None:
    parsed = regulation(
        "pp-1-2024", pasal("1", "Calon:", huruf("a", "lulus;"), closing="dinyatakan sah.")
    )

    found = provisions(parsed)

    assert found["pasal-1"].text == "Calon:\na. lulus;\ndinyatakan sah."
    assert found["pasal-1:huruf-a"].text == "lulus;"


@pytest.mark.parametrize("words", ["Cukup jelas.", "cukup  jelas", "CUKUP JELAS", "- Cukup jelas;"])
def test_an_elucidation_that_explains_nothing_is_left_out(words: str) -> None:
    parsed = regulation("pp-1-2024", pasal("1", "Isi."), elucidation=(pasal("1", words),))

    assert set(provisions(parsed)) == {"pasal-1"}


def test_an_elucidation_stands_apart_from_what_it_explains() -> None:
    parsed = regulation(
        "pp-1-2024",
        pasal("1", "Isi."),
        elucidation=(
            umum("Latar belakang."),
            pasal(
                "1",
                "",
                ayat("1", "Yang dimaksud dengan isi adalah isi."),
                ayat("2", "Cukup jelas."),
            ),
            pasal("2", "Tidak cukup jelas bagi sebagian orang."),
        ),
    )

    found = provisions(parsed)

    assert {name: p.text for name, p in found.items() if name.startswith("penjelasan")} == {
        "penjelasan:umum": "Latar belakang.",
        "penjelasan:pasal-1:ayat-1": "Yang dimaksud dengan isi adalah isi.",
        "penjelasan:pasal-2": "Tidak cukup jelas bagi sebagian orang.",
    }


def test_an_annex_and_each_of_its_rows() -> None:
    parsed = regulation(
        "pp-1-2024",
        pasal("1", "Isi."),
        annexes=(lampiran("I", "DAFTAR", ("No", "Uraian"), ("1", "Memberi dukungan")),),
    )

    found = provisions(parsed)

    assert found["lampiran-i:baris-2"].text == "1 | Memberi dukungan"
    assert "Memberi dukungan" in found["lampiran-i"].text


def amending(*inside: Unit) -> ParsedRegulation:
    return regulation(
        "uu-10-2016",
        pasal("I", "Beberapa ketentuan dalam UU 1/2015 diubah sebagai berikut:", *inside),
        pasal("II", "Undang-Undang ini mulai berlaku pada tanggal diundangkan."),
    )


def test_an_amending_law_states_articles_not_instructions() -> None:
    restated = pasal("71", "Pejabat dilarang:", huruf("a", "membuat keputusan."))
    found = provisions(amending(angka("1", "Ketentuan Pasal 71 diubah:", restated)))

    assert set(found) == {"pasal-i", "pasal-71", "pasal-71:huruf-a", "pasal-ii"}
    assert found["pasal-i"].text == "Beberapa ketentuan dalam UU 1/2015 diubah sebagai berikut:"
    assert found["pasal-71"].text == "Pejabat dilarang:\na. membuat keputusan."
    assert found["pasal-71"].lead is None
    assert found["pasal-71:huruf-a"].lead == "Pejabat dilarang:"


def test_a_single_amendment_stands_in_the_roman_article_itself() -> None:
    found = provisions(amending(pasal("71", "Pejabat dilarang membuat keputusan.")))

    assert "membuat keputusan" not in found["pasal-i"].text
    assert found["pasal-71"].text == "Pejabat dilarang membuat keputusan."
    assert found["pasal-71"].lead is None


def test_an_instruction_that_deletes_stays_in_the_words_of_its_article() -> None:
    found = provisions(amending(angka("1", "Pasal 72 dihapus.")))

    assert found["pasal-i:angka-1"].text == "Pasal 72 dihapus."
    assert "Pasal 72 dihapus." in found["pasal-i"].text


def test_units_without_words_are_no_provisions() -> None:
    assert set(provisions(regulation("pp-1-2024", pasal("1"), pasal("2", "Isi.")))) == {"pasal-2"}
