"""What somebody tried that is for admins only stands in the audit log; the user sees nothing of that."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.admin.roles import actor
from bot.storage.audit import Act, add_act
from bot.storage.store import Store
from bot.telegram.logs import describe, say

log = logging.getLogger(__name__)

DENIED = "denied"
"""The act's name in the log."""
LINES_OF_ONE = 5
"""Lines that one user can bring about within `WINDOW`."""
LINES_OF_ALL = 200
"""Lines that all users together can."""
WINDOW = 3600.0
"""Seconds."""


class Denials:
    """Notes denied attempts, but not every one of a flood.

    A user's first attempts of an hour are noted, up to `LINES_OF_ONE`, and those of all users together up to
    `LINES_OF_ALL`; what comes beyond that is dropped. The moments are counted in memory, so that a restart begins anew.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._noted: OrderedDict[int, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    async def note(self, user: int, subject: str) -> None:
        """Note that a user tried ``subject``: a command's name or a button's code, never what was typed.

        That it cannot be noted is told to the operator only.
        """
        if not self._room(user):
            return
        try:
            await self._store.run(add_act, Act(actor(user), DENIED, subject=subject))
        except Exception as error:  # whatever it is, the user must not notice
            say(log, logging.ERROR, "denied attempt not noted", **describe(error))

    def _room(self, user: int) -> bool:
        """Whether there is room for one more line; it is taken then."""
        now = self._clock()
        self._forget(now - WINDOW)
        own = self._noted.get(user, deque())
        if len(own) >= LINES_OF_ONE or len(self._all) >= LINES_OF_ALL:
            return False
        own.append(now)
        self._all.append(now)
        self._noted[user] = own
        self._noted.move_to_end(user)
        return True

    def _forget(self, before: float) -> None:
        while self._all and self._all[0] <= before:
            self._all.popleft()
        # The first in order is whoever was noted longest ago.
        while self._noted and next(iter(self._noted.values()))[-1] <= before:
            self._noted.popitem(last=False)
        for own in self._noted.values():
            while own[0] <= before:
                own.popleft()
