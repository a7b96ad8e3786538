"""What a message says, apart from how it says it."""

from __future__ import annotations

import pytest

from bot.answering.answer import Turn
from bot.answering.understand import understand
from knowledge.locator import Reference
from knowledge.model import QuestionKind
from tests.bot.answering.scripted_edition import ScriptedEdition


def after(*earlier: str) -> list[Turn]:
    return [Turn(role="user", text=text) for text in earlier]


def test_a_question_is_read_in_standard_words_without_its_wrapping(
    edition: ScriptedEdition,
) -> None:
    found = understand(edition, "Assalamualaikum, mau tanya dong... sy p3k blh like fto cagub?")
    assert found.seen.text.startswith("saya pppk boleh like")
    assert found.facts["status"] == "pppk"
    assert found.kind is QuestionKind.BOLEH_TIDAK
    assert not found.follows


def test_a_greeting_alone_is_kept(edition: ScriptedEdition) -> None:
    assert understand(edition, "Halo").seen.text == "halo"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("apa sanksi like foto calon?", QuestionKind.AKIBAT_SANKSI),
        ("ke mana saya melapor?", QuestionKind.PROSEDUR),
        ("apa isi pasal 5 PP 94/2021?", QuestionKind.ISI_HUKUM),
        ("boleh like foto calon?", QuestionKind.BOLEH_TIDAK),
    ],
)
def test_the_kind_of_question(edition: ScriptedEdition, question: str, kind: QuestionKind) -> None:
    assert understand(edition, question).kind is kind


@pytest.mark.parametrize(
    "written",
    ["Pasal 5 huruf n PP 94/2021", "psl 5 hrf n pp no. 94 thn 2021", "ps. 5 huruf n pp disiplin"],
)
def test_references_are_read_through_abbreviations(edition: ScriptedEdition, written: str) -> None:
    found = understand(edition, f"apa isi {written}?")
    assert found.references == (Reference("pp-94-2021", ("pasal-5", "huruf-n")),)


def test_a_follow_up_keeps_the_facts_of_the_conversation(edition: ScriptedEdition) -> None:
    found = understand(edition, "kalau malam hari?", after("Saya PPPK, boleh hadir kampanye?"))
    assert found.follows
    assert found.question == "kalau malam hari?"
    assert found.facts["status"] == "pppk"
    assert found.facts["waktu"] == "luar_jam_kerja"


def test_what_the_follow_up_says_wins(edition: ScriptedEdition) -> None:
    found = understand(edition, "maksud saya PPPK", after("Saya CPNS, boleh hadir kampanye?"))
    assert found.facts["status"] == "pppk"


def test_a_follow_up_keeps_the_kind_unless_it_has_its_own(edition: ScriptedEdition) -> None:
    asked = after("apa sanksi PNS yang hadir kampanye?")
    assert understand(edition, "kalau PPPK?", asked).kind is QuestionKind.AKIBAT_SANKSI
    asked = after("bolehkah PNS hadir kampanye?")
    assert understand(edition, "sanksinya?", asked).kind is QuestionKind.AKIBAT_SANKSI


def test_a_question_that_stands_alone_forgets_the_earlier_circumstances(
    edition: ScriptedEdition,
) -> None:
    asked = after("Saya PPPK, boleh like calon pada hari libur?")
    found = understand(edition, "Bolehkah hadir kampanye?", asked)
    assert not found.follows
    assert "waktu" not in found.facts
    assert found.facts["status"] == "pppk"  # he still is


def test_a_status_that_is_denied_is_not_read(edition: ScriptedEdition) -> None:
    found = understand(edition, "Saya bukan PNS tapi PPPK, boleh like calon?")
    assert found.facts["status"] == "pppk"
    assert "pns" not in found.seen.text.split()


@pytest.mark.parametrize(
    "earlier", ["Suami saya PPPK, boleh like calon?", "Bolehkah PPPK like calon?"]
)
def test_the_status_of_others_is_not_the_askers(edition: ScriptedEdition, earlier: str) -> None:
    found = understand(edition, "Bolehkah hadir kampanye?", after(earlier))
    assert "status" not in found.facts


def test_a_follow_up_takes_over_the_reference(edition: ScriptedEdition) -> None:
    found = understand(edition, "masih berlaku?", after("apa isi pasal 9 UU 5/2014?"))
    assert found.references == (Reference("uu-5-2014", ("pasal-9",)),)
