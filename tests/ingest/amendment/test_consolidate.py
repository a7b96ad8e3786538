"""Amendments worked into a law: its new text, who made it, what stood there before."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.amendment.consolidate import Consolidated, consolidate
from ingest.amendment.series import base_missing
from ingest.structure.document import ParsedRegulation, Unit, UnitKind, full_text, walk
from knowledge.errors import StagingError
from tests.ingest.amendment.laws import (
    BASE,
    amendment,
    angka,
    ayat,
    bab,
    huruf,
    pasal,
    unit,
)

CHANGED = pasal("3", "Kampanye diatur Komisi.")


def amended(*items: Unit, **more: object) -> Consolidated:
    numbered = (angka(str(n), one.text, *one.units) for n, one in enumerate(items, 1))
    return consolidate(BASE, [amendment("uu-8-2002", *numbered, **more)])  # type: ignore[arg-type]


def text_of(law: ParsedRegulation, name: str) -> str:
    return full_text(next(one for one in walk((*law.units, *law.elucidation)) if one.id == name))


def ids(law: ParsedRegulation) -> list[str]:
    return [one.id for one in walk(law.units)]


def codes(found: Consolidated) -> list[str]:
    return [finding.code for finding in found.findings]


def test_an_article_restated_takes_the_place_of_the_old_one() -> None:
    found = amended(
        angka("1", "Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:", CHANGED)
    )
    assert text_of(found.law, "uu-1-2001:pasal-3") == "Kampanye diatur Komisi."
    assert found.makers["uu-1-2001:pasal-3"] == ("uu-1-2001", "uu-8-2002")
    assert found.makers["uu-1-2001:pasal-1"] == ("uu-1-2001",)
    assert found.since["uu-1-2001:pasal-3"] == date(2002, 1, 31)
    (version,) = found.versions["uu-1-2001:pasal-3"]
    assert (version.text, version.made_by) == ("Kampanye diatur Menteri.", "uu-1-2001")
    assert (version.since, version.until) == (date(2001, 1, 31), date(2002, 1, 31))
    assert found.findings == ()


def test_two_laws_make_a_chain_and_keep_both_earlier_texts() -> None:
    second = amendment(
        "uu-10-2003",
        angka(
            "1",
            "Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:",
            pasal("3", "Kampanye diatur Komisi dan Badan."),
        ),
        title="Perubahan Kedua atas Undang-Undang Nomor 1 Tahun 2001",
    )
    first = amendment("uu-8-2002", angka("1", "Ketentuan Pasal 3 diubah sehingga:", CHANGED))
    found = consolidate(BASE, [second, first])  # whatever order they come in
    assert found.amendments == ("uu-8-2002", "uu-10-2003")
    assert found.makers["uu-1-2001:pasal-3"] == ("uu-1-2001", "uu-8-2002", "uu-10-2003")
    assert [one.made_by for one in found.versions["uu-1-2001:pasal-3"]] == [
        "uu-1-2001",
        "uu-8-2002",
    ]
    assert found.versions["uu-1-2001:pasal-3"][1].until == date(2003, 1, 31)


RESTATED = pasal(
    "2",
    "",
    ayat("1", "Calon  wajib MENDAFTAR."),
    ayat(
        "2", "Syarat calon:", huruf("a", "setia;"), huruf("b", "jujur; dan"), huruf("c", "sehat.")
    ),
    ayat("3", "Pendaftaran dibuka 60 hari."),
)


def test_only_what_truly_changed_gets_a_longer_chain() -> None:
    found = amended(
        angka(
            "1",
            "Ketentuan ayat (3) Pasal 2 diubah dan pada ayat (2) ditambahkan 1 (satu) huruf, yakni "
            "huruf c, sehingga Pasal 2 berbunyi sebagai berikut:",
            RESTATED,
        )
    )
    both = ("uu-1-2001", "uu-8-2002")
    assert {
        name: chain
        for name, chain in found.makers.items()
        if ":pasal-2" in name and "penjelasan" not in name
    } == {
        "uu-1-2001:pasal-2": both,
        "uu-1-2001:pasal-2:ayat-1": ("uu-1-2001",),  # spaces and capitals are no change
        "uu-1-2001:pasal-2:ayat-2": both,
        "uu-1-2001:pasal-2:ayat-2:huruf-a": ("uu-1-2001",),  # nor is the "dan" of the list
        "uu-1-2001:pasal-2:ayat-2:huruf-b": ("uu-1-2001",),
        "uu-1-2001:pasal-2:ayat-2:huruf-c": ("uu-8-2002",),  # new: this law alone made it
        "uu-1-2001:pasal-2:ayat-3": both,
    }
    assert "uu-1-2001:pasal-2:ayat-1" not in found.versions
    assert codes(found) == []


def test_an_article_restated_in_the_same_words_is_still_that_laws() -> None:
    found = amended(
        angka("1", "Ketentuan Pasal 3 diubah sehingga:", pasal("3", "Kampanye diatur Menteri."))
    )
    assert found.makers["uu-1-2001:pasal-3"] == ("uu-1-2001", "uu-8-2002")
    assert "uu-1-2001:pasal-3" not in found.versions


def test_a_change_that_the_instruction_does_not_name_is_told() -> None:
    found = amended(
        angka("1", "Ketentuan ayat (1) Pasal 2 diubah sehingga Pasal 2 berbunyi:", RESTATED)
    )
    assert codes(found) == ["not_announced", "not_announced"]
    told = {finding.message.split(": ")[1].split(" tanpa")[0] for finding in found.findings}
    assert told == {"bunyi Pasal 2 ayat (3) berubah", "Pasal 2 ayat (2) huruf c ditambahkan"}


def test_a_unit_lost_in_a_restatement_is_kept_and_told() -> None:
    new = pasal(
        "2", "", ayat("1", "Calon wajib melapor."), ayat("3", "Pendaftaran dibuka 30 hari.")
    )
    found = amended(angka("1", "Ketentuan ayat (1) Pasal 2 diubah sehingga Pasal 2 berbunyi:", new))
    assert codes(found) == ["not_restated"]
    assert "Pasal 2 ayat (2)" in found.findings[0].message
    assert text_of(found.law, "uu-1-2001:pasal-2").count("\n") == 4
    assert found.deleted == {}
    # where the whole article is changed, what is left out is gone
    found = amended(angka("1", "Ketentuan Pasal 2 diubah sehingga berbunyi:", new))
    assert found.deleted["uu-1-2001:pasal-2:ayat-2"].by == "uu-8-2002"
    assert codes(found) == []


def test_new_articles_stand_between_their_neighbours() -> None:
    found = amended(
        angka(
            "1",
            "Di antara Pasal 3 dan Pasal 4 disisipkan 2 (dua) pasal, yakni Pasal 3A dan Pasal 3B "
            "sehingga berbunyi sebagai berikut:",
            pasal("3A", "Tiga a."),
            pasal("3B", "Tiga b."),
        )
    )
    articles = [name.split(":")[1] for name in ids(found.law) if name.count(":") == 1]
    assert articles == [
        *("bab-4", "pasal-1", "pasal-2", "pasal-3", "pasal-3a", "pasal-3b"),
        *("bab-5", "pasal-4"),
    ]
    assert found.makers["uu-1-2001:pasal-3a"] == ("uu-8-2002",)


def test_a_deleted_article_keeps_its_place_and_its_former_text() -> None:
    found = amended(angka("1", "Pasal 2 dihapus."), angka("2", "Ketentuan Pasal 1 dihapus."))
    assert text_of(found.law, "uu-1-2001:pasal-2") == "Dihapus."
    gone = found.deleted["uu-1-2001:pasal-2:ayat-2:huruf-a"]
    assert (gone.by, gone.since, gone.text) == ("uu-8-2002", date(2002, 1, 31), "setia; dan")
    assert found.deleted["uu-1-2001:pasal-2"].text.startswith("(1) Calon wajib")
    assert found.versions["uu-1-2001:pasal-2"][0].until == date(2002, 1, 31)
    assert found.makers["uu-1-2001:pasal-2"] == ("uu-1-2001", "uu-8-2002")
    assert text_of(found.law, "uu-1-2001:penjelasan:pasal-2") == "Dihapus."


def test_a_unit_deleted_inside_a_restated_article_is_deleted() -> None:
    new = pasal(
        "2",
        "",
        ayat("1", "Calon wajib mendaftar."),
        ayat("2", "Syarat calon:", huruf("a", "dihapus;"), huruf("b", "jujur.")),
        ayat("3", "Pendaftaran dibuka 30 hari."),
    )
    found = amended(angka("1", "Ketentuan ayat (2) huruf a Pasal 2 dihapus sehingga:", new))
    assert set(found.deleted) == {"uu-1-2001:pasal-2:ayat-2:huruf-a"}
    assert codes(found) == []
    # a later law that restates the article does not delete it again, nor revive it
    again = amendment("uu-9-2003", angka("1", "Ketentuan Pasal 2 diubah sehingga:", new))
    first = amendment("uu-8-2002", angka("1", "Ketentuan ayat (2) huruf a Pasal 2 dihapus:", new))
    twice = consolidate(BASE, [first, again])
    assert twice.deleted["uu-1-2001:pasal-2:ayat-2:huruf-a"].by == "uu-8-2002"


def test_a_deleted_unit_can_be_restored() -> None:
    first = amendment("uu-8-2002", angka("1", "Pasal 3 dihapus."))
    second = amendment("uu-9-2003", angka("1", "Ketentuan Pasal 3 diubah sehingga:", CHANGED))
    found = consolidate(BASE, [first, second])
    assert "uu-1-2001:pasal-3" not in found.deleted
    assert found.makers["uu-1-2001:pasal-3"][-1] == "uu-9-2003"


def test_a_partial_restatement_changes_only_the_part() -> None:
    found = amended(
        angka(
            "1",
            "Di antara ayat (2) dan ayat (3) Pasal 2 disisipkan 1 (satu) ayat, yakni ayat (2a) "
            "yang berbunyi sebagai berikut:",
            pasal("2", "", ayat("2a", "Baru.")),
        ),
        angka(
            "2", "Ketentuan ayat (1) Pasal 2 diubah sehingga berbunyi:", ayat("1", "Calon mundur.")
        ),
    )
    article = next(one for one in walk(found.law.units) if one.id == "uu-1-2001:pasal-2")
    assert [one.number for one in article.units] == ["1", "2", "2a", "3"]
    assert article.units[0].text == "Calon mundur."
    assert found.makers["uu-1-2001:pasal-2:ayat-3"] == ("uu-1-2001",)
    assert found.deleted == {}


def test_a_new_bab_comes_with_its_articles() -> None:
    found = amended(
        angka(
            "1",
            "Di antara BAB IV dan BAB V disisipkan 1 (satu) BAB yakni BAB IVA yang berbunyi:",
            bab("IVA", "PENGAWASAN", pasal("3A", "Badan mengawasi.")),
        )
    )
    assert [one.id for one in found.law.units] == [
        "uu-1-2001:bab-4",
        "uu-1-2001:bab-4a",
        "uu-1-2001:bab-5",
    ]
    assert found.makers["uu-1-2001:pasal-3a"] == ("uu-8-2002",)
    assert found.makers["uu-1-2001:bab-4a"] == ("uu-8-2002",)


def test_a_new_bagian_stands_in_its_bab() -> None:
    new = unit(UnitKind.BAGIAN, "Kesatu", "", pasal("4A", "Baru."), heading="Umum")
    new = new.model_copy(update={"id": "bagian-1"})
    words = "Di antara Bagian Kedua dan Bagian Ketiga BAB {} disisipkan 1 (satu) bagian, yakni "
    found = amended(
        angka("1", words.format("V") + "Bagian Kesatu BAB V yang berbunyi:", new),
        angka("2", words.format("VI") + "Bagian Kesatu BAB VI yang berbunyi:", new),
    )
    assert found.law.units[1].units[0].id == "uu-1-2001:bab-5:bagian-1"
    assert [one.id for one in found.law.units[1].units[0].units] == ["uu-1-2001:pasal-4a"]
    assert codes(found) == ["base_lacks"]  # there is no Bab VI


def test_a_deleted_bab_takes_its_articles_with_it() -> None:
    found = amended(angka("1", "BAB V dihapus."))
    assert set(found.deleted) == {"uu-1-2001:bab-5", "uu-1-2001:pasal-4"}


def test_a_bab_gets_another_title() -> None:
    found = amended(
        angka("1", "Judul BAB V diubah sehingga berbunyi:", bab("V", "KETENTUAN AKHIR"))
    )
    assert found.law.units[1].heading == "KETENTUAN AKHIR"
    assert found.versions["uu-1-2001:bab-5"][0].text == "PENUTUP"
    assert text_of(found.law, "uu-1-2001:pasal-4") == "Undang-Undang ini mulai berlaku."


def test_words_are_replaced_where_they_stand() -> None:
    found = amended(
        angka("1", 'Frasa "Menteri" dalam Pasal 3 diganti dengan frasa "Komisi".'),
        angka("2", 'Frasa "raja" dalam Pasal 3 diganti dengan frasa "presiden".'),
    )
    assert text_of(found.law, "uu-1-2001:pasal-3") == "Kampanye diatur Komisi."
    assert codes(found) == ["words_not_found"]


def test_the_elucidation_follows_its_article() -> None:
    found = amended(
        angka("1", "Ketentuan Pasal 3 diubah sehingga:", CHANGED),
        angka("2", "Ketentuan Pasal 2 tetap, dengan perubahan penjelasan Pasal 2 ayat (1)."),
        elucidation=(pasal("3", "Komisi ialah KPU."), pasal("2", "", ayat("1", "Calon ialah.."))),
    )
    assert text_of(found.law, "uu-1-2001:penjelasan:pasal-3") == "Komisi ialah KPU."
    assert found.makers["uu-1-2001:penjelasan:pasal-3"] == ("uu-8-2002",)
    assert found.makers["uu-1-2001:penjelasan:pasal-2"] == ("uu-1-2001", "uu-8-2002")
    assert found.makers["uu-1-2001:pasal-2"] == ("uu-1-2001",)
    assert text_of(found.law, "uu-1-2001:penjelasan:pasal-1") == "Cukup jelas."


def test_what_the_base_does_not_have_is_told() -> None:
    found = amended(
        angka("1", "Ketentuan Pasal 22B diubah sehingga:", pasal("22B", "Baru.")),
        angka("2", "Pasal 77 dihapus."),
        angka("3", "Ketentuan ayat (9) Pasal 3 dihapus."),
    )
    assert codes(found) == ["base_lacks", "base_lacks", "base_lacks"]
    assert text_of(found.law, "uu-1-2001:pasal-22b") == "Baru."
    assert found.applied == {"uu-8-2002:pasal-i:angka-1"}


def test_an_instruction_not_understood_changes_nothing_and_stays() -> None:
    found = amended(
        angka("1", "Ketentuan Pasal 3 diubah sehingga:", CHANGED),
        angka("2", "Ketentuan Pasal 1 dipindahkan.", pasal("1", "Bunyi lain.")),
    )
    assert codes(found) == ["instruction_unclear"]
    assert "Pasal I angka 2" in found.findings[0].message
    assert text_of(found.law, "uu-1-2001:pasal-1") == "Setiap orang berhak memilih."
    assert found.applied == {"uu-8-2002:pasal-i:angka-1"}


def test_a_law_about_another_one_changes_nothing() -> None:
    other = amendment("uu-8-2002", angka("1", "Pasal 3 dihapus."), base="uu-7-2000")
    found = consolidate(BASE, [other])
    assert found.law == BASE
    assert codes(found) == ["nothing_amended"]
    assert found.own == (other,)


def test_without_an_amendment_there_is_nothing_to_consolidate() -> None:
    with pytest.raises(StagingError, match="Take one in"):
        consolidate(BASE, [])
    twice = amendment("uu-8-2002", angka("1", "Pasal 3 dihapus."))
    with pytest.raises(StagingError, match="given twice"):
        consolidate(BASE, [twice, twice])
    with pytest.raises(StagingError, match="given twice"):
        consolidate(BASE, [BASE])


def test_the_amending_law_keeps_what_is_its_own() -> None:
    found = amended(
        angka("1", "Ketentuan Pasal 3 diubah sehingga:", CHANGED),
        angka("2", "Ketentuan Pasal 1 dipindahkan.", pasal("1", "Bunyi lain.")),
        elucidation=(pasal("3", "Komisi ialah KPU."), pasal("1", "Lain."), pasal("II", "Jelas.")),
    )
    (own,) = found.own
    assert [one.id for one in walk(own.units)] == [
        "uu-8-2002:pasal-i",
        "uu-8-2002:pasal-i:angka-2",
        "uu-8-2002:pasal-1",  # not worked in: it stays under the amending law's name
        "uu-8-2002:pasal-ii",
    ]
    assert [one.id for one in own.elucidation] == [
        "uu-8-2002:penjelasan:umum",
        "uu-8-2002:penjelasan:pasal-1",
        "uu-8-2002:penjelasan:pasal-ii",
    ]


def test_an_article_that_nothing_orders_stays_with_the_amending_law() -> None:
    found = amended(
        angka("1", "Ketentuan Pasal 3 diubah sehingga:", CHANGED, pasal("9", "Salah tempat."))
    )
    assert codes(found) == ["not_ordered"]
    assert text_of(found.law, "uu-1-2001:pasal-3") == "Kampanye diatur Komisi."
    assert "uu-1-2001:pasal-9" not in ids(found.law)
    assert "uu-8-2002:pasal-9" in ids(found.own[0])


def test_an_earlier_amendment_that_is_not_there_is_told() -> None:
    second = amendment(
        "uu-10-2003",
        angka("1", "Pasal 3 dihapus."),
        title="Perubahan Kedua atas Undang-Undang Nomor 1 Tahun 2001",
    )
    assert codes(consolidate(BASE, [second])) == ["amendment_missing"]
    first = amendment("uu-8-2002", angka("1", "Pasal 1 dihapus."))
    assert codes(consolidate(BASE, [first, second])) == []


def test_an_amendment_older_than_its_base_is_told() -> None:
    old = amendment("uu-8-1999", angka("1", "Pasal 3 dihapus."))
    assert codes(consolidate(BASE, [old])) == ["out_of_order"]


def test_without_its_base_a_law_says_which_document_is_missing() -> None:
    law = amendment("uu-8-2002", angka("1", "Pasal 3 dihapus."))
    (finding,) = base_missing(law, {"uu-8-2002"})
    assert "uu-1-2001" in finding.message
    assert base_missing(law, {"uu-1-2001"}) == ()
    assert base_missing(BASE, set()) == ()


def test_no_word_of_an_untouched_law_is_lost() -> None:
    found = amended(angka("1", "Ketentuan Pasal 3 diubah sehingga:", CHANGED))
    before = {one.id: full_text(one) for one in walk(BASE.units) if one.units == ()}
    after = {one.id: full_text(one) for one in walk(found.law.units) if one.units == ()}
    assert {name for name in before if before[name] != after[name]} == {"uu-1-2001:pasal-3"}
