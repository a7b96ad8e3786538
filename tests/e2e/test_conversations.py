"""Conversations, several questions in one message, and other languages, on the real edition.

The floors are a little below what was measured when the data were written: a change that lowers
one of them has made the bot understand people less.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer, Turn
from bot.answering.answerer import Answerer, answerer_on
from bot.answering.language import load_language_texts
from bot.answering.understand import understand
from knowledge.edition import open_edition
from knowledge.model import Verdict
from knowledge.settings import Settings

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[1] / "bot" / "answering"
FLOORS = {
    "koreksi": 0.85,
    "negasi": 0.65,
    "elipsis": 0.85,
    "baru": 0.85,
    "tiga": 0.85,
    "periksa": 0.7,
}
"""Share of right conversations by kind; those of ``periksa`` were written after the code."""


@pytest.fixture(scope="module")
def room(real_data_dir: Path) -> Iterator[Answerer]:
    settings = Settings(_env_file=None, data_dir=real_data_dir)
    answerer = answerer_on(settings, open_edition(settings))
    yield answerer
    answerer.close()


def rows(name: str) -> list[dict[str, Any]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def is_right(room: Answerer, row: dict[str, Any]) -> bool:
    """Whether the last turn of a conversation is answered and understood as expected."""
    history: list[Turn] = []
    for said in row["turns"][:-1]:
        answer = room.answer_now(said, history)
        history += [Turn(role="user", text=said), Turn(role="assistant", text=answer.headline)]
    last = row["turns"][-1]
    answer = room.answer_now(last, history)
    with room.serving.lease() as edition:
        understood = understand(edition, last, history)
    return (
        answer.verdict in row.get("verdicts", [answer.verdict])
        and answer.ruling in row.get("rulings", [answer.ruling])
        and all(answer.facts.get(name) == value for name, value in row.get("facts", {}).items())
        and understood.follows == row.get("follows", understood.follows)
        and understood.kind == row.get("asks", understood.kind)
    )


@pytest.mark.parametrize("kind", FLOORS)
def test_conversations_are_understood(room: Answerer, kind: str) -> None:
    asked = [row for row in rows("conversations.jsonl") if row["kind"] == kind]
    right = [row["id"] for row in asked if is_right(room, row)]
    missed = sorted({row["id"] for row in asked} - set(right))
    assert len(right) / len(asked) >= FLOORS[kind], missed


def verdicts(answer: Answer) -> list[Verdict]:
    return [part.verdict for part in answer.parts]


def test_several_questions_are_answered_one_by_one(room: Answerer) -> None:
    asked = [row for row in rows("several.jsonl") if row["parts"]]
    right = [
        row for row in asked if _fits(verdicts(room.answer_now(row["question"])), row["parts"])
    ]
    assert len(right) / len(asked) >= 0.62


def _fits(found: list[Verdict], expected: list[list[str]]) -> bool:
    return len(found) == len(expected) and all(
        one in fitting for one, fitting in zip(found, expected, strict=True)
    )


def test_one_question_with_many_clauses_stays_one(room: Answerer) -> None:
    single = [row["question"] for row in rows("several.jsonl") if not row["parts"]]
    assert [text for text in single if room.answer_now(text).parts] == []


@pytest.mark.parametrize("language", ["inggris", "jawa", "sunda", "minang"])
def test_questions_in_other_languages_are_answered_rightly(room: Answerer, language: str) -> None:
    asked = [row for row in rows("languages.jsonl") if row["language"] == language]
    right = [row for row in asked if room.answer_now(row["question"]).verdict in row["verdicts"]]
    assert len(right) / len(asked) >= 0.9


@pytest.mark.parametrize(
    "strange",
    [
        "Est-ce que je peux participer à une campagne électorale?",
        "¿Puedo votar por un candidato si soy funcionario público?",
        "公務員は選挙運動に参加できますか",
        "هل يجوز للموظف المشاركة في الحملة الانتخابية؟",
    ],
)
def test_a_language_that_is_not_read_here_gets_a_polite_line(room: Answerer, strange: str) -> None:
    found = room.answer_now(strange)
    assert found.verdict is Verdict.PERLU_RINCIAN
    assert (found.headline, found.text) == (
        load_language_texts().headline,
        load_language_texts().unknown,
    )
