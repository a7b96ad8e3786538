"""Editions, documents, the staging area and the audit log, as text and as JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ingest.audit import Acts
from ingest.build import serving_inputs
from ingest.editions import kept_editions
from ingest.entered import entered_names, example_name, ruling_name
from ingest.intake import errors_of
from ingest.library import Document, documents, find
from ingest.staging import Staging, item_of, named, read_staging
from ingest.undo import undoable
from ingest.writer import writing
from knowledge.edition import Inputs, current_edition
from knowledge.errors import StagingError
from knowledge.settings import Settings


def listing_object(settings: Settings) -> dict[str, Any]:
    """The editions that are kept, the documents of the library, what editors entered, what is staged."""
    _, made_of = serving_inputs(settings)
    staging = read_staging(settings)
    editions = [
        {
            "id": kept.id,
            "current": kept.current,
            "built": kept.manifest.built if kept.manifest else None,
            "embedder": kept.manifest.embedder if kept.manifest else None,
            "counts": kept.manifest.counts if kept.manifest else None,
            "documents": dict(kept.manifest.made_of.documents) if kept.manifest else None,
        }
        for kept in kept_editions(settings)
    ]
    shelf = [
        {
            "regulation": document.id,
            "key": document.key,
            "name": document.name,
            "origin": document.origin,
            "added": document.added,
            "by": document.by,
            "articles": document.regulation.report.articles,
            "complete": document.regulation.report.complete,
            "state": _state(document, made_of.documents.get(document.id), staging),
        }
        for document in documents(settings)
    ]
    return {
        "editions": editions,
        "documents": shelf,
        "entered": [
            {"name": name, **_entered_item(made_of, name)} for name in entered_names(made_of)
        ],
        "undo": _undo_object(settings),
        "staged": staging.model_dump(mode="json"),
    }


def _entered_item(made_of: Inputs, name: str) -> dict[str, Any]:
    """An example or a ruling that editors entered and that serves."""
    for ruling in made_of.rulings:
        if ruling_name(ruling.id) == name:
            own = sum(example.ruling == ruling.id for example in made_of.examples)
            told = {"ruling": ruling.id, "verdict": ruling.verdict.value, "title": ruling.title}
            return {**told, "examples": own}
    example = next(one for one in made_of.examples if example_name(one) == name)
    return {"ruling": example.ruling, "verdict": example.verdict.value, "q": example.q}


def _undo_object(settings: Settings) -> dict[str, Any] | None:
    """Which edition's publish can still be undone, until when, and what would serve again."""
    serving = current_edition(settings)
    taken = undoable(settings, serving)
    if taken is None:
        return None
    return {"edition": serving, "until": taken.until, "previous": taken.previous}


def _state(document: Document, serving: str | None, staging: Staging) -> str:
    if staging.documents.get(document.id) == document.key:
        return "staged"
    if serving == document.key:
        return "to be left out" if document.id in staging.without else "serving"
    return "kept"


def listing_text(settings: Settings) -> str:
    """The editions, the documents and what editors entered, a line each."""
    found = listing_object(settings)
    lines = ["Editions"]
    for edition in found["editions"]:
        counts = edition["counts"] or {}
        told = (
            f"built {edition['built']}, {counts.get('provisions', 0):,} provisions "
            f"({counts.get('official provisions', 0):,} official), "
            f"{counts.get('rulings to be reviewed', 0):,} rulings to be reviewed"
            if counts
            else "cannot be read"
        )
        lines.append(f"  {edition['id']}{' (serves)' if edition['current'] else ''}: {told}")
    if not found["editions"]:
        lines.append("  none yet; build one: asn-ingest build")
    lines.append("Documents")
    for document in found["documents"]:
        incomplete = "" if document["complete"] else ", INCOMPLETE"
        lines.append(
            f"  {document['regulation']}@{document['key']}: {document['state']}, "
            f"{document['articles']:,} articles{incomplete}, from {document['name']}, "
            f"{document['added']:%Y-%m-%d %H:%M} by {document['by']}"
        )
    if not found["documents"]:
        lines.append("  none yet; take one in: asn-ingest add FILE")
    if found["entered"]:
        lines.append("Entered by editors (asn-ingest export writes them into the data files)")
    lines += [
        f"  {one['name']} ({one['ruling']}, {one['verdict']}): {one.get('title') or one['q']}"
        for one in found["entered"]
    ]
    return "\n".join([*lines, "", staging_text(settings)])


