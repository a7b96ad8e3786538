"""Which questions are still remembered, and whether anything was said since a message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.storage.history import MINUTES_SHOWN, Exchange, exchanges, minutes_remembered
from bot.storage.sent import note_sent, said_since
from bot.storage.shown import Shown, save_shown
from bot.storage.store import Store

NOW = 1_790_000_000.0
SHOWN = Shown(verdict="dilarang", edition="2026-11-21.1", question="boleh like?")


def show(
    store: Store, at: float, *, chat: int = 1, update: int | None = None, **fields: Any
) -> str:
    return store.run_sync(save_shown, chat, replace(SHOWN, **fields), now=at, update_id=update)


def found(store: Store, *, now: float = NOW, minutes: int = 60) -> tuple[Exchange, ...]:
    return store.run_sync(exchanges, 1, now=now, minutes=minutes)


def test_exchanges_come_newest_first_and_those_of_others_never(store: Store) -> None:
    old = show(store, NOW - 90, question="lama?")
    new = show(store, NOW - 30, verdict="boleh")
    show(store, NOW, chat=2)
    show(store, NOW, question=None)
    assert found(store) == (
        Exchange("boleh like?", NOW - 30, (new,), ("boleh",)),
        Exchange("lama?", NOW - 90, (old,), ("dilarang",)),
    )


def test_the_parts_of_an_answer_are_one_exchange_in_their_order(store: Store) -> None:
    tokens = {part: show(store, NOW, part=part, parts=3, verdict=f"v{part}") for part in (2, 3, 1)}
    assert found(store) == (
        Exchange("boleh like?", NOW, (tokens[1], tokens[2], tokens[3]), ("v1", "v2", "v3")),
    )


def test_what_a_restart_had_made_ready_twice_is_one_exchange(store: Store) -> None:
    show(store, NOW - 2, update=7)
    again = show(store, NOW - 1, update=7)
    another = show(store, NOW, update=8)
    assert [one.tokens for one in found(store)] == [(another,), (again,)]


@pytest.mark.parametrize(("minutes", "kept"), [(1, 1), (60, 60), (43200, MINUTES_SHOWN)])
def test_a_question_is_remembered_for_its_minutes_and_no_longer_than_its_answer(
    store: Store, minutes: int, kept: int
) -> None:
    show(store, NOW)
    assert minutes_remembered(minutes) == kept
    assert len(found(store, now=NOW + kept * 60 - 1, minutes=minutes)) == 1
    assert found(store, now=NOW + kept * 60, minutes=minutes) == ()


def test_what_was_said_since_a_message(store: Store) -> None:
    def sent(update: int, message: int, chat: int = 1) -> None:
        store.run_sync(
            note_sent, update, 0, chat_id=chat, question=None, message_id=message, now=NOW
        )

    sent(10, 100)
    sent(11, 101, chat=2)
    sent(12, 102)
    assert not store.run_sync(said_since, 1, 102, but=0)
    assert store.run_sync(said_since, 1, 100, but=0)
    assert not store.run_sync(said_since, 1, 100, but=12)
