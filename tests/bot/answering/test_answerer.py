"""The whole way from a question to an answer, on an edition whose readings are exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer, Turn
from bot.answering.answerer import Answerer
from bot.answering.compose import Composer
from bot.answering.language import load_language_texts
from bot.answering.wording import load_wording
from knowledge.dataset import Knowledge
from knowledge.model import Verdict
from tests.bot.answering.scripted_edition import Leaves, ScriptedEdition, answerer_of, edition_of

WORDS = load_wording()


@pytest.fixture
def answerer(edition: ScriptedEdition, tmp_path: Path) -> Answerer:
    return answerer_of(edition, tmp_path)


def said(*texts: str) -> list[Turn]:
    """Earlier questions of a chat."""
    return [Turn(role="user", text=text) for text in texts]


async def test_a_question_is_answered(answerer: Answerer) -> None:
    found = await answerer.answer("Bolehkah saya like foto calon?")
    assert (found.verdict, found.ruling) == (Verdict.DILARANG, "like")
    assert found.latency_ms > 0
    assert answerer.edition == found.edition


async def test_a_citation_is_looked_up_by_id(answerer: Answerer) -> None:
    found = answerer.citation("uu-5-2014:pasal-9")
    assert found is not None
    assert found.status == "dicabut"
    assert answerer.citation("uu-5-2014:pasal-98") is None


# Several questions


@pytest.mark.parametrize(
    ("message", "rulings", "verdict"),
    [
        ("1) boleh membagikan jadwal? 2) boleh like calon?", ["bagikan", "like"], "dilarang"),
        ("Saya PNS: (a) hadir kampanye (b) membagikan jadwal", ["hadir", "bagikan"], None),
        ("Boleh hadir kampanye? Boleh like foto calon?", ["hadir", "like"], "dilarang"),
        (
            "1. apa isi pasal 5 PP 94/2021? 2. apa sanksi like foto calon?",
            [None, "like"],
            "dilarang",
        ),
    ],
)
def test_each_question_of_a_message_gets_its_answer(
    answerer: Answerer, message: str, rulings: list[str | None], verdict: str | None
) -> None:
    found = answerer.answer_now(message)
    assert [part.ruling for part in found.parts] == rulings
    assert found.verdict == (verdict or "boleh_bersyarat")
    assert found.headline == WORDS.parts.headline.format(count=len(rulings))


def test_what_a_message_opens_with_belongs_to_every_question(answerer: Answerer) -> None:
    found = answerer.answer_now("Saya PPPK: 1) boleh hadir kampanye 2) boleh like foto calon")
    assert [part.facts.get("status") for part in found.parts] == ["pppk", "pppk"]


@pytest.mark.parametrize(
    "message",
    [
        "Boleh like foto calon? Kalau like fotonya malam hari?",  # one conduct
        "Halo apa kabar? Boleh like foto calon?",  # small talk
        "Boleh like foto calon? Gimana cuaca hari ini ya?",  # the second is not understood
        "Apa isi pasal 5 PP 94/2021? Berarti harus netral?",  # about the same article
        "Apa isi pasal 5 PP 94/2021? Apa isi pasal 14 PP 94/2021?",
    ],
)
def test_a_message_about_one_thing_gets_one_answer(answerer: Answerer, message: str) -> None:
    assert answerer.answer_now(message).parts == ()


def test_a_continuation_goes_on_from_the_question_before_it(answerer: Answerer) -> None:
    message = (
        "Suami saya caleg. 1) PNS boleh like fotonya? 2) kalau PPPK? 3) PNS boleh hadir kampanye?"
    )
    found = answerer.answer_now(message)
    assert [part.ruling for part in found.parts] == ["like", "like", "hadir"]
    assert [part.facts.get("status") for part in found.parts] == ["pns", "pppk", "pns"]


def test_a_part_of_a_list_that_is_not_understood_is_told_so(answerer: Answerer) -> None:
    message = "1) gimana cuaca hari ini ya? 2) boleh like foto calon? 3) boleh hadir kampanye?"
    found = answerer.answer_now(message)
    assert [part.ruling for part in found.parts] == [None, "like", "hadir"]
    assert found.parts[0].headline == WORDS.not_found.headline


def test_two_sides_of_one_matter_are_told_apart_only_in_a_list(
    law: Knowledge, tmp_path: Path
) -> None:
    script: dict[str, Leaves] = {
        "like": {("like", "dilarang"): 1.0},
        "jadwal": {("bagikan", "dilarang"): 1.0},
    }
    answerer = answerer_of(edition_of(law, script), tmp_path)
    plain = answerer.answer_now("Boleh like foto calon? Boleh membagikan jadwal calon?")
    listed = answerer.answer_now("1) boleh like foto calon? 2) boleh membagikan jadwal calon?")
    assert plain.parts == ()
    assert [part.ruling for part in listed.parts] == ["like", "bagikan"]


def test_a_language_that_is_not_read_here_is_told_so(answerer: Answerer) -> None:
    found = answerer.answer_now("Darf ich als Beamter ein Wahlplakat aufhängen?")
    texts = load_language_texts()
    assert (found.headline, found.text) == (texts.headline, texts.unknown)
    assert found.citations == ()


# Follow-ups


def test_a_follow_up_is_answered_for_the_conduct_before_it(answerer: Answerer) -> None:
    found = answerer.answer_now("kalau saya PPPK?", said("Bolehkah saya like foto calon?"))
    assert found.ruling == "like"
    assert found.facts["status"] == "pppk"
    assert "PPPK juga wajib netral." in found.text
    assert not any("PP 94/2021" in sanction for sanction in found.sanctions)


def test_a_question_of_its_own_is_not_mixed_with_the_one_before(answerer: Answerer) -> None:
    before = said("Saya PPPK, bolehkah like foto calon?")
    found = answerer.answer_now("Bolehkah PNS hadir kampanye di lapangan?", before)
    assert (found.ruling, found.facts["status"]) == ("hadir", "pns")


# The button of a question back


def test_a_ruling_chosen_with_a_button_is_forced(answerer: Answerer) -> None:
    found = answerer.answer_now("boleh gak saya sebagai PPPK?", ruling="like")
    assert (found.ruling, found.confidence) == ("like", 1.0)
    assert found.facts["status"] == "pppk"
    assert "PPPK juga wajib netral." in found.text


def test_the_facts_of_the_question_still_turn_it_to_the_strict_side(answerer: Answerer) -> None:
    found = answerer.answer_now("hadir pakai kaos partai boleh?", ruling="hadir")
    assert found.verdict is Verdict.DILARANG
    found = answerer.answer_now("hadir waktu CLTN boleh?", ruling="hadir")
    assert found.verdict is Verdict.BOLEH_BERSYARAT  # and never to the permissive one


def test_a_button_of_an_older_edition_is_a_question_like_any(answerer: Answerer) -> None:
    found = answerer.answer_now("Bolehkah saya like foto calon?", ruling="sudah-dihapus")
    assert found.ruling == "like"


def test_a_class_may_be_chosen(answerer: Answerer) -> None:
    assert answerer.answer_now("boleh?", ruling="rinci").clarify is not None


# In doubt


def test_what_is_not_understood_is_not_guessed(answerer: Answerer) -> None:
    found = answerer.answer_now("Bolehkah memelihara ikan koi di kolam kantor?")
    assert (found.verdict, found.ruling) == (Verdict.PERLU_RINCIAN, None)
    assert found.headline == WORDS.not_found.headline


def test_rivals_lead_to_a_question_back(edition: ScriptedEdition, tmp_path: Path) -> None:
    cautious = answerer_of(edition, tmp_path, clarify_margin=1.0)
    found = cautious.answer_now("boleh membagikan jadwal?")
    assert found.verdict is Verdict.PERLU_RINCIAN
    assert found.clarify is not None
    assert [option.ruling for option in found.clarify.options] == ["bagikan", "like"]


# What must never leave


@pytest.mark.parametrize(
    "fault",
    [
        {"verdict": Verdict.BOLEH_BERSYARAT},
        {"text": "Menurut Pasal 999 boleh."},
        {"headline": "Pasal 888 membolehkan."},
    ],
)
def test_an_answer_that_fails_its_last_look_is_replaced(
    answerer: Answerer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, Any],
) -> None:
    compose = Composer.compose

    def faulty(self: Composer, *arguments: Any) -> Answer:
        return compose(self, *arguments).model_copy(update=fault)

    monkeypatch.setattr(Composer, "compose", faulty)
    found = answerer.answer_now("Bolehkah saya like foto calon rahasia?")
    assert (found.verdict, found.ruling) == (Verdict.PERLU_RINCIAN, None)
    assert "999" not in found.text
    assert "answer failed verification" in caplog.text
    assert "rahasia" not in caplog.text  # nobody's words in the log


def test_a_bad_citation_is_dropped_and_the_answer_stays(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = Composer.compose

    def faulty(self: Composer, *arguments: Any) -> Answer:
        found = compose(self, *arguments)
        first, *others = found.citations
        made_up = first.model_copy(update={"id": "pp-94-2021:pasal-98"})
        return found.model_copy(update={"citations": (made_up, *others)})

    right = answerer.answer_now("Bolehkah saya like foto calon?")
    monkeypatch.setattr(Composer, "compose", faulty)
    found = answerer.answer_now("Bolehkah saya like foto calon?")
    assert found.ruling == "like"
    assert found.citations == right.citations[1:]