def staging_object(settings: Settings) -> dict[str, Any]:
    """What is staged: as it is kept, and item by item; with the edition that serves, and what is being written."""
    staging = read_staging(settings)
    return {
        "serving": current_edition(settings),
        "undo": _undo_object(settings),
        "writing": writing(settings),
        "staged": staging.model_dump(mode="json"),
        "items": [_item(settings, staging, name) for name in named(staging)],
    }


def _item(settings: Settings, staging: Staging, name: str) -> dict[str, Any]:
    key = staging.documents.get(name)
    return {
        "name": name,
        "by": list(staging.by.get(name, ())),
        "document": _document(settings, key) if key else None,
        "without": name in staging.without,
        "statuses": [
            change.model_dump(mode="json")
            for change in staging.statuses
            if change.regulation == name
        ],
        "rulings": [
            {"id": ruling.id, "title": ruling.title, "verdict": ruling.verdict.value}
            for ruling in staging.rulings
            if ruling_name(ruling.id) == name
        ],
        "examples": [
            {"q": example.q, "ruling": example.ruling, "verdict": example.verdict.value}
            for example in staging.examples
            if item_of(staging, example) == name
        ],
        "withdrawn": name in staging.withdrawn,
    }


def _document(settings: Settings, key: str) -> dict[str, Any]:
    """What is told of a staged document; no more than its key when it cannot be read."""
    try:
        document = find(settings, key)
    except StagingError:
        document = None
    if document is None:
        return {"key": key}
    report, said = document.regulation.report, document.regulation.metadata
    return {
        "key": key,
        "title": said.title,
        "articles": report.articles,
        "complete": report.complete,
        "errors": len(errors_of(document)),
    }


def staging_text(settings: Settings) -> str:
    """What is staged, a line each."""
    staging = read_staging(settings)
    if not staging:
        return "Nothing is staged."
    lines = [f"  take in {regulation}@{key}" for regulation, key in staging.documents.items()]
    lines.extend(f"  leave out {regulation}" for regulation in staging.without)
    for change in staging.statuses:
        since = f" from {change.since}" if change.since else ""
        by = f" by {change.by}" if change.by else ""
        lines.append(f"  {change.regulation} is {change.status.value}{by}{since}")
    for ruling in staging.rulings:
        own = sum(example.ruling == ruling.id for example in staging.examples)
        lines.append(
            f"  enter {ruling_name(ruling.id)} ({ruling.verdict.value}, {own:,} examples): {ruling.title}"
        )
    for example in staging.examples:
        if item_of(staging, example) == example_name(example):
            told = f"{example.ruling}, {example.verdict.value}"
            lines.append(f"  enter {example_name(example)} ({told}): {example.q}")
    lines.extend(f"  withdraw {name}" for name in staging.withdrawn)
    return "\n".join(["Staged for the next publish", *lines])


def acts_object(acts: Acts, page: int, size: int) -> dict[str, Any]:
    """A page of the audit log, the latest lines first."""
    return {
        "acts": [asdict(act) for act in acts.lines],
        "total": acts.total,
        "page": page,
        "pages": _pages(acts, size),
    }


def _pages(acts: Acts, size: int) -> int:
    return max(1, -(-acts.total // size))


def acts_text(acts: Acts, page: int, size: int) -> str:
    """A page of the audit log, the latest lines first."""
    if not acts.total:
        return "The audit log is empty, or no line of it fits."
    pages = _pages(acts, size)
    if not acts.lines:
        return f"There is no page {page}; the last one is --page {pages}."
    lines = []
    for act in acts.lines:
        told = [f"{act.moment:%Y-%m-%d %H:%M:%S}" if act.moment else "", act.who, act.act]
        told += [part for part in (act.edition, act.subject) if part]
        lines.append("  ".join(told) + (f"  reason: {act.reason}" if act.reason else ""))
    if page < pages:
        lines.append(f"Page {page:,} of {pages:,} ({acts.total:,} lines). Older: --page {page + 1}")
    return "\n".join(lines)
