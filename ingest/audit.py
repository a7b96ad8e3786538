"""The audit log as the admins' commands use it; the bot writes into the same one (`bot.storage.audit`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.storage.audit import Act, Acts, Wanted, add_act, find_acts
from bot.storage.store import Store, open_store
from knowledge.errors import StoreError
from knowledge.settings import Settings

__all__ = ["Act", "Acts", "Wanted", "find_page", "read_acts", "require_log", "write_act"]


def write_act(settings: Settings, act: Act) -> None:
    """Add a line to the log.

    Raises:
        StoreError: the database cannot be reached or written.
    """
    with _opened(settings) as store:
        store.run_sync(add_act, act)


def read_acts(settings: Settings, limit: int = 50) -> list[Act]:
    """The latest lines, the newest first.

    Raises:
        StoreError: the database cannot be reached.
    """
    return [*find_page(settings, Wanted(), size=limit).lines]


def find_page(settings: Settings, wanted: Wanted, *, page: int = 1, size: int = 50) -> Acts:
    """A page of the lines that are wanted, the newest first; the first page is 1.

    Raises:
        StoreError: the database cannot be reached.
    """
    with _opened(settings) as store:
        return store.run_sync(find_acts, wanted, skip=(page - 1) * size, most=size)


def require_log(settings: Settings) -> None:
    """Make sure, before long work begins, that the log can be written.

    Raises:
        StoreError: the database cannot be reached or written.
    """
    with _opened(settings):
        pass


@contextmanager
def _opened(settings: Settings) -> Iterator[Store]:
    try:
        store = open_store(settings.database)
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        raise StoreError(f"The audit log cannot be used. {error}") from None
