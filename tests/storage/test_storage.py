"""What is kept, for how long, and what is left after erasing."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.answering.answer import Answer, Turn
from bot.storage.conversation import Talk, add_turns, recent_turns
from bot.storage.housekeeping import erase_old
from bot.storage.inbox import HOURS_REMEMBERED, MAX_ATTEMPTS, finish, receive, take_up
from bot.storage.shown import DAYS_SHOWN, Option, Shown, find_shown, save_shown
from bot.storage.store import Store, open_store
from bot.storage.tables import Base, ReceivedUpdate
from knowledge.model import Verdict

NOW = 1_790_000_000.0
SHOWN = Shown(
    verdict="dilarang",
    edition="2026-11-21.1",
    ruling="medsos-like",
    citations=("pp-94-2021:pasal-5",),
    follow_ups=("Kalau saya PPPK?",),
    options=(Option("Jadwal KPU", "bagikan-jadwal"),),
    question="boleh share?",
    as_of=date(2020, 6, 1),
    answer=Answer(
        verdict=Verdict.DILARANG,
        headline="Tidak boleh.",
        text="Itu dukungan.",
        confidence=0.9,
        edition="2026-11-21.1",
        as_of=date(2020, 6, 1),
    ),
    part=2,
    parts=3,
)


def exchange(number: int) -> tuple[Turn, Turn]:
    return (Turn(role="user", text=f"q{number}"), Turn(role="assistant", text=f"a{number}"))


def remember(store: Store, number: int, *, now: float = NOW, turns: int = 6, chat: int = 1) -> None:
    store.run_sync(add_turns, Talk(chat), exchange(number), now=now, minutes=60, turns=turns)


def recall(store: Store, *, now: float = NOW, turns: int = 6, chat: int = 1) -> list[str]:
    found = store.run_sync(recent_turns, Talk(chat), now=now, minutes=60, turns=turns)
    return [turn.text for turn in found]


def everything(store: Store) -> str:
    """All that is stored, to look for words in."""

    def read(session: Session) -> str:
        rows: list[Any] = []
        for table in Base.metadata.sorted_tables:
            rows += session.execute(select(table)).all()
        return repr(rows)

    return store.run_sync(read)


def test_a_chat_recalls_its_last_turns_in_order(store: Store) -> None:
    for number in range(5):
        remember(store, number)
    remember(store, 9, chat=2)
    assert recall(store) == ["q2", "a2", "q3", "a3", "q4", "a4"]
    assert recall(store, turns=3) == ["a3", "q4", "a4"]
    assert "q1" not in everything(store)


def test_turns_are_forgotten_and_erased_after_their_minutes(store: Store) -> None:
    remember(store, 1)
    assert recall(store, now=NOW + 3599) == ["q1", "a1"]
    assert recall(store, now=NOW + 3600) == []
    store.run_sync(erase_old, now=NOW + 3600, minutes=60, feedback_days=90, review_days=30)
    assert "q1" not in everything(store)


def test_without_turns_nothing_is_kept(store: Store) -> None:
    remember(store, 1)
    remember(store, 2, turns=0)
    assert recall(store) == []
    assert "'q" not in everything(store)


def test_a_shown_answer_is_found_in_its_chat_until_it_expires(store: Store) -> None:
    token = store.run_sync(save_shown, 1, SHOWN, now=NOW)
    assert store.run_sync(find_shown, 1, token, now=NOW, minutes=60) == SHOWN
    assert store.run_sync(find_shown, 2, token, now=NOW, minutes=60) is None
    assert store.run_sync(find_shown, 1, "other", now=NOW, minutes=60) is None
    end = NOW + DAYS_SHOWN * 86400
    assert store.run_sync(find_shown, 1, token, now=end, minutes=10**6) is None


def test_of_an_answer_the_facts_of_its_asker_are_not_kept(store: Store) -> None:
    assert SHOWN.answer is not None
    told = SHOWN.answer.model_copy(update={"facts": {"status": "pppk-rahasia"}})
    token = store.run_sync(save_shown, 1, replace(SHOWN, answer=told), now=NOW)
    assert store.run_sync(find_shown, 1, token, now=NOW, minutes=60) == SHOWN
    assert "pppk-rahasia" not in everything(store)


def test_what_a_model_worded_is_kept_no_longer_than_the_question(store: Store) -> None:
    assert SHOWN.answer is not None
    worded = SHOWN.answer.model_copy(update={"text": "Kata-rahasia.", "written_by": "model"})
    shown = replace(SHOWN, answer=worded)
    token = store.run_sync(save_shown, 1, shown, now=NOW)
    assert store.run_sync(find_shown, 1, token, now=NOW + 3599, minutes=60) == shown
    late = store.run_sync(find_shown, 1, token, now=NOW + 3600, minutes=60)
    assert late is not None
    assert late.answer is None
    store.run_sync(erase_old, now=NOW + 3600, minutes=60, feedback_days=90, review_days=30)
    assert "Kata-rahasia" not in everything(store)


def test_the_question_is_erased_long_before_the_buttons(store: Store) -> None:
    token = store.run_sync(save_shown, 1, SHOWN, now=NOW)
    store.run_sync(erase_old, now=NOW + 3600, minutes=60, feedback_days=90, review_days=30)
    found = store.run_sync(find_shown, 1, token, now=NOW + 3600, minutes=10**6)
    assert found is not None
    assert (found.question, found.citations) == (None, SHOWN.citations)
    store.run_sync(
        erase_old, now=NOW + DAYS_SHOWN * 86400, minutes=60, feedback_days=90, review_days=30
    )
    assert "pp-94-2021" not in everything(store)


def message(number: int, chat: int = 1) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": f"words {number}"}}


def test_an_update_is_received_once(store: Store) -> None:
    first = store.run_sync(receive, [message(5), message(6), message(5)], now=NOW)
    assert [item["update_id"] for item in first] == [5, 6]
    again = store.run_sync(receive, [message(6), message(7)], now=NOW)
    assert again == [message(7)]
    store.run_sync(finish, 7)
    assert store.run_sync(receive, [message(7)], now=NOW) == []
    assert "words 7" not in everything(store)


def test_what_is_unfinished_is_taken_up_in_order_but_not_for_ever(store: Store) -> None:
    store.run_sync(receive, [message(6), message(5)], now=NOW)
    store.run_sync(receive, [message(7)], now=NOW)
    store.run_sync(finish, 6)
    for _ in range(MAX_ATTEMPTS - 1):
        assert store.run_sync(take_up, now=NOW) == [message(5), message(7)]
    assert store.run_sync(take_up, now=NOW) == []
    assert "words" not in everything(store)


def test_ids_of_updates_are_pruned(store: Store) -> None:
    store.run_sync(receive, [message(5)], now=NOW)
    store.run_sync(
        erase_old, now=NOW + HOURS_REMEMBERED * 3600, minutes=60, feedback_days=90, review_days=30
    )

    def count(session: Session) -> int:
        return len(session.scalars(select(ReceivedUpdate)).all())

    assert store.run_sync(count) == 0


async def test_writers_side_by_side_do_not_fail(store: Store) -> None:
    await asyncio.gather(
        *(
            store.run(add_turns, Talk(chat), exchange(chat), now=NOW, minutes=60, turns=6)
            for chat in range(40)
        ),
        *(store.run(receive, [message(number)], now=NOW) for number in range(40)),
    )
    assert recall(store, chat=39) == ["q39", "a39"]


async def test_two_programs_write_to_one_database(url: str) -> None:
    stores = [open_store(url) for _ in range(2)]
    try:
        await asyncio.gather(
            *(
                stores[chat % 2].run(
                    add_turns, Talk(chat), exchange(chat), now=NOW, minutes=60, turns=6
                )
                for chat in range(40)
            )
        )
        assert recall(stores[0], chat=39) == ["q39", "a39"]
    finally:
        for store in stores:
            store.close()


def test_what_is_stored_outlives_the_program(url: str) -> None:
    for number in (1, 2):
        store = open_store(url)
        remember(store, number)
        store.close()
    store = open_store(url)
    assert recall(store) == ["q1", "a1", "q2", "a2"]
    store.close()


def test_a_new_database_is_opened_while_another_program_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE anything (x)")
    done = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    done.start()

    open_store(f"sqlite:///{path}").close()

    done.join()
    other.close()
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)
