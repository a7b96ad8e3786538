"""The edition that serves, exchanged while questions are being answered.

A thread of its own watches which edition is current. A new one is opened and warmed up beside the
serving one, then takes its place in one step; the old one is closed when its last question ended.
"""

from __future__ import annotations

import atexit
import logging
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from bot.answering.shelf import shelf_of
from knowledge.edition import Edition, current_edition, editions_folder, open_edition
from knowledge.errors import AsnBotError
from knowledge.index import PROVISIONS, RULINGS
from knowledge.settings import Settings

log = logging.getLogger(__name__)
PAUSE = 1.0
"""Seconds between two looks at which edition is current; a look costs one ``stat``."""
_PATIENCE = 10.0
"""Seconds that the end of the program waits for an edition that is just being opened."""
Open = Callable[[Settings, str], Edition]
_Seen = tuple[int, int, int] | None


@dataclass(eq=False)
class _Held:
    """An open edition, and how many questions it is answering."""

    edition: Edition
    users: int = 0


class Serving:
    """The serving edition; ``lease`` it for one question, ``watch`` for the next one."""

    def __init__(self, settings: Settings, edition: Edition, opened: Open = open_edition) -> None:
        """Serve ``edition`` until ``refresh`` finds another one current."""
        self._settings = settings
        self._open = opened
        self._held = _Held(edition)
        self._retired: list[_Held] = []
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()
        self._seen: _Seen = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def id(self) -> str:
        """The id of the serving edition."""
        return self._held.edition.id

    @contextmanager
    def lease(self) -> Iterator[Edition]:
        """The serving edition, which stays open until the end of the block."""
        with self._lock:
            held = self._held
            held.users += 1
        try:
            yield held.edition
        finally:
            with self._lock:
                held.users -= 1

    def refresh(self) -> None:
        """Take up the current edition if it is another, and close those that are no longer used.

        One that cannot be opened is refused until the file that names it is written again; the
        old one goes on serving.
        """
        with self._refreshing:
            self._close_idle()
            seen = self._current_file()
            if seen is None or seen == self._seen:
                return
            self._seen = seen
            wanted = current_edition(self._settings)
            if wanted is not None and wanted != self.id:
                self._take_up(wanted)

    def watch(self, pause: float = PAUSE) -> None:
        """Refresh every ``pause`` seconds in the background, as long as this object lives."""
        if self._thread is not None:
            return
        arguments = (weakref.ref(self), self._stop, pause)
        self._thread = threading.Thread(target=_watch, args=arguments, name="editions", daemon=True)
        self._thread.start()
        # A thread that the interpreter cut off while it opens an edition could take it down.
        atexit.register(_end, self._stop, self._thread)

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _current_file(self) -> _Seen:
        try:
            found = (editions_folder(self._settings) / "current").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def _take_up(self, wanted: str) -> None:
        try:
            edition = self._open(self._settings, wanted)
            _warm_up(edition)
        except AsnBotError as error:
            log.error("edition %s refused, %s goes on serving: %s", wanted, self.id, error)
            return
        except Exception as error:  # whatever it was, the serving edition is sound
            log.error("edition %s refused, %s goes on serving: %r", wanted, self.id, type(error))
            return
        with self._lock:
            self._retired.append(self._held)
            self._held = _Held(edition)
        log.info("edition %s taken up", wanted)
        self._close_idle()

    def _close_idle(self) -> None:
        """Close what was retired and answers no question; only ever called by one thread."""
        with self._lock:
            idle = [held for held in self._retired if held.users == 0]
            self._retired = [held for held in self._retired if held.users]
        for held in idle:
            held.edition.close()
            log.info("edition %s closed", held.edition.id)


def _warm_up(edition: Edition) -> None:
    """Load what the first question would otherwise wait for."""
    shelf_of(edition)
    vector = np.full(edition.reader.embedder.dimension, 1.0, np.float32)
    for name in (RULINGS, PROVISIONS):
        edition.search(name, vector / np.linalg.norm(vector), (), 1)


def _watch(serving: weakref.ref[Serving], stop: threading.Event, pause: float) -> None:
    while not stop.wait(pause):
        found = serving()
        if found is None:
            return
        found.refresh()
        del found


def _end(stop: threading.Event, thread: threading.Thread) -> None:
    stop.set()
    thread.join(_PATIENCE)
