"""What asn-ingest prints for publishers as a test scripts it, and bots with publishers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bot_api import USER, BotApiServer, SentMessage
from tests.bot_api.state import chat_of
from tests.telegram.conftest import Clock, Running, make_settings
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_program import ScriptedProgram

FIRST, SECOND = "2026-11-21.1", "2026-11-22.1"
OTHER, EDITOR = 1002, 1003
"""Another publisher, and an editor who is no publisher; USER is both editor and publisher."""
UNTIL = "2026-11-22T14:15:00+07:00"


_PARTS = (
    *("added", "changed", "removed", "unconfirmed", "standings", "rulings", "edited"),
    *("new_rulings", "lost_rulings", "examples", "questions", "findings"),
)


def item(name: str = "pp-94-2021", **fields: Any) -> dict[str, Any]:
    """Something that is staged; by default a document."""
    return {
        "name": name,
        "by": ["siti"],
        "document": {
            "key": "1f0c2d3e4a5b6c7d",
            "title": "Disiplin Pegawai Negeri Sipil",
            "articles": 45,
            "complete": True,
            "errors": 0,
        },
        "without": False,
        "statuses": [],
        "rulings": [],
        "examples": [],
        "withdrawn": False,
        **fields,
    }


def example(words: str = "boleh like foto paslon?", **fields: Any) -> dict[str, Any]:
    """An example that an editor has entered."""
    entered = {"q": words, "ruling": "medsos-like", "verdict": "dilarang"}
    return item("contoh:0a1b2c3d", document=None, examples=[entered], **fields)


def standing(**fields: Any) -> dict[str, Any]:
    """A change of standing."""
    change = {
        "regulation": "pp-53-2010",
        "status": "dicabut",
        "since": "2021-08-31",
        "by": "pp-94-2021",
        "note": None,
    }
    return item("pp-53-2010", document=None, statuses=[change], **fields)


def staged(*items: Mapping[str, Any], serving: str | None = FIRST, **fields: Any) -> dict[str, Any]:
    """What ``asn-ingest stage --json`` prints."""
    return {
        "serving": serving,
        "undo": None,
        "writing": None,
        "staged": {},
        "items": list(items),
        **fields,
    }


def difference(**fields: Any) -> dict[str, Any]:
    """What ``asn-ingest diff --json`` prints; by default of nothing that differs."""
    return {
        "serving": FIRST,
        **{part: [] for part in _PARTS},
        **fields,
    }


CHANGED = {
    "id": "pp-94-2021:pasal-5:huruf-n",
    "before": "PNS dilarang memberi dukungan.",
    "after": "PNS dilarang memberi dukungan kepada calon.",
    "kind_before": "digest",
    "kind_after": "official",
    "words": [
        {"operation": "same", "text": "PNS dilarang memberi"},
        {"operation": "removed", "text": "dukungan."},
        {"operation": "added", "text": "dukungan kepada calon."},
    ],
    "marked": "PNS dilarang memberi [-dukungan.-] {+dukungan kepada calon.+}",
}


def judgement(**fields: Any) -> dict[str, Any]:
    """What the gate found; by default all is well and one answer cites otherwise."""
    return {
        "figures": {"dev": {"verdict_accuracy": 0.964, "citation_hit": 1.0, "unsafe": 0}},
        "before": {"dev": {"verdict_accuracy": 0.95, "citation_hit": 1.0, "unsafe": 0}},
        "missed": [],
        "misses": [],
        "flips": [flip()],
        "incomparable": None,
        **fields,
    }


def flip(**fields: Any) -> dict[str, Any]:
    """An answer that changes."""
    return {
        "set": "dev",
        "id": "S-1",
        "question": "like foto cagub boleh?",
        "expected": "dilarang",
        "before": "boleh",
        "after": "dilarang",
        "cited_before": [],
        "cited_after": ["pp-94-2021 pasal 5"],
        "unsafe": False,
        **fields,
    }


MISS = {
    "set": "dev",
    "figure": "verdict_accuracy",
    "value": 0.9,
    "limit": 0.912,
    "at_least": True,
}


def refused() -> dict[str, Any]:
    """What a refused publish prints."""
    missed = "dev: verdict_accuracy is 0.9, must be at least 0.912"
    return {
        "switched": False,
        "refused": True,
        "judgement": judgement(missed=[missed], misses=[MISS], flips=[flip(unsafe=True)]),
    }


def published(**fields: Any) -> dict[str, Any]:
    """What a publish prints."""
    return {
        "edition": SECOND,
        "previous": FIRST,
        "switched": True,
        "unchanged": False,
        "embedded": 4,
        "counts": {"provisions": 1234, "official provisions": 200, "rulings": 310},
        "judgement": judgement(),
        "findings": [],
        "pruned": [],
        "forced": False,
        "undo_until": UNTIL,
        "seconds": 12.5,
        **fields,
    }


def pending(*reviews: Mapping[str, Any], edition: str = SECOND) -> dict[str, Any]:
    """What ``asn-ingest confirm --json`` prints."""
    return {
        "edition": edition,
        "rulings": {one["ruling"]: [c["id"] for c in one["changed"]] for one in reviews},
        "reviews": list(reviews),
    }


def review(ruling: str = "medsos-like", *provisions: str, **fields: Any) -> dict[str, Any]:
    """A ruling that awaits review."""
    return {
        "ruling": ruling,
        "title": f"Bolehkah {ruling}?",
        "verdict": "dilarang",
        "summary": "Tanda suka adalah bentuk dukungan.",
        "fingerprint": f"finger-{ruling}",
        "changed": [change(one) for one in provisions or ("pp-94-2021:pasal-5",)],
        **fields,
    }


def change(identity: str, **fields: Any) -> dict[str, Any]:
    """A provision that is not what a ruling's authors read."""
    return {
        "id": identity,
        "regulation": identity.split(":")[0],
        "before": "PNS dilarang memihak.",
        "after": "PNS dilarang memihak calon mana pun.",
        "standing_before": "berlaku",
        "standing_after": "berlaku",
        **fields,
    }


