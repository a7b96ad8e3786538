"""The review queue as text and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ingest.review.model import Item, Kind
from knowledge.clock import in_jakarta

PHRASINGS = 10
"""Phrasings of an item that are told."""
_TITLE = 70
_KINDS = {Kind.QUESTION: "question", Kind.COMPLAINT: "complaint", Kind.RULING: "ruling"}


def item_object(item: Item) -> dict[str, Any]:
    """An item; a contract with the chat."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "title": item.title,
        "count": item.count,
        "latest": _moment(item.latest).isoformat(timespec="seconds"),
        "reason": item.reason or "",
        "questions": list(item.phrasings[:PHRASINGS]),
        "ruling": item.ruling,
        "ruling_title": item.ruling_title,
        "verdict": item.verdict,
        "votes": dict(item.votes),
        "comments": [
            {
                **comment,
                "judgement": comment["judgement"] or "",
                "at": _moment(comment["at"]).isoformat(timespec="seconds"),
            }
            for comment in item.comments
        ],
        "changed": list(item.changed),
        "rulings": [asdict(ruling) for ruling in item.rulings],
        "provisions": [asdict(provision) for provision in item.provisions],
    }


def list_object(page: Sequence[Item], total: int) -> dict[str, Any]:
    """A page of the queue, and how many items there are in all."""
    return {"items": [item_object(item) for item in page], "total": total}


def list_text(page: Sequence[Item], total: int, number: int, kind: Kind | None = None) -> str:
    """A page of the queue, or of its items of one kind, a line an item."""
    if not total:
        return f"No items of kind {kind}." if kind else "The review queue is empty."
    if not page:
        return f"Page {number} is beyond the end: there are {total:,} items."
    widths = max(len(item.id) for item in page), max(len(f"{item.count:,}") for item in page)
    lines = [
        f"{item.id:<{widths[0]}}  {_KINDS[item.kind]:<9}  {item.count:>{widths[1]},}  "
        f"{_moment(item.latest):%Y-%m-%d}  {_cut(item.title)}"
        for item in page
    ]
    shown = f"{len(page):,} of {total:,} items" if len(page) < total else f"{total:,} items"
    return "\n".join([*lines, f"{shown}. To look at one: asn-ingest review show {page[0].id}"])


def item_text(item: Item) -> str:
    """An item with all that is known of it."""
    return "\n".join(_told(item))


def _told(item: Item) -> Iterator[str]:
    yield f"{item.id}: {item.title}"
    if item.kind is Kind.QUESTION:
        answered = f"{item.verdict}, {item.ruling}" if item.ruling else "no ruling"
        yield f"Asked {item.count:,} times, last on {_moment(item.latest):%Y-%m-%d}; {item.reason}: {answered}"
    if item.kind is Kind.COMPLAINT:
        votes = ", ".join(f"{n:,} {judgement}" for judgement, n in item.votes.items() if n)
        yield f"Complaints: {votes or 'comments only'}; ruling: {item.ruling or 'none'}"
    if item.phrasings:
        yield "Phrasings"
        yield from (f"  {phrasing}" for phrasing in item.phrasings[:PHRASINGS])
        if len(item.phrasings) > PHRASINGS:
            yield f"  and {len(item.phrasings) - PHRASINGS:,} more"
    for comment in item.comments:
        yield f"Comment ({comment['judgement'] or 'no vote'}): {comment['comment']}"
    if item.changed:
        yield f"Changed below it: {', '.join(item.changed)}"
        yield f"If it still holds: asn-ingest confirm {item.ruling}"
    if item.rulings:
        yield "Nearest rulings"
        yield from (f"  {r.id} ({r.verdict}, {r.likeness:.2f}): {r.title}" for r in item.rulings)
    if item.provisions:
        yield "Nearest provisions"
        yield from (f"  {p.id} ({p.label}, {p.status}): {_cut(p.text)}" for p in item.provisions)


def _moment(seconds: float) -> datetime:
    return in_jakarta(datetime.fromtimestamp(seconds, UTC))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 3].rstrip() + "..."
