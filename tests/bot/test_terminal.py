from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest

from bot.answering.answer import Answer, Turn
from bot.screen import Screen
from bot.terminal import Chat, line_reader
from knowledge.errors import StoreError
from tests.bot.scripted import (
    WORDING,
    Asked,
    ScriptedAnswering,
    answer,
    citation,
    question_back,
)

TEXTS = WORDING.texts


def talk(
    *typed: str | BaseException, script: tuple[Answer | BaseException, ...] = (), turns: int = 6
) -> tuple[str, list[Asked], list[Exception]]:
    """What a chat shows, what the answering was asked, and which failures were reported."""
    out, heard = io.StringIO(), list[Exception]()
    answering = ScriptedAnswering(*script)
    lines: Iterator[str | BaseException] = iter(typed)

    def read() -> str | None:
        line = next(lines, None)
        if isinstance(line, BaseException):
            raise line
        return line

    Chat(answering, Screen(out), WORDING, turns, report=heard.append).talk(read)
    return out.getvalue(), answering.asked, heard


def test_a_chat_greets_answers_and_takes_its_leave() -> None:
    shown, asked, _ = talk("boleh like?")
    assert shown.index("Halo!") < shown.index("DILARANG") < shown.index(TEXTS.goodbye)
    assert WORDING.messages.examples[0].question in shown
    assert asked == [Asked("boleh like?")]


def test_the_next_question_knows_the_turns_before() -> None:
    _, asked, _ = talk("boleh like?", "kalau PPPK?")
    assert asked[1].history == (
        Turn(role="user", text="boleh like?"),
        Turn(role="assistant", text="Tidak boleh.\nMenyukai unggahan calon adalah dukungan."),
    )


@pytest.mark.parametrize(("turns", "kept"), [(0, 0), (1, 1), (4, 4), (50, 6)])
def test_only_as_many_turns_as_set_are_kept(turns: int, kept: int) -> None:
    _, asked, _ = talk("a?", "b?", "c?", "d?", turns=turns)
    history = asked[3].history
    assert len(history) == kept
    if kept:
        assert history[-1].role == "assistant"


def test_a_number_reads_the_source_and_asks_nothing() -> None:
    shown, asked, _ = talk(
        "boleh like?", "2", "[1]", "7", script=(answer(citations=(citation(5), citation(6))),)
    )
    assert shown.index("Isi pasal 6.") < shown.index("Isi pasal 5.")
    assert TEXTS.no_citation.format(number=7, count=2) in shown
    assert len(asked) == 1


def test_an_option_is_asked_with_its_ruling_and_remembered_by_its_words() -> None:
    script = (question_back(("Kampanye", "hadir-kampanye"), ("Hajatan", "hadir-hajatan")),)
    shown, asked, _ = talk("boleh hadir?", "2", "terus?", script=script)
    assert (asked[1].question, asked[1].ruling) == ("boleh hadir?", "hadir-hajatan")
    assert [turn.text for turn in asked[1].history] == [
        "boleh hadir?",
        "Perlu rincian.\nAcara apa?",
    ]
    assert asked[2].ruling is None
    assert asked[2].history[2] == Turn(role="user", text="Hajatan")
    assert "Pilihan Anda: Hajatan" in shown


def test_a_letter_asks_the_suggested_question() -> None:
    shown, asked, _ = talk("boleh like?", "b", script=(answer(follow_ups=("Satu?", "Dua?")),))
    assert (asked[1].question, asked[1].ruling) == ("Dua?", None)
    assert "Pertanyaan: Dua?" in shown


def test_forgetting_forgets_turns_and_numbers() -> None:
    shown, asked, _ = talk("boleh like?", "/hapus", "1", "terus?")
    assert TEXTS.forgotten in shown
    assert TEXTS.nothing_shown in shown
    assert asked[1] == Asked("terus?")


@pytest.mark.parametrize("end", ["/keluar", KeyboardInterrupt(), None])
def test_every_way_out_is_polite(end: str | BaseException | None) -> None:
    shown, asked, _ = talk(*(() if end is None else (end, "nanti?")))
    assert shown.rstrip().endswith(TEXTS.goodbye)
    assert asked == []


def test_ctrl_c_while_answering_leaves_too() -> None:
    shown, _, heard = talk("boleh?", "nanti?", script=(KeyboardInterrupt(),))
    assert shown.rstrip().endswith(TEXTS.goodbye)
    assert heard == []


def test_a_failed_answer_does_not_end_the_chat_nor_enter_its_memory() -> None:
    fault = ZeroDivisionError("rahasia")
    shown, asked, heard = talk(
        "satu?", "dua?", "tiga?", script=(StoreError("Basis data hilang."), fault)
    )
    assert "Basis data hilang." in shown
    assert "ZeroDivisionError" in shown
    assert "rahasia" not in shown
    assert heard == [fault]
    assert asked[2] == Asked("tiga?")
    assert "DILARANG" in shown


def test_strange_lines_are_asked_as_they_are_and_long_ones_refused() -> None:
    shown, asked, _ = talk("🙂", "\u202e\x07", "", "x" * 10_000)
    assert [one.question for one in asked] == ["🙂", "\u202e\x07"]
    assert "10000" in shown


def test_help_tells_the_commands() -> None:
    shown, _, _ = talk("/bantuan")
    assert "/hapus" in shown.split("/keluar", 1)[1]


def test_piped_lines_are_repeated_with_their_prompt() -> None:
    out = io.StringIO()
    read = line_reader(io.StringIO("boleh\udcff?\r\n\nlagi"), out)
    assert [read(), read(), read(), read()] == ["boleh\ufffd?", "", "lagi", None]
    assert out.getvalue() == "\n> boleh\ufffd?\n\n> lagi\n"


def test_a_day_set_in_the_chat_holds_until_it_is_taken_back() -> None:
    shown, asked, _ = talk(
        "/per 2020-06-01", "a?", "b per tanggal 2 Mei 2019?", "/per sekarang", "c?"
    )
    assert "menurut hukum per 1 Juni 2020" in shown
    assert [one.as_of for one in asked] == [date(2020, 6, 1), None, None]  # its own day wins
    _, asked, _ = talk("/per 2020-06-01", "/hapus", "a?")
    assert asked[0].as_of is None
