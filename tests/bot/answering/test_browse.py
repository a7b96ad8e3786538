"""Looking around in an edition: topics, rulings, regulations, articles, sanctions, and a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answering.answerer import open_answerer
from bot.answering.browse import EditionLibrary
from bot.answering.browse_texts import load_library_texts
from bot.answering.library import Library
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.model import Provision, RegulationStatus, Review, Verdict
from knowledge.reviews import add_confirmations
from tests.bot.answering.scripted_edition import Leaves, answerer_of, edition_of, settings
from tests.tiny_edition import TinyEdition

SCRIPT: Mapping[str, Leaves] = {
    "like": {("like", "dilarang"): 0.8, ("hadir", "boleh_bersyarat"): 0.2},
    "resep": {("sapaan", "di_luar_cakupan"): 0.95, ("hadir", "boleh_bersyarat"): 0.05},
    "kampanye": {("sapaan", "di_luar_cakupan"): 0.9, ("hadir", "boleh_bersyarat"): 0.1},
}


def library_of(knowledge: Knowledge, data_dir: Path) -> Library:
    """The library of an edition made of this knowledge."""
    return answerer_of(edition_of(knowledge, SCRIPT), data_dir).library


@pytest.fixture
def library(law: Knowledge, tmp_path: Path) -> Library:
    return library_of(law, tmp_path)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library of the data that ship with the project."""
    return library_of(load_knowledge(), tmp_path_factory.mktemp("var"))


def changed(law: Knowledge, provision_id: str, **fields: object) -> Knowledge:
    """The law with one provision added or replaced."""
    old = law.provisions.get(provision_id)
    values = {
        "id": provision_id,
        "regulation": provision_id.partition(":")[0],
        "locator": "lokasi",
        "text": "Bunyi.",
        "confidence": "teks",
        **(old.model_dump() if old else {}),
        **fields,
    }
    new = Provision.model_validate(values)
    return replace(law, provisions={**law.provisions, provision_id: new})


def test_topics_are_those_that_have_rulings(library: Library) -> None:
    found = [(topic.id, topic.title, topic.rulings) for topic in library.topics()]
    assert found == [
        ("medsos", "Media sosial dan pesan daring", 2),
        ("kampanye", "Kampanye dan acara yang melibatkan calon", 2),
        ("subjek", "Subjek", 1),
    ]


def test_the_rulings_of_a_topic_are_in_short(library: Library) -> None:
    card, other = library.rulings("kampanye")
    assert other.id == "lapor-hubungan"
    assert card.title == "Bolehkah hadir dalam kampanye?"
    assert card.verdict is Verdict.BOLEH_BERSYARAT
    assert card.summary == "Boleh dengan syarat. Hanya menyimak."
    assert not card.review
    assert library.ruling("hadir") == card
    assert library.rulings("tak-ada") == ()
    assert library.ruling("tak-ada") is None


@pytest.mark.parametrize(
    ("title", "verdict", "summary"),
    [
        ("Bolehkah hadir di kampanye memakai atribut?", "dilarang", "Dilarang. Atribut"),
        ("Bolehkah camat hadir di kampanye?", "dilarang", "Dilarang bagi pejabat."),
        ("Bolehkah hadir selama CLTN?", "boleh_bersyarat", "Boleh dengan syarat."),
    ],
)
async def test_a_card_allows_no_more_than_its_title_is_answered_with(
    law: Knowledge, tmp_path: Path, title: str, verdict: str, summary: str
) -> None:
    """What the title says may fall under a branch; a looser one does not count."""
    renamed = law.rulings["hadir"].model_copy(update={"title": title})
    edition = edition_of(replace(law, rulings={**law.rulings, "hadir": renamed}), SCRIPT)
    answerer = answerer_of(edition, tmp_path)
    card = answerer.library.ruling("hadir")
    assert card is not None
    assert card.verdict == verdict
    assert card.summary.startswith(summary)
    answer = await answerer.answer(title, ruling="hadir")
    assert answer.verdict is card.verdict


