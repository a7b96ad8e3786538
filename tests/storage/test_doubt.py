"""Messages of which it is not known whether they were sent."""

from __future__ import annotations

from bot.storage.doubt import MOST, MOST_IN_GROUP, forget_old_started, settle, start, unaccounted
from bot.storage.inbox import HOURS_REMEMBERED, finish, receive
from bot.storage.sent import note_sent
from bot.storage.store import Store

NOW = 1_790_000_000.0
GROUP = -1_001_234_500_001


def sent(store: Store, update: int, message: int, *, chat: int = 1, question: int) -> None:
    store.run_sync(
        note_sent, update, 0, chat_id=chat, question=question, message_id=message, now=NOW
    )


def waits(store: Store, update: int, message: int, chat: int = 1) -> None:
    item = {"update_id": update, "message": {"message_id": message, "chat": {"id": chat}}}
    store.run_sync(receive, [item], now=NOW)


def test_only_what_was_begun_and_not_settled_is_in_doubt(store: Store) -> None:
    assert not store.run_sync(start, 5, 0, now=NOW)
    assert store.run_sync(start, 5, 0, now=NOW)
    assert not store.run_sync(start, 5, 1, now=NOW)
    store.run_sync(settle, 5, 0)
    assert not store.run_sync(start, 5, 0, now=NOW)


def test_the_ids_are_those_after_the_question_that_nobody_else_has(store: Store) -> None:
    sent(store, 5, message=14, question=10)
    waits(store, 6, message=12)
    waits(store, 7, message=16, chat=2)
    store.run_sync(start, 6, 0, now=NOW)
    store.run_sync(start, 7, 0, now=NOW)
    # Chats of two people share one count of messages; two more than are known may be out.
    assert store.run_sync(unaccounted, 1, 12) == (13, 15, 17, 18)
    assert store.run_sync(unaccounted, 2, 16) == (17, 18)


def test_a_large_group_counts_for_itself(store: Store) -> None:
    sent(store, 5, message=103, chat=GROUP, question=100)
    sent(store, 6, message=104, question=101)
    found = store.run_sync(unaccounted, GROUP, 101)
    assert found == (102, *range(104, 102 + MOST_IN_GROUP))


def test_no_more_ids_are_asked_for_than_are_worth_it(store: Store) -> None:
    sent(store, 5, message=10_000, question=1)
    assert len(store.run_sync(unaccounted, 1, 2)) == MOST


def test_what_is_handled_holds_no_words_and_is_forgotten(store: Store) -> None:
    waits(store, 6, message=12)
    store.run_sync(finish, 6)
    store.run_sync(start, 6, 0, now=NOW)
    assert store.run_sync(unaccounted, 1, 10) == (11,)
    store.run_sync(forget_old_started, now=NOW + HOURS_REMEMBERED * 3600)
    assert store.run_sync(unaccounted, 1, 10) == ()
