from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.testsets.cells import CellFault, split_list, text_of, value_of
from evaluation.testsets.columns import Kind, load_columns
from evaluation.testsets.question import Question
from knowledge.model import Verdict
from tests.evaluation.made import question

COLUMNS = load_columns()


def read(kind: Kind, text: str) -> Any:
    return value_of(kind, text, COLUMNS, {})


def test_every_field_of_a_question_has_a_column() -> None:
    assert {column.field for column in COLUMNS.columns} == set(Question.model_fields)
    assert set(COLUMNS.verdicts) == set(Verdict)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Pertanyaan", "question"),
        ("QUESTION", "question"),
        (" Expected_Verdict ", "expected_verdict"),
        ("Putusan:", "expected_verdict"),
        ("gold-citations", "gold_citations"),
        ("Dasar  Hukum", "gold_citations"),
        ("No.", "id"),
        ("Must Mention", "must_mention"),
    ],
)
def test_headings_in_two_languages_and_many_writings(heading: str, field: str) -> None:
    column = COLUMNS.headed(heading)
    assert column is not None
    assert column.field == field


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("Boleh bersyarat", "boleh_bersyarat"),
        ("boleh_bersyarat", "boleh_bersyarat"),
        ("DILARANG", "dilarang"),
        ("tidak boleh", "dilarang"),
        ("Di luar cakupan", "di_luar_cakupan"),
        ("out of scope", "di_luar_cakupan"),
    ],
)
def test_verdicts_as_people_write_them(typed: str, verdict: str) -> None:
    assert read("verdict", typed) == verdict


def test_an_unknown_verdict_offers_the_nearest() -> None:
    with pytest.raises(CellFault) as caught:
        read("verdict", "dilarangg")
    assert caught.value.problem == "'dilarangg' is no verdict"
    assert caught.value.remedy.startswith("Did you mean 'dilarang'?")


def test_a_message_repeats_no_more_than_the_beginning_of_a_cell() -> None:
    with pytest.raises(CellFault) as caught:
        read("verdict", "saya Budi dari dinas perhubungan, menurut saya dilarang, nomor 0812")
    assert "0812" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a; b", [["a"], ["b"]]),
        ("a | b; c", [["a", "b"], ["c"]]),
        ("a\nb|c\n", [["a"], ["b", "c"]]),
        (";; a ;|", [["a"]]),
        (r"a\;b | c\|d", [["a;b", "c|d"]]),
        (r"a\\; b\nc", [["a\\"], ["b\nc"]]),
        (r"C:\data", [[r"C:\data"]]),
    ],
)
def test_lists_in_one_cell(text: str, items: list[list[str]]) -> None:
    assert split_list(text) == items


def test_a_history_is_a_turn_a_line() -> None:
    turns = read("turns", "U: boleh like?\nB: Dilarang.\nPasal 5: begini\nPengguna: kalau PPPK?")
    assert turns == [
        {"role": "user", "text": "boleh like?"},
        {"role": "assistant", "text": "Dilarang.\nPasal 5: begini"},
        {"role": "user", "text": "kalau PPPK?"},
    ]


def test_a_history_must_say_who_speaks() -> None:
    with pytest.raises(CellFault, match="who speaks"):
        read("turns", "boleh like?")


words = st.text(st.sampled_from(";|\\n\n ab,:UB'=/"), min_size=1).map(str.strip).filter(bool)
groups = st.lists(st.lists(words, min_size=1), max_size=3)
turns = st.lists(
    st.builds(lambda role, text: {"role": role, "text": text}, st.sampled_from(["user"]), words),
    max_size=3,
)


@given(groups, st.lists(words), turns)
def test_what_is_written_into_cells_is_read_back(
    mention: list[list[str]], claims: list[str], history: list[dict[str, str]]
) -> None:
    asked = question(must_mention=mention, must_not=claims, tags=claims, history=history)
    for field in ("must_mention", "must_not", "tags", "history"):
        column = COLUMNS.column(field)
        text = text_of(column.kind, getattr(asked, field)).strip()
        again = question(**{field: read(column.kind, text) if text else []})
        assert getattr(again, field) == getattr(asked, field)
