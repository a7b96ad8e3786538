"""What each kind of perturbation does to a question, shown on questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from evaluation.robustness.letters import huruf, typo, vokal
from evaluation.robustness.order import urutan
from evaluation.robustness.perturb import gabungan
from evaluation.robustness.wording import basa_basi, emoji, partikel, singkatan, slang
from evaluation.robustness.wordlists import Wordlists, wordlists
from knowledge.text import is_word

LISTS = wordlists()
LONG = (
    "Bolehkah seorang pegawai negeri menghadiri kampanye calon bupati bersama keluarga besar pada "
    "malam hari tanpa mengenakan atribut partai apa pun dan tanpa ikut berorasi di panggung?"
)


def every(change: Callable[[str, Random, Wordlists], str], text: str, times: int = 40) -> set[str]:
    """What a kind makes of a text, drawn many times."""
    return {change(text, Random(seed), LISTS) for seed in range(times)}


def differing(before: str, after: str) -> list[tuple[str, str]]:
    """The words that differ, when none came or went."""
    return [
        (was, now)
        for was, now in zip(before.split(), after.split(), strict=True)
        if was.strip("?.,") != now.strip("?.,")
    ]


def test_typo_slips_once_in_about_eight_words() -> None:
    for after in every(typo, LONG):
        slips = differing(LONG, after)
        assert 2 <= len(slips) <= 3
        assert all(DamerauLevenshtein.distance(was, now) == 1 for was, now in slips)


def test_a_typo_never_makes_another_word() -> None:
    for after in every(typo, "dari calon kasus hadir malam pasang", times=200):
        assert not any(
            is_word(now) for _, now in differing("dari calon kasus hadir malam pasang", after)
        )


def test_a_text_of_short_names_has_no_typo() -> None:
    assert every(typo, "ASN dan PPPK di KPU 2024") == {"ASN dan PPPK di KPU 2024"}


def test_vokal_leaves_vowels_out_and_nothing_else() -> None:
    for after in every(vokal, LONG):
        for was, now in differing(LONG, after):
            consonants = re.sub(r"(?<!^)[aeiou]", "", was)
            assert re.sub(r"(?<!^)[aeiou]", "", now) in {consonants, re.sub("ng$", "g", consonants)}
            assert len(now) >= 3


def test_vokal_writes_short_words_as_chats_do() -> None:
    assert "dtg" in every(vokal, "datang")
    assert every(vokal, "boleh") == {"blh"}


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("yang", "yg"),
        ("Tidak", "Gak"),
        ("teman-temannya", "teman2nya"),
        ("pasangan calon", "paslon"),
        ("UNTUK", "UTK"),
    ],
)
def test_singkatan(text: str, possible: str) -> None:
    assert possible in every(singkatan, text)


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("Bolehkah saya", "Boleh gak sih gue"),
        ("calon bupati", "cabup"),
        ("calon wakil bupati", "cawabup"),  # the longest phrase wins
        ("mengirimkan", "ngirimin"),
        ("membagikannya", "membagikannya"),  # only what ends in -kan
        ("dibatalkan", "dibatalin"),
        ("mendapatkan", "ngedapatin"),
    ],
)
def test_slang(text: str, possible: str) -> None:
    assert possible in every(slang, text)


@pytest.mark.parametrize("text", ["dimakan", "hukuman sedang", "minggu lalu", "satu kali", "ikan"])
def test_slang_leaves_alone_what_would_mean_something_else(text: str) -> None:
    assert every(slang, text) == {text}


def test_one_writer_has_one_way_to_write_a_word() -> None:
    for after in every(slang, "saya dan saya dan saya"):
        assert len({word for word in after.split() if word not in {"saya", "dan"}}) <= 1


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("Bolehkah PNS menyukai unggahan?", "PNS menyukai unggahan, bolehkah?"),
        ("ikut senam bareng paslon, boleh gak?", "boleh gak, ikut senam bareng paslon?"),
        (
            "Saya diminta ikut rapat. Apakah melanggar?",
            "Apakah melanggar? Saya diminta ikut rapat.",
        ),
        (
            "Kades memberi sambutan, undangan resmi, boleh? ",
            "Boleh, kades memberi sambutan, undangan resmi?",
        ),
        ("Kalau diundang, saya harus datang?", "Saya harus datang kalau diundang?"),
        ("Saya harus datang kalau diundang?", "Kalau diundang, saya harus datang?"),
        ("Apa saya perlu hadir di luar jam kerja?", "Di luar jam kerja, apa saya perlu hadir?"),
        ("Malam hari saya boleh hadir?", "Saya boleh hadir malam hari?"),
        (
            "Saya PPPK. Boleh ikut? Suami yang mengajak.",
            "Boleh ikut? Suami yang mengajak. Saya PPPK.",
        ),
    ],
)
def test_urutan(text: str, possible: str) -> None:
    assert possible in every(urutan, text)


@pytest.mark.parametrize(
    "text",
    [
        "Boleh: (a) like, (b) komentar?",  # a list has an order
        "Ia bilang 'boleh. Ikut saja' kemarin, boleh?",  # a sentence ends in a quotation
        "Saya sudah hadir. Kalau begitu kena sanksi?",  # leans on what stands before it
        "hadir?",
        "...",
    ],
)
def test_urutan_leaves_alone_what_cannot_move(text: str) -> None:
    assert every(urutan, text) == {text}


def test_basa_basi_stands_around_the_question() -> None:
    texts = every(basa_basi, "Boleh hadir?")

    assert all("Boleh hadir?" in text for text in texts)
    assert any(text.endswith("Boleh hadir?") for text in texts)
    assert any(text.startswith("Boleh hadir?") for text in texts)
    assert any(not text.startswith("Boleh") and not text.endswith("?") for text in texts)


def test_partikel_stands_where_speakers_put_it() -> None:
    texts = every(partikel, "Saya PNS, boleh gak hadir?", times=2000)

    assert all(text.endswith("?") and text.count("?") == 1 for text in texts)
    assert "Saya PNS, boleh gak sih hadir deh?" in texts  # not between "boleh" and "gak"
    assert "Saya PNS euy, boleh gak hadir atuh?" in texts
    removed = {
        particle
        for r in LISTS.particles.values()
        for ways in r.model_dump().values()
        for particle in ways
    }
    for text in texts:
        kept = [w for w in re.findall(r"[\w']+", text) if w not in removed]
        assert kept == ["Saya", "PNS", "boleh", "gak", "hadir"]


def test_emoji_add_pictures_and_marks_but_no_word() -> None:
    for after in every(emoji, "Saya PNS. Boleh hadir, ya?"):
        assert re.findall(r"\w+", after) == ["Saya", "PNS", "Boleh", "hadir", "ya"]
        assert after[-1] in LISTS.emoji.pictures


def test_huruf_changes_capitals_and_marks_but_no_word() -> None:
    texts = every(huruf, "Saya PNS. Boleh hadir?")

    assert texts == {
        "SAYA PNS. BOLEH HADIR?",
        "saya pns. boleh hadir?",
        "Saya PNS Boleh hadir",
        "SAYA PNS BOLEH HADIR",
        "saya pns boleh hadir",
    }


def test_huruf_keeps_the_form_of_a_reference() -> None:
    assert all(
        "Pasal 5 huruf n PP 94/2021" in t
        for t in every(huruf, "apa isi Pasal 5 huruf n PP 94/2021?")
    )


def test_gabungan_does_several_things_at_once() -> None:
    for after in every(gabungan, LONG):
        assert any(picture in after for picture in LISTS.emoji.pictures)
        assert len(after) > len(LONG) / 2
