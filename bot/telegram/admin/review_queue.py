"""The review queue as the chat reads it from ``asn-ingest review``."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.admin.program import Outcome, Program
from bot.telegram.blocks import cut_short
from bot.telegram.menu import named
from knowledge.model import Verdict

SECONDS_KEPT = 60.0
"""For how long an item is remembered after it was read, so that a form need not read it again at each step.

Not longer: whoever asked may want to be forgotten meanwhile, and an item has their words, though without names.
"""
_ALL = 1000
"""Items asked for at most: who has more to look at begins with the most frequent ones anyway."""
_ITEM = re.compile(r"q\d{1,18}|[kr]-[a-z0-9]+(?:-[a-z0-9]+)*")
_IMPOSSIBLE = 10
"""Exit code of asn-ingest: no such item, or a rule of the data is broken."""
_GONE = "no such item"
"""What of its message tells the one from the other."""
_SAID = 500
"""Characters of what the command said that are passed on."""
_UNREADABLE = "unexpected output"


class Kind(StrEnum):
    """What an item is about."""

    QUESTION = "question"
    COMPLAINT = "complaint"
    RULING = "ruling"


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class NearRuling(_Read):
    """A ruling that is near to an item."""

    id: str
    title: str
    verdict: Verdict | None = None


class NearProvision(_Read):
    """A provision that is near to an item."""

    id: str
    label: str
    text: str
    status: str = ""


class Comment(_Read):
    """A user's comment on an answer, given to be read by admins."""

    question: str | None = None
    comment: str
    judgement: str = ""


class Item(_Read):
    """One thing that an editor is to look at."""

    id: str
    kind: Kind
    title: str
    count: int
    reason: str = ""
    questions: tuple[str, ...] = ()
    """Phrasings, without personal data."""
    ruling: str | None = None
    ruling_title: str | None = None
    verdict: str | None = None
    votes: Mapping[str, int] = {}
    comments: tuple[Comment, ...] = ()
    changed: tuple[str, ...] = ()
    """Provisions that changed below a ruling."""
    rulings: tuple[NearRuling, ...] = ()
    provisions: tuple[NearProvision, ...] = ()


class _Listed(_Read):
    items: tuple[Item, ...]


class _Shown(_Read):
    item: Item


@dataclass(frozen=True)
class Failed:
    """What kept the queue from being read, or an act from being done."""

    message: str
    """What the command said, in English."""
    gone: bool = False
    """Whether the item is in the queue no more."""
    refused: bool = False
    """Whether a rule of the data is broken by what was handed in: once it is mended it may be handed in again."""


@dataclass(frozen=True)
class Staged:
    """An act that was done."""

    name: str | None
    """Of the change that waits for a publish; None for an act that changes nothing."""


@dataclass(frozen=True)
class Queue:
    """Reads the queue and acts on its items through the admins' command."""

    program: Program
    seconds_kept: float = SECONDS_KEPT
    _kept: dict[str, Item] = field(default_factory=dict)

    async def items(self) -> tuple[Item, ...] | Failed:
        """All items, in the order in which they are worth looking at."""
        outcome = await self.program("review", "--limit", str(_ALL))
        if not outcome.ok:
            return _failed(outcome)
        try:
            return _Listed.model_validate(outcome.result).items
        except ValidationError:
            return Failed(_UNREADABLE)

    async def item(self, key: str, *, anew: bool = False) -> Item | Failed:
        """An item by the key that a button carries; ``anew`` also when it was read a moment ago."""
        identity = await self._identity(key)
        if isinstance(identity, Failed):
            return identity
        if not anew and (kept := self._kept.get(identity)):
            return kept
        outcome = await self.program("review", "show", identity)
        if not outcome.ok:
            return _failed(outcome)
        try:
            item = _Shown.model_validate(outcome.result).item
        except ValidationError:
            return Failed(_UNREADABLE)
        self._kept[identity] = item
        asyncio.get_running_loop().call_later(self.seconds_kept, self._forget, identity, item)
        return item

    def remembers(self, key: str) -> bool:
        """Whether an item was read a moment ago, so that it is at hand at once."""
        return key in self._kept

    async def apply(self, item: str, act: Mapping[str, Any], *, by: int) -> Staged | Failed:
        """Act on an item; what was typed goes in by the command's input, never by its arguments."""
        words = json.dumps(act, ensure_ascii=False).encode()
        outcome = await self.program("review", "apply", item, by=by, data=words)
        if not outcome.ok:
            return _failed(outcome)
        self._kept.pop(item, None)
        result = outcome.result if isinstance(outcome.result, dict) else {}
        return Staged(result.get("staged"))

    def _forget(self, identity: str, item: Item) -> None:
        """Forget an item, unless it has been read again since."""
        if self._kept.get(identity) is item:
            del self._kept[identity]

    async def _identity(self, key: str) -> str | Failed:
        """The id that a key stands for; one that is too long for a button is looked up in the queue."""
        if _ITEM.fullmatch(key):
            return key
        if "~" not in key:
            return Failed("", gone=True)
        items = await self.items()
        if isinstance(items, Failed):
            return items
        found = named(key, items, lambda item: item.id)
        return found.id if found else Failed("", gone=True)


def _failed(outcome: Outcome) -> Failed:
    gone = outcome.code == _IMPOSSIBLE and _GONE in outcome.message.lower()
    said = cut_short(outcome.message, _SAID)
    return Failed(said, gone=gone, refused=outcome.code == _IMPOSSIBLE and not gone)
