"""Words in disguise are read where a known word lies beneath; all else stays as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.disguise import undisguise

WORDS = frozenset(
    {"bolehkah", "boleh", "like", "postingan", "calon", "pns", "kampanye", "untuk", "asn"}
    | {"teman", "dr", "budi", "gak", "saya", "ilham"}
)


def read(text: str) -> str:
    return undisguise(text, WORDS.__contains__)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("B0l3h g4k PNS l1k3 p0st1ng4n c4l0n?", "boleh gak PNS like postingan calon?"),
        ("8oleh k@mp@nye 1lham", "boleh kampanye ilham"),
        ("b.o.l.e.h PNS k-a-m-p-a-n-y-e?", "boleh PNS kampanye?"),
        ("b o l e h p n s kampanye", "boleh pns kampanye"),
        ("bol*eh kam_pan_ye", "boleh kampanye"),
        ("Вolehkah РNS kаmpаnye untuk саlon?", "Bolehkah PNS kampanye untuk calon?"),
        ("βoleh kampanye", "βoleh kampanye"),
    ],
)
def test_disguises_are_taken_off(typed: str, plain: str) -> None:
    assert read(typed) == plain


@pytest.mark.parametrize(
    "typed",
    [
        "PP 94/2021 pasal 5 huruf n angka 5, 10.30 WIB",
        "p3k, teman2, dr.budi, a b c d, U-17",
        "ПНС boleh",
        "1O2 0000 user_99 x2y3z4",
        "https://contoh.id/a_b",
    ],
)
def test_what_is_no_disguise_stays(typed: str) -> None:
    assert read(typed) == typed


def test_many_digits_take_no_time() -> None:
    assert read("a" + "1|" * 11) == "a" + "1|" * 11


@given(st.text(max_size=200))
def test_any_text_is_read(typed: str) -> None:
    assert isinstance(read(typed), str)


@given(st.lists(st.sampled_from(sorted(WORDS)), max_size=12))
def test_plain_words_stay(typed: list[str]) -> None:
    assert read(" ".join(typed)) == " ".join(typed)
