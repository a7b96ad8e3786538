"""A review queue as a test scripts it, and an editor who works through it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.admin.program import Outcome
from tests.bot_api import BotApiServer, SentMessage
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.user import say

LIKE = "boleh like postingan bupati?"


def question(identity: str = "q7", **fields: Any) -> dict[str, Any]:
    """An item of the queue as ``asn-ingest review show`` prints it; by default a cluster of questions."""
    return {
        "id": identity,
        "kind": "question",
        "title": LIKE,
        "count": 12,
        "latest": "2026-11-20T08:00:00+07:00",
        "reason": "unanswered",
        "questions": [LIKE, "klik suka di akun calon gmn", "kalo like doang aman ga?"],
        "ruling": None,
        "ruling_title": None,
        "verdict": "perlu_rincian",
        "votes": {},
        "comments": [],
        "changed": [],
        "rulings": [
            {
                "id": "medsos-like",
                "title": "Bolehkah ASN menyukai unggahan calon?",
                "verdict": "dilarang",
                "likeness": 0.8,
            },
            {
                "id": "medsos-komentar",
                "title": "Bolehkah ASN berkomentar di unggahan calon?",
                "verdict": "dilarang",
                "likeness": 0.7,
            },
        ],
        "provisions": [
            {
                "id": "pp-94-2021:pasal-5:huruf-n",
                "label": "PP 94/2021 Pasal 5 huruf n",
                "text": "PNS dilarang memberi dukungan kepada calon.",
                "status": "berlaku",
            },
            {
                "id": "pp-53-2010:pasal-4",
                "label": "PP 53/2010 Pasal 4",
                "text": "Setiap PNS dilarang.",
                "status": "dicabut",
            },
        ],
        **fields,
    }


def _about(ruling: str, **fields: Any) -> dict[str, Any]:
    return question(reason="", questions=[], ruling=ruling, **fields)


def complaint(**fields: Any) -> dict[str, Any]:
    """An item about a ruling whose answers were judged badly."""
    return _about(
        "medsos-like",
        identity="k-medsos-like",
        kind="complaint",
        title="Bolehkah ASN menyukai unggahan calon?",
        count=3,
        ruling_title="Bolehkah ASN menyukai unggahan calon?",
        verdict="dilarang",
        votes={"keliru": 2, "kurang_jelas": 1},
        comments=[
            {
                "question": "like akun KPU boleh?",
                "comment": "Akun KPU kan resmi, kok dilarang.",
                "judgement": "keliru",
                "at": "2026-11-20T08:00:00+07:00",
            }
        ],
        **fields,
    )


def ruling(**fields: Any) -> dict[str, Any]:
    """An item about a ruling whose legal basis has changed."""
    return _about(
        "medsos-komentar",
        identity="r-medsos-komentar",
        kind="ruling",
        title="Bolehkah ASN berkomentar di unggahan calon?",
        count=1,
        changed=["pp-94-2021:pasal-5"],
        rulings=[],
        provisions=[],
        **fields,
    )


@dataclass
class Queue:
    """Scripts the program with a queue of items."""

    program: ScriptedProgram
    items: list[dict[str, Any]] = field(default_factory=list)

    def holds(self, *items: dict[str, Any]) -> None:
        """Let the queue hold these items."""
        self.items = list(items)
        self.program.succeeds("review", {"items": self.items, "total": len(items)})
        for item in items:
            self.program.succeeds(f"review show {item['id']}", {"item": item})

    def loses(self, identity: str) -> None:
        """Let an item be dealt with by somebody else."""
        self.holds(*(item for item in self.items if item["id"] != identity))
        for command in ("show", "apply"):
            self.program.fails(f"review {command} {identity}", 10, "There is no such item.")

    def takes(self, identity: str, staged: str | None) -> None:
        """Let an act on an item be done."""
        result = {"item": identity, "staged": staged}
        self.program.succeeds(f"review apply {identity}", result)

    def refuses(self, identity: str, said: str) -> None:
        """Let asn-ingest refuse an act."""
        self.program.fails(f"review apply {identity}", 10, said)

    @property
    def applied(self) -> list[dict[str, Any]]:
        """What was handed in, in order."""
        handed = [ran for ran in self.program.ran if ran.arguments[:2] == ("review", "apply")]
        return [json.loads(ran.data or b"") for ran in handed]

    @contextmanager
    def slow(self) -> Iterator[None]:
        """Let commands take as long as the body runs."""
        gate = self.program.hold("review")
        try:
            yield
        finally:
            gate.set()
            del self.program.gates["review"]


async def until_shown(server: BotApiServer, message: SentMessage, words: str) -> str:
    """Wait until a message says something; return all of it."""
    await server.until(lambda: words in message.text, f"{words!r} shown; it says: {message.text}")
    return message.text


async def open_item(server: BotApiServer, number: int = 1) -> SentMessage:
    """Open the queue and an item of it."""
    screen = await say(server, "/tinjau")
    await until_shown(server, screen, "Antrean tinjauan")
    await press(server, screen, str(number), "terdekat")
    return screen


async def press(server: BotApiServer, screen: SentMessage, button: str, shown: str) -> str:
    """Press a button and wait for what it leads to; return all that is shown then."""
    server.user_presses(screen, button)
    return await until_shown(server, screen, shown)


async def write(server: BotApiServer, text: str, shown: str) -> SentMessage:
    """Type a text into a form; return the form, which is below the text then."""
    form = await say(server, text)
    await until_shown(server, form, shown)
    return form


def failing(said: str, code: int = 1) -> Outcome:
    """How a command ends that fails."""
    return Outcome(code, None, said)
