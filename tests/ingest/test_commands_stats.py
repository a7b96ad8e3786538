"""``asn-ingest stats``."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.answering.answer import Answer
from bot.storage.statistics import count_answers
from bot.storage.store import open_store
from knowledge.clock import now
from knowledge.model import Verdict
from tests.ingest.admin import Admin
from tests.ingest.commands import Commands


def asked(admin: Admin, number: int, verdict: Verdict = Verdict.DILARANG) -> None:
    """Let questions have been answered today."""
    answer = Answer(
        verdict=verdict,
        family="reaksi",
        ruling="suka",
        headline="Tidak boleh.",
        text="Itu dukungan.",
        confidence=0.9,
        edition="e",
        as_of=date(2026, 11, 22),
    )
    store = open_store(admin.settings.database)
    try:
        for _ in range(number):
            store.run_sync(count_answers, None, [answer], now=now().timestamp(), seconds=0.12)
    finally:
        store.close()


def test_without_any_question(commands: Commands) -> None:
    assert commands.done("stats").splitlines()[1:] == [
        "  No questions.",
        "Subscribers to changes: 0",
    ]
    assert commands.object("stats")["questions"] == 0


def test_what_is_told(commands: Commands, admin: Admin) -> None:
    asked(admin, 30)
    asked(admin, 12, Verdict.BOLEH)

    out = commands.done("stats", "--days", "7")

    today = now().date().isoformat()
    assert "  Questions: 42, 6.0 a day\n" in out
    assert f"  {today}  42\n" in out
    assert "  dilarang  30\n  boleh     12\n" in out
    assert "  Media sosial dan pesan daring  42\n" in out
    assert "  Answered within: 150 ms (median), 150 ms (95 %)\n" in out
    found = commands.object("stats", "--days", "7")
    assert len(found["daily"]) == 7
    assert found["daily"][-1] == {"day": today, "number": 42}
    assert found["topics"] == [
        {"topic": "medsos", "title": "Media sosial dan pesan daring", "number": 42}
    ]
    assert found["latency"] == {"median": 150, "p95": 150}


def test_small_numbers_are_held_back(
    commands: Commands, admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(admin, 30)
    asked(admin, 3, Verdict.BOLEH)
    asked(admin, 9, Verdict.WAJIB)

    out = commands.done("stats")
    assert "  dilarang  30\n  boleh     –\n  wajib     –\n" in out
    assert "made of fewer than 5 questions" in out
    monkeypatch.setenv("STATISTICS_MINIMUM", "3")
    assert {row["number"] for row in commands.object("stats")["verdicts"]} == {30, 9, 3}


def test_of_few_questions_nothing_is_told(commands: Commands, admin: Admin) -> None:
    asked(admin, 4)

    out = commands.done("stats")
    assert "Fewer than 5 questions" in out
    assert "4" not in "".join(out.splitlines()[1:])
    assert json.dumps(commands.object("stats")).count("dilarang") == 0


def test_a_picture(commands: Commands, admin: Admin) -> None:
    asked(admin, 30)
    path = admin.folder / "stats.png"

    commands.done("stats", "--chart", str(path))

    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written(commands: Commands, admin: Admin) -> None:
    code, says = commands.refusal("stats", "--chart", str(admin.folder / "none" / "x.png"))
    assert code == 2
    assert "cannot be written" in says


@pytest.mark.parametrize("days", ["0", "-1", "367", "x"])
def test_wrong_days(commands: Commands, days: str) -> None:
    assert commands.run("stats", "--days", days).code == 2
