"""From a source to a staged document: fetch, read, parse, keep, stage. Users see nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ingest.audit import Act, write_act
from ingest.build import serving_inputs
from ingest.library import Document, find, keep, key_of
from ingest.parsing import parse_source
from ingest.publish import recover
from ingest.sources.model import Fetched
from ingest.staging import credited, read_staging, with_document, write_staging
from ingest.structure.document import Severity
from ingest.structure.metadata import Overrides
from ingest.writer import only_writer
from knowledge.clock import now
from knowledge.settings import Settings

Progress = Callable[[str, int, int], None]


class Outcome(StrEnum):
    """What became of a document."""

    STAGED = "staged"
    UNCHANGED = "unchanged"
    """The edition that serves has this very document; nothing is to be done."""
    WAITING = "already staged"
    KEPT = "kept"
    """In the library, but not staged: its report has errors, or staging was not asked for."""


@dataclass(frozen=True)
class Taken:
    """A document that was taken in."""

    document: Document
    outcome: Outcome
    parsed: bool
    """False when the same file had been parsed before."""
    replaces: str | None = None
    """The key of the document that serves or was staged for this regulation, if another."""


def parsed_document(
    settings: Settings,
    fetched: Fetched,
    overrides: Overrides,
    who: str,
    progress: Progress,
) -> tuple[Document, bool]:
    """The document of a fetched file, parsed now or earlier; and whether it was parsed now.

    Raises:
        ReadError, StructureError: the file cannot be read, or is no regulation.
    """
    key = key_of(fetched.data, overrides)
    known = find(settings, key)
    if known is not None:
        return known, False
    source, parsed = parse_source(settings, fetched.data, fetched.name, overrides, progress)
    document = Document(
        key=key,
        regulation=parsed,
        name=fetched.name,
        origin=fetched.origin,
        media_type=source.media_type,
        added=now(),
        by=who,
        warnings=source.warnings,
        url=fetched.origin if "://" in fetched.origin else None,
    )
    return document, True


def errors_of(document: Document) -> list[str]:
    """The findings that a person must accept before the document is staged."""
    report = document.regulation.report
    return [f.message for f in report.findings if f.severity is Severity.ERROR]


def take_in(
    settings: Settings,
    document: Document,
    data: bytes,
    *,
    parsed: bool,
    who: str,
    stage: bool = True,
    accept: bool = False,
) -> Taken:
    """Keep a document and stage it.

    Args:
        settings: where everything is kept.
        document: as ``parsed_document`` gave it.
        data: the bytes of its source.
        parsed: whether it is new to the library.
        who: for the audit log.
        stage: leave it in the library only, when false.
        accept: stage it although its report has errors.

    Raises:
        EditionError: another command is writing.
        AsnBotError: there is no room, or the folder cannot be written.
    """
    with only_writer(settings, f"add {document.id}"):
        recover(settings, who)
        if parsed:
            keep(settings, document, data)
        staging = read_staging(settings)
        _, made_of = serving_inputs(settings)
        serving = made_of.documents.get(document.id)
        waiting = staging.documents.get(document.id)
        if document.key == waiting:
            return Taken(document, Outcome.WAITING, parsed)
        if document.key == serving and waiting is None and document.id not in staging.without:
            return Taken(document, Outcome.UNCHANGED, parsed)
        replaced = waiting or serving
        if not stage or (errors_of(document) and not accept):
            return Taken(document, Outcome.KEPT, parsed, replaced)
        write_act(settings, Act(who, "add", subject=f"{document.id}@{document.key}"))
        staged = with_document(staging, document.id, document.key)
        write_staging(settings, credited(staging, staged, who))
        return Taken(document, Outcome.STAGED, parsed, replaced)


def worst_exit_code(codes: Iterable[int]) -> int:
    """The exit code for several documents: of the first that failed, else 0."""
    return next((code for code in codes if code), 0)
