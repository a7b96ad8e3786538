"""Forms of the review queue: one an item and chat, found by item and by the message that shows it."""

from __future__ import annotations

from bot.storage.review_drafts import (
    DAYS_KEPT,
    Kept,
    drop,
    erase_old_drafts,
    in_message,
    keep,
    last_said,
    of_chat,
    on_item,
)
from bot.storage.sent import note_sent
from bot.storage.store import Store

CHAT, OTHER = 1001, 2002
FIRST = Kept("q7", 11, {"step": "ruling"})
SECOND = Kept("k-medsos-like", 12, {"step": "text"})


def test_a_form_takes_the_place_of_the_one_on_the_same_item(store: Store) -> None:
    store.run_sync(keep, CHAT, FIRST, now=1.0)
    store.run_sync(keep, CHAT, SECOND, now=2.0)
    later = Kept("q7", 13, {"step": "text"})
    store.run_sync(keep, CHAT, later, now=3.0)
    assert store.run_sync(on_item, CHAT, "q7") == later
    assert store.run_sync(in_message, CHAT, 13) == later
    assert store.run_sync(in_message, CHAT, 11) is None
    assert {one.item for one in store.run_sync(of_chat, CHAT)} == {"q7", "k-medsos-like"}


def test_a_message_shows_the_form_that_was_shown_in_it_last(store: Store) -> None:
    store.run_sync(keep, CHAT, FIRST, now=1.0)
    store.run_sync(keep, CHAT, Kept(SECOND.item, FIRST.message, {}), now=2.0)
    found = store.run_sync(in_message, CHAT, FIRST.message)
    assert found is not None
    assert found.item == SECOND.item


def test_forms_are_their_chats_own(store: Store) -> None:
    store.run_sync(keep, CHAT, FIRST, now=1.0)
    assert store.run_sync(on_item, OTHER, "q7") is None
    assert store.run_sync(in_message, OTHER, 11) is None
    assert store.run_sync(of_chat, OTHER) == []
    store.run_sync(drop, OTHER, "q7")
    assert store.run_sync(on_item, CHAT, "q7") == FIRST
    store.run_sync(drop, CHAT, "q7")
    assert store.run_sync(on_item, CHAT, "q7") is None


def test_only_old_forms_are_erased(store: Store) -> None:
    store.run_sync(keep, CHAT, FIRST, now=0.0)
    store.run_sync(keep, CHAT, SECOND, now=100.0)
    store.run_sync(erase_old_drafts, now=DAYS_KEPT * 86_400.0)
    assert store.run_sync(of_chat, CHAT) == [SECOND]


def test_the_latest_message_of_a_chat_is_known(store: Store) -> None:
    assert store.run_sync(last_said, CHAT) == 0
    for chat, message in ((CHAT, 5), (CHAT, 9), (OTHER, 12)):
        store.run_sync(
            note_sent, message, 0, chat_id=chat, question=None, message_id=message, now=1.0
        )
    assert store.run_sync(last_said, CHAT) == 9
