"""What of a question may be changed: not what is quoted, counted, or names law or a status."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.robustness.spans import (
    cased_like,
    free_words,
    in_free_stretches,
    stretches,
    with_words,
)
from evaluation.robustness.wordlists import wordlists

LISTS = wordlists()


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("Boleh hadir?", ["Boleh", "hadir"]),
        ("apa isi Pasal 5 huruf n angka 2 PP 94/2021 itu", ["apa", "isi", "itu"]),
        ("pasl 87 ayt 4 huruf c uu 5 2014 msh berlaku", ["msh", "berlaku"]),
        ("sanksi menurut Pasal 494 UU Pemilu", ["sanksi", "menurut"]),
        ("beda UU ASN dan undang-undang pilkada", ["beda", "dan"]),
        ("pilkada di desa", ["pilkada", "di", "desa"]),  # no regulation
        ("ia bilang 'ikut saja' dan \"ayo\"", ["ia", "bilang", "dan"]),
        ("nge-like Jum'at teman-teman", []),  # parts of a compound
        ("PNS, pppk, dan BLT dari KPU", ["dan", "dari"]),
        ("BOLEH HADIR", ["BOLEH", "HADIR"]),  # shouted, not short names
        (
            "buka https://bkn.go.id/x atau tulis ke a@b.id #pilkada @akun",
            ["buka", "atau", "tulis", "ke"],
        ),
        ("ikut 2x jam 8 di alun2", ["ikut", "jam", "di"]),
        ("", []),
    ],
)
def test_words_that_may_change(text: str, free: list[str]) -> None:
    assert [word.text for word in free_words(text, LISTS)] == free


def test_words_are_replaced_where_they_stand() -> None:
    first, second, third = free_words("boleh atau boleh", LISTS)

    assert with_words("boleh atau boleh", {first: "blh", third: "bolehkah"}) == "blh atau bolehkah"
    assert second.text == "atau"


def test_a_change_leaves_the_rest_alone() -> None:
    assert in_free_stretches("baca 'ini' PP 94 ya", str.upper) == "BACA 'ini' PP 94 YA"


@pytest.mark.parametrize(
    ("model", "text", "cased"),
    [("Saya", "gue", "Gue"), ("SAYA", "gue", "GUE"), ("saya", "gue", "gue"), ("A", "gue", "Gue")],
)
def test_capitals_are_kept(model: str, text: str, cased: str) -> None:
    assert cased_like(model, text) == cased


@given(st.text())
def test_the_stretches_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in stretches(text)) == text
