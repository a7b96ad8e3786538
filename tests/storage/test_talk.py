"""Whose conversation a turn belongs to: in groups each user's own; changed or repeated, it keeps its place."""

from __future__ import annotations

from bot.answering.answer import Turn
from bot.storage.conversation import Talk, add_turns, asked_before, recent_turns
from bot.storage.groups import move_group
from bot.storage.sent import note_sent
from bot.storage.store import Store

NOW = 1_790_000_000.0
GROUP = -100_1
ANI, BUDI = 11, 22


def say(store: Store, talk: Talk, words: str, *, now: float = NOW, turns: int = 6) -> None:
    """Remember an exchange."""
    new = (Turn(role="user", text=words), Turn(role="assistant", text=f"re {words}"))
    store.run_sync(add_turns, talk, new, now=now, minutes=60, turns=turns)


def recall(store: Store, talk: Talk, *, now: float = NOW) -> list[str]:
    """What was said before."""
    found = store.run_sync(recent_turns, talk, now=now, minutes=60, turns=6)
    return [turn.text for turn in found]


def sent(store: Store, update: int, question: int | None, message: int) -> None:
    """Note a message of the bot's."""
    store.run_sync(
        note_sent, update, 0, chat_id=GROUP, question=question, message_id=message, now=NOW
    )


def test_users_of_a_group_talk_apart(store: Store) -> None:
    say(store, Talk(GROUP, ANI, update=1), "satu")
    say(store, Talk(GROUP, BUDI, update=2), "dua")
    assert recall(store, Talk(GROUP, ANI, update=3)) == ["satu", "re satu"]
    assert recall(store, Talk(GROUP, BUDI, update=3)) == ["dua", "re dua"]
    assert recall(store, Talk(GROUP, update=3)) == []


def test_the_turns_of_one_user_push_out_no_others(store: Store) -> None:
    say(store, Talk(GROUP, ANI, update=1), "satu", turns=2)
    for number in range(2, 6):
        say(store, Talk(GROUP, BUDI, update=number), str(number), turns=2)
    assert recall(store, Talk(GROUP, ANI, update=9)) == ["satu", "re satu"]


def test_an_update_handled_twice_is_remembered_once(store: Store) -> None:
    for _ in range(2):
        say(store, Talk(ANI, update=1), "satu")
    assert recall(store, Talk(ANI, update=1)) == []
    assert recall(store, Talk(ANI, update=2)) == ["satu", "re satu"]


def test_a_changed_message_keeps_its_place(store: Store) -> None:
    for number in range(1, 4):
        say(store, Talk(GROUP, ANI, update=number), str(number))
        sent(store, number, 100 + number, 200 + number)
    changed = Talk(GROUP, ANI, update=9, changed=102)
    assert store.run_sync(asked_before, changed, now=NOW, minutes=60) == "2"
    assert store.run_sync(asked_before, changed, now=NOW + 3600, minutes=60) is None
    assert recall(store, changed) == ["1", "re 1"]
    say(store, changed, "baru", now=NOW + 5)
    assert recall(store, Talk(GROUP, ANI, update=10)) == [
        *("1", "re 1"),
        *("baru", "re baru"),
        *("3", "re 3"),
    ]


def test_another_users_message_is_not_changed_by_mine(store: Store) -> None:
    say(store, Talk(GROUP, ANI, update=1), "satu")
    sent(store, 1, 101, 201)
    say(store, Talk(GROUP, BUDI, update=2, changed=101), "lain")
    assert recall(store, Talk(GROUP, ANI, update=3)) == ["satu", "re satu"]


def test_a_reply_to_what_another_was_told_takes_that_up(store: Store) -> None:
    say(store, Talk(GROUP, ANI, update=1), "satu")
    sent(store, 1, 101, 201)
    say(store, Talk(GROUP, BUDI, update=2), "dua")
    reply = Talk(GROUP, BUDI, update=3, refers=201)
    assert recall(store, reply) == ["satu", "re satu"]
    assert recall(store, reply, now=NOW + 3600) == []
    assert recall(store, Talk(GROUP, BUDI, update=3, refers=999)) == ["dua", "re dua"]
    assert recall(store, Talk(GROUP, ANI, update=3, refers=201)) == ["satu", "re satu"]


def test_a_group_takes_its_conversations_along(store: Store) -> None:
    say(store, Talk(-5, ANI, update=1), "satu")
    for _ in range(2):
        store.run_sync(move_group, -5, GROUP)
    assert recall(store, Talk(GROUP, ANI, update=2)) == ["satu", "re satu"]
    assert recall(store, Talk(-5, ANI, update=2)) == []
