from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest

from bot.answering.answer import Answer, Turn
from bot.batch import answer_json, read_request, run_batch
from bot.question import MAX_QUESTION
from knowledge.errors import EditionCorrupt
from tests.bot.scripted import ScriptedAnswering, answer, question_back

CONTRACT = [
    "id",
    "verdict",
    "family",
    "ruling",
    "kind",
    "headline",
    "text",
    "conditions",
    "sanctions",
    "citations",
    "parts",
    "clarify",
    "confidence",
    "facts",
    "edition",
    "as_of",
    "written_by",
    "latency_ms",
]


def batch(
    answering: ScriptedAnswering, *lines: bytes
) -> tuple[int, list[dict[str, Any]], list[Exception]]:
    out, heard = io.BytesIO(), list[Exception]()
    failed = run_batch(answering, lines, out, report=heard.append)
    return failed, [json.loads(line) for line in out.getvalue().splitlines()], heard


def test_an_answer_is_one_line_with_the_fields_of_the_contract() -> None:
    line = answer_json(answer(text="Satu.\n\nDua é 🙂"), "q1")
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    fields = json.loads(line)
    assert [name for name in fields if name in CONTRACT] == CONTRACT
    more = {"next_steps", "strength", "conflicts", "follow_ups", "review", "assumed"}
    assert set(fields) - set(CONTRACT) == more
    assert fields["review"] is False
    assert fields["id"] == "q1"
    assert fields["as_of"] == "2026-11-21"
    assert fields["citations"][0]["id"] == "pp-94-2021:pasal-5"
    assert Answer.model_validate_json(line).text == "Satu.\n\nDua é 🙂"


def test_clarify_and_parts_are_written_whole() -> None:
    written = answer_json(answer(parts=(question_back(("Kampanye", "hadir-kampanye")),)))
    (part,) = json.loads(written)["parts"]
    assert part["clarify"] == {
        "question": "Acara apa?",
        "options": [{"text": "Kampanye", "ruling": "hadir-kampanye"}],
    }


def test_order_and_ids_are_kept() -> None:
    answering = ScriptedAnswering(*(answer(f"Jawaban {number}.") for number in range(3)))
    failed, replies, _ = batch(
        answering,
        b'{"id": "b", "question": "satu", "category": "kampanye"}\n',
        b'{"question": "dua", "history": null}\n',
        b'{"id": 7, "question": "tiga"}',
    )
    assert failed == 0
    assert [(reply["id"], reply["headline"]) for reply in replies] == [
        ("b", "Jawaban 0."),
        (None, "Jawaban 1."),
        (7, "Jawaban 2."),
    ]
    assert [asked.question for asked in answering.asked] == ["satu", "dua", "tiga"]


def test_history_reaches_the_answering() -> None:
    answering = ScriptedAnswering()
    batch(
        answering,
        b'{"question": "kalau PPPK?", "history": [{"role": "user", "text": "boleh like?"}]}',
    )
    assert answering.asked[0].history == (Turn(role="user", text="boleh like?"),)


@pytest.mark.parametrize(
    ("line", "id", "says"),
    [
        (b"bukan json", None, "bukan JSON"),
        (b'{"id": "x", "question": ', None, "bukan JSON"),
        (b"[" * 100_000, None, "bukan JSON"),
        (b"9" * 5000, None, "bukan JSON"),
        (b'{"question": "\xff"}', None, "UTF-8"),
        (b'["question"]', None, "bukan objek"),
        (b'"question"', None, "bukan objek"),
        (b"null", None, "bukan objek"),
        (b'{"id": "x"}', "x", '"question" tidak ada'),
        (b'{"id": "x", "question": 5}', "x", '"question" harus'),
        (b'{"id": "x", "question": null}', "x", '"question" harus'),
        (b'{"id": ["x"], "question": "a"}', None, '"id" harus'),
        (b'{"id": true, "question": "a"}', None, '"id" harus'),
        (b'{"id": "x", "question": " "}', "x", "kosong"),
        (
            json.dumps({"id": "x", "question": "a" * (MAX_QUESTION + 1)}).encode(),
            "x",
            "terlalu panjang",
        ),
        (b'{"id": "x", "question": "a", "history": "b"}', "x", "Riwayat"),
        (b'{"id": "x", "question": "a", "history": [{"role": "x", "text": "b"}]}', "x", "ke-1"),
    ],
)
def test_a_bad_line_is_told_and_the_rest_goes_on(line: bytes, id: str | None, says: str) -> None:
    answering = ScriptedAnswering()
    failed, replies, heard = batch(answering, line + b"\n", b'{"id": "z", "question": "lanjut"}\n')
    assert failed == 1
    assert heard == []
    assert set(replies[0]) == {"id", "error", "line"}
    assert (replies[0]["id"], replies[0]["line"]) == (id, 1)
    assert says in replies[0]["error"]
    assert "\n" not in replies[0]["error"]
    assert (replies[1]["id"], replies[1]["verdict"]) == ("z", "dilarang")
    assert [asked.question for asked in answering.asked] == ["lanjut"]


