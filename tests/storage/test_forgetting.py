"""After erasing, no table knows the chat or a word of it; other chats keep theirs."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Column, Float, Table, Text, insert, select
from sqlalchemy.orm import Session

from bot.storage.housekeeping import erase, erase_rest
from bot.storage.jobs import ENDED
from bot.storage.store import Store
from bot.storage.tables import AdminJob, Base

CHAT, OTHER, GROUP = 710_010_017, 720_020_027, -100_730_030_037
UPDATE = 41
# The log of what admins did holds no word of users, and nothing in it ever goes; news are of the knowledge alone.
_NOBODYS = frozenset({"audit", "news"})
TABLES = [table for table in Base.metadata.sorted_tables if table.name not in _NOBODYS]
# Numbers that stand for a message, an update or a place, not for anybody.
NOBODY = frozenset({"id", "update_id", "message_id", "message", "question", "position"})


def fill(session: Session, chat: int, user: int, words: str, number: int) -> None:
    """Put a row of a chat into every table, whatever tables there are."""
    for table in TABLES:
        session.execute(insert(table).values(row(table, chat, user, words, number)))


def row(table: Table, chat: int, user: int, words: str, number: int) -> dict[str, Any]:
    """A row that has everything: ids wherever an id fits, words wherever words fit."""
    return {column.name: value(column, chat, user, words, number) for column in table.columns}


def value(column: Column[Any], chat: int, user: int, words: str, number: int) -> object:
    """What stands in a column of such a row."""
    if column.name == "chat_id":
        return chat
    if column is AdminJob.__table__.c.phase:
        return ENDED  # one that runs stays until it could say that it is over
    if isinstance(column.type, Text):
        return words
    if isinstance(column.type, JSON):
        return {"kata": words, "chat": chat}
    if column.name in NOBODY:
        return number
    if isinstance(column.type, BigInteger):
        return user
    if isinstance(column.type, Float):
        return 1_790_000_000.0
    python = column.type.python_type
    return f"{number}" if python is str else python(number)


def contents(session: Session) -> dict[str, str]:
    """All that stands in each table."""
    return {table.name: repr(session.execute(select(table)).all()) for table in TABLES}


def knowing(store: Store, *words: object) -> set[str]:
    """The tables in which any of the words stands."""
    found = store.run_sync(contents)
    return {name for name, rows in found.items() if any(str(word) in rows for word in words)}


@pytest.fixture
def filled(store: Store) -> Store:
    """A store in which two private chats stand in every table."""
    store.run_sync(fill, CHAT, CHAT, "kata rahasia", UPDATE)
    store.run_sync(fill, OTHER, OTHER, "kata lain", UPDATE + 1)
    return store


def test_every_table_knew_the_chat_before(filled: Store) -> None:
    """Or the test below would find nothing in a table that nothing was written to."""
    tables = TABLES
    known = {table.name for table in tables if CHAT in row(table, CHAT, CHAT, "", 1).values()}
    assert knowing(filled, CHAT) == known
    assert {"chat_turns", "shown_answers", "feedback_comments", "flows", "profiles"} <= known


def test_nothing_is_left_of_a_chat_and_everything_of_others(filled: Store) -> None:
    before = knowing(filled, OTHER, "kata lain")
    filled.run_sync(erase, CHAT)
    assert knowing(filled, CHAT, "kata rahasia") == set()
    assert knowing(filled, OTHER, "kata lain") == before


def test_the_update_that_erases_is_left_until_its_user_knows(filled: Store) -> None:
    filled.run_sync(erase, CHAT, but=UPDATE)
    assert knowing(filled, CHAT, "kata rahasia") == {"received_updates", "sent_messages"}
    filled.run_sync(erase_rest, CHAT, UPDATE)
    assert knowing(filled, CHAT, "kata rahasia") == set()


def test_what_a_user_said_in_groups_is_erased_with_their_chat(store: Store) -> None:
    store.run_sync(fill, GROUP, CHAT, "kata rahasia", UPDATE)
    store.run_sync(erase, CHAT)
    assert not knowing(store, CHAT) & {"chat_turns", "flows", "feedback", "shown_answers"}


def test_a_group_is_erased(store: Store) -> None:
    store.run_sync(fill, GROUP, CHAT, "kata rahasia", UPDATE)
    store.run_sync(erase, GROUP)
    assert knowing(store, GROUP, "kata rahasia") == set()
