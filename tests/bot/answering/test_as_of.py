"""Answers by the law of a day: what stood then carries them, what did not is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answering.answer import Answer, Turn
from bot.answering.answerer import Answerer
from bot.answering.compose import Composer
from bot.answering.lookup import look_up
from bot.answering.understand import understand
from bot.answering.verify import problems
from bot.answering.wording import load_wording
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.model import Provision, RegulationStatus, Verdict, Version
from tests.bot.answering.conftest import SCRIPT
from tests.bot.answering.scripted_edition import ScriptedEdition, answerer_of, edition_of

WORDS = load_wording()
BEFORE = date(2020, 6, 1)
"""Before PP 94/2021 and UU 20/2023, which took the place of PP 53/2010 and UU 5/2014."""
LIKE = "Bolehkah saya like foto calon?"
SINCE = {
    "uu-20-2023": date(2023, 10, 31),
    "uu-5-2014": date(2014, 1, 15),
    "uu-6-2014": date(2014, 1, 15),
    "pp-94-2021": date(2021, 8, 31),
    "pp-1-2024": date(2024, 1, 1),
    "pp-53-2010": date(2010, 6, 6),
    "pp-49-2018": date(2018, 11, 28),
}


def dated(law: Knowledge, **repealed: date) -> Knowledge:
    """The small law with its days, and with repeals to come."""
    regulations = {
        i: r.model_copy(
            update={
                "in_force_since": SINCE.get(i),
                "repealed_since": repealed.get(i.replace("-", "_")),
            }
        )
        for i, r in law.regulations.items()
    }
    return replace(law, regulations=regulations)


@pytest.fixture
def past(law: Knowledge) -> ScriptedEdition:
    return edition_of(dated(law), SCRIPT)


@pytest.fixture
def answerer(past: ScriptedEdition, tmp_path: Path) -> Answerer:
    return answerer_of(past, tmp_path)


def asked_on(edition: ScriptedEdition, folder: Path, question: str, day: date) -> Answer:
    found = answerer_of(edition, folder).answer_now(question, as_of=day)
    assert problems(edition, found) == []
    assert found.as_of == day
    return found


def test_present_law_needs_no_caveat(past: ScriptedEdition, tmp_path: Path) -> None:
    found = asked_on(past, tmp_path, LIKE, today())
    assert found.verdict is Verdict.DILARANG
    assert "bersandar" not in found.text
    assert {c.status for c in found.citations} == {"berlaku", "diubah"}


def test_a_ruling_none_of_whose_grounds_stood_gives_no_verdict(
    past: ScriptedEdition, tmp_path: Path
) -> None:
    found = asked_on(past, tmp_path, "Bolehkah saya like foto calon presiden?", BEFORE)
    assert (found.verdict, found.ruling) == (Verdict.PERLU_RINCIAN, None)
    assert "1 Juni 2020" in found.headline
    assert "PP 94/2021 dan UU 20/2023 belum berlaku pada tanggal itu." in found.text
    assert "Yang berlaku saat itu: PP 53/2010 dan UU 5/2014." in found.text
    assert found.citations[0].id == "pp-53-2010:pasal-4"
    assert {c.status for c in found.citations} == {"berlaku"}


def test_without_any_provision_of_that_day_none_is_shown(
    past: ScriptedEdition, tmp_path: Path
) -> None:
    found = asked_on(past, tmp_path, LIKE, date(1990, 1, 1))
    assert found.citations == ()
    assert WORDS.dated.text_none in found.text


def test_what_stood_carries_a_prohibition_and_what_did_not_is_said(
    law: Knowledge, tmp_path: Path
) -> None:
    like = law.rulings["like"]
    with_more = like.model_copy(update={"basis": (*like.basis, "uu-6-2014:pasal-29")})
    knowledge = replace(dated(law), rulings={**law.rulings, "like": with_more})
    found = asked_on(edition_of(knowledge, SCRIPT), tmp_path, LIKE, BEFORE)
    assert (found.verdict, found.ruling) == (Verdict.DILARANG, "like")
    assert found.text.startswith("Jawaban ini bersandar pada hukum yang kami kenal sekarang")
    assert [(c.id, c.status) for c in found.citations][:2] == [
        ("uu-6-2014:pasal-29", "berlaku"),  # what carries it comes first
        ("pp-94-2021:pasal-5:huruf-n", "belum_berlaku"),
    ]
    assert all("bukan hukum pada tanggal itu" in sanction for sanction in found.sanctions)


def test_a_ground_that_all_rulings_share_carries_none(law: Knowledge, tmp_path: Path) -> None:
    earlier = {**SINCE, "uu-20-2023": date(2000, 1, 1)}
    regulations = {
        i: r.model_copy(update={"in_force_since": earlier.get(i)})
        for i, r in law.regulations.items()
    }
    edition = edition_of(replace(law, regulations=regulations), SCRIPT)
    assert asked_on(edition, tmp_path, LIKE, BEFORE).ruling is None
    assert asked_on(edition, tmp_path, "apakah pns harus netral?", BEFORE).ruling == "subjek"


def test_what_allows_needs_all_its_grounds(law: Knowledge, tmp_path: Path) -> None:
    share = law.rulings["bagikan"]
    more = share.model_copy(update={"basis": ("uu-6-2014:pasal-29", "pp-94-2021:pasal-5")})
    edition = edition_of(replace(dated(law), rulings={**law.rulings, "bagikan": more}), SCRIPT)
    question = "boleh membagikan jadwal?"
    assert asked_on(edition, tmp_path, question, today()).verdict is Verdict.BOLEH
    found = asked_on(edition, tmp_path, question, BEFORE)
    assert (found.verdict, found.ruling) == (Verdict.PERLU_RINCIAN, None)


def test_a_repeal_to_come_counts_from_its_day_without_a_new_edition(
    law: Knowledge, tmp_path: Path
) -> None:
    edition = edition_of(dated(law, pp_94_2021=date(2027, 1, 1)), SCRIPT)
    question = "hadir kampanye?"
    assert asked_on(edition, tmp_path, question, date(2026, 12, 31)).ruling == "hadir"
    found = asked_on(edition, tmp_path, question, date(2027, 1, 1))
    assert found.ruling is None
    assert "PP 94/2021 sudah tidak berlaku pada tanggal itu." in found.text
    assert not any(c.regulation == "pp-94-2021" for c in found.citations)


def test_law_without_a_day_is_not_said_to_have_been_in_force(
    edition: ScriptedEdition, tmp_path: Path
) -> None:
    found = asked_on(edition, tmp_path, LIKE, date(2024, 6, 1))
    assert found.ruling is None
    assert "tidak dapat kami pastikan" in found.text


# The day in the question


def test_the_question_may_name_the_day(answerer: Answerer) -> None:
    found = answerer.answer_now("Per 1 Juni 2020, bolehkah saya like foto calon?")
    assert (found.as_of, found.ruling) == (BEFORE, None)
    assert answerer.answer_now(LIKE).as_of == today()
    explicit = answerer.answer_now("Per 1 Juni 2020, boleh like foto?", as_of=date(2022, 1, 1))
    assert explicit.as_of == date(2022, 1, 1)


def test_a_follow_up_goes_on_about_the_same_day(answerer: Answerer) -> None:
    before = [Turn(role="user", text="Per 1 Juni 2020, bolehkah saya like foto calon?")]
    assert answerer.answer_now("kalau saya PPPK?", before).as_of == BEFORE
    assert answerer.answer_now("Bolehkah PNS hadir kampanye di lapangan?", before).as_of == today()


@pytest.mark.parametrize("day", ["17 Agustus 1900", "1 Januari 2999"])
def test_a_day_that_cannot_be_answered_for_is_told_so(answerer: Answerer, day: str) -> None:
    found = answerer.answer_now(f"Per {day}, bolehkah saya like foto calon?")
    assert (found.verdict, found.headline) == (Verdict.PERLU_RINCIAN, WORDS.bad_day.headline)
    assert day in found.text
    assert found.citations == ()


def test_each_part_of_a_message_is_answered_for_the_day(answerer: Answerer) -> None:
    found = answerer.answer_now("Per 1 Juni 2024: 1) boleh hadir kampanye 2) boleh like foto calon")
    assert [part.as_of for part in found.parts] == [date(2024, 6, 1)] * 2


# Look-ups


def looked_up(edition: ScriptedEdition, question: str, day: date) -> Answer:
    composer = Composer(edition, WORDS, day)
    found = look_up(composer, understand(edition, question))
    assert problems(edition, found) == []
    return found


def test_an_article_of_law_to_come_names_what_stood_before_it(past: ScriptedEdition) -> None:
    found = looked_up(past, "apa isi pasal 14 PP 94/2021?", BEFORE)
    assert found.headline == (
        "PP 94/2021 Pasal 14: PP 94/2021 belum berlaku pada 1 Juni 2020; "
        "yang berlaku saat itu PP 53/2010."
    )
    assert found.citations[0].status == "belum_berlaku"


def test_an_article_in_force_then_is_not_called_repealed(past: ScriptedEdition) -> None:
    found = looked_up(past, "apa isi pasal 4 PP 53/2010?", BEFORE)
    assert found.headline == "PP 53/2010 Pasal 4"
    assert found.text.startswith("Keadaan hukum per 1 Juni 2020.")
    assert [(c.id, c.status) for c in found.citations] == [("pp-53-2010:pasal-4", "berlaku")]
    assert "sudah tidak berlaku" in looked_up(past, "isi pasal 4 PP 53/2010?", today()).headline


def test_an_amendment_to_come_is_not_told(past: ScriptedEdition) -> None:
    found = looked_up(past, "apa isi pasal 14 PP 94/2021?", date(2023, 1, 1))
    assert found.headline == "PP 94/2021 Pasal 14"
    assert "telah diubah oleh PP 1/2024" in looked_up(past, "pasal 14 PP 94/2021", today()).headline


def test_the_earlier_text_is_shown_under_the_name_it_had(law: Knowledge) -> None:
    article = law.provisions["pp-94-2021:pasal-14:huruf-i"].model_copy(
        update={
            "text": "Teks sekarang.",
            "text_kind": "official",
            "lead": "Hukuman berat bagi yang:",
            "made_by": ("pp-94-2021", "pp-1-2024"),
            "versions": (Version(text="Teks lama.", made_by="pp-94-2021"),),
        }
    )
    edition = edition_of(with_provision(dated(law), article))
    question = "apa isi pasal 14 huruf i PP 94/2021?"
    (old,) = looked_up(edition, question, date(2022, 1, 1)).citations
    (new,) = looked_up(edition, question, today()).citations
    assert (old.label, old.text) == ("PP 94/2021 Pasal 14 huruf i", "Teks lama.")
    assert new.label == "PP 94/2021 Pasal 14 huruf i sebagaimana diubah dengan PP 1/2024"
    assert new.text == "Hukuman berat bagi yang: Teks sekarang."


def test_a_text_whose_earlier_words_are_not_known_is_marked(law: Knowledge) -> None:
    article = law.provisions["pp-94-2021:pasal-14:huruf-i"].model_copy(
        update={"made_by": ("pp-94-2021", "pp-1-2024")}
    )
    edition = edition_of(with_provision(dated(law), article))
    found = looked_up(edition, "apa isi pasal 14 huruf i PP 94/2021?", date(2022, 1, 1))
    assert found.citations[0].status == RegulationStatus.TIDAK_PASTI
    assert found.citations[0].text.endswith(WORDS.citation.other_text)
    assert "tidak dapat kami pastikan" in found.headline


def test_a_deleted_article_is_told_so_from_its_day(law: Knowledge) -> None:
    article = law.provisions["pp-94-2021:pasal-14:huruf-i"].model_copy(
        update={"repealed_since": date(2024, 1, 1)}
    )
    edition = edition_of(with_provision(dated(law), article))
    question = "apa isi pasal 14 huruf i PP 94/2021?"
    assert "dihapus sejak 1 Januari 2024" in looked_up(edition, question, today()).headline
    before = looked_up(edition, question, date(2023, 12, 31))
    assert before.citations[0].status == RegulationStatus.BERLAKU


def with_provision(knowledge: Knowledge, provision: Provision) -> Knowledge:
    return replace(knowledge, provisions={**knowledge.provisions, provision.id: provision})


def test_a_citation_is_read_as_of_its_answers_day(answerer: Answerer) -> None:
    found = answerer.citation("pp-53-2010:pasal-4", BEFORE)
    assert found is not None
    assert found.status == RegulationStatus.BERLAKU
    now = answerer.citation("pp-53-2010:pasal-4")
    assert now is not None
    assert now.status == RegulationStatus.DICABUT
