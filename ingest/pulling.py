"""From the Pasal.id API to a document of the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.library import Document, find, key_of
from ingest.parse_process import parse_in_process
from ingest.parsing import read_limits, source_limits
from ingest.sources.pasal_client import BoundedPasalClient
from ingest.sources.pasal_id import Pulled
from ingest.sources.pasal_id import pull as pull_law
from ingest.structure.document import ParsedRegulation, Severity
from ingest.structure.metadata import Overrides
from knowledge.clock import now
from knowledge.settings import Settings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PulledDocument:
    """A law of the API as a document."""

    document: Document
    data: bytes
    parsed: bool
    """False when the same text had been parsed before."""
    relations: tuple[str, ...]
    """What the API says of other laws, in plain words; nothing is concluded from it."""


def pull_document(
    settings: Settings, law: str, overrides: Overrides, who: str, progress: Progress
) -> PulledDocument:
    """Take one law from the API and find its structure.

    Raises:
        AmbiguousLaw: several laws fit the words.
        SourceError: none fits, or the API fails.
        StructureError: its text is no regulation that can be taken in.
    """
    client = BoundedPasalClient(
        base_url=settings.pasal_api_url,
        token=settings.pasal_api_token,
        limits=source_limits(settings),
        progress=progress,
    )
    pulled = pull_law(law, client)
    relations = tuple(f"{r.type}: {r.title} ({r.uri})" for r in pulled.relations)
    if overrides.id is None:
        overrides = replace(overrides, id=pulled.id)
    key = key_of(pulled.data, overrides)
    known = find(settings, key)
    if known is not None:
        return PulledDocument(known, pulled.data, False, relations)
    parsed = parse_in_process(pulled.source, overrides, read_limits(settings))
    document = _document(pulled, parsed, key, who)
    return PulledDocument(document, pulled.data, True, relations)


def _document(pulled: Pulled, parsed: ParsedRegulation, key: str, who: str) -> Document:
    return Document(
        key=key,
        regulation=_without_closing(parsed),
        name=pulled.uri,
        origin=pulled.url,
        media_type=pulled.source.media_type,
        added=now(),
        by=who,
        warnings=pulled.source.warnings,
        status=pulled.status,
        url=pulled.url,
    )


def _without_closing(parsed: ParsedRegulation) -> ParsedRegulation:
    """The regulation as far as the API has it: the articles alone.

    That the closing formula is not there is no fault of its text, as it would be of a file; it
    still counts as incomplete, so that what it lacks is not held against our digests.
    """
    findings = tuple(
        finding.model_copy(update={"severity": Severity.WARNING})
        if finding.code == "incomplete"
        else finding
        for finding in parsed.report.findings
    )
    return parsed.model_copy(
        update={"report": parsed.report.model_copy(update={"findings": findings})}
    )
