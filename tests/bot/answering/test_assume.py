"""An assumed status: where it counts, where it does not, and what the answer says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answer import Turn
from bot.answering.answerer import Answerer
from bot.answering.understand import understand
from bot.answering.wording import load_wording
from knowledge.dataset import Knowledge
from knowledge.model import FACT_VALUES, Verdict
from tests.bot.answering.scripted_edition import Leaves, ScriptedEdition, answerer_of, edition_of

WORDS = load_wording().assumed
LIKE = "Bolehkah saya like foto calon?"
ATTEND: Leaves = {("hadir", "boleh_bersyarat"): 0.9, ("hadir", "dilarang"): 0.1}
FORBIDDEN: Leaves = {("hadir", "dilarang"): 0.9, ("hadir", "boleh_bersyarat"): 0.1}


@pytest.fixture
def answerer(edition: ScriptedEdition, tmp_path: Path) -> Answerer:
    return answerer_of(edition, tmp_path)


def note(status: str) -> str:
    """The sentence that an answer begins with which the profile has changed."""
    return WORDS.note.format(status=WORDS.statuses[status])


def said(*texts: str) -> list[Turn]:
    """Earlier questions of a chat."""
    return [Turn(role="user", text=text) for text in texts]


def test_an_assumed_status_changes_the_answer_as_a_stated_one_does(answerer: Answerer) -> None:
    assumed = answerer.answer_now(LIKE, assumed={"status": "pppk"})
    stated = answerer.answer_now("Saya PPPK, bolehkah saya like foto calon?")
    assert (assumed.verdict, assumed.sanctions) == (stated.verdict, stated.sanctions)
    assert [c.id for c in assumed.citations] == [c.id for c in stated.citations]
    assert assumed.text == f"{note('pppk')}\n\n{stated.text}"


def test_the_answer_tells_what_was_assumed_and_not_that_it_was_stated(answerer: Answerer) -> None:
    found = answerer.answer_now(LIKE, assumed={"status": "pppk"})
    assert found.assumed == {"status": "pppk"}
    assert "status" not in found.facts
    stated = answerer.answer_now("Saya PPPK, bolehkah saya like foto calon?")
    assert stated.assumed == {}
    assert stated.facts["status"] == "pppk"


async def test_what_changes_nothing_is_not_mentioned(answerer: Answerer) -> None:
    """The law knows nothing special of a PNS."""
    plain, assumed = (
        answerer.answer_now(LIKE),
        await answerer.answer(LIKE, assumed={"status": "pns"}),
    )
    assert assumed.assumed == {}
    assert (assumed.verdict, assumed.text) == (plain.verdict, plain.text)


def test_who_is_known_is_not_offered_to_be_another(answerer: Answerer) -> None:
    assert "Bagaimana kalau saya PPPK?" in answerer.answer_now(LIKE).follow_ups
    for status in ("pns", "pppk"):
        found = answerer.answer_now(LIKE, assumed={"status": status})
        assert "Bagaimana kalau saya PPPK?" not in found.follow_ups


@pytest.mark.parametrize(
    "question",
    [
        "Saya kepala desa, bolehkah like foto calon?",
        "Kepala desa boleh like foto calon?",
        "Suami saya kepala desa, boleh saya like foto calon?",
    ],
)
def test_a_status_in_the_question_wins(answerer: Answerer, question: str) -> None:
    found = answerer.answer_now(question, assumed={"status": "pppk"})
    assert found.assumed == {}
    assert found.facts["status"] == "kades"
    assert found.text == answerer.answer_now(question).text


def test_asn_leaves_open_which_civil_servant_asks(answerer: Answerer) -> None:
    question = "Bolehkah ASN like foto calon?"
    assert answerer.answer_now(question, assumed={"status": "pppk"}).assumed == {"status": "pppk"}
    assert answerer.answer_now(question, assumed={"status": "kades"}).assumed == {}
    mixed = "Saya honorer, bolehkah like foto calon seperti ASN?"
    assert answerer.answer_now(mixed, assumed={"status": "pppk"}).assumed == {}


def test_a_status_told_earlier_in_the_conversation_wins(answerer: Answerer) -> None:
    history = said("Saya PPPK, boleh hadir kampanye?")
    found = answerer.answer_now(
        "Bolehkah ASN like foto calon?", history, assumed={"status": "cpns"}
    )
    assert found.assumed == {}
    assert answerer.answer_now(LIKE, history, assumed={"status": "kades"}).facts["status"] == "pppk"


@pytest.mark.parametrize("earlier", ["PPPK boleh hadir kampanye?", "Istri saya PPPK, boleh hadir?"])
def test_a_status_of_others_in_the_conversation_does_not(answerer: Answerer, earlier: str) -> None:
    assert answerer.answer_now(LIKE, said(earlier), assumed={"status": "kades"}).assumed


def test_a_follow_up_states_what_its_conversation_states(answerer: Answerer) -> None:
    found = answerer.answer_now("kalau saya PPPK?", said(LIKE), assumed={"status": "kades"})
    assert found.facts["status"] == "pppk"
    assert found.assumed == {}


@pytest.mark.parametrize("assumed", [None, {}, {"status": "raja"}, {"atribut": "ya"}])
def test_what_is_no_known_status_is_not_assumed(
    answerer: Answerer, assumed: dict[str, str] | None
) -> None:
    question = "Bolehkah hadir kampanye?"
    plain = answerer.answer_now(question).model_copy(update={"latency_ms": 0.0})
    found = answerer.answer_now(question, assumed=assumed).model_copy(update={"latency_ms": 0.0})
    assert found == plain


def test_each_part_of_a_message_tells_for_itself(answerer: Answerer) -> None:
    message = "1) boleh hadir kampanye? 2) Saya kepala desa, boleh like foto calon?"
    found = answerer.answer_now(message, assumed={"status": "pppk"})
    assert [part.assumed for part in found.parts] == [{"status": "pppk"}, {}]
    assert found.assumed == {"status": "pppk"}
    assert found.parts[0].text.startswith(note("pppk"))


def test_a_ruling_chosen_with_a_button_is_for_the_profile_too(answerer: Answerer) -> None:
    found = answerer.answer_now("boleh?", ruling="like", assumed={"status": "pppk"})
    assert found.text.startswith(note("pppk"))
    stated = answerer.answer_now("saya pns, boleh?", ruling="like", assumed={"status": "pppk"})
    assert stated.assumed == {}


def test_a_looked_up_article_is_the_same_for_all(answerer: Answerer) -> None:
    found = answerer.answer_now("apa isi pasal 5 PP 94/2021?", assumed={"status": "pppk"})
    assert found.assumed == {}


# Never more permissive than in words


def test_words_that_would_forbid_are_heeded(law: Knowledge, tmp_path: Path) -> None:
    """The facts alone leave the verdict; the question with "saya PNS" in it is read as forbidden."""
    answerer = answerer_of(edition_of(law, {"pns": FORBIDDEN, "hadir": ATTEND}), tmp_path)
    plain = answerer.answer_now("Bolehkah hadir?")
    assert plain.verdict is Verdict.BOLEH_BERSYARAT
    found = answerer.answer_now("Bolehkah hadir?", assumed={"status": "pns"})
    assert found.verdict is Verdict.DILARANG
    assert found.assumed == {"status": "pns"}


def test_words_that_would_allow_change_nothing_for_a_civil_servant(
    law: Knowledge, tmp_path: Path
) -> None:
    answerer = answerer_of(edition_of(law, {"pns": ATTEND, "hadir": FORBIDDEN}), tmp_path)
    found = answerer.answer_now("Bolehkah hadir?", assumed={"status": "pns"})
    assert found.verdict is Verdict.DILARANG
    assert found.assumed == {}


def test_who_is_no_civil_servant_is_answered_by_the_words(law: Knowledge, tmp_path: Path) -> None:
    free: Leaves = {("bagikan", "boleh"): 1.0}
    script = {"pensiunan": free, "hadir": FORBIDDEN, "halo": {("sapaan", "di_luar_cakupan"): 1.0}}
    answerer = answerer_of(edition_of(law, script), tmp_path)
    found = answerer.answer_now("Bolehkah hadir?", assumed={"status": "pensiunan"})
    assert found.verdict is Verdict.BOLEH
    assert found.text.startswith(note("pensiunan"))
    greeting = answerer.answer_now("halo halo semua", assumed={"status": "pensiunan"})
    assert greeting.verdict is Verdict.DI_LUAR_CAKUPAN
    assert greeting.assumed == {}


@pytest.mark.parametrize("status", FACT_VALUES["status"])
def test_what_a_status_says_is_read_as_that_status(edition: ScriptedEdition, status: str) -> None:
    """Relatives of civil servants have no wording of their own: they are none themselves."""
    read = understand(edition, f"{WORDS.says[status]} {LIKE}").facts["status"]
    assert read == ("bukan_asn" if status == "keluarga_asn" else status)
