"""Consolidated laws among the documents: their provisions with history, under the base law's ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.amendment.consolidate import Consolidated, consolidate
from ingest.amendment.series import base_missing
from ingest.library import Document
from ingest.official import provisions_of
from ingest.structure.document import Finding
from knowledge.amended import base_of
from knowledge.errors import StagingError
from knowledge.model import Provision, Regulation


@dataclass(frozen=True)
class AmendedLaws:
    """What consolidating gave."""

    provisions: Mapping[str, Provision] = field(default_factory=dict)
    """Of the consolidated laws, and what of the amending laws stays their own."""
    consolidated: frozenset[str] = frozenset()
    """The documents, base laws and amendments, that went into it."""
    findings: tuple[Finding, ...] = ()


def consolidated_provisions(
    documents: tuple[Document, ...], regulations: Mapping[str, Regulation]
) -> AmendedLaws:
    """Work the amending documents into those of the laws that they amend.

    An amendment whose base is not among the documents keeps its articles under its own ids.
    """
    by_id = {document.id: document for document in documents}
    provisions: dict[str, Provision] = {}
    taken: set[str] = set()
    findings: list[Finding] = []
    for base, amendments in _families(by_id, regulations).items():
        try:
            result = consolidate(
                by_id[base].regulation, [by_id[name].regulation for name in amendments]
            )
        except StagingError as error:
            raise StagingError(
                f"{error} To publish without it: asn-ingest stage {amendments[-1]} --without"
            ) from None
        for provision in provisions_of(result.law):
            provisions[provision.id] = _with_history(provision, result)
        for remainder in result.own:
            for provision in provisions_of(remainder):
                provisions.setdefault(provision.id, provision)
        taken |= {base, *amendments}
        findings.extend(result.findings)
    for document in documents:
        if document.regulation.metadata.amends and document.id not in taken:
            findings.extend(base_missing(document.regulation, by_id))
    return AmendedLaws(provisions, frozenset(taken), tuple(findings))


def _families(
    documents: Mapping[str, Document], regulations: Mapping[str, Regulation]
) -> dict[str, list[str]]:
    """The amending documents of each document that is amended."""
    families: dict[str, list[str]] = {}
    for name in documents:
        base = base_of(name, regulations)
        if base is not None and base in documents:
            families.setdefault(base, []).append(name)
    return families


def _with_history(provision: Provision, result: Consolidated) -> Provision:
    makers = result.makers.get(provision.id, ())
    deletion = result.deleted.get(provision.id)
    return provision.model_copy(
        update={
            "made_by": makers if makers != (provision.regulation,) else (),
            "versions": result.versions.get(provision.id, ()),
            "since": result.since.get(provision.id),
            "repealed_since": deletion.since if deletion else None,
        }
    )
