"""A message that asks several things is cut where its writer cut it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.split import split_questions


@pytest.mark.parametrize(
    ("message", "opening", "questions"),
    [
        (
            "1) boleh like foto calon? 2) boleh share jadwal KPU?",
            "",
            ("boleh like foto calon?", "boleh share jadwal KPU?"),
        ),
        (
            "Saya PPPK: (a) boleh like foto calon (b) boleh ikut kampanye",
            "Saya PPPK",
            ("boleh like foto calon", "boleh ikut kampanye"),
        ),
        (
            "Mohon penjelasan. 1. boleh hadir deklarasi; 2. boleh pakai kaos partai; 3. boleh foto",
            "Mohon penjelasan.",
            ("boleh hadir deklarasi", "boleh pakai kaos partai", "boleh foto"),
        ),
        (
            "Boleh like foto calon? Terus kalau share boleh?",
            "",
            ("Boleh like foto calon?", "Terus kalau share boleh?"),
        ),
        (
            "Saya guru PNS. Suami saya caleg. Boleh ikut kampanye? Boleh pasang stiker?",
            "Saya guru PNS. Suami saya caleg.",
            ("Boleh ikut kampanye?", "Boleh pasang stiker?"),
        ),
        (
            "Bolehkah hadir kampanye pada hari libur, dan apakah boleh memakai kaos partai?",
            "",
            ("Bolehkah hadir kampanye pada hari libur", "apakah boleh memakai kaos partai?"),
        ),
        (
            "Apa sanksi PNS yang jadi timses serta ke mana melaporkannya?",
            "",
            ("Apa sanksi PNS yang jadi timses", "ke mana melaporkannya?"),
        ),
        (
            "Pertama, boleh hadir kampanye? Kedua, boleh pasang stiker?",
            "",
            ("boleh hadir kampanye?", "boleh pasang stiker?"),
        ),
        (
            "Boleh like? Boleh foto bersama calon? Boleh hadir kampanye?",
            "",
            ("Boleh like?", "Boleh foto bersama calon?", "Boleh hadir kampanye?"),
        ),
    ],
)
def test_questions_are_cut_at_list_marks_or_question_marks(
    message: str, opening: str, questions: tuple[str, ...]
) -> None:
    pieces = split_questions(message)
    assert pieces is not None
    assert (pieces.opening, pieces.questions) == (opening, questions)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "boleh like foto calon?",
        "1) boleh like foto calon?",
        "boleh gak???? boleh gak sih like foto calon",
        "Boleh? Gimana?",  # single words ask nothing by themselves
        "Apakah saya melanggar pasal 280 ayat (2) dan ayat (3) UU Pemilu kalau hadir kampanye?",
        "Apa saya kena pasal 5. atau pasal 9. kalau like foto calon",
        "Saya kena huruf a) dan huruf b) pasal 5 atau tidak",
        "Apakah like, komentar, dan share postingan calon dilarang?",
        "Siapa saja dan dengan cara apa ASN dianggap mendukung calon?",
        "Apakah PNS dilarang ikut kampanye dan apa dasar hukumnya?",  # an aspect, not a question
        "Saya ditawari jadi timses. Katanya aman asal tidak ketahuan. Betul begitu?",
        "Like foto calon boleh? Boleh gak sih?",  # the same again
        "Saya golongan III/a, boleh like foto calon?",
        " ".join(f"{number}) boleh hadir acara nomor {number}?" for number in range(1, 10)),
    ],
)
def test_a_message_that_asks_one_thing_stays_whole(message: str) -> None:
    assert split_questions(message) is None


@pytest.mark.parametrize(
    ("message", "opening", "questions"),
    [
        ("boleh foto bareng caleg\nboleh pakai mobil dinas", "", 2),
        (
            "Saya PPPK, mau tanya:\n- boleh ikut kampanye?\n- boleh mencoblos?",
            "Saya PPPK, mau tanya",
            2,
        ),
        ("Suami saya caleg.\nBoleh ikut kampanye?\nBoleh pasang stiker?", "Suami saya caleg.", 2),
        ("Kemarin saya ikut senam.\nTernyata ada caleg.\nApakah saya melanggar?", None, 0),
    ],
)
def test_questions_are_cut_at_lines(message: str, opening: str | None, questions: int) -> None:
    lines = message.split("\n")
    pieces = split_questions(" ".join(lines), lines)
    assert (len(pieces.questions) if pieces else 0) == questions
    assert (pieces.opening if pieces else None) == opening


def test_a_list_is_told_from_other_questions() -> None:
    listed = split_questions("1) boleh like calon? 2) boleh share jadwal?")
    plain = split_questions("Boleh like calon? Boleh share jadwal?")
    assert listed is not None
    assert plain is not None
    assert (listed.listed, plain.listed) == (True, False)


@given(st.text(alphabet="ab12.)(? \npasal", max_size=80))
def test_no_message_breaks_it_and_no_piece_is_made_up(message: str) -> None:
    pieces = split_questions(message)
    if pieces is not None:
        typed = "".join(message.split()).replace("(", "")
        assert 2 <= len(pieces.questions) <= 6
        for question in pieces.questions:
            assert "".join(question.split()).replace("(", "") in typed
