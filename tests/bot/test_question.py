from __future__ import annotations

import pytest

from bot.answering.answer import Turn
from bot.question import MAX_QUESTION, mended, question_fault, read_history, recent


@pytest.mark.parametrize("question", ["", " ", "\n\t "])
def test_an_empty_question_is_refused(question: str) -> None:
    assert "kosong" in str(question_fault(question))


@pytest.mark.parametrize(
    "question", ["a", "🙂", "\u202e\u200f", "\x00\x07", "x" * MAX_QUESTION, "\u200b"]
)
def test_strange_questions_are_left_to_the_answering(question: str) -> None:
    assert question_fault(question) is None


def test_a_question_that_is_too_long_is_told_by_how_much() -> None:
    fault = str(question_fault("x" * (MAX_QUESTION + 1)))
    assert str(MAX_QUESTION + 1) in fault
    assert str(MAX_QUESTION) in fault


@pytest.mark.parametrize(
    ("text", "whole"),
    [("biasa 🙂", "biasa 🙂"), ("a\ud800b", "a\ufffdb"), ("a\udcff", "a\ufffd"), ("", "")],
)
def test_lone_surrogates_are_replaced(text: str, whole: str) -> None:
    assert mended(text) == whole


def test_history_is_read_in_order() -> None:
    raw = [{"role": "user", "text": "satu\udc80"}, {"role": "assistant", "text": "dua"}]
    assert read_history(raw) == (
        Turn(role="user", text="satu\ufffd"),
        Turn(role="assistant", text="dua"),
    )
    assert read_history(None) == ()
    assert read_history([]) == ()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("rahasia", "bukan daftar"),
        ({"role": "user", "text": "rahasia"}, "bukan daftar"),
        (["rahasia"], "ke-1"),
        ([{"role": "user", "text": "a"}, {"role": "bos", "text": "rahasia"}], "ke-2"),
        ([{"role": "user", "text": 5}], "ke-1"),
        ([{"role": "user"}], "ke-1"),
        ([None], "ke-1"),
    ],
)
def test_bad_history_is_named_without_its_words(raw: object, says: str) -> None:
    with pytest.raises(ValueError, match=says) as error:
        read_history(raw)
    assert "rahasia" not in str(error.value)
    assert '"role"' in str(error.value)


def test_recent_keeps_the_last_turns() -> None:
    turns = [Turn(role="user", text=str(number)) for number in range(5)]
    assert [turn.text for turn in recent(turns, 2)] == ["3", "4"]
    assert recent(turns, 0) == ()
    assert len(recent(turns, 50)) == 5
