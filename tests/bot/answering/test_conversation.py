"""What the classifier adds to reading a conversation: small talk, changed subjects, and who asks."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answer import Turn
from bot.answering.conversation import Readings, asker_of, in_conversation, speaks_for_itself
from knowledge.cues import read_facts
from tests.bot.answering.law import small_law, words
from tests.bot.answering.scripted_edition import ScriptedEdition, edition_of

LIKE = {("like", "dilarang"): 1.0}
HADIR = {("hadir", "boleh_bersyarat"): 1.0}
UNSURE = {("like", "dilarang"): 0.5, ("hadir", "boleh_bersyarat"): 0.5}


def room(otherwise: Any = None, **script: Any) -> ScriptedEdition:
    """An edition that reads messages by the first of their words that the script has."""
    return edition_of(small_law(), script, *([otherwise] if otherwise else []))


def told(edition: ScriptedEdition, question: str, *earlier: str) -> str | None:
    joined = in_conversation(edition, question, [Turn(role="user", text=t) for t in earlier])
    return joined.words if joined else None


def test_a_follow_up_that_asks_about_something_else_is_put_before_the_story() -> None:
    """Both the follow-up and the story with it are read as another ruling than the whole."""
    edition = room(hadir=HADIR, mengunggah=LIKE)
    found = told(edition, "kalau mengunggah foto?", "Istri saya calon bupati, boleh hadir?")
    assert found == "kalau mengunggah foto istri saya calon bupati"


def test_a_mere_circumstance_never_changes_the_subject() -> None:
    edition = room(hadir=HADIR, malam=LIKE)
    found = told(edition, "kalau malam?", "PNS boleh hadir kampanye?")
    assert found is not None
    assert found.startswith("pns boleh hadir kampanye")


def test_an_unsure_reading_never_changes_the_subject() -> None:
    edition = room(hadir=HADIR, foto=UNSURE)
    found = told(edition, "kalau pegang foto?", "Istri saya calon bupati, boleh hadir?")
    assert found is not None
    assert found.startswith("istri saya calon bupati")


def test_a_forbidding_circumstance_is_not_overheard() -> None:
    """Told first it is read as more surely forbidden than at the end: the stricter reading counts."""
    forbidden = {("hadir", "dilarang"): 0.6, ("hadir", "boleh_bersyarat"): 0.4}
    edition = room(hadir=HADIR, kaos=forbidden)
    found = told(edition, "kalau memakai kaos partai?", "Istri saya calon bupati, boleh hadir?")
    assert found == "kalau memakai kaos partai istri saya calon bupati"


@pytest.mark.parametrize(
    ("verdict", "alone"), [("wajib", True), ("dilarang", True), ("boleh", False)]
)
def test_a_follow_up_about_elections_asks_for_itself_where_that_allows_nothing(
    verdict: str, alone: bool
) -> None:
    edition = room(hadir=HADIR, saksi={("subjek", verdict): 1.0})
    found = told(edition, "terus kalau jadi saksi partai?", "Istri saya calon, boleh hadir?")
    assert found is not None
    assert ("istri" not in found) is alone


def test_small_talk_speaks_for_itself_and_a_permission_never_does() -> None:
    edition = room(cuaca={("sapaan", "di_luar_cakupan"): 1.0}, hadir=HADIR)
    judge = speaks_for_itself(Readings(edition))
    assert judge("cuaca besok")
    assert not judge("hadir")
    assert not judge("batik bebas")  # nothing is sure of it


def test_without_history_nothing_is_joined() -> None:
    assert in_conversation(room(hadir=HADIR), "kalau malam?", ()) is None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (["saya pppk boleh like"], "pppk"),
        (["saya guru pns", "kalau saya sudah jadi pppk"], "pppk"),
        (["saya bukan pns"], "bukan_asn"),
        (["saya bukan pppk"], None),
        (["suami saya pns boleh kampanye"], None),
        (["bolehkah pppk kampanye"], None),
        ([], None),
    ],
)
def test_who_asks_is_who_the_asker_says(said: list[str], status: str | None) -> None:
    assert asker_of(words()[0], said) == status


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("saya bukan pns saya pppk", {"status": "pppk"}),
        ("saya bukan pegawai kontrak tapi pns", {"status": "pns"}),
        ("boleh tidak pns hadir", {"status": "pns"}),  # "boleh tidak" asks, and denies nothing
        ("saya tidak sedang cuti", {}),
        ("bukan di jam kerja", {}),
        ("tidak pakai kaos", {}),
        ("tidak hadir karena cuti", {"waktu": "cuti"}),
    ],
)
def test_what_is_denied_is_not_stated(text: str, facts: dict[str, str]) -> None:
    assert read_facts(words()[0], text) == facts
