from __future__ import annotations

import pytest

from evaluation.testsets.likeness import FEWEST_WORDS, Alike, Texts, alike_within
from evaluation.testsets.likeness import nearest_alike as nearest
from knowledge.dataset import BUNDLED, read_lexicon

LEXICON = read_lexicon(BUNDLED)


def nearest_alike(questions: list[str], others: list[str]) -> tuple[Alike, ...]:
    return nearest(questions, Texts(others, LEXICON))


ASKED = "bolehkah pegawai menyukai unggahan calon bupati di instagram"


@pytest.mark.parametrize(
    "other",
    [
        "Bolehkah pegawai menyukai unggahan calon bupati di Instagram?",
        "bolehkh pegawai menyukai unggahn calon bupati di instgram",
        "di instagram bolehkah pegawai menyukai unggahan calon bupati",
        "bolehkah pegawai menyukai unggahan calon gubernur di instagram",
        "pegawai menyukai unggahan calon bupati di instagram",
        "permisi, bolehkah pegawai menyukai unggahan calon bupati di instagram ya",
        "bolehkah pegawai menyukai unggahan cabup di ig",
    ],
)
def test_writings_of_one_question_are_near_duplicates(other: str) -> None:
    (found,) = nearest_alike([ASKED], ["apa sanksi bagi kepala desa", other])
    assert (found.question, found.other) == (0, 1)
    assert 0.6 <= found.likeness <= 1


@pytest.mark.parametrize(
    "other",
    [
        "bolehkah pegawai hadir di kampanye calon bupati",
        "apa sanksi menyukai unggahan partai di media sosial",
        "saya kepala desa, istri saya caleg, boleh ikut rapat?",
    ],
)
def test_questions_on_something_else_are_none(other: str) -> None:
    assert nearest_alike([ASKED], [other]) == ()


def test_of_short_questions_only_the_same_letters_count() -> None:
    short = "caleg jadi saksi"
    assert len(short.split()) < FEWEST_WORDS
    assert nearest_alike([short], ["calon jadi saksi"]) == ()
    (same,) = nearest_alike([short], ["Caleg jadi saksi?"])
    assert same.likeness == 1


def test_a_question_without_letters_is_itself() -> None:
    assert len(nearest_alike(["??"], ["??"])) == 1
    assert nearest_alike(["??"], ["!!"]) == ()


def test_within_a_list_the_later_one_repeats_the_earlier() -> None:
    found = alike_within(["apa itu netralitas pegawai", ASKED, "lain sama sekali", ASKED], LEXICON)
    assert [(one.question, one.other, one.likeness) for one in found] == [(3, 1, 1)]


def test_nothing_is_like_nothing() -> None:
    assert nearest_alike([], ["a"]) == ()
    assert nearest_alike(["a"], []) == ()
    assert alike_within([], LEXICON) == ()


def test_many_questions_are_compared_in_turns() -> None:
    asked = [f"soal {n * 7919} tentang {n}" for n in range(600)]
    found = alike_within([*asked, asked[0]], LEXICON)
    assert [(one.question, one.other) for one in found if one.likeness == 1] == [(600, 0)]
    assert nearest_alike([*asked, ASKED], [ASKED])[-1] == Alike(600, 0, 1.0)
