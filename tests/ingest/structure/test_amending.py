"""Amending regulations: instructions whole, new articles with ids of their own."""

from __future__ import annotations

from ingest.structure.document import ParsedRegulation, UnitKind, walk
from ingest.structure.parse import parse
from tests.ingest.structure.samples import CLOSING, HEAD, outline, parsed, source, unit

TITLE = "PERUBAHAN ATAS PERATURAN PEMERINTAH NOMOR 3 TAHUN 2015 TENTANG UJI"


def amendment(
    items: str, second: str = "Peraturan Pemerintah ini mulai berlaku."
) -> ParsedRegulation:
    """PP 7/2020 as an amending regulation."""
    head = HEAD.replace("UJI NASKAH", TITLE)
    body = f"Pasal I\nBeberapa ketentuan dalam PP diubah sebagai berikut:\n{items}\nPasal II\n{second}\n"
    return parse(source(head + body + CLOSING))


def test_instruction_and_new_article() -> None:
    law = amendment(
        "1. Ketentuan Pasal 4 diubah sehingga berbunyi sebagai berikut:\nPasal 4\n(1) Satu.\n(2) Dua:\n"
        "a. alfa; dan\nb. beta.\n2. Pasal 5 dihapus."
    )
    assert law.metadata.amends == ("pp-3-2015",)
    assert [u.id for u in law.units] == ["pp-7-2020:pasal-i", "pp-7-2020:pasal-ii"]
    first, second = law.units[0].units
    assert first.id == "pp-7-2020:pasal-i:angka-1"
    assert first.text == "Ketentuan Pasal 4 diubah sehingga berbunyi sebagai berikut:"
    assert first.units[0].kind is UnitKind.PASAL
    assert unit(law, "pasal-4:ayat-2:huruf-b").text == "beta."
    assert (second.text, second.units) == ("Pasal 5 dihapus.", ())


def test_inserted_articles_named_as_a_range() -> None:
    law = amendment(
        "1. Di antara Pasal 8 dan Pasal 9 disisipkan 3 (tiga) pasal, yakni Pasal 8A sampai dengan Pasal 8C"
        " sehingga berbunyi sebagai berikut:\nPasal 8A\nSatu sebagaimana dimaksud dalam Pasal 8.\n"
        "Pasal 8B\nDua.\nPasal 8C\nTiga."
    )
    assert [u.number for u in law.units[0].units[0].units] == ["8A", "8B", "8C"]
    assert unit(law, "pasal-8c").text == "Tiga."


def test_an_inserted_bab_holds_its_articles() -> None:
    law = amendment(
        "1. Di antara BAB IV dan BAB V disisipkan 1 (satu) BAB yaitu BAB IVA sehingga berbunyi sebagai"
        " berikut:\nBAB IVA\nANTARWAKTU\nPasal 47A\nSatu."
    )
    bab = law.units[0].units[0].units[0]
    assert (bab.id, bab.number, bab.heading) == ("pp-7-2020:bab-4a", "IVA", "ANTARWAKTU")
    assert [u.id for u in bab.units] == ["pp-7-2020:pasal-47a"]


def test_ayat_inserted_without_the_article_around_them() -> None:
    law = amendment(
        "1. Di antara ayat (4) dan ayat (5) Pasal 365 disisipkan 2 (dua) ayat, yakni ayat (4a) dan ayat (4b)"
        " yang berbunyi sebagai berikut:\n(4a) Satu.\n(4b) Dua."
    )
    assert [u.id for u in law.units[0].units[0].units] == [
        "pp-7-2020:pasal-365:ayat-4a",
        "pp-7-2020:pasal-365:ayat-4b",
    ]


def test_definitions_changed_alone() -> None:
    law = amendment(
        "1. Ketentuan angka 7 Pasal 1 diubah sehingga berbunyi sebagai berikut:\n7. Menteri adalah menteri."
    )
    assert unit(law, "pasal-1:angka-7").text == "Menteri adalah menteri."


def test_items_inside_a_new_article_are_not_items_of_the_amendment() -> None:
    law = amendment(
        "1. Ketentuan Pasal 1 diubah sehingga berbunyi sebagai berikut:\nPasal 1\nDalam peraturan ini:\n"
        "1. Desa adalah desa.\n2. Dana adalah dana.\n3. Kepala adalah kepala.\n"
        "2. Ketentuan Pasal 2 diubah sehingga berbunyi sebagai berikut:\nPasal 2\nIsi."
    )
    assert [u.number for u in law.units[0].units] == ["1", "2"]
    assert outline(unit(law, "pasal-1").units) == "1 2 3"


def test_items_in_letters() -> None:
    law = amendment(
        "a. Ketentuan Pasal 1 diubah sehingga berbunyi sebagai berikut:\nPasal 1\nIsi.\nb. Pasal 3 dihapus."
    )
    assert [u.id for u in law.units[0].units] == [
        "pp-7-2020:pasal-i:huruf-a",
        "pp-7-2020:pasal-i:huruf-b",
    ]


def test_a_lost_item_is_reported() -> None:
    law = amendment("1. Pasal 2 dihapus.\n3. Pasal 4 dihapus.")
    assert [
        "Butir perubahan 2" in f.message for f in law.report.findings if f.code == "missing"
    ] == [True]


def test_an_ordinary_law_that_mentions_changes_is_no_amendment() -> None:
    assert all(u.number.isdigit() for u in walk(parsed("uu-6-2014.md").units) if u.kind == "pasal")


def test_the_elucidation_of_an_amendment_follows_its_items() -> None:
    law = parsed("uu-10-2016.md")
    roman = [u for u in law.elucidation if u.id == "uu-10-2016:penjelasan:pasal-i"]
    assert [u.number for u in roman[0].units] == [str(n) for n in range(1, 68)]
    assert unit(law, "penjelasan:pasal-201:ayat-9").text.startswith("Penjabat Gubernur")


def test_the_list_of_earlier_amendments_is_not_taken_for_items() -> None:
    law = amendment("").metadata  # the title alone makes it an amendment
    assert law.amends == ("pp-3-2015",)
    text = HEAD.replace("UJI NASKAH", TITLE) + (
        "Pasal I\nBeberapa ketentuan dalam Peraturan Pemerintah Nomor 3 Tahun 2015 yang telah beberapa kali diubah"
        " dengan Peraturan Pemerintah:\na. Nomor 4 Tahun 2016 (Lembaran Negara Tahun 2016 Nomor 1);\n"
        "b. Nomor 5 Tahun 2017 tentang Penetapan menjadi Undang-Undang;\ndiubah sebagai berikut:\n"
        "1. Pasal 4 dihapus.\nPasal II\nMulai berlaku.\n"
    )
    first = parse(source(text + CLOSING)).units[0]
    assert [(u.kind, u.number, u.text) for u in first.units] == [
        (UnitKind.ANGKA, "1", "Pasal 4 dihapus.")
    ]
    assert first.text.endswith("diubah sebagai berikut:")
