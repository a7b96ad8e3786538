"""Moving documents between the library and the staging area, and entering changes of standing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ingest.audit import Act, write_act
from ingest.build import serving_inputs
from ingest.edits import withdraw
from ingest.entered import is_entered
from ingest.intake import errors_of
from ingest.library import Document, documents
from ingest.publish import data_root, recover
from ingest.staging import (
    Staging,
    applied,
    credited,
    discarded,
    left_out,
    read_staging,
    staging_file,
    status_change,
    with_document,
    with_status,
    without_applied,
    write_staging,
)
from ingest.writer import only_writer
from knowledge.dataset import load_knowledge
from knowledge.errors import StagingError
from knowledge.model import RegulationStatus
from knowledge.settings import Settings


def find_document(settings: Settings, named: str) -> Document:
    """The document named ``regulation`` (the latest) or ``regulation@key``.

    Raises:
        StagingError: the library has none of that name.
    """
    regulation, _, key = named.partition("@")
    for document in documents(settings):
        if document.id == regulation and document.key.startswith(key):
            return document
    known = sorted({document.id for document in documents(settings)})
    raise StagingError(
        f"The library has no document {named}. It has: {', '.join(known) or 'none'}. "
        "Take it in with: asn-ingest add FILE"
    )


def stage_document(settings: Settings, named: str, *, who: str, accept: bool = False) -> None:
    """Stage a document of the library.

    Raises:
        StagingError: there is none of that name, or its report has errors and they are not accepted.
        EditionError: another command is writing.
    """
    document = find_document(settings, named)
    errors = errors_of(document)
    if errors and not accept:
        raise StagingError(
            f"{document.id}@{document.key} has errors: {'; '.join(errors[:3])}"
            f"{' ...' if len(errors) > 3 else ''} To stage it all the same, add --accept."
        )
    _change(settings, who, "stage", named, lambda s: with_document(s, document.id, document.key))


def leave_out(settings: Settings, regulation: str, *, who: str) -> None:
    """Have the next edition leave out a regulation's document, or an entered example or ruling.

    Raises:
        StagingError: neither the edition that serves nor the staging area has one, or something
            else would lack it.
        EditionError: another command is writing.
    """
    if is_entered(regulation):
        withdraw(settings, regulation, who=who)
        return

    def without(staging: Staging) -> Staging:
        _, made_of = serving_inputs(settings)
        if regulation not in applied(made_of, staging).documents:
            raise StagingError(
                f"No document of {regulation} serves or is staged: nothing to leave out."
            )
        return without_applied(made_of, left_out(staging, regulation))

    _change(settings, who, "leave out", regulation, without)


def take_back(settings: Settings, regulations: tuple[str, ...] | None, *, who: str) -> None:
    """Discard what is staged on some regulations, or everything.

    Raises:
        StagingError: nothing of that name is staged; then nothing is discarded.
        EditionError: another command is writing.
    """

    def emptied(staging: Staging) -> Staging:
        for regulation in regulations or ():
            staging = discarded(staging, regulation)
        return staging

    if regulations is None:
        with only_writer(settings, "discard"):
            write_act(settings, Act(who, "discard", subject="all"))
            staging_file(settings).unlink(missing_ok=True)  # even where it cannot be read
        return
    _change(settings, who, "discard", ", ".join(regulations), emptied)


def enter_status(
    settings: Settings,
    regulation: str,
    status: RegulationStatus,
    *,
    since: date | None,
    by: str | None,
    note: str | None,
    who: str,
) -> None:
    """Stage a change of a regulation's standing.

    Raises:
        StagingError: a regulation is unknown, or the change makes no sense.
        EditionError: another command is writing.
    """
    known = {*load_knowledge(data_root(settings)).regulations}
    _, made_of = serving_inputs(settings)
    known |= {*applied(made_of, read_staging(settings)).documents}
    for named in (regulation, by):
        if named is not None and named not in known:
            raise StagingError(
                f"{named} is not a known regulation. Take its document in first: "
                "asn-ingest add FILE (asn-ingest status lists those that are known)."
            )
    change = status_change(regulation, status, since=since, by=by, note=note)
    _change(
        settings,
        who,
        "status",
        f"{regulation}: {status.value}{f' from {since}' if since else ''}{f' by {by}' if by else ''}",
        lambda s: with_status(s, change),
    )


def _change(
    settings: Settings, who: str, act: str, subject: str, change: Callable[[Staging], Staging]
) -> None:
    with only_writer(settings, f"{act} {subject}"):
        recover(settings, who)
        staging = read_staging(settings)
        changed = credited(staging, change(staging), who)
        write_act(settings, Act(who, act, subject=subject))
        write_staging(settings, changed)