@dataclass
class Desk:
    """A bot with two publishers, an editor, and a scripted command."""

    server: BotApiServer
    folder: Path
    fields: dict[str, Any] = field(default_factory=dict)
    program: ScriptedProgram = field(default_factory=ScriptedProgram)
    answering: ScriptedAnswering = field(default_factory=ScriptedAnswering)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        """At first something is staged and all is well; all admins have met the bot."""
        for chat in (OTHER, EDITOR):
            self.server.chats[chat] = chat_of(chat, "private")
        self.program.succeeds("stage", staged(item()))
        self.program.succeeds("diff", difference(changed=[CHANGED]))
        self.program.succeeds("publish", published())
        self.program.succeeds("confirm", pending())

    @property
    def running(self) -> Running:
        """The bot, not started."""
        fields = {
            "telegram_api_url": self.server.url,
            "admin_publishers": frozenset({USER, OTHER}),
            "admin_editors": frozenset({USER, EDITOR}),
            **self.fields,
        }
        settings = make_settings(self.folder, **fields)
        return Running(settings, self.answering, clock=self.clock, program=self.program)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Desk]:
        """Run the bot while the body runs."""
        running = self.running
        async with running():
            yield self
        assert running.code == 0

    def told(self, chat: int, text: str) -> list[SentMessage]:
        """The messages to a chat that hold a text."""
        return [m for m in self.server.messages if m.chat_id == chat and text in m.text]

    async def said(self, text: str, chat: int = USER) -> SentMessage:
        """The first message to a chat that holds a text, once it is there."""
        await self.server.until(lambda: bool(self.told(chat, text)), f"{text!r} said to {chat}")
        return self.told(chat, text)[0]

    async def shown(self, message: SentMessage, text: str) -> SentMessage:
        """Wait until a message holds a text."""
        await self.server.until(lambda: text in message.text, f"{text!r} shown")
        return message

    async def asks(self, command: str, text: str, user: int = USER) -> SentMessage:
        """Send a command; its message once it holds a text."""
        before = len(self.server.messages)
        self.server.user_sends(command, chat_id=user)
        message = (await self.server.await_messages(before + 1))[before]
        return await self.shown(message, text)

    async def pressed(self, message: SentMessage, button: str, text: str) -> SentMessage:
        """Press a button that says something new; the message with a text."""
        self.server.user_presses(message, button)
        return await self.said(text, message.chat_id)

    async def turned(self, message: SentMessage, button: str, text: str) -> SentMessage:
        """Press a button that changes its own message."""
        self.server.user_presses(message, button)
        return await self.shown(message, text)

    async def settled(self, message: SentMessage) -> None:
        """Wait until all that a chat has sent so far is handled: what comes next waits for it."""
        query = self.server.user_presses(message, "", data="zzz::0")
        await self.server.await_note(query)
