"""Regulations of an edition: what the documents say of themselves, and what admins entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ingest.library import Document
from knowledge.edition import StatusChange
from knowledge.errors import StagingError
from knowledge.model import Confidence, Regulation, RegulationStatus

_CHANGEABLE = (RegulationStatus.BERLAKU, RegulationStatus.TIDAK_PASTI)


def with_documents(
    known: Mapping[str, Regulation], documents: Iterable[Document], day: date
) -> dict[str, Regulation]:
    """The regulations, with what official documents say of themselves and of each other.

    A document's own dates win over the bundled ones, whose titles stay; a regulation that a document
    repeals or amends is marked so.
    """
    found = dict(known)
    for document in documents:
        found[document.id] = _described(found.get(document.id), document)
    for document in documents:
        own = found[document.id]
        for repealed in own.repeals:
            if repealed in found:
                found[repealed] = _repealed(found[repealed], own.in_force_since, own.id, day)
        for amended in own.amends:
            if amended in found:
                found[amended] = _amended(found[amended], own.id)
    return found


def _described(known: Regulation | None, document: Document) -> Regulation:
    parsed, said = document.regulation, document.regulation.metadata
    report = parsed.report
    last = report.last if report.complete and not said.amends else None
    articles = int(last) if last and last.isdigit() else None
    if known is None:
        return Regulation(
            id=parsed.id,
            kind=said.kind,
            number=said.number,
            year=said.year,
            title=said.title,
            enacted=said.enacted,
            in_force_since=said.in_force_since,
            status=document.status or RegulationStatus.BERLAKU,
            repeals=said.repeals,
            amends=said.amends,
            articles=articles,
            url=document.url,
            confidence=Confidence.TEKS,
        )
    return known.model_copy(
        update={
            "enacted": said.enacted or known.enacted,
            "in_force_since": said.in_force_since or known.in_force_since,
            "repeals": tuple(dict.fromkeys((*known.repeals, *said.repeals))),
            "amends": tuple(dict.fromkeys((*known.amends, *said.amends))),
            "articles": articles or known.articles,
            "url": known.url or document.url,
            "confidence": Confidence.TEKS,
        }
    )


def with_changes(
    known: Mapping[str, Regulation], changes: Iterable[StatusChange], day: date
) -> dict[str, Regulation]:
    """The regulations, with the standing that admins entered; ``day`` is today.

    Raises:
        StagingError: a change names a regulation that is not known.
    """
    found = dict(known)
    for change in changes:
        for named in (change.regulation, change.by):
            if named is not None and named not in found:
                raise StagingError(
                    f"{named} is not a known regulation. Take its document in first "
                    f"(asn-ingest add FILE), or take the change back: asn-ingest discard "
                    f"{change.regulation}"
                )
        old = found[change.regulation]
        match change.status:
            case RegulationStatus.DICABUT:
                # A law ends on the first day of the one that repeals it.
                repealing = found[change.by].in_force_since if change.by else None
                new = _repealed(old, change.since or repealing, change.by, day)
            case RegulationStatus.DIUBAH:
                new = _amended(old, change.by)
            case RegulationStatus.BERLAKU | RegulationStatus.BELUM_BERLAKU:
                since = change.since or old.in_force_since
                new = old.model_copy(
                    update={
                        "status": RegulationStatus.BERLAKU,
                        "in_force_since": since,
                        "repealed_since": None,
                        "repealed_by": (),
                    }
                )
            case RegulationStatus.TIDAK_PASTI:
                new = old.model_copy(update={"status": RegulationStatus.TIDAK_PASTI})
        found[change.regulation] = new
    return found


def _repealed(regulation: Regulation, since: date | None, by: str | None, day: date) -> Regulation:
    """Repealed from a day on: until then its recorded standing stays."""
    repealing = (*regulation.repealed_by, *([by] if by else []))
    due = since is None or since <= day
    return regulation.model_copy(
        update={
            "status": RegulationStatus.DICABUT if due else regulation.status,
            "repealed_since": since or regulation.repealed_since,
            "repealed_by": tuple(dict.fromkeys(repealing)),
        }
    )


def _amended(regulation: Regulation, by: str | None) -> Regulation:
    amending = (*regulation.amended_by, *([by] if by else []))
    standing = regulation.status
    return regulation.model_copy(
        update={
            "status": RegulationStatus.DIUBAH if standing in _CHANGEABLE else standing,
            "amended_by": tuple(dict.fromkeys(amending)),
        }
    )
