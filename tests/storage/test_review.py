"""Questions and complaints that are kept for review: replaced, set aside, erased."""

from __future__ import annotations

from typing import Any

import pytest

from bot.storage.housekeeping import erase, erase_old
from bot.storage.review import (
    Kept,
    complaints,
    dealt_until,
    dismiss_complaints,
    keep_questions,
    open_questions,
    reopen,
    settle,
    stage_complaints,
    stage_questions,
    waiting_for,
)
from bot.storage.sent import note_sent
from bot.storage.store import Store

NOW = 1_790_000_000.0
DAY = 86400
CHAT, GROUP = 710, -1000


def one(question: str, part: int = 1) -> Kept:
    """A question to be kept."""
    return Kept(part, question, "unanswered", "perlu_rincian", None, 0.2, (), "2026-11-22.1")


def keep(store: Store, update: int, *questions: str, chat: int = CHAT, **more: Any) -> None:
    """Keep the questions of an update."""
    kept = [one(question, part) for part, question in enumerate(questions, 1)]
    store.run_sync(keep_questions, chat, update, kept, now=NOW, **more)


def words(store: Store) -> list[str]:
    """The open questions."""
    return [found.question for found in store.run_sync(open_questions)]


def test_an_update_that_is_handled_again_keeps_its_questions_once(store: Store) -> None:
    keep(store, 1, "satu", "dua")
    keep(store, 1, "satu", "dua")
    assert words(store) == ["satu", "dua"]
    keep(store, 1)
    assert words(store) == []


def test_a_changed_message_takes_the_place_of_its_earlier_wordings(store: Store) -> None:
    store.run_sync(note_sent, 1, 0, chat_id=CHAT, question=5, message_id=6, now=NOW)
    keep(store, 1, "satu")
    keep(store, 2, "lain")
    keep(store, 3, "dua", changed=5)
    assert words(store) == ["lain", "dua"]


@pytest.mark.parametrize(("days", "left"), [(3, ["satu"]), (2, []), (0, [])])
def test_old_ones_are_erased(store: Store, days: int, left: list[str]) -> None:
    keep(store, 1, "satu")
    store.run_sync(erase_old, now=NOW + 2 * DAY, minutes=60, feedback_days=90, review_days=days)
    assert words(store) == left


def test_they_go_with_their_chat_and_their_user(store: Store) -> None:
    keep(store, 1, "satu")
    keep(store, 2, "di grup", chat=GROUP, user_id=CHAT)
    keep(store, 3, "orang lain", chat=GROUP, user_id=711)
    store.run_sync(erase, CHAT)
    assert words(store) == ["orang lain"]


def test_questions_are_set_aside_come_back_and_are_settled(store: Store) -> None:
    keep(store, 1, "satu", "dua", "tiga")
    first, second, _ = (found.id for found in store.run_sync(open_questions))
    store.run_sync(stage_questions, [first], "contoh:1")
    store.run_sync(stage_questions, [second], "contoh:2")
    assert words(store) == ["tiga"]
    assert store.run_sync(waiting_for) == {"contoh:1", "contoh:2"}
    store.run_sync(reopen, "contoh:1")
    store.run_sync(settle, "contoh:2")
    assert words(store) == ["satu", "tiga"]
    assert store.run_sync(waiting_for) == frozenset()


def test_complaints_are_dealt_with_up_to_a_moment(store: Store) -> None:
    store.run_sync(dismiss_complaints, "suka", now=NOW)
    store.run_sync(stage_complaints, "suka", "contoh:1", now=NOW + 5)
    store.run_sync(stage_complaints, "suka", "contoh:2", now=NOW + 7)
    assert store.run_sync(dealt_until) == {"suka": NOW + 7}
    assert store.run_sync(waiting_for) == {"contoh:2"}
    store.run_sync(reopen, "contoh:2")
    assert store.run_sync(dealt_until) == {"suka": NOW}
    assert store.run_sync(complaints) == ()