@pytest.mark.parametrize(
    ("text", "regulation"),
    [
        ("uu asn", "uu-20-2023"),
        ("UU-ASN lama ", "uu-5-2014"),
        ("PP Disiplin PNS", "pp-94-2021"),
        ("uu pemilu", None),  # not in this body of law
        ("pasal 5 uu asn", None),
        ("asn", None),
        ("", None),
    ],
)
def test_a_regulation_goes_by_what_people_call_it(
    library: Library, text: str, regulation: str | None
) -> None:
    found = library.regulation(text)
    assert (found.id if found else None) == regulation


def test_a_ruling_whose_law_ended_since_the_edition_was_built_is_not_listed(
    law: Knowledge, tmp_path: Path
) -> None:
    regulations, rulings = dict(law.regulations), dict(law.rulings)
    ended = {"status": RegulationStatus.BERLAKU, "repealed_since": date(2021, 8, 31)}
    regulations["pp-53-2010"] = regulations["pp-53-2010"].model_copy(update=ended)
    rulings["hadir"] = rulings["hadir"].model_copy(update={"basis": ("pp-53-2010:pasal-4",)})
    edition = edition_of(replace(law, regulations=regulations, rulings=rulings), SCRIPT)
    built = edition.manifest.model_copy(update={"built": date(2021, 8, 1)})
    library = answerer_of(replace(edition, manifest=built), tmp_path).library
    assert library.ruling("hadir") is None
    assert [card.id for card in library.rulings("kampanye")] == ["lapor-hubungan"]
    assert [card.id for card in library.find("like", 5)] == ["like"]


def test_a_ruling_awaits_review_until_an_admin_confirms_it(law: Knowledge, tmp_path: Path) -> None:
    review = Review(ruling="like", fingerprint="f1", changed=("uu-20-2023:pasal-24",))
    library = library_of(replace(law, reviews={"like": review}), tmp_path)
    assert [card.id for card in library.rulings("medsos") if card.review] == ["like"]
    now = datetime(2026, 11, 21, tzinfo=UTC)
    add_confirmations(settings(tmp_path), [review], "admin", now, "sudah dibaca")
    assert not any(card.review for card in library.rulings("medsos"))


def test_editors_see_whole_records(library: Library, law: Knowledge) -> None:
    assert library.record("like") == law.rulings["like"]
    assert library.record("tidak-ada") is None
    assert [one.id for one in library.families()] == list(law.families)
    assert [one.id for one in library.classes()] == list(law.classes)


def test_regulations_in_force_come_first(library: Library) -> None:
    order = ["berlaku", "diubah", "tidak_pasti", "dicabut"]
    ranks = [max(order.index(one.status), 1) for one in library.regulations()]
    assert ranks == sorted(ranks)
    assert {1, 2, 3} == {*ranks}
    found = {one.id: one for one in library.regulations()}
    assert found["pp-94-2021"].label == "PP 94/2021"
    assert found["pp-94-2021"].articles == len(library.articles("pp-94-2021"))
    assert found["pp-53-2010"].status == "dicabut"


def test_articles_are_in_the_order_of_their_numbers(law: Knowledge, tmp_path: Path) -> None:
    for unit in ("pasal-10", "pasal-2", "pasal-133b", "pasal-133a", "pasal-133"):
        law = changed(law, f"uu-6-2014:{unit}")
    found = library_of(law, tmp_path).articles("uu-6-2014")
    assert [card.label for card in found] == [
        *("Pasal 2", "Pasal 10", "Pasal 29", "Pasal 30"),
        *("Pasal 133", "Pasal 133A", "Pasal 133B"),
    ]
    assert found[0].id == "uu-6-2014:pasal-2"


def test_rows_of_annexes_come_after_the_articles_and_each_counts(
    law: Knowledge, tmp_path: Path
) -> None:
    row = "uu-6-2014:lampiran-2:etik"
    for number in (1, 2, 10):
        law = changed(law, f"{row}-{number}", locator=f"Lampiran II etik nomor {number}")
    law = changed(law, "uu-6-2014:penjelasan:umum", locator="Penjelasan Umum")
    found = library_of(law, tmp_path).articles("uu-6-2014")
    assert [card.label for card in found] == [
        *("Pasal 29", "Pasal 30"),
        *(f"Lampiran II etik nomor {number}" for number in (1, 2, 10)),
        "Penjelasan umum",
    ]


