from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.speed.message_server import Asked, MessageServer
from evaluation.speed.telegram import ask_at_once, ask_in_turn, measure, running_bot, waits_of

BOT = (sys.executable, "-m", "tests.telegram.busy_bot")
"""The bot's whole Telegram side with answers from a script."""


def answered(waited: float | None) -> Asked:
    """A question that was answered after so many milliseconds, or never."""
    asked = Asked(1, 10.0)
    if waited is not None:
        asked.first = 10.0 + waited / 1000
        asked.answered.set()
    return asked


def test_waits_are_those_of_the_answered_questions() -> None:
    found = waits_of(3, [answered(10.0), answered(None), answered(30.0), answered(20.0)])
    assert (found.users, found.questions, found.answered) == (3, 4, 3)
    assert found.p50_ms == pytest.approx(20.0)
    assert found.worst_ms == pytest.approx(30.0)
    assert found.p50_ms < found.p95_ms <= found.worst_ms


def test_a_bot_that_answers_nothing_has_no_figures() -> None:
    with pytest.raises(EvaluationError, match="answered no question"):
        waits_of(1, [answered(None)])


async def test_users_in_turn_and_at_once_are_timed_over_http(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    server = MessageServer()
    async with running_bot(server, BOT):
        alone = await ask_in_turn(server, 1, ["tanya 1", "tanya 2", "tanya 5"])
        together = await ask_at_once(server, 100, [f"tanya {number}" for number in range(20)])
    assert [one.chat for one in together] == list(range(100, 120))
    for asked in (alone, together):
        assert all(one.waited_ms is not None and one.waited_ms > 0 for one in asked)
    # One after another: the next question comes when the one before is answered.
    assert [one.at for one in alone[1:]] >= [one.first or 0.0 for one in alone[:-1]]
    assert list(tmp_path.iterdir()) == []  # its database was a temporary one


async def test_a_bot_that_does_not_start_is_one_clear_error() -> None:
    with pytest.raises(EvaluationError, match="did not begin to poll"):
        await measure(1, 1, command=[sys.executable, "-c", "raise SystemExit(3)"])