def test_blank_lines_are_passed_over_but_counted() -> None:
    failed, replies, _ = batch(
        ScriptedAnswering(), b"\xef\xbb\xbf\n", b'{"question": "a"}\r\n', b"  \n", b"oops\n"
    )
    assert failed == 1
    assert replies[0]["verdict"] == "dilarang"
    assert replies[1]["line"] == 4


def test_a_byte_order_mark_is_no_fault() -> None:
    assert batch(ScriptedAnswering(), b'\xef\xbb\xbf{"question": "a"}')[0] == 0


def test_failures_of_the_answering_stay_with_their_line() -> None:
    fault = ZeroDivisionError("rahasia")
    failed, replies, heard = batch(
        ScriptedAnswering(EditionCorrupt("Edisi rusak. Bangun lagi."), fault),
        *(f'{{"id": "{name}", "question": "a"}}\n'.encode() for name in "pqr"),
    )
    assert failed == 2
    assert replies[0] == {"id": "p", "error": "Edisi rusak. Bangun lagi.", "line": 1}
    assert (replies[1]["id"], replies[1]["line"]) == ("q", 2)
    assert "ZeroDivisionError" in replies[1]["error"]
    assert "rahasia" not in replies[1]["error"]
    assert replies[2]["verdict"] == "dilarang"
    assert heard == [fault]


def test_strange_characters_come_through() -> None:
    request = read_request(b'{"id": "\\ud800", "question": "\\u0000 \\u202e \\ud83d"}')
    assert request.question == "\x00 \u202e \ufffd"
    failed, replies, _ = batch(ScriptedAnswering(), b'{"id": "\\ud800", "question": "a"}')
    assert failed == 0
    assert replies[0]["id"] == "\ud800"


def test_each_answer_is_written_before_the_next_line_is_read() -> None:
    out = io.BytesIO()
    seen: list[int] = []

    def lines() -> Any:
        for _ in range(3):
            seen.append(out.getvalue().count(b"\n"))
            yield b'{"question": "a"}\n'

    run_batch(ScriptedAnswering(), lines(), out, report=lambda error: None)
    assert seen == [0, 1, 2]


def test_ctrl_c_ends_the_batch() -> None:
    with pytest.raises(KeyboardInterrupt):
        batch(ScriptedAnswering(KeyboardInterrupt()), b'{"question": "a"}')


def test_the_day_of_a_line_reaches_the_answering() -> None:
    answering = ScriptedAnswering()
    lines = [
        b'{"question": "boleh?", "as_of": "2020-06-01"}',
        b'{"question": "boleh?", "as_of": null}',
        b'{"id": "x", "question": "boleh?", "as_of": "2020-31-12"}',
        b'{"question": "boleh?", "as_of": 2020}',
        b'{"question": "boleh?", "as_of": "1200-01-01"}',
    ]
    out = io.BytesIO()
    failed = run_batch(answering, lines, out, report=lambda error: None)
    assert [asked.as_of for asked in answering.asked] == [date(2020, 6, 1), None]
    assert failed == 3
    refusals = [json.loads(line) for line in out.getvalue().splitlines()[2:]]
    assert refusals[0]["id"] == "x"
    assert all(refusal["error"].startswith('"as_of": Tanggal') for refusal in refusals)