def test_units_without_a_number_are_told_apart(law: Knowledge, tmp_path: Path) -> None:
    for unit in ("hadir-kampanye", "foto"):
        law = changed(law, f"se-menpanrb-1-2023:{unit}", locator="Isi surat edaran")
    labels = [card.label for card in library_of(law, tmp_path).articles("se-menpanrb-1-2023")]
    assert labels == ["sanksi", "Hadir kampanye", "Foto"]


def test_an_amended_law_lists_the_articles_that_its_amendments_hold(library: Library) -> None:
    assert "Pasal 8" in [card.label for card in library.articles("pp-94-2021")]
    [citation] = library.article("pp-94-2021:pasal-8")
    assert citation.label == "PP 94/2021 Pasal 8 sebagaimana diubah dengan PP 1/2024"


def test_an_article_is_told_with_all_its_parts(library: Library) -> None:
    found = [citation.id for citation in library.article("pp-94-2021:pasal-5")]
    assert found == [
        "pp-94-2021:pasal-5",
        "pp-94-2021:pasal-5:huruf-a",
        "pp-94-2021:pasal-5:huruf-n",
        "pp-94-2021:pasal-5:huruf-n:angka-1",
        "pp-94-2021:pasal-5:huruf-n:angka-2",
    ]
    # Known only by one of its parts.
    assert [c.id for c in library.article("pp-94-2021:pasal-14")] == ["pp-94-2021:pasal-14:huruf-i"]


@pytest.mark.parametrize(
    "name", ["pp-94-2021:pasal-99", "pp-1-1900:pasal-1", "pp-94-2021", "", ":"]
)
def test_an_article_that_is_not_there_has_no_text(library: Library, name: str) -> None:
    assert library.article(name) == ()


def test_the_ladder_holds_what_rulings_threaten_and_nothing_that_is_repealed(
    library: Library, law: Knowledge, tmp_path: Path
) -> None:
    [one, *_] = library.sanctions()
    assert (one.level, one.heading) == ("berat", "Hukuman disiplin berat")
    assert one.text == "Hukuman disiplin berat bagi pemberi dukungan."
    assert one.citation.id == "pp-94-2021:pasal-14:huruf-i"
    assert one.conduct[:2] == ("like", "hadir")
    repealed = changed(law, "pp-94-2021:pasal-14:huruf-i", repealed_since="2020-01-01")
    assert one.level not in [s.level for s in library_of(repealed, tmp_path).sanctions()]


def test_what_is_spelled_out_under_a_sanction_is_no_step_of_its_own(
    law: Knowledge, tmp_path: Path
) -> None:
    above, below = "pp-94-2021:pasal-14", "pp-94-2021:pasal-14:huruf-i"
    law = changed(law, above, kind="sanksi_disiplin", text="Hukuman disiplin berat.")
    like = law.rulings["like"].model_copy(update={"sanctions": (above, below)})
    library = library_of(replace(law, rulings={**law.rulings, "like": like}), tmp_path)
    assert [s.citation.id for s in library.sanctions() if "like" in s.conduct] == [above]


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"kind": "sanksi_etik", "text": "Pernyataan terbuka."}, "moral"),
        ({"kind": "sanksi_disiplin", "sanction": "Hukuman ringan"}, "ringan"),
        ({"kind": "sanksi_disiplin", "sanction": "PTDH"}, "pemberhentian"),
        ({"kind": "sanksi_pidana", "sanction": "Denda paling banyak Rp12 juta"}, "pidana"),
        ({"kind": None, "text": "dipidana dengan pidana penjara paling lama 1 tahun"}, "pidana"),
        ({"kind": "sanksi_disiplin", "text": "Hukuman ringan atau hukuman berat."}, None),
        ({"kind": "prosedur", "text": "Hukuman berat diputus oleh PPK."}, None),
    ],
)
def test_a_sanction_stands_on_the_level_that_the_law_names(
    law: Knowledge, tmp_path: Path, fields: dict[str, object], level: str | None
) -> None:
    library = library_of(changed(law, "pp-94-2021:pasal-14:huruf-i", **fields), tmp_path)
    found = [s.level for s in library.sanctions() if s.conduct]
    assert found == ([level] if level else [])


