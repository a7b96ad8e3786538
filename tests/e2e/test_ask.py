"""``asn-bot ask`` on the real edition: the main job, start-up, and questions that are none."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from tests.e2e.programs import Place

pytestmark = pytest.mark.slow

LIKE = "Bolehkah PNS menyukai (like) postingan calon bupati di Instagram?"
COLD_START_SECONDS = 3.0


def asked(place: Place, *arguments: str | bytes) -> dict[str, Any]:
    """The answer to one question as JSON."""
    done = place.bot("ask", "--json", *arguments)
    assert done.code == 0, done.err
    assert done.err == ""
    [line] = done.out.splitlines()
    fields: dict[str, Any] = json.loads(line)
    return fields


def test_an_answer_is_readable(place: Place) -> None:
    done = place.bot("ask", LIKE)
    assert done.code == 0
    assert done.err == ""
    lines = done.out.splitlines()
    assert lines[0] == "⛔ DILARANG"
    for heading in ("Sanksi", "Dasar hukum", "Langkah berikutnya"):
        assert heading in lines
    assert "PP 94/2021 Pasal 5 huruf n" in done.out
    assert any(line.startswith("[1] ") for line in lines)
    assert lines[-1].endswith("Bukan nasihat hukum.")


def test_an_answer_keeps_the_contract(place: Place, real_data_dir: Path) -> None:
    fields = asked(place, LIKE)
    assert list(fields) == list(Answer.model_fields)
    answer = Answer.model_validate(fields)
    assert answer.verdict.value == "dilarang"
    edition = (real_data_dir / "editions" / "current").read_text().strip()
    assert answer.edition == edition
    knowledge = json.loads((real_data_dir / "editions" / edition / "knowledge.json").read_bytes())
    provisions = {provision["id"]: provision["text"] for provision in knowledge["provisions"]}
    assert answer.citations
    for citation in answer.citations:
        # Its sanction may follow.
        assert citation.text.startswith(provisions[citation.id])


def test_a_follow_up_is_read_in_its_conversation(place: Place) -> None:
    history = place.folder / "history.json"
    history.write_text(json.dumps([{"role": "user", "text": LIKE}]), encoding="utf-8")
    answer = asked(place, "--history", str(history), "kalau saya PPPK?")
    assert answer["verdict"] == "dilarang"
    assert answer["facts"]["status"] == "pppk"
    regulations = {citation["regulation"] for citation in answer["citations"]}
    assert "pp-49-2018" in regulations
    assert not any("PP 94/2021" in sanction for sanction in answer["sanctions"])


def test_a_cold_start_is_quick(place: Place) -> None:
    """The best of three: another program may have taken the processor meanwhile."""
    took = []
    for _ in range(3):
        started = time.perf_counter()
        assert place.bot("ask", LIKE).code == 0
        took.append(time.perf_counter() - started)
    assert min(took) <= COLD_START_SECONDS, took


@pytest.mark.parametrize("question", ["", "   ", "\t\n", "\u200b\u200b"])
def test_an_empty_question(place: Place, question: str) -> None:
    done = place.bot("ask", question)
    if question.isspace() or not question:
        assert done.code == 2
        assert "Pertanyaan kosong" in done.refusal("asn-bot")
    else:  # nothing that can be seen
        assert done.code == 0
        assert done.out.startswith("❓")


def test_a_question_of_ten_thousand_characters(place: Place) -> None:
    done = place.bot("ask", ("boleh like? " * 1000)[:10_000])
    assert done.code == 2
    line = done.refusal("asn-bot")
    assert "10000 karakter" in line
    assert "4000" in line


@pytest.mark.parametrize("question", ["🙂🙂🙂", "???", "...", "\u202e\u202c\u200f"])
def test_what_holds_no_words_is_asked_back(place: Place, question: str) -> None:
    answer = asked(place, question)
    assert answer["verdict"] == "perlu_rincian"
    assert answer["citations"] == []


@pytest.mark.parametrize(
    "question",
    [
        "\u200fBolehkah PNS menyukai\u202e (like) \u202cpostingan calon bupati di Instagram?",
        "Bolehkah\x07 PNS \x1b[31mmenyukai (like) postingan\x00calon bupati di Instagram?".replace(
            "\x00", "\x01 "
        ),
        "Boleh\u200bkah PNS meny\u200dukai (like) postingan calon bupati di Instagram? 🙏🙏",
    ],
    ids=["right-to-left marks", "control characters", "zero-width characters"],
)
def test_marks_that_nobody_sees_change_nothing(place: Place, question: str) -> None:
    answer = asked(place, question)
    assert (answer["verdict"], answer["ruling"]) == ("dilarang", asked(place, LIKE)["ruling"])


def test_control_characters_do_not_reach_the_terminal(place: Place) -> None:
    done = place.bot("ask", "\x1b[2Jboleh like \x07postingan calon?\x1b]0;x\x07")
    assert done.code == 0
    assert not set(done.out) & {"\x1b", "\x07"}


def test_bytes_that_are_no_text(place: Place) -> None:
    answer = asked(place, b"boleh like \xff\xfe postingan calon?")
    assert answer["verdict"] == "dilarang"


def test_an_unknown_option(place: Place) -> None:
    done = place.bot("ask", "--cepat", "boleh?")
    assert done.code == 2
    assert "--cepat" in done.err


@pytest.mark.parametrize(
    "content", [None, "bukan json", '{"role": "user"}', '[{"role": "bos", "text": "a"}]', "\ufffd["]
)
def test_a_history_that_cannot_be_read(place: Place, content: str | None) -> None:
    file = place.folder / "history.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    done = place.bot("ask", "--history", str(file), "kalau saya PPPK?")
    assert done.code == 2
    assert "history.json" in done.refusal("asn-bot")
