"""What waits for a publish, as ``asn-ingest stage --json`` tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar

from bot.admin.roles import actor
from bot.telegram.admin.naming import people, regulation_name
from bot.telegram.admin.panels import mark_of
from bot.telegram.blocks import Block, Span, cut_short, item
from bot.telegram.dialogue import Dialogue
from bot.telegram.messages import thousands
from bot.telegram.render import verdict_words
from bot.texts import CheckedTexts, load_texts
from knowledge.model import RegulationStatus, Text, Verdict

Json = Mapping[str, Any]
_RULING, _EXAMPLE = "putusan:", "contoh:"
"""How the names of items begin that are no regulations."""
_TITLE = 120
"""Characters shown of a title."""


class WaitingTexts(CheckedTexts):
    """The contents of ``waiting.yaml``."""

    document: Text
    document_unknown: Text
    incomplete: Text
    without: Text
    status: Text
    status_by: Text
    status_since: Text
    ruling: Text
    ruling_details: Text
    example: Text
    example_details: Text
    withdrawn_ruling: Text
    withdrawn_example: Text
    withdrawn: Text
    by: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "document": frozenset({"title", "articles"}),
        "status": frozenset({"status"}),
        "status_by": frozenset({"status", "by"}),
        "status_since": frozenset({"day"}),
        "ruling": frozenset({"title"}),
        "ruling_details": frozenset({"verdict", "count"}),
        "example": frozenset({"question"}),
        "example_details": frozenset({"verdict", "ruling"}),
        "withdrawn_ruling": frozenset({"name"}),
        "withdrawn_example": frozenset({"name"}),
        "by": frozenset({"people"}),
    }


@cache
def waiting_texts() -> WaitingTexts:
    """The texts of ``bot/data/waiting.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("waiting.yaml", WaitingTexts)


@dataclass(frozen=True)
class Item:
    """Something that waits: a regulation with all that changes on it, an example, a ruling."""

    name: str
    raw: Json

    @property
    def by(self) -> tuple[str, ...]:
        """Who staged it, as the audit log names them."""
        return tuple(self.raw.get("by") or ())

    @property
    def mark(self) -> int:
        """Changes with what waits under the name."""
        return mark_of(json.dumps(self.raw, sort_keys=True))


@dataclass(frozen=True)
class Waiting:
    """All that waits, and the edition that serves meanwhile."""

    serving: str | None
    items: tuple[Item, ...]
    undo: Json | None = None
    """The publish that can still be undone: ``edition``, ``previous``, ``until``."""
    writing: str | None = None
    """What another command is writing just now."""

    @property
    def mark(self) -> int:
        """Changes with what waits and with the edition that serves."""
        return mark_of(f"{self.serving} {sorted((one.name, one.mark) for one in self.items)}")

    def of(self, user: int) -> tuple[Item, ...]:
        """The items that a user has staged, alone or with others."""
        return tuple(one for one in self.items if actor(user) in one.by)


def read_waiting(result: Any) -> Waiting:
    """What ``asn-ingest stage --json`` has printed."""
    items = tuple(Item(str(raw["name"]), raw) for raw in result["items"])
    return Waiting(result["serving"], items, result.get("undo"), result.get("writing"))


def title_of(one: Item, dialogue: Dialogue) -> str:
    """What an item is called, in a line."""
    texts, raw = waiting_texts(), one.raw
    if raw.get("rulings"):
        title = cut_short(str(raw["rulings"][0]["title"]), _TITLE)
        return texts.ruling.format(title=title)
    if one.name.startswith(_RULING) and not raw.get("examples"):
        return texts.withdrawn_ruling.format(name=one.name.removeprefix(_RULING))
    if raw.get("examples"):
        question = cut_short(str(raw["examples"][0]["q"]), _TITLE)
        return texts.example.format(question=question)
    if one.name.startswith(_EXAMPLE):
        return texts.withdrawn_example.format(name=one.name.removeprefix(_EXAMPLE))
    return regulation_name(dialogue.answering.library, one.name)


def details_of(one: Item, dialogue: Dialogue) -> list[str]:
    """What waits under an item's name, a line each."""
    texts, raw, library = waiting_texts(), one.raw, dialogue.answering.library
    lines = []
    if document := raw.get("document"):
        lines.append(_document(document))
    if raw.get("without"):
        lines.append(texts.without)
    lines += [_status(change, dialogue) for change in raw.get("statuses") or ()]
    examples = raw.get("examples") or ()
    if rulings := raw.get("rulings"):
        verdict = verdict_words(Verdict(rulings[0]["verdict"]), dialogue.messages)
        count = thousands(len(examples))
        lines.append(texts.ruling_details.format(verdict=verdict, count=count))
    elif examples:
        verdict = verdict_words(Verdict(examples[0]["verdict"]), dialogue.messages)
        card = library.ruling(examples[0]["ruling"])
        ruling = card.title if card else examples[0]["ruling"]
        lines.append(texts.example_details.format(verdict=verdict, ruling=ruling))
    if raw.get("withdrawn"):
        lines.append(texts.withdrawn)
    return lines


def _document(document: Json) -> str:
    texts = waiting_texts()
    if "title" not in document:
        return texts.document_unknown
    title = cut_short(str(document["title"]), _TITLE)
    told = texts.document.format(title=title, articles=thousands(document["articles"]))
    return told if document["complete"] else f"{told}, {texts.incomplete}"


def _status(change: Json, dialogue: Dialogue) -> str:
    texts, messages = waiting_texts(), dialogue.messages
    status = messages.statuses[RegulationStatus(change["status"])]
    told = texts.status.format(status=status)
    if by := change.get("by"):
        name = regulation_name(dialogue.answering.library, by)
        told = texts.status_by.format(status=status, by=name)
    if since := change.get("since"):
        day = messages.day(date.fromisoformat(since))
        told = f"{told}, {texts.status_since.format(day=day)}"
    return told


def item_blocks(items: Sequence[Item], dialogue: Dialogue, reader: int) -> list[Block]:
    """The items, a line each: what waits, and who staged it."""
    texts, blocks = waiting_texts(), []
    for one in items:
        told = "; ".join(details_of(one, dialogue))
        credit = f" ({texts.by.format(people=people(one.by, reader))})" if one.by else ""
        title = Span(title_of(one, dialogue), "bold")
        blocks.append(item("•", title, Span(f" – {told}{credit}" if told else credit)))
    return blocks