def test_what_is_near_to_a_text_is_found_best_first(library: Library) -> None:
    assert [card.id for card in library.find("like foto calon", 5)] == ["like", "hadir"]
    assert [card.id for card in library.find("like foto calon", 1)] == ["like"]


@pytest.mark.parametrize("text", ["resep rendang", "", "  ", "?!", "\u202e\u200b", "😀"])
def test_nonsense_finds_nothing(library: Library, text: str) -> None:
    assert library.find(text, 5) == ()


def test_a_single_word_finds_the_rulings_that_are_called_by_it(library: Library) -> None:
    assert [card.id for card in library.find("kampanye", 5)] == ["hadir"]
    assert library.find("kampanye sepatu", 5) == ()


def test_a_very_long_text_is_read_as_far_as_a_question_goes(library: Library) -> None:
    assert library.find("sepatu resep", 5) == ()
    assert library.find(f"{'sepatu ' * 5000} resep", 5) == library.find("sepatu", 5) != ()


def test_a_built_edition_finds_rulings_by_words_and_meaning(tiny_edition: TinyEdition) -> None:
    answerer = open_answerer(tiny_edition.settings)
    try:
        assert answerer.library.find("like foto calon bupati", 3)[0].id == "suka"
        about = answerer.library.about()
        assert about.id == answerer.edition
        assert about.rulings == sum(topic.rulings for topic in answerer.library.topics())
    finally:
        answerer.close()


def test_a_new_edition_is_listed_at_once(law: Knowledge, tmp_path: Path) -> None:
    answerer = answerer_of(edition_of(law), tmp_path)
    library: EditionLibrary = answerer.library
    assert library.ruling("hadir")
    rulings = {key: one for key, one in law.rulings.items() if key != "hadir"}
    later = edition_of(replace(law, rulings=rulings))
    later = replace(later, manifest=later.manifest.model_copy(update={"id": "2026-11-22.1"}))
    answerer.serving._held.edition = later
    assert library.about().id == "2026-11-22.1"
    assert library.ruling("hadir") is None


# The data that ship with the project.


def test_every_topic_of_the_data_has_a_title(bundled: Library) -> None:
    titles = load_library_texts().topics
    assert [topic.id for topic in bundled.topics() if topic.id not in titles] == []
    assert {*titles} == {topic.id for topic in bundled.topics()}


def test_the_lists_name_families_of_the_data() -> None:
    texts, families = load_library_texts(), load_knowledge().families
    assert {*texts.channels, *texts.ladder} <= {*families}


def test_every_ruling_and_article_of_the_data_can_be_reached(bundled: Library) -> None:
    knowledge = load_knowledge()
    listed = [card.id for topic in bundled.topics() for card in bundled.rulings(topic.id)]
    assert sorted(listed) == sorted(knowledge.rulings)
    for regulation in bundled.regulations():
        labels = [card.label for card in bundled.articles(regulation.id)]
        assert len(set(labels)) == len(labels), regulation.id
        for card in bundled.articles(regulation.id):
            assert bundled.article(card.id), card.id


def test_the_ladder_of_the_data_has_every_level(bundled: Library) -> None:
    levels = [sanction.level for sanction in bundled.sanctions()]
    assert list(dict.fromkeys(levels)) == [level.id for level in load_library_texts().levels]
    first = {s.level: s.citation.id for s in reversed(bundled.sanctions())}
    assert first["ringan"] == "pp-94-2021:pasal-8:ayat-2"
    assert first["sedang"] == "pp-94-2021:pasal-8:ayat-3"
    assert first["berat"] == "pp-94-2021:pasal-8:ayat-4"
    assert {"berlaku", "diubah"} >= {s.citation.status for s in bundled.sanctions()}


def test_the_channels_say_how_to_report_and_how_to_object(bundled: Library) -> None:
    found = [card.id for card in bundled.channels()]
    assert {"lapor-pelanggaran", "siapa-periksa", "keberatan-banding"} <= {*found}
