"""When two texts are the same, when a unit is deleted, and how numbers are ordered."""

from __future__ import annotations

import pytest

from ingest.amendment.compare import is_deleted, same_text
from ingest.amendment.tree import order_of
from tests.ingest.amendment.laws import ayat, huruf, pasal


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Undang- Undang ini", "Undang-Undang  ini", True),
        ("mempunyaikekuatan hukum", "mempunyai kekuatan hukum", True),
        ("setia; dan", "setia;", True),
        ("setia; dan ;", "setia;", True),
        ("setia; dan/atau", "setia.", True),
        ("Daftar Pemilih Tetap", "daftar pemilih tetap", True),
        ("paling lama 7 hari", "paling lama 70 hari", False),
        ("calon", "pasangan calon", False),
        ("dan", "atau", False),
        ("tidak boleh", "boleh", False),
    ],
)
def test_only_words_make_a_difference(one: str, other: str, same: bool) -> None:
    assert same_text(pasal("1", one), pasal("1", other)) is same


def test_units_inside_belong_to_the_text() -> None:
    two = pasal("1", "Syarat:", huruf("a", "setia;"), huruf("b", "jujur."))
    assert not same_text(two, pasal("1", "Syarat:", huruf("a", "setia.")))
    assert same_text(two, two.model_copy(update={"page": 9}))


@pytest.mark.parametrize("text", ["dihapus;", "Dihapus.", "(dihapus)", "Dihapus", "telah dihapus."])
def test_what_says_only_that_it_was_deleted_is_deleted(text: str) -> None:
    assert is_deleted(ayat("2", text))


@pytest.mark.parametrize("text", ["Pidana dihapus.", "dihapus dari daftar", ""])
def test_what_says_more_is_not_deleted(text: str) -> None:
    assert not is_deleted(ayat("2", text))
    assert not is_deleted(pasal("2", "dihapus", ayat("1", "Masih berlaku.")))


def test_numbers_are_ordered_as_laws_count() -> None:
    for numbers in (
        ["pasal-9", "pasal-22", "pasal-22a", "pasal-22b", "pasal-23", "pasal-100"],
        ["huruf-a", "huruf-b", "huruf-b1", "huruf-c", "huruf-z", "huruf-aa"],
        ["ayat-1", "ayat-1a", "ayat-1b", "ayat-2", "ayat-10"],
    ):
        backwards = numbers[::-1]
        assert sorted(backwards, key=order_of) == numbers
