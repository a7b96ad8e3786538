"""What sentences claim: permission, prohibition, and how much of them has a source."""

from __future__ import annotations

import pytest

from bot.answering.statements import (
    content_roots,
    forbids,
    load_write_texts,
    numbers,
    permits,
    statements,
    support,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Boleh.",
        "Menyukai unggahan calon diperbolehkan.",
        "Menyukai unggahan calon tidak dilarang.",
        "Bukan tidak boleh, asal malam hari.",
        "Belum tentu dilarang.",
        "Tidak ada sanksi bagi yang menyukai.",
        "Anda tidak melanggar apa pun.",
        "Tidak apa-apa menyukai unggahan calon.",
        "Silakan menyukai unggahan calon.",
        "Anda bisa menyukai unggahan calon.",
        "Dilarang, kecuali di luar jam kerja.",
        "Dulu dilarang, tetapi sekarang boleh.",
        "Larangan itu sudah dicabut.",
        "Anda tidak wajib netral.",
        "Aturan itu tidak berlaku bagi Anda.",
    ],
)
def test_what_loosens(sentence: str) -> None:
    assert permits(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tidak boleh.",
        "Menyukai unggahan calon itu dilarang.",
        "Anda dapat dikenai sanksi.",
        "Tanda suka bisa dibaca sebagai dukungan.",
        "Tidak diperbolehkan menyukai unggahan calon.",
        "Jangan menyukai unggahan calon.",
        "Menyukai tanpa komentar pun dilarang.",
        "Pegawai ASN wajib netral.",
    ],
)
def test_what_does_not_loosen(sentence: str) -> None:
    assert not permits(sentence)


@pytest.mark.parametrize(
    ("sentence", "so"),
    [
        ("Dilarang.", True),
        ("Itu tidak boleh dilakukan.", True),
        ("Jangan diunggah.", True),
        ("Menyukai tanpa izin dilarang.", True),
        ("Tidak dilarang.", False),
        ("Bukan larangan.", False),
        ("Boleh.", False),
    ],
)
def test_what_forbids(sentence: str, so: bool) -> None:
    assert forbids(sentence) is so


def test_support_is_the_share_of_roots_that_the_source_has() -> None:
    source = content_roots("Pegawai dilarang mendukung calon di media sosial.")
    assert support("Dukungan kepada calon dilarang.", source) == 1.0
    assert support("Dukungan kepada calon, hukumannya penjara.", source) == pytest.approx(0.5)
    assert support("Dan itu juga.", source) == 1.0, "no word of it has a subject"


def test_numbers_count_in_digits_and_as_words() -> None:
    found = numbers("Pasal 14, enam bulan, denda Rp5 juta")
    assert found == {"14", "enam", "rp5", "juta"}


def test_a_text_is_parted_into_its_sentences() -> None:
    text = "Dilarang. Menurut UU No. 5 ia terbaca publik.\n\nJangan diulang!\n\n…"
    assert statements(text) == (
        "Dilarang.",
        "Menurut UU No. 5 ia terbaca publik.",
        "Jangan diulang!",
    )


def test_no_word_is_on_both_sides() -> None:
    known = load_write_texts().words
    assert known.allowing.isdisjoint(known.forbidding | known.obliging | known.negations)
    assert known.loosening.isdisjoint(known.tightening | known.forbidding | known.negations)
