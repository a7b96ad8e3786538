"""From typed text to comparable words: what is removed, what is mended, and what is left alone."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.text import Normaliser, bigrams, clean, is_word, stem, vocabulary_of, words

LEXICON = {"gk": "tidak", "temen": "teman", "sya": "saya", "dong": "", "wa": "whatsapp grup"}
VOCABULARY = {
    "baliho": 9,
    "dong": 8,
    "calon": 50,
    "kampanye": 30,
    "membela": 4,
    "netralitas": 20,
    "postingan": 8,
    "teman": 30,
    "tidak": 40,
}
NORMALISER = Normaliser(LEXICON, VOCABULARY)

any_text = settings(max_examples=200, deadline=None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  boleh \n\t like?  ", "boleh like?"),
        ("bo\u200bleh\u200d li\ufeffke", "boleh like"),
        ("\u202eboleh\u202c \u200flike\u200e \u2066ya\u2069", "boleh like ya"),
        ("bo\x00leh\x07 like\x1b[0m", "boleh like[0m"),
        ("\uff22\uff4f\uff4c\uff45\uff48 \u2460", "Boleh 1"),
        ("soft\u00adhyphen", "softhyphen"),
        ("satu\u00a0dua\u2003tiga\u2028empat", "satu dua tiga empat"),
        ("\ue000\U000e0041", ""),
        ("👍🏽 setuju", "👍🏽 setuju"),
        ("", ""),
    ],
)
def test_clean(typed: str, expected: str) -> None:
    assert clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Boleh-kah saya, PNS?", ["boleh", "kah", "saya", "pns"]),
        ("PP 94/2021", ["pp", "94", "2021"]),
        ("bolehhhhh gaaak", ["boleh", "gak"]),
        ("maaf, jjadi", ["maaf", "jjadi"]),
        ("Café", ["cafe"]),
        ("pppk", ["pppk"]),
        ("🙏🙏 ??? ...", []),
    ],
)
def test_words(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Gk boleh dong", "tidak boleh"),
        ("share di WA", "share di whatsapp grup"),
        ("temen2 sya", "teman saya"),
        ("calon2nya", "calonnya"),
        ("calon2an", "calonan"),
        ("pp 94 tahun 2021", "pp 94 tahun 2021"),
        ("", ""),
    ],
)
def test_lexicon_and_doubled_words(typed: str, expected: str) -> None:
    assert NORMALISER.normalise(typed) == expected


def test_a_doubled_form_of_the_lexicon_wins() -> None:
    assert Normaliser({"temen2": "kawan"}, {}).normalise("temen2") == "kawan"


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("bliho", "baliho"),  # vowels left out
        ("kmpnye", "kampanye"),
        ("kampenye", "kampanye"),  # another letter
        ("kampaney", "kampanye"),  # two letters swapped
        ("kampanyee", "kampanye"),  # one letter too many
        ("netarlitass", "netralitas"),  # two errors in a long word
        ("mampanye", "kampanye"),  # the first letter wrong
        ("temna", "teman"),
        ("donng", ""),  # a form of the lexicon, misspelt
    ],
)
def test_typing_errors_are_mended(typed: str, mended: str) -> None:
    assert NORMALISER.normalise(typed) == mended


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("membeli", "its root is in the dictionary, though the vocabulary's membela is near"),
        ("kamera", "a root of the dictionary"),
        ("tmn", "three letters are near many words, and teman is not frequent enough"),
        ("nyerahin", "a spoken form of a root of the dictionary: serah"),
        ("megang", "another: pegang"),
        ("kompenya", "two errors in a word of eight letters"),
        ("k2mpanye", "not only letters"),
        ("zxqwvkj", "near nothing"),
        ("teman", "known"),
    ],
)
def test_other_words_are_left_alone(typed: str, why: str) -> None:
    assert NORMALISER.normalise(typed) == typed, why


def test_only_the_dictionary_keeps_a_word_that_is_near_another() -> None:
    near = Normaliser({}, {"kameri": 3})

    assert near.normalise("kamera") == "kamera"
    assert near.normalise("kamerx") == "kameri"


def test_a_short_form_in_use_is_written_in_full() -> None:
    normaliser = Normaliser({}, {"kampanye": 900, "kmpanye": 7})

    assert normaliser.normalise("kmpanye") == "kampanye"
    assert Normaliser({}, {"kampanye": 60, "kmpanye": 7}).normalise("kmpanye") == "kmpanye"


def test_repairs_are_the_same_the_second_time() -> None:
    normaliser = Normaliser(LEXICON, VOCABULARY)

    assert normaliser.normalise("bliho") == normaliser.normalise("bliho") == "baliho"


@pytest.mark.parametrize(
    ("word", "root"),
    [("menyukai", "suka"), ("dibagikan", "bagi"), ("fotonya", "foto"), ("like", "like")],
)
def test_stem(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize(
    "word",
    ["pegang", "memegang", "megang", "nyerahin", "ngangkat", "ngebagiin", "dikerjain", "kebawa"],
)
def test_forms_of_a_root_are_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["kmpnye", "ntral", "dihukm", "mpp", "ng", "xyz", ""])
def test_other_letters_are_no_words(word: str) -> None:
    assert not is_word(word)


def test_stems_are_of_the_normalised_text() -> None:
    assert NORMALISER.stems("Gk menyukai bliho") == ["tidak", "suka", "baliho"]


def test_vocabulary() -> None:
    texts = ["Boleh like gk?", "boleh share", "boleh gk gk", "like!", "like lagi"]

    assert vocabulary_of(texts, {"gk": "tidak", "hrs": "harus begitu"}) == {
        "boleh": 3,
        "like": 3,
        "tidak": 3,
        "harus": 3,
        "begitu": 3,
        "gk": 3,  # a form that people type is what a misspelt one may mean
    }
    assert vocabulary_of(texts, {}, least=4) == {}


def test_bigrams() -> None:
    assert bigrams(["like", "foto", "calon"]) == ["like_foto", "foto_calon"]
    assert bigrams(["like"]) == []


@any_text
@given(st.text())
def test_clean_text_holds_nothing_invisible(typed: str) -> None:
    tidy = clean(typed)

    assert not [c for c in tidy if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Cn"}]
    assert not re.search(r"[^\S ]|  |^ | $", tidy)


@any_text
@given(st.text())
def test_words_are_latin_letters_and_digits(typed: str) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+", word) for word in words(typed))


@any_text
@given(st.text(st.sampled_from("abeiklmnoprt2 \u200b\u202eÉ.")) | st.text())
def test_normalised_text_is_words_with_single_blanks(typed: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", NORMALISER.normalise(typed))
    assert all(re.fullmatch(r"[a-z0-9]+", root) for root in NORMALISER.stems(typed))


@any_text
@given(st.sampled_from(sorted(VOCABULARY.keys() - LEXICON.keys())))
def test_words_of_the_vocabulary_stay(word: str) -> None:
    assert NORMALISER.normalise(word) == word
