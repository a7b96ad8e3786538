"""Direct look-up of an article."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer, Turn
from bot.answering.compose import Composer
from bot.answering.lookup import is_lookup, look_up
from bot.answering.understand import understand
from bot.answering.verify import problems
from knowledge.model import Verdict
from tests.bot.answering.law import PROVISIONS
from tests.bot.answering.scripted_edition import ScriptedEdition


@pytest.mark.parametrize(
    "question",
    [
        "apa isi pasal 5 huruf n PP 94/2021?",
        "bunyi psl 24 uu asn",
        "Pasal 5 PP 94/2021",
        "apakah pasal 9 UU 5/2014 masih berlaku?",
        "tolong jelaskan maksud pasal 5 huruf n angka 2 PP 94 tahun 2021 itu bagaimana ya",
    ],
)
def test_what_asks_for_the_words_of_the_law_is_a_lookup(
    edition: ScriptedEdition, question: str
) -> None:
    assert is_lookup(understand(edition, question))


@pytest.mark.parametrize(
    "question",
    [
        "apakah saya melanggar pasal 5 PP 94/2021?",
        "bolehkah like foto calon menurut pasal 5 PP 94/2021?",
        "apa isi PP 94/2021?",  # no article
        "apa isi undangan kampanye?",
        "teman saya membaca pasal 5 PP 94/2021 lalu menghapus semua unggahan foto calon",
    ],
)
def test_what_asks_about_a_conduct_is_none(edition: ScriptedEdition, question: str) -> None:
    assert not is_lookup(understand(edition, question))


def test_a_follow_up_is_none(edition: ScriptedEdition) -> None:
    before = [Turn(role="user", text="sanksi pasal 5 PP 94/2021 untuk yang hadir kampanye")]
    assert not is_lookup(understand(edition, "apa dasar hukumnya?", before))
    assert is_lookup(understand(edition, f"{before[0].text} apa dasar hukumnya?"))


def looked_up(composer: Composer, question: str) -> Answer:
    found = look_up(composer, understand(composer.edition, question))
    assert found.verdict is Verdict.INFORMASI
    assert problems(composer.edition, found) == []
    return found


def cited(answer: Answer) -> list[str]:
    return [citation.id for citation in answer.citations]


def test_an_article_is_shown_with_what_stands_below_it(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 5 PP 94/2021?")
    assert cited(found) == [
        "pp-94-2021:pasal-5",
        "pp-94-2021:pasal-5:huruf-a",
        "pp-94-2021:pasal-5:huruf-n",
        "pp-94-2021:pasal-5:huruf-n:angka-1",
        "pp-94-2021:pasal-5:huruf-n:angka-2",
    ]
    assert all(citation.text in found.text for citation in found.citations)
    assert "bukan kutipan resmi" in found.text


@pytest.mark.parametrize(
    ("reference", "first"),
    [
        ("pasal 5 huruf n", "pp-94-2021:pasal-5:huruf-n"),
        ("pasal 5 huruf n angka 2", "pp-94-2021:pasal-5:huruf-n:angka-2"),
        ("psl 14 hrf i", "pp-94-2021:pasal-14:huruf-i"),
    ],
)
def test_a_letter_or_number_is_shown_alone(composer: Composer, reference: str, first: str) -> None:
    found = looked_up(composer, f"apa isi {reference} PP 94/2021?")
    assert cited(found)[0] == first
    assert PROVISIONS[first] in found.text
    assert "tidak ada" not in found.headline


def test_an_elucidation_stands_beside_its_article(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 5 huruf n PP 94/2021?")
    assert "pp-94-2021:penjelasan:pasal-5:huruf-n" in cited(found)


def test_a_letter_without_regulation_is_the_one_that_rulings_cite(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 5 huruf n?")
    assert cited(found)[0] == "pp-94-2021:pasal-5:huruf-n"


def test_an_article_without_regulation_is_asked_for(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 5?")
    assert "Sebutkan" in found.headline
    assert "dari peraturan mana" in found.text
    assert found.citations == ()


@pytest.mark.parametrize("listed", ["pasal 5, 14 dan 24", "pasal 5 dan pasal 14"])
def test_a_list_of_articles_is_shown_article_by_article(composer: Composer, listed: str) -> None:
    found = looked_up(composer, f"apa isi {listed} PP 94/2021?")
    articles = {i.split(":")[1] for i in cited(found)}
    assert {"pasal-5", "pasal-14"} <= articles
    absent = "PP 94/2021 Pasal 24 tidak ada dalam peraturan yang saya punya."
    assert (absent in found.text) == ("24" in listed)


def test_an_article_in_a_list_beyond_the_last_is_denied(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 5 dan 99 PP 94/2021?")
    assert "PP 94/2021 tidak memiliki Pasal 99: pasal terakhirnya Pasal 46." in found.text


def test_an_article_beyond_the_last_does_not_exist(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 47 PP 94/2021?")
    assert found.headline == "PP 94/2021 tidak memiliki Pasal 47: pasal terakhirnya Pasal 46."
    assert "tidak dapat dijadikan dasar" in found.text


def test_an_article_that_we_lack_is_not_guessed(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 7 PP 94/2021 tentang dukungan calon?")
    assert found.headline == "PP 94/2021 Pasal 7 tidak ada dalam peraturan yang saya punya."
    assert "tidak menebak" in found.text
    assert "pp-94-2021:pasal-5:huruf-n" in cited(found)  # the nearest, by its words


def test_a_letter_that_we_lack_is_not_passed_off_as_its_neighbours(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 5 huruf z PP 94/2021?")
    assert found.headline == "PP 94/2021 Pasal 5 huruf z tidak ada dalam peraturan yang saya punya."
    assert cited(found)[0] == "pp-94-2021:pasal-5"


def test_an_article_known_as_a_whole_answers_for_its_paragraphs(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 24 ayat (1) UU 20/2023?")
    assert cited(found) == ["uu-20-2023:pasal-24"]
    assert "tidak ada" not in found.headline


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("apa isi pasal 5 PP 99/2030?", "PP 99/2030 Pasal 5"),
        ("apa isi pasal 777 UU 1/2099?", "UU 1/2099 Pasal 777"),
    ],
)
def test_an_unknown_regulation_is_not_confirmed(
    composer: Composer, question: str, name: str
) -> None:
    found = looked_up(composer, question)
    assert found.headline == f"Saya tidak menemukan {name}."
    assert "tidak dapat membenarkan" in found.text


def test_a_repealed_article_is_shown_as_repealed_with_its_successor(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 9 UU 5/2014?")
    assert found.headline == (
        "UU 5/2014 Pasal 9 sudah tidak berlaku: UU 5/2014 dicabut oleh UU 20/2023."
    )
    assert [(c.id, c.status) for c in found.citations] == [
        ("uu-5-2014:pasal-9", "dicabut"),
        ("uu-20-2023:pasal-24", "berlaku"),
    ]
    assert PROVISIONS["uu-20-2023:pasal-24"] not in found.text.replace(
        PROVISIONS["uu-5-2014:pasal-9"], ""
    )


@pytest.mark.parametrize(
    "question",
    ["apa isi pasal 24 UU 20/2023 dan pasal 9 UU 5/2014?", "apa isi pasal 9 huruf z UU 5/2014?"],
)
def test_repealed_law_is_told_wherever_it_stands(composer: Composer, question: str) -> None:
    found = looked_up(composer, question)
    assert "uu-5-2014:pasal-9" in cited(found)
    assert "UU 5/2014 dicabut oleh UU 20/2023" in f"{found.headline} {found.text}"


def test_an_amended_regulation_names_its_amendment(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 14 PP 94/2021?")
    assert found.headline == "PP 94/2021 Pasal 14 (PP 94/2021 telah diubah oleh PP 1/2024)."


@pytest.mark.parametrize("regulation", ["PP 94/2021", "PP 1/2024"])
def test_an_amended_article_is_found_under_both_laws(composer: Composer, regulation: str) -> None:
    assert cited(looked_up(composer, f"apa isi pasal 8 {regulation}?")) == ["pp-1-2024:pasal-8"]


def test_an_uncertain_standing_is_told(composer: Composer) -> None:
    found = looked_up(composer, "apa isi pasal 1 SE MenPANRB 18/2023?")
    assert "tidak dapat kami pastikan" in found.headline
    assert found.citations[0].status == "tidak_pasti"
