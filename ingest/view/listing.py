"""Editions, documents, the staging area and the audit log, as text and as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.audit import Act
from ingest.build import serving_inputs
from ingest.editions import kept_editions
from ingest.library import Document, documents
from ingest.staging import Staging, read_staging
from knowledge.settings import Settings


def listing_object(settings: Settings) -> dict[str, Any]:
    """The editions that are kept, the documents of the library, and what is staged."""
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
    return {"editions": editions, "documents": shelf, "staged": staging.model_dump(mode="json")}


def _state(document: Document, serving: str | None, staging: Staging) -> str:
    if staging.documents.get(document.id) == document.key:
        return "staged"
    if serving == document.key:
        return "to be left out" if document.id in staging.without else "serving"
    return "kept"


def listing_text(settings: Settings) -> str:
    """The editions and the documents, a line each."""
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
    return "\n".join([*lines, "", staging_text(settings)])


def staging_object(settings: Settings) -> dict[str, Any]:
    """What is staged."""
    return {"staged": read_staging(settings).model_dump(mode="json")}


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
    return "\n".join(["Staged for the next publish", *lines])


def acts_object(acts: Sequence[Act]) -> list[dict[str, Any]]:
    """Lines of the audit log."""
    return [act.__dict__ for act in acts]


def acts_text(acts: Sequence[Act]) -> str:
    """Lines of the audit log, the latest first."""
    if not acts:
        return "The audit log is empty."
    lines = []
    for act in acts:
        told = [f"{act.moment:%Y-%m-%d %H:%M:%S}" if act.moment else "", act.who, act.act]
        told += [part for part in (act.edition, act.subject) if part]
        lines.append("  ".join(told) + (f"  reason: {act.reason}" if act.reason else ""))
    return "\n".join(lines)
