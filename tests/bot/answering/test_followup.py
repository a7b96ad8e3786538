"""Which messages lean on the conversation, and how far back it is read."""

from __future__ import annotations

import pytest

from bot.answering.answer import Turn
from bot.answering.followup import leans_on_history, with_history
from tests.bot.answering.law import words
from tests.bot.answering.scripted_edition import ScriptedEdition

LIKE = "Bolehkah saya like foto calon bupati?"


@pytest.mark.parametrize(
    "message",
    [
        "kalau saya pppk",  # only the status changes
        "sanksinya apa",
        "kenapa",
        "terus kalau malam hari",
        "kalau hadir tanpa atribut",  # names a conduct, but opens like a continuation
        "maksud saya hadir kampanye sebagai panitia di acara partai",  # a correction
        "ralat saya honorer",
        "bukan pilkada tapi dpd",
        "dia juga boleh",
        "sambil pidato",
    ],
)
def test_an_elliptical_message_leans_on_history(message: str) -> None:
    assert leans_on_history(words()[0], message)


@pytest.mark.parametrize(
    "message",
    [
        "bolehkah pns hadir kampanye",
        "jadi pps boleh",  # "jadi" is no opener here
        "terima kasih banyak",
        "saya guru honorer di sekolah negeri apakah saya terikat aturan netralitas juga",
        "kalau saya pns yang menjadi panitia acara deklarasi lalu diminta memasang spanduk calon "
        "di halaman kantor kecamatan pada hari libur apakah melanggar",
    ],
)
def test_a_message_that_says_everything_stands_alone(message: str) -> None:
    assert not leans_on_history(words()[0], message)


def turns(*texts: str) -> list[Turn]:
    """The user's messages, each followed by an answer."""
    return [
        turn
        for text in texts
        for turn in (Turn(role="user", text=text), Turn(role="assistant", text="Dilarang."))
    ]


def combined(edition: ScriptedEdition, question: str, *earlier: str) -> str | None:
    joined = with_history(question, turns(*earlier), words()[0], edition.reader, never)
    return joined.words if joined else None


def never(_: str) -> bool:
    """No short message makes sense by itself."""
    return False


def test_a_follow_up_is_read_with_the_question_before_it(edition: ScriptedEdition) -> None:
    found = combined(edition, "kalau diunggah ke status?", LIKE)
    assert found is not None
    assert found.startswith("apakah boleh saya like foto calon bupati")
    assert found.endswith("kalau diunggah ke status")


def test_a_circumstance_takes_the_place_of_another(edition: ScriptedEdition) -> None:
    found = combined(edition, "kalau hari Minggu?", "Bolehkah PNS hadir kampanye di jam kerja?")
    assert found == "apakah boleh pns hadir kampanye di hari minggu"


def test_courtesy_does_not_hide_a_follow_up(edition: ScriptedEdition) -> None:
    asked = "Bolehkah PNS like foto calon?"
    found = combined(edition, "Permisi, mau tanya, kalau PPPK?", asked)
    assert found == "apakah boleh pppk like foto calon"


def test_thanks_in_between_change_nothing(edition: ScriptedEdition) -> None:
    asked = "Bolehkah PNS like foto calon?"
    found = combined(edition, "kalau PPPK?", asked, "oke, terima kasih")
    assert found == "apakah boleh pppk like foto calon"
    assert combined(edition, "terima kasih banyak", asked) is None


def test_it_goes_back_to_the_last_question_that_stood_alone(edition: ScriptedEdition) -> None:
    asked = ("Boleh hadir kampanye?", "Bolehkah PNS like foto calon?", "kalau PPPK?")
    assert combined(edition, "sanksinya?", *asked) == "apakah boleh pppk like foto calon sanksinya"


@pytest.mark.parametrize(
    ("correction", "whole"),
    [
        ("bukan, saya PPPK", "saya pppk boleh pasang spanduk calon di rumah"),
        ("ralat: saya PPPK, bukan PNS", "saya pppk boleh pasang spanduk calon di rumah"),
        ("maaf saya bukan PNS tapi PPPK", "saya pppk boleh pasang spanduk calon di rumah"),
        ("eh salah, maksudnya PPPK", "saya pppk boleh pasang spanduk calon di rumah"),
        ("bukan spanduk, stiker", "saya pns boleh pasang stiker calon di rumah"),
        ("bukan calon, KPU", "saya pns boleh pasang spanduk kpu di rumah"),
    ],
)
def test_a_correction_takes_the_place_of_what_it_corrects(
    edition: ScriptedEdition, correction: str, whole: str
) -> None:
    told = "Saya PNS, boleh pasang spanduk calon di rumah?"
    assert combined(edition, correction, told) == whole


def test_a_later_correction_keeps_the_earlier_one(edition: ScriptedEdition) -> None:
    asked = ("Saya PNS boleh hadir kampanye di jam kerja?", "bukan, saya PPPK")
    found = combined(edition, "ralat, hari libur maksudnya", *asked)
    assert found == "saya pppk boleh hadir kampanye di hari libur"


def test_what_no_longer_holds_is_taken_back(edition: ScriptedEdition) -> None:
    asked = "Saya pensiunan PNS, boleh jadi tim sukses?"
    found = combined(edition, "koreksi, saya belum pensiun, masih PNS aktif", asked)
    assert found is not None
    assert "pensiun" not in found


def test_a_phrase_takes_the_place_of_the_one_that_begins_alike(edition: ScriptedEdition) -> None:
    asked = "boleh share poster calon ke grup keluarga?"
    assert combined(edition, "grup kantor?", asked) == "boleh share poster calon ke grup kantor"


def test_the_story_stays_when_the_question_changes(edition: ScriptedEdition) -> None:
    asked = "Istri saya calon bupati, boleh saya unggah fotonya?"
    joined = with_history("kalau dia yang unggah?", turns(asked), words()[0], edition.reader, never)
    assert joined is not None
    assert joined.turned == "kalau dia yang mengunggah istri saya calon bupati"


def test_what_stands_alone_is_not_combined(edition: ScriptedEdition) -> None:
    assert combined(edition, "Bolehkah PNS hadir kampanye?", LIKE) is None
    assert combined(edition, "Apakah honorer wajib netral?", LIKE) is None


def test_without_an_earlier_question_there_is_nothing_to_combine(edition: ScriptedEdition) -> None:
    said = [Turn(role="assistant", text=LIKE), Turn(role="user", text=" ")]
    assert with_history("kalau PPPK?", said, words()[0], edition.reader) is None
