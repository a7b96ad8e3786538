"""The noisy channel: which word a slip meant, by how often it is used and how easily one slips."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.spelling import NEIGHBOURS, Speller, slip_cost

COUNTS = {
    "baliho": 12,
    "berita": 30,
    "calon": 1500,
    "cuti": 90,
    "dari": 440,
    "datang": 120,
    "daerah": 300,
    "darah": 4,
    "hari": 230,
    "kampanye": 900,
    "netralitas": 370,
    "senator": 3,
    "suami": 150,
    "tapi": 80,
}
SPELLER = Speller(COUNTS, lambda word: True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("drh", "daerah"),  # not "darah", which is rarer
        ("dtg", "datang"),  # the n of "ng" goes with the vowels
        ("dtng", "datang"),
        ("kmpnye", "kampanye"),
        ("sumai", "suami"),
        ("taip", "tapi"),
        ("dair", "dari"),  # swapped, sooner than another letter in "hari"
        ("beritaa", "berita"),
        ("ntralitsa", "netralitas"),  # two slips in a long word
        ("xalon", "calon"),
    ],
)
def test_the_likeliest_word_is_meant(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("sntra", "its last vowel is none of senator's"),
        ("dr", "two letters are near everything"),
        ("blh", "baliho is too rare for three letters"),
        ("xari", "in four letters the first one counts"),
        ("kompenyu", "two slips in eight letters"),
        ("zxqwvkj", "near nothing"),
        ("", "nothing"),
    ],
)
def test_what_nothing_is_likely_enough_for_stays(typed: str, why: str) -> None:
    assert SPELLER.mend(typed) == typed, why


def test_a_form_that_the_dictionary_lacks_is_meant_less_easily() -> None:
    counts = {"ngajak": 8, "ngejak": 10}

    assert Speller(counts, lambda word: True).mend("ngijak") == "ngejak"
    assert Speller(counts, lambda word: word == "ngajak").mend("ngijak") == "ngajak"


def test_three_letters_that_two_words_share_stay() -> None:
    def mend(counts: dict[str, int]) -> str:
        return Speller(counts, lambda word: True).mend("kds")

    assert mend({"kades": 74}) == "kades"
    assert mend({"kades": 74, "kadis": 44}) == "kds"
    assert mend({"kades": 174, "kadis": 44}) == "kades"


@pytest.mark.parametrize(
    ("form", "used", "full"),
    [
        ("nmr", 5, "nomor"),
        ("nmr", 30, "nmr"),  # a form in such use may be a word of its own
        ("kta", 5, "kta"),  # so may one that is short for two words
        ("kamr", 2, "kamr"),  # a word that the dictionary lacks is no full form
        ("nomr", 5, "nomor"),
        ("xy", 1, "xy"),
    ],
)
def test_a_form_in_use_is_written_in_full(form: str, used: int, full: str) -> None:
    counts = {"nomor": 170, "kota": 118, "kita": 200, "kamer": 90, form: used}
    words = {"nomor", "kota", "kita"}

    assert Speller(counts, words.__contains__).in_full(form) == full


def test_slips_that_happen_more_easily_cost_less() -> None:
    vowels = slip_cost("cln", "calon")
    doubled = slip_cost("callon", "calon")
    swapped = slip_cost("claon", "calon")
    touching = slip_cost("cslon", "calon")
    left_out = slip_cost("caon", "calon")
    anything = slip_cost("cawon", "calon")

    assert vowels < doubled < swapped < touching < left_out < anything
    assert slip_cost("xalon", "calon") > touching  # the first letter is seldom wrong


def test_keys_that_touch() -> None:
    assert set(NEIGHBOURS["g"]) == set("ftyhvb")
    assert all(key in NEIGHBOURS[other] for key, others in NEIGHBOURS.items() for other in others)


@settings(max_examples=200, deadline=None)
@given(st.text("abcdeginotu", max_size=14))
def test_any_letters_become_a_known_word_or_stay(typed: str) -> None:
    assert SPELLER.mend(typed) in {typed, *COUNTS}
