from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.answering.answer import Answer
from bot.screen import Screen
from bot.text_view import (
    Line,
    answer_lines,
    citations_of,
    follow_ups_of,
    options_of,
    provision_lines,
)
from knowledge.model import Verdict
from tests.bot.scripted import EDITION, WORDING, answer, citation, question_back

RICH = answer(
    conditions=("Di luar jam kerja",),
    sanctions=("Hukuman disiplin berat",),
    next_steps=("Hapus unggahannya", "Lapor atasan"),
    strength="eksplisit",
    conflicts="KPU berpendapat lain.",
    follow_ups=("Kalau saya PPPK?",),
    citations=(citation(5), citation(6, status="dicabut")),
)


def text(lines: list[Line]) -> str:
    out = io.StringIO()
    Screen(out).show(lines)
    return out.getvalue()


def order(shown: str, *pieces: str) -> None:
    places = [shown.index(piece) for piece in pieces]
    assert places == sorted(places)


def test_everything_stands_there_in_order() -> None:
    shown = text(answer_lines(RICH, WORDING))
    order(
        shown,
        "DILARANG",
        "Tidak boleh.",
        "Menyukai unggahan",
        "Syarat",
        "• Di luar jam kerja",
        "Sanksi",
        "• Hukuman disiplin berat",
        "Dasar hukum",
        "[1] PP 94/2021 Pasal 5 (berlaku)",
        "[2] PP 94/2021 Pasal 6 (DICABUT – tidak berlaku)",
        "Langkah berikutnya",
        "1. Hapus unggahannya",
        "2. Lapor atasan",
        "Kekuatan dasar: kuat",
        "KPU berpendapat lain.",
        EDITION,
        "21 November 2026",
    )
    assert "Isi pasal 5." not in shown
    assert "PPPK?" not in shown


@pytest.mark.parametrize("verdict", [*Verdict])
def test_each_verdict_is_said_in_words(verdict: Verdict) -> None:
    words = WORDING.messages.verdicts[verdict]
    assert text(answer_lines(answer(verdict=verdict), WORDING)).startswith(words)
    assert verdict.value.replace("_", " ").split()[0].upper() in words


def test_an_empty_section_has_no_heading() -> None:
    headings = WORDING.messages.headings
    bare = text(answer_lines(answer(citations=(), conditions=(" ",), conflicts=" "), WORDING))
    for title in (
        headings.conditions,
        headings.sanctions,
        headings.citations,
        headings.next_steps,
        headings.strength,
        headings.conflicts,
    ):
        assert title not in bare


def test_full_shows_the_text_of_each_source() -> None:
    shown = text(answer_lines(RICH, WORDING, full=True))
    order(shown, "Pasal 5 (", "Isi pasal 5.", "Pasal 6 (", "Isi pasal 6.")


def test_small_talk_has_no_edition() -> None:
    hello = answer("Halo!", verdict=Verdict.DI_LUAR_CAKUPAN, citations=())
    assert EDITION not in text(answer_lines(hello, WORDING))


def test_a_question_back_lists_its_options() -> None:
    asked = question_back(("Kampanye", "r1"), ("Hajatan", "r2"))
    alone = text(answer_lines(asked, WORDING))
    order(alone, "Acara apa?", "• Kampanye", "• Hajatan", "Tanyakan lagi")
    in_chat = text(answer_lines(asked, WORDING, chat=True))
    order(in_chat, "1. Kampanye", "2. Hajatan", WORDING.texts.hints.options)


def test_parts_are_told_apart_and_numbered_through() -> None:
    parts = (
        RICH,
        question_back(("Kampanye", "r1")),
        answer("Ketiga.", citations=(citation(9),), follow_ups=("Apa sanksinya?",)),
        question_back(("Hajatan", "r2")),
    )
    whole = answer(parts=parts, follow_ups=("Kalau saya PPPK?",), citations=(citation(99),))
    shown = text(answer_lines(whole, WORDING, chat=True))
    order(
        shown,
        "4 hal",
        "Bagian 1 dari 4",
        "[1] PP 94/2021 Pasal 5",
        "[2] PP 94/2021 Pasal 6",
        "Bagian 2 dari 4",
        "1. Kampanye",
        "Bagian 3 dari 4",
        "Ketiga.",
        "[3] PP 94/2021 Pasal 9",
        "2. Hajatan",
        "a. Kalau saya PPPK?",
        "b. Apa sanksinya?",
    )
    assert shown.count(EDITION) == 1
    assert [cited.id[-1] for cited in citations_of(whole)] == ["5", "6", "9"]
    assert options_of(whole) == (("Kampanye", "r1"), ("Hajatan", "r2"))
    assert follow_ups_of(whole) == ("Kalau saya PPPK?", "Apa sanksinya?")


def test_letters_do_not_run_out() -> None:
    many = answer(follow_ups=tuple(f"Soal {number}?" for number in range(40)))
    assert len(follow_ups_of(many)) == 26
    assert "z. Soal 25?" in text(answer_lines(many, WORDING, chat=True))


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        (answer(), "misalnya 1,"),
        (question_back(("Kampanye", "r1"), citations=(citation(),)), "misalnya [1],"),
    ],
)
def test_the_hint_says_which_number_reads_a_source(said: Answer, hint: str) -> None:
    assert hint in text(answer_lines(said, WORDING, chat=True))


def test_a_provision_says_what_its_text_is() -> None:
    digest = text(provision_lines(citation(url="https://contoh.go.id/5"), WORDING))
    order(digest, "Pasal 5 (berlaku)", "Isi pasal 5.", "bukan kutipan", "https://contoh.go.id/5")
    official = text(provision_lines(citation(kind="official", status="dicabut"), WORDING))
    order(official, "DICABUT", "Kutipan dari dokumen resmi")


def test_off_a_terminal_text_is_plain_and_unwrapped() -> None:
    long = "kata " * 100
    shown = text([Line(long.strip(), "bold red", "•")])
    assert shown == f"• {long.strip()}\n"


def test_on_a_terminal_text_is_wrapped_and_hangs() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=40, color_system=None, markup=False)
    Screen(out, console).show([Line("[bold]satu[/bold] " + "kata " * 20, "bold", "[12]")])
    rows = out.getvalue().splitlines()
    assert len(rows) > 2
    assert rows[0].startswith("[12] [bold]satu[/bold] kata")
    assert all(row.startswith("     kata") for row in rows[1:])
    assert all(len(row) <= 40 for row in rows)


def test_on_a_terminal_styles_are_used() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=40, color_system="standard")
    Screen(out, console).show([Line("DICABUT", "bold red")])
    assert "\x1b[1;31mDICABUT\x1b[0m" in out.getvalue()


@pytest.mark.parametrize("width", [1, 5, 20])
def test_a_narrow_terminal_loses_nothing(width: int) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, color_system=None)
    Screen(out, console).show(answer_lines(RICH, WORDING))
    assert "".join("HukumanDisiplinBerat".lower().split()) in "".join(
        out.getvalue().lower().replace("•", "").split()
    )


@pytest.mark.parametrize("terminal", [True, False])
def test_text_cannot_steer_the_terminal(terminal: bool) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system=None) if terminal else None
    Screen(out, console).show([Line("aman\x1b[2J\x07\x9b31m\rtetap\x00\ttab\ud800")])
    assert out.getvalue().rstrip() == "aman[2J31mtetap tab"
